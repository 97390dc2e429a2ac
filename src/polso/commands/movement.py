"""How the main figures move by an import: asked through the one door before and inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from polso.answers.answer import Answers
from polso.base.errors import PolsoError
from polso.base.period import Period, shift_months
from polso.commands.session import Session
from polso.commands.sheet import plain_value
from polso.intake.touched import touched_months
from polso.query.request import Request
from polso.store.batch_context import BatchContext

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MONTHLY = ("net_revenue", "deals_won", "win_rate", "order_count")
STOCKS = ("pipeline_value",)
MOST_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """One metric in one period (None for a stock, which is of today) before and after; each None where unknown."""

    metric: str
    period: str | None
    before: Any
    after: Any
    currency: str | None
    unit: str

    @property
    def is_same(self) -> bool:
        return bool(self.before == self.after)


@dataclass(frozen=True, slots=True)
class Movement:
    """`figures` of the latest months that the import touches, newest first; `months` are all that it touches.

    `is_first`: nothing was known before.
    """

    figures: tuple[Moved, ...] = ()
    months: int = 0
    is_first: bool = False

    def as_data(self) -> dict[str, Any]:
        return {
            "months": self.months,
            "first": self.is_first,
            "figures": [
                {
                    "metric": one.metric,
                    "period": one.period,
                    "before": plain_value(one.before),
                    "after": plain_value(one.after),
                    "same": one.is_same,
                    "currency": one.currency,
                    "unit": one.unit,
                }
                for one in self.figures
            ],
        }


def movement(session: Session, context: BatchContext) -> Movement:
    """What the open transaction of an import changes in the figures, against what is committed."""
    today = session.today()
    months = touched_months(context.cursor, context.batch_id, today)
    is_first = _count(context.cursor) == 1
    shown = months[-MOST_MONTHS:]
    before = _figures(session, shown, today)
    with session.door.steady(context.cursor):
        after = _figures(session, shown, today)
    figures = [
        Moved(metric, period, None if is_first else before.get((metric, period), (None,))[0], value, currency, unit)
        for (metric, period), (value, currency, unit) in after.items()
        if value is not None or before.get((metric, period), (None,))[0] is not None
    ]
    return Movement(tuple(figures), len(months), is_first)


def _count(cursor: DuckDBPyConnection) -> int:
    row = cursor.execute("SELECT count(*) FROM batch WHERE undone_at IS NULL").fetchone()
    return int(row[0]) if row else 0


_Figures = dict[tuple[str, str | None], tuple[Any, str | None, str]]


def _figures(session: Session, months: list[date], today: date) -> _Figures:
    found: _Figures = {}
    for month in reversed(months):
        period = Period(month, shift_months(month, 1))
        spelled = f"{month.year:04d}-{month.month:02d}"
        found |= _asked(session, MONTHLY, spelled, today) if period.start <= today else {}
    return found | {(metric, None): value for (metric, _), value in _asked(session, STOCKS, None, today).items()}


def _asked(session: Session, metrics: tuple[str, ...], period: str | None, today: date) -> _Figures:
    found: _Figures = {}
    for metric in metrics:
        try:
            answers: Answers = session.door.ask(
                Request((metric,), period=period, compare="none"), session.viewer, today
            )
        except PolsoError:
            continue  # nothing is covered yet: there is no such figure
        for answer in answers:
            found[metric, period] = (answer.value, answer.currency, str(answer.unit))
    return found
