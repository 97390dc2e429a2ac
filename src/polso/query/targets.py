"""Targets: which were in force when, and which make up the target of a period and scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from polso.base.period import Period

TargetKind = Literal["goal", "quota"]
Profile = Literal["business_days", "calendar_days", "seasonal", "end_of_period"]
COMPANY = ("company", None)
Scope = tuple[str, str | None]
"""Kind of the scope and its id; the company has none."""


@dataclass(frozen=True, slots=True)
class Target:
    """One version of a target: `value` is in `currency` (None: the company's, or no money), `number` its order.

    `set_on` is the day it was set, `known_from` and `known_to` the instants between which it was recorded so.
    """

    metric: str
    scope: Scope
    period: Period
    value: Decimal | None
    currency: str | None
    kind: str
    profile: str
    set_on: date | None = None
    superseded_on: date | None = None
    known_from: datetime | None = None
    known_to: datetime | None = None
    number: int = 0


def in_force(targets: Iterable[Target], as_of: datetime | None, day: date) -> tuple[Target, ...]:
    """Of each metric, scope, period and kind the target that was last set by the end of `day`, as known at `as_of`."""
    return _one_each(targets, as_of, day, newest=True)


def first_set(targets: Iterable[Target], as_of: datetime | None, day: date) -> tuple[Target, ...]:
    """The same, as it was first set."""
    return _one_each(targets, as_of, day, newest=False)


def _one_each(targets: Iterable[Target], as_of: datetime | None, day: date, *, newest: bool) -> tuple[Target, ...]:
    chosen: dict[tuple[str, Scope, Period, str], Target] = {}
    for one in sorted(targets, key=_order):
        if not _known(one, as_of) or (one.set_on is not None and one.set_on > day):
            continue
        if newest and one.superseded_on is not None and one.superseded_on <= day:
            continue
        place = (one.metric, one.scope, one.period, one.kind)
        if newest or place not in chosen:
            chosen[place] = one
    return tuple(chosen.values())


def _order(one: Target) -> tuple[date, str, int]:
    """By the day it was set, then by when it was learned, then as written."""
    return one.set_on or date.min, one.known_from.isoformat() if one.known_from else "", one.number


def _known(one: Target, as_of: datetime | None) -> bool:
    if as_of is None:
        return one.known_to is None
    return (one.known_from is None or one.known_from <= as_of) and (one.known_to is None or one.known_to > as_of)


def of_kind(targets: Iterable[Target], kind: TargetKind) -> tuple[Target, ...]:
    """Those that a reading of goals or of quotas takes: a person's target counts for both, the own kind first."""
    other = "quota" if kind == "goal" else "goal"
    chosen: dict[tuple[str, Scope, Period], Target] = {}
    for one in targets:
        usable = one.kind == kind or (one.kind == other and one.scope[0] == "rep")
        place = (one.metric, one.scope, one.period)
        if usable and (place not in chosen or one.kind == kind):
            chosen[place] = one
    return tuple(chosen.values())


def making_up(targets: Sequence[Target], scope: Scope, period: Period, *, additive: bool) -> tuple[Target, ...]:
    """The target of exactly that period, else those that tile it without gap or overlap; empty where there is none.

    Only the targets of metrics whose parts add up may tile. At each day the longest that fits is taken.
    """
    own = [one for one in targets if one.scope == scope]
    exact = [one for one in own if one.period == period]
    if exact:
        return (exact[-1],)
    if not additive:
        return ()
    inside = sorted(
        (one for one in own if period.start <= one.period.start and one.period.end <= period.end),
        key=lambda one: (one.period.start, -one.period.days),
    )
    return _tiles(inside, period.start, period.end)


def _tiles(inside: Sequence[Target], day: date, end: date) -> tuple[Target, ...]:
    for one in inside:
        if one.period.start != day or not one.period.days:
            continue
        if one.period.end == end:
            return (one,)
        rest = _tiles(inside, one.period.end, end)
        if rest:
            return (one, *rest)
    return ()


def candidates(targets: Iterable[Target], period: Period) -> tuple[str, ...]:
    """The metrics that have a target within or over the period, in order of their spelling."""
    return tuple(sorted({one.metric for one in targets if one.period.intersect(period)}))
