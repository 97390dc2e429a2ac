"""Answers, and the rows behind one, as a table of values: what CSV and XLSX are written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polso.answers.answer import Answer, Answers
from polso.answers.restated import Restated
from polso.answers.rows import RowSet
from polso.base.calendar import CompanyCalendar

Cell = str | int | float | bool | Decimal | date | datetime | None
FIGURES = (
    *("value", "unit", "currency", "numerator", "denominator", "n", "missing", "low", "high"),
    *("previous", "change", "change_ratio", "distinguishable", "coverage", "partial", "mean", "median", "flags"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Column names and rows of values; money is Decimal, days are dates, what is unknown is None."""

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet_of_answers(answers: Answers, calendar: CompanyCalendar, then: Sequence[Restated] | None = None) -> Sheet:
    """One row an answer, one column a dimension.

    `level` counts the dimensions that a row is split by: 0 is the total of all, so an empty dimension of a full level
    means unassigned. `then` adds what closed periods were known to be.
    """
    dimensions = tuple(dict.fromkeys(answers.request.by))
    names = ("metric", "variant", "period_start", "period_end", "period", "level", *dimensions, *FIGURES)
    rows = tuple(_row(answer, dimensions, calendar) for answer in answers)
    if then is not None:
        names = (*names, "known_then", "known_then_at", "restated")
        rows = tuple(
            (*row, one.known_then, one.known_then_at, one.restated) for row, one in zip(rows, then, strict=True)
        )
    return Sheet(names, rows)


def _row(answer: Answer, dimensions: Sequence[str], calendar: CompanyCalendar) -> tuple[Cell, ...]:
    by = answer.group.by()
    figures: dict[str, Cell] = {
        name: getattr(answer, name) for name in FIGURES if name not in {"unit", "flags", "partial"}
    }
    figures |= {"unit": answer.unit, "flags": " ".join(answer.flags), "partial": answer.partial}
    return (
        answer.metric.id,
        answer.variant.id,
        answer.period.start,
        answer.period.end,
        calendar.label(answer.period),
        len(by),
        *(by.get(dimension) for dimension in dimensions),
        *(figures[name] for name in FIGURES),
    )


def sheet_of_rows(rows: RowSet) -> Sheet:
    """The rows behind a figure as they are."""
    return Sheet(rows.names, rows.rows)


def plain_value(value: Any) -> Any:
    """A cell as JSON holds it: money as decimal text, days and instants in ISO spelling.

    >>> plain_value(Decimal("10.5000")), plain_value(date(2026, 11, 24)), plain_value(datetime(2026, 11, 24, 8))
    ('10.50', '2026-11-24', '2026-11-24T08:00:00Z')
    """
    from polso.base.money import decimal_text

    match value:
        case Decimal():
            return decimal_text(value)
        case datetime():
            return f"{value.replace(tzinfo=None).isoformat()}Z"
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
    return str(value)
