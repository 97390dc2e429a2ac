"""Enquiries day by day: who asked, through which source, and when it became a deal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from polso.demo.company import FAIR_LEADS, SOURCES
from polso.demo.people import Registry
from polso.demo.records import Customer, Source
from polso.demo.season import days_drawn, deal_rate, poisson
from polso.demo.team import Team
from polso.demo.workdays import WorkCalendar

_FAIR_DAYS = 3
_WORKDAYS_OF_WEEK = 7 / 5
_SUNDAY_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A lead before its deal has a number; `due_at` is when it becomes a deal, which may lie after the last day."""

    created_at: datetime
    contact: str
    customer: Customer
    source: Source
    campaign: str | None
    rep: str
    due_at: datetime | None


def enquiries(
    rng: random.Random, registry: Registry, team: Team, calendar: WorkCalendar, start: date, today: date, size: float
) -> Iterator[Enquiry]:
    """Every enquiry from `start` to the day before `today`, in order of day."""
    for number in range((today - start).days):
        day = start + timedelta(days=number)
        for source, plan in SOURCES.items():
            rate = plan.monthly * deal_rate(day, start) * _weekday(day, calendar, plan.at_all_hours)
            if source == "fair" and (day in _fair(day.year, 3) or day in _fair(day.year, 10)):
                rate = FAIR_LEADS / _FAIR_DAYS
            for _ in range(poisson(rng, rate * size)):
                yield _enquiry(rng, registry, team, calendar, day, source)


def _weekday(day: date, calendar: WorkCalendar, at_all_hours: bool) -> float:
    if at_all_hours:
        return _SUNDAY_SHARE if day.isoweekday() > 5 else 1.08
    return _WORKDAYS_OF_WEEK if calendar.is_open(day) else 0.0


def _fair(year: int, month: int) -> tuple[date, ...]:
    """The Friday, Saturday and Sunday of the second week of the month."""
    first = date(year, month, 1)
    friday = first + timedelta(days=(5 - first.isoweekday()) % 7 + 7)
    return tuple(friday + timedelta(days=number) for number in range(_FAIR_DAYS))


def _enquiry(
    rng: random.Random, registry: Registry, team: Team, calendar: WorkCalendar, day: date, source: Source
) -> Enquiry:
    plan = SOURCES[source]
    customer = registry.customer("company" if rng.random() < plan.companies else "person")
    if plan.at_all_hours:
        created = datetime.combine(day, time(rng.choice((7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 20, 21, 21, 22))))
        created += timedelta(minutes=rng.randrange(60))
    else:
        created = calendar.moment(rng, day)
    contact = registry.contact() if customer.kind == "company" else customer.name
    rep = team.pick(rng, customer.kind, day)
    due = None
    if rng.random() < plan.converted:
        due = calendar.next_moment(rng, created, days_drawn(rng, 1.6, 0.8))
    return Enquiry(created, contact, customer, source, _campaign(rng, source, day), rep, due)


def _campaign(rng: random.Random, source: Source, day: date) -> str | None:
    """A code of the campaign, with the year behind the colon."""
    if source == "fair":
        return f"{'spring_fair' if day.month < 7 else 'autumn_fair'}:{day.year}"
    if source == "ads":
        theme = "pergola_summer" if day.month in (4, 5, 6) and rng.random() < 0.5 else None
        return f"{theme or rng.choice(('warm_windows', 'safe_doors'))}:{day.year}"
    return None
