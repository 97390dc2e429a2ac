"""What sellers do beside their deals: looking for customers, paperwork, evenings with the trade."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal

from polso.demo.records import Activity, Rep
from polso.demo.workdays import WorkCalendar

_WEEKLY: tuple[tuple[Literal["prospecting", "admin"], float, tuple[int, ...]], ...] = (
    ("prospecting", 1.3, (60, 90, 120)),
    ("admin", 1.6, (30, 45, 60, 90)),
)
_EVENT_WEEKS = 6
_EVENT_MINUTES = 180
_WEEK = timedelta(days=7)


def office_work(
    rng: random.Random, reps: tuple[Rep, ...], calendar: WorkCalendar, start: date, today: date
) -> tuple[Activity, ...]:
    """Everything from `start` to the evening before `today`; an evening with the trade is one event of two people."""
    return tuple(_all(rng, reps, calendar, start, today))


def _all(
    rng: random.Random, reps: tuple[Rep, ...], calendar: WorkCalendar, start: date, today: date
) -> Iterator[Activity]:
    week = start
    number = 0
    while week < today:
        number += 1
        days = [day for day in (week + timedelta(days=shift) for shift in range(7)) if calendar.is_open(day)]
        days = [day for day in days if day < today]
        for rep in reps:
            for kind, usual, minutes in _WEEKLY:
                here = [day for day in days if rep.works_on(day)]
                for day in here[: round(usual + rng.uniform(-0.5, 0.5))]:
                    yield _activity(
                        rep, kind, datetime.combine(day, time(rng.choice((9, 12, 14, 17)))), rng.choice(minutes)
                    )
        if number % _EVENT_WEEKS == 0 and days:
            at = datetime.combine(rng.choice(days), time(18, 30))
            for rep in [rep for rep in reps if rep.works_on(at.date())][: rng.choice((1, 2, 2))]:
                yield _activity(rep, "event", at, _EVENT_MINUTES)
        week += _WEEK


def _activity(rep: Rep, kind: Literal["prospecting", "admin", "event"], at: datetime, minutes: int) -> Activity:
    direction: Literal["out", "internal"] = "internal" if kind == "admin" else "out"
    return Activity("", kind, direction, "done", at, at, at + timedelta(minutes=minutes), rep.key, None, None)
