"""What is read of a relation beyond counts and sums: how long records lasted, and who stayed between two days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from polso.catalog.model import Cohort, Measure, Retention, Survival, Unit
from polso.catalog.relation import Relation
from polso.catalog.relations import RELATIONS
from polso.query.context import Context

DAY_ZERO = date(2000, 1, 1)
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Records with the time until the event, or until something else ended them, or their age while neither came.

    `event_at` holds the time until the event. With `ended_as` it is so only where that column holds one of `events`,
    and other words are other ends; without it `other_at` holds the time until another end. `begun` is where a record
    began, a day or a number on the scale on which the question is asked at `now`.
    """

    measure: Measure
    event_at: str
    other_at: str | None
    begun: str
    ended_as: str | None
    events: tuple[str, ...]
    now: int
    dated: bool


@dataclass(frozen=True, slots=True)
class Retained:
    """The entities that the state intervals of `measure` show when a window begins, and at its end; and which of them
    have a row of `event` within it."""

    measure: Measure
    entity: str
    event: Measure | None


Reading = Measure | Recorded | Retained


def measure_of(reading: Reading) -> Measure:
    return reading if isinstance(reading, Measure) else reading.measure


def recorded(kind: Survival | Cohort, measure: Measure, relation: Relation, unit: Unit, context: Context) -> Recorded:
    """The reading of a survival or a cohort; `measure` is settled."""
    if isinstance(kind, Cohort):
        day = relation.day_of(measure.clock)
        plain = replace(measure, column=None)
        return Recorded(plain, kind.reached, kind.ended, day, None, (), now_in_days(context), dated=True)
    dated = dict(relation.columns).get(kind.begun) == "DATE"
    passing = unit == "minutes" or kind.begun.endswith("_elapsed")
    now = now_in_days(context) if dated else now_in_minutes(context, "minutes" if passing else "business_minutes")
    plain = replace(measure, column=None)
    return Recorded(plain, kind.lasted, None, kind.begun, kind.ended_as, kind.event, now, dated)


def retained(kind: Retention, base: Measure, event: Measure | None) -> Retained:
    """The reading of a retention; both measures are settled."""
    return Retained(base, kind.entity, None if event is None else replace(event, column=None))


def relation_of(measure: Measure, dimensions: tuple[str, ...]) -> Relation:
    return RELATIONS[measure.relation_for(dimensions)]


def instant_of(context: Context) -> datetime:
    """The instant up to which it is known what is still open (UTC, without zone).

    That of the question, else the newest extract: nobody has looked since. Never later than the end of today.
    """
    if context.as_of is not None:
        return context.as_of
    tomorrow = context.calendar.start_of_day(context.today + timedelta(days=1)).replace(tzinfo=None) - A_MOMENT
    return tomorrow if context.known_until is None else min(context.known_until, tomorrow)


def now_in_days(context: Context) -> int:
    """The company's day of the question, counted from 2000-01-01."""
    return (context.calendar.local_date(instant_of(context).replace(tzinfo=UTC)) - DAY_ZERO).days


def now_in_minutes(context: Context, unit: Unit) -> int:
    """The index of the question's instant, in working minutes or in those that pass."""
    from polso.base.business_time import BusinessClock, elapsed_index

    instant = instant_of(context).replace(tzinfo=UTC)
    if unit == "business_minutes":
        return BusinessClock.of(context.calendar).index(instant)
    return elapsed_index(instant)
