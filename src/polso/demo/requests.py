"""What customers ask after they have bought: by phone, e-mail, chat and the form on the website."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from polso.demo.office_types import Request
from polso.demo.records import JobOrder, Order
from polso.demo.season import poisson
from polso.demo.team import Team
from polso.demo.workdays import WorkCalendar

Channel = Literal["phone", "email", "chat", "form"]
_CHANNELS: tuple[tuple[Channel, int], ...] = (("phone", 30), ("email", 38), ("chat", 18), ("form", 14))
_A_DAY = 2.4
_HOURS = {"phone": (9, 10, 11, 12, 14, 15, 16, 17), "email": tuple(range(7, 23)), "chat": tuple(range(9, 22))}
_MINUTES: dict[Channel, tuple[int, ...]] = {
    "phone": (0, 0, 0, 1, 2, 35, 120),
    "email": (18, 45, 80, 150, 260, 400),
    "chat": (1, 2, 3, 5, 12),
    "form": (30, 90, 240, 420, 700),
}
_SILENT_SHARE = 0.045
_AUTOMATIC_SHARE = 0.35
_REMEMBERED = 240


def requests(
    rng: random.Random,
    team: Team,
    calendar: WorkCalendar,
    orders: tuple[Order, ...],
    jobs: tuple[JobOrder, ...],
    start: date,
    today: date,
    size: float,
) -> tuple[Request, ...]:
    """Everything asked from `start` to the evening before `today`, in order of arrival."""
    bought = sorted(
        [(order.ordered_at.date(), order.customer) for order in orders]
        + [(job.ordered_on, job.customer) for job in jobs]
    )
    end = datetime.combine(today, time())
    found: list[Request] = []
    known = 0
    for number in range((today - start).days):
        day = start + timedelta(days=number)
        while known < len(bought) and bought[known][0] <= day:
            known += 1
        recent = bought[max(0, known - _REMEMBERED) : known]
        if not recent:
            continue
        count = poisson(rng, _A_DAY * size * (1.0 if calendar.is_open(day) else 0.3))
        found += [_request(rng, team, calendar, day, rng.choice(recent)[1], end) for _ in range(count)]
    found.sort(key=lambda one: (one.received_at, one.customer))
    return tuple(replace(one, number=f"R{position:05d}") for position, one in enumerate(found, start=1))


def _request(
    rng: random.Random, team: Team, calendar: WorkCalendar, day: date, customer: str, end: datetime
) -> Request:
    channel = rng.choices([name for name, _ in _CHANNELS], [weight for _, weight in _CHANNELS])[0]
    hours = _HOURS["email" if channel == "form" else channel]
    received = datetime.combine(day, time(rng.choice(hours), rng.randrange(60), rng.randrange(60)))
    if channel == "form" and rng.random() < _AUTOMATIC_SHARE:
        answered: datetime | None = received + timedelta(seconds=20)
        return Request("", channel, received, customer, answered, None, is_automatic=True)
    wait = timedelta(minutes=rng.choice(_MINUTES[channel]), seconds=rng.randrange(60))
    begins = received
    if channel != "chat" and not (calendar.is_open(day) and 9 <= received.hour < 18):
        begins = calendar.next_moment(rng, received, 1).replace(hour=9, minute=rng.randrange(30))
    answered = begins + wait
    if rng.random() < _SILENT_SHARE or answered >= end:
        return Request("", channel, received, customer, None, None, is_automatic=False)
    rep = team.keeper(rng, rng.choice(team.reps).key, answered.date())
    return Request("", channel, received, customer, answered, rep, is_automatic=False)
