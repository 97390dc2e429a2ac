"""For how much of a period each person was there: a quota is due for that part only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
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


class _AnyTeam(Enum):
    ANY = 0


ANY_TEAM = _AnyTeam.ANY
"""Whatever team somebody is in."""
Team = str | None | _AnyTeam


@dataclass(frozen=True, slots=True)
class Membership:
    """A share of somebody's time for a team, from a day until another (exclusive); null ends are open."""

    team: str | None
    start: date | None
    end: date | None
    fte: Decimal

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(slots=True)
class People:
    """`employed` maps a person to the days of hiring and of leaving (exclusive), `memberships` to shares of time.

    `teams` are the spans of the one team that somebody counts for.
    """

    calendar: CompanyCalendar
    employed: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    memberships: dict[str, list[Membership]] = field(default_factory=dict)
    teams: dict[str, list[Membership]] = field(default_factory=dict)

    def share(self, rep: str | None, period: Period, team: Team = ANY_TEAM) -> Presence:
        """The presence in a period, or in a team during it (None: in no team); without any dates all of it.

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
        if team is ANY_TEAM and hired is None and left is None and all(one.fte == 1 for one in own):
            return Presence(Decimal(whole), whole)
        days = Decimal(0)
        for day in period.dates():
            there = (hired is None or hired <= day) and (left is None or day < left)
            if there and self.calendar.is_working(day) and self._is_in(key, day, team):
                days += _fte(own, day)
        return Presence(days, whole)

    def _is_in(self, rep: str, day: date, team: Team) -> bool:
        if team is ANY_TEAM:
            return True
        own = [one.team for one in self.teams.get(rep, ()) if one.holds(day)]
        return team in own if own else team is None


def _fte(memberships: list[Membership], day: date) -> Decimal:
    """The sum of the memberships of the day, at most one person; without any a whole one."""
    found = [one.fte for one in memberships if one.holds(day)]
    return min(sum(found, Decimal(0)), Decimal(1)) if found else Decimal(1)


def load_people(engine: Engine, context: Context) -> People:
    """Everybody's dates as known at the question's instant."""
    people = People(context.calendar)
    for rep, hired, left in _rows(engine, context, "rep", "rep_id", "hired_on", "left_on"):
        people.employed[rep] = (hired, left)
    for rep, team, start, end in _spans(engine):
        people.teams.setdefault(rep, []).append(Membership(team, start, end, Decimal(1)))
    columns = ("rep_id", "team_id", "valid_from", "valid_to", "fte")
    for rep, team, start, end, fte in _rows(engine, context, "team_membership", *columns):
        share = Decimal(1) if fte is None else Decimal(fte)
        people.memberships.setdefault(rep, []).append(Membership(team, start, end, share))
    return people


def _rows(engine: Engine, context: Context, table: str, *columns: str) -> list[tuple[Any, ...]]:
    items = tuple(Item(Column("record", name), name) for name in columns)
    where = parts.known("record", context.as_of)
    return list(engine.rows(Statement((), Select(items, Source(table, "record"), where=where))).rows)


def _spans(engine: Engine) -> list[tuple[Any, ...]]:
    names = ("rep_id", "team_id", "valid_from", "valid_to")
    items = tuple(Item(Column("span", name), name) for name in names)
    return list(engine.rows(Statement((), Select(items, Source("rep_team", "span")))).rows)
