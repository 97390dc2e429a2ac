"""What a closed period was said to be when it closed, and what was learned about it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from polso.access.viewer import Viewer
from polso.answers.answer import Answer, Answers, Figure
from polso.answers.door import Door
from polso.base.period import Period
from polso.store.instants import stored

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Restated:
    """`known_then` as known at `known_then_at` (UTC, as stored); `restated` is the value now less that one.

    All are None where the period is not over; the figures alone where one of them was or is not known.
    """

    known_then: Figure
    known_then_at: datetime | None
    restated: Figure


OPEN = Restated(None, None, None)


def restated(door: Door, answers: Answers, viewer: Viewer, today: date) -> list[Restated]:
    """For each answer, in their order, what its period was known to be at its close.

    That is the first extract of the tables that the metric needs which covers the end of the period; where there was
    none yet, the end itself. Asked as of an earlier time, nothing later than that counts.
    """
    found: list[Restated] = []
    for columns in answers.columns:
        tables = sorted({name.partition(".")[0] for group in columns.metric.requires for name in group})
        asked = f"{columns.metric.id}:{columns.variant.id}"
        closes: dict[Period, tuple[datetime, dict[tuple[str | None, ...], Answer]] | None] = {}
        for answer in columns:
            if answer.period not in closes:
                closes[answer.period] = _then(door, answers, asked, tables, answer.period, viewer, today)
            found.append(_of(answer, closes[answer.period]))
    return found


def _then(
    door: Door, answers: Answers, metric: str, tables: Sequence[str], period: Period, viewer: Viewer, today: date
) -> tuple[datetime, dict[tuple[str | None, ...], Answer]] | None:
    if period.end > today:
        return None
    instant = _known_at(door, tables, period.end)
    if answers.request.as_of is not None:
        instant = min(instant, answers.request.as_of)
    spelled = f"{period.start}..{period.last_day}"
    request = replace(answers.request, metrics=(metric,), grain=None, period=spelled, compare="none", as_of=instant)
    return instant, {answer.group.keys: answer for answer in door.ask(request, viewer, today)}


def _known_at(door: Door, tables: Sequence[str], end: date) -> datetime:
    """When the period was first wholly known."""
    closing = stored(door.workspace.calendar.start_of_day(end))
    with door.workspace.cursor() as cursor:
        row = cursor.execute(
            "SELECT min(b.extracted_at) FROM batch AS b JOIN batch_table AS t USING (batch_id)"
            " WHERE b.undone_at IS NULL AND b.extracted_at >= $closing"
            " AND list_contains($tables::VARCHAR[], t.table_name)"
            " AND t.rows_new + t.rows_changed + t.rows_unchanged > 0",
            {"closing": closing, "tables": list(tables)},
        ).fetchone()
    return row[0] if row and row[0] is not None else closing - A_MOMENT


def _of(answer: Answer, then: tuple[datetime, dict[tuple[str | None, ...], Answer]] | None) -> Restated:
    if then is None:
        return OPEN
    instant, answers = then
    before = answers.get(answer.group.keys)
    total = answers.get(())
    # A group that nobody knew then was zero, wherever the whole was known.
    known = before.value if before is not None else _zero(answer.value, total)
    if known is None or answer.value is None:
        return Restated(known, instant, None)
    now, old = answer.value, known
    difference: Figure = (
        Decimal(now) - Decimal(old) if isinstance(now, Decimal) or isinstance(old, Decimal) else now - old
    )
    return Restated(known, instant, difference)


def _zero(like: Figure, total: Answer | None) -> Figure:
    if total is None or total.value is None or isinstance(like, float):
        return None
    return Decimal(0) if isinstance(like, Decimal) else 0
