"""For how much of a period each person was there: a quota is due for that part only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from polso.base.calendar import CompanyCalendar
from polso.base.period import Period
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.sql import parts
from polso.sql.expressions import Column, Item, Select, Source, Statement


@dataclass(frozen=True, slots=True)
class Presence:
    """Working days that a person was there for, weighted by the share of their time, of `all` in the period."""

    days: Decimal
    all: int


@dataclass(slots=True)
class People:
    """`employed` maps a person to the days of hiring and of leaving (exclusive), `memberships` to shares of time."""

    calendar: CompanyCalendar
    employed: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    memberships: dict[str, list[tuple[date | None, date | None, Decimal]]] = field(default_factory=dict)

    def share(self, rep: str | None, period: Period) -> Presence:
        """The presence in a period; somebody without any dates was there throughout.

        >>> from polso.base.company import Company
        >>> calendar = CompanyCalendar.of(Company(), range(2025, 2026))
        >>> people = People(calendar, {"r1": (date(2025, 5, 5), None)})
        >>> people.share("r1", Period.of_months(2025, 4, 3))
        Presence(days=Decimal('40'), all=61)
        """
        key = rep or ""
        whole = self.calendar.working_days(period)
        hired, left = self.employed.get(key, (None, None))
        own = self.memberships.get(key, [])
        if hired is None and left is None and all(fte == 1 for _, _, fte in own):
            return Presence(Decimal(whole), whole)
        days = Decimal(0)
        for day in period.dates():
            if self.calendar.is_working(day) and (hired is None or hired <= day) and (left is None or day < left):
                days += _fte(own, day)
        return Presence(days, whole)


def _fte(memberships: list[tuple[date | None, date | None, Decimal]], day: date) -> Decimal:
    """The sum of the memberships of the day, at most one person; without any a whole one."""
    found = [fte for start, end, fte in memberships if (start is None or start <= day) and (end is None or day < end)]
    return min(sum(found, Decimal(0)), Decimal(1)) if found else Decimal(1)


def load_people(engine: Engine, context: Context) -> People:
    """Everybody's dates as known at the question's instant."""
    people = People(context.calendar)
    for rep, hired, left in _rows(engine, context, "rep", "rep_id", "hired_on", "left_on"):
        people.employed[rep] = (hired, left)
    columns = ("rep_id", "valid_from", "valid_to", "fte")
    for rep, start, end, fte in _rows(engine, context, "team_membership", *columns):
        share = Decimal(1) if fte is None else Decimal(fte)
        people.memberships.setdefault(rep, []).append((start, end, share))
    return people


def _rows(engine: Engine, context: Context, table: str, *columns: str) -> list[tuple[Any, ...]]:
    items = tuple(Item(Column("record", name), name) for name in columns)
    where = parts.known("record", context.as_of)
    return list(engine.rows(Statement((), Select(items, Source(table, "record"), where=where))).rows)
