"""Calls, e-mails, meetings and showroom demos around enquiries and deals."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, cast

from polso.demo.deals import Begun
from polso.demo.fold import owner_at
from polso.demo.leads import Enquiry
from polso.demo.records import Activity, DealEvent
from polso.demo.season import days_drawn
from polso.demo.team import Team
from polso.demo.workdays import WorkCalendar

Type = Literal["call", "email", "meeting", "demo"]
_MINUTES: dict[Type, tuple[int, ...]] = {
    "call": (5, 10, 10, 15, 20, 25),
    "email": (5, 5, 10),
    "meeting": (45, 60, 60, 90, 120),
    "demo": (45, 60, 90),
}
_NO_SHOW_SHARE = 0.05
_CANCELLED_SHARE = 0.05
_INBOUND_SHARE = 0.2
_BOOKED_AHEAD = timedelta(days=45)
_FIRST_ID = 5_310_000


@dataclass(frozen=True, slots=True)
class _Plan:
    """What usually happens in a stage: type, chance, median working days after the one before, booked ahead."""

    kind: Type
    chance: float
    days: float
    booked: bool


_PLANS: dict[str, tuple[_Plan, ...]] = {
    "appointment": (_Plan("call", 0.5, 1.0, False), _Plan("meeting", 0.85, 2.5, True)),
    "survey": (_Plan("meeting", 0.95, 0.6, True), _Plan("email", 0.4, 1.5, False)),
    "proposal": (
        _Plan("email", 0.95, 0.0, False),
        _Plan("call", 0.75, 4.0, True),
        _Plan("demo", 0.30, 3.0, True),
        _Plan("call", 0.55, 5.0, True),
        _Plan("email", 0.35, 6.0, False),
    ),
    "negotiation": (
        _Plan("call", 0.85, 1.5, False),
        _Plan("meeting", 0.50, 2.5, True),
        _Plan("call", 0.45, 4.0, False),
    ),
}


def activities(
    rng: random.Random,
    team: Team,
    calendar: WorkCalendar,
    leads: tuple[tuple[str, Enquiry], ...],
    begun: list[Begun],
    beside: tuple[Activity, ...],
    today: date,
) -> tuple[Activity, ...]:
    """Everything booked before `today`, numbered in order of booking; what starts later is scheduled.

    `beside` is what sellers do apart from enquiries and deals.
    """
    end = datetime.combine(today, time())
    found = [
        activity
        for lead_id, lead in leads
        for activity in _of_lead(rng, team, calendar, lead_id, lead)
        if activity.start < end
    ]
    for entry in begun:
        found += [made for made in _of_deal(rng, team, calendar, entry, end) if made.booked_at < end]
    found += beside
    found.sort(
        key=lambda activity: (activity.booked_at, activity.start, activity.deal_id or "", activity.lead_id or "")
    )
    return tuple(
        replace(
            activity,
            activity_id=str(_FIRST_ID + 7 * number),
            status="scheduled" if activity.start >= end else activity.status,
        )
        for number, activity in enumerate(found)
    )


def _of_lead(rng: random.Random, team: Team, calendar: WorkCalendar, lead_id: str, lead: Enquiry) -> Iterator[Activity]:
    at = lead.created_at
    for attempt in range(rng.choice((0, 1, 1, 1, 2, 2, 3)) if lead.due_at is None else rng.choice((1, 1, 2))):
        at = calendar.next_moment(rng, at, days_drawn(rng, 0.4 if attempt == 0 else 3.0, 0.9))
        if lead.due_at is not None and at >= lead.due_at:
            return
        kind: Type = "call" if rng.random() < 0.65 else "email"
        owner = team.keeper(rng, lead.rep, at.date())
        yield _activity(rng, kind, at, at, owner, None, lead_id, inbound=False)


def _of_deal(rng: random.Random, team: Team, calendar: WorkCalendar, entry: Begun, end: datetime) -> Iterator[Activity]:
    deal = entry.deal
    stages = [event for event in deal.events if event.field == "stage"]
    for place, event in enumerate(stages):
        leave = stages[place + 1].at if place + 1 < len(stages) else end + _BOOKED_AHEAD
        for booked, start, kind in _in_stage(rng, calendar, event, leave):
            owner = team.keeper(rng, owner_at(deal, start), start.date())
            inbound = kind in ("call", "email") and rng.random() < _INBOUND_SHARE
            if booked == start and start >= end:
                continue
            yield _activity(rng, kind, booked, start, owner, deal.deal_id, deal.lead_id, inbound=inbound)


def _in_stage(
    rng: random.Random, calendar: WorkCalendar, event: DealEvent, leave: datetime
) -> Iterator[tuple[datetime, datetime, Type]]:
    at = event.at
    for plan in _PLANS.get(cast("str", event.new), ()):
        if rng.random() >= plan.chance:
            continue
        start = calendar.next_moment(rng, at, days_drawn(rng, plan.days, 0.6) if plan.days else 0)
        if start >= leave:
            return
        yield (at if plan.booked else start), start, plan.kind
        at = start


def _activity(
    rng: random.Random,
    kind: Type,
    booked: datetime,
    start: datetime,
    owner: str,
    deal_id: str | None,
    lead_id: str | None,
    *,
    inbound: bool,
) -> Activity:
    status: Literal["done", "no_show", "cancelled"] = "done"
    if kind in ("meeting", "demo"):
        luck = rng.random()
        if luck < _NO_SHOW_SHARE:
            status = "no_show"
        elif luck < _NO_SHOW_SHARE + _CANCELLED_SHARE:
            status = "cancelled"
    end = start + timedelta(minutes=rng.choice(_MINUTES[kind]))
    return Activity("", kind, "in" if inbound else "out", status, booked, start, end, owner, deal_id, lead_id)
