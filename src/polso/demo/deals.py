"""All deals: from enquiries and from customers who come back, with handovers, cut at the last day."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from polso.demo.company import EXISTING_MONTHLY, EXISTING_WON, SOURCES, WIN_SKILL, WORKS, slow_since
from polso.demo.leads import Enquiry
from polso.demo.life import Story, tell
from polso.demo.people import Registry
from polso.demo.records import Customer, Deal, DealEvent, Rep, Source
from polso.demo.season import deal_rate, poisson
from polso.demo.team import Team
from polso.demo.workdays import WorkCalendar

_OLD_CUSTOMERS = 40
_HANDOVER_SHARE = 0.03
_UNNAMED_SOURCE_SHARE = 0.15
_FIRST_ID = 18_400_271_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A deal with what only the generator knows about it."""

    deal: Deal
    customer: Customer
    enquiry: int | None
    won_at: datetime | None
    silent: bool


def deals(
    rng: random.Random,
    registry: Registry,
    team: Team,
    calendar: WorkCalendar,
    leads: tuple[tuple[str, Enquiry], ...],
    start: date,
    today: date,
    size: float,
) -> list[Begun]:
    """Every deal created before `today`, in order of creation, with the events before `today`."""
    end = datetime.combine(today, time())
    starts: list[tuple[datetime, int]] = [
        (lead.due_at, place) for place, (_, lead) in enumerate(leads) if lead.due_at is not None and lead.due_at < end
    ]
    starts += [(at, -1) for at in _returns(rng, calendar, start, today, size)]
    starts.sort()
    past: list[tuple[datetime, Customer, str]] = [
        (datetime.combine(start, time()), customer, team.pick(rng, customer.kind, start))
        for customer in (
            registry.customer("company" if rng.random() < 0.5 else "person") for _ in range(_OLD_CUSTOMERS)
        )
    ]
    begun: list[Begun] = []
    number = _FIRST_ID
    for created, place in starts:
        number += rng.randrange(3, 900)
        lead_id, source, chance = None, None, EXISTING_WON
        if place >= 0:
            lead_id, lead = leads[place]
            customer, rep, source, chance = lead.customer, lead.rep, lead.source, SOURCES[lead.source].won
        else:
            _, customer, rep = rng.choice([entry for entry in past if entry[0] <= created])
            source = _existing(rng)
        rep = team.keeper(rng, rep, created.date())
        product = _product(rng, customer)
        story = tell(
            rng,
            calendar,
            deal_id=str(number),
            created=created,
            rep=rep,
            customer=customer,
            product=product,
            chance=chance * WIN_SKILL.get(rep, 1.0),
            slow_since=slow_since(today),
        )
        _hand_over(rng, story, team, calendar, end)
        won_at = story.won_at if story.won_at is not None and story.won_at < end else None
        if won_at is not None:
            past.append((won_at, customer, rep))
        deal = _deal(story, customer, product, source, lead_id, end)
        begun.append(Begun(deal, customer, place if place >= 0 else None, won_at, story.silent))
    return begun


def _returns(rng: random.Random, calendar: WorkCalendar, start: date, today: date, size: float) -> Iterable[datetime]:
    for number in range((today - start).days):
        day = start + timedelta(days=number)
        if calendar.is_open(day):
            for _ in range(poisson(rng, EXISTING_MONTHLY * 7 / 5 * deal_rate(day, start) * size)):
                yield calendar.moment(rng, day)


def _existing(rng: random.Random) -> Source | None:
    return None if rng.random() < _UNNAMED_SOURCE_SHARE else "existing"


def _product(rng: random.Random, customer: Customer) -> str:
    return rng.choices(list(WORKS), [wanted[customer.kind] for _, _, wanted in WORKS.values()])[0]


def _hand_over(rng: random.Random, story: Story, team: Team, calendar: WorkCalendar, end: datetime) -> None:
    """Writes changes of owner: now and then to a colleague, and always when the owner leaves the firm."""
    first, last = story.events[0].at, min(story.events[-1].at, end)
    owner = story.rep
    moves: list[tuple[datetime, str]] = []
    if rng.random() < _HANDOVER_SHARE and story.events[-1].at - first > timedelta(days=10):
        at = calendar.moment(rng, calendar.after((first + (story.events[-1].at - first) / 3).date(), 1))
        if at < last:
            moves.append((at, team.colleague(rng, owner, at.date())))
    for at, taker in [*moves, (last, "")]:
        gone = _farewell(team.rep(owner))
        if gone is not None and first < gone <= at:
            heir = team.colleague(rng, owner, gone.date() + timedelta(days=1))
            _insert(story, DealEvent(story.deal_id, gone, "owner", owner, heir))
            owner = heir
        if taker and taker != owner:
            _insert(story, DealEvent(story.deal_id, at, "owner", owner, taker))
            owner = taker


def _farewell(rep: Rep) -> datetime | None:
    return None if rep.left is None else datetime.combine(rep.left, time(17, 30))


def _insert(story: Story, event: DealEvent) -> None:
    place = sum(1 for other in story.events if other.at <= event.at)
    story.events.insert(place, event)


def _deal(
    story: Story, customer: Customer, product: str, source: Source | None, lead_id: str | None, end: datetime
) -> Deal:
    events = tuple(event for event in story.events if event.at < end)
    lost = any(event.field == "stage" and event.new == "lost" for event in events)
    reason = story.loss_reason if lost else None
    return Deal(story.deal_id, events[0].at, customer.name, product, source, lead_id, reason, events)
