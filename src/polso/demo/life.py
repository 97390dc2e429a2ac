"""The life of one deal: stages, prices, discounts, dates pushed forward, the end."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from polso.demo.company import (
    AMOUNT_SPREAD,
    COMPANY_FACTOR,
    DISCOUNTER,
    DISCOUNTER_PACE,
    SLOW_PROPOSALS_FACTOR,
    STAGES_PLAN,
    WORKS,
)
from polso.demo.records import Customer, DealEvent, EventField, Stage, Value
from polso.demo.season import days_drawn
from polso.demo.workdays import WorkCalendar

_LOST_AFTER: tuple[tuple[tuple[Stage, ...], int], ...] = (
    (("appointment",), 14),
    (("appointment", "survey"), 16),
    (("appointment", "survey", "proposal"), 42),
    (("appointment", "survey", "proposal", "negotiation"), 28),
)
_REASONS = (("price", 32), ("competitor", 22), ("no_answer", 22), ("postponed", 14), ("delivery_time", 10))
_FIRST_GUESS = 45
_AFTER_PROPOSAL = 30
_SILENT_SHARE = 0.18
_REOPENED_SHARE = 0.03
_NEGOTIATED_SHARE = 0.75


@dataclass(slots=True)
class Story:
    """A deal being told: events in order of time, and its state so far."""

    deal_id: str
    rep: str
    amount: Decimal | None = None
    stage: Stage | None = None
    close: datetime | None = None
    silent: bool = False
    loss_reason: str | None = None
    won_at: datetime | None = None
    events: list[DealEvent] = field(default_factory=list)

    def write(self, at: datetime, what: EventField, old: Value, new: Value) -> None:
        self.events.append(DealEvent(self.deal_id, at, what, old, new))

    def enter(self, at: datetime, stage: Stage) -> None:
        self.write(at, "stage", self.stage, stage)
        self.stage = stage

    def price(self, at: datetime, amount: Decimal) -> None:
        if amount != self.amount:
            self.write(at, "amount", self.amount, amount)
            self.amount = amount

    def expect(self, at: datetime, close: datetime) -> None:
        if close != self.close:
            self.write(at, "expected_close", self.close, close)
            self.close = close


def tell(
    rng: random.Random,
    calendar: WorkCalendar,
    *,
    deal_id: str,
    created: datetime,
    rep: str,
    customer: Customer,
    product: str,
    chance: float,
    slow_since: date,
) -> Story:
    """The whole life of a deal, without regard to the day on which the history ends."""
    story = Story(deal_id, rep)
    listed = list_price(rng, product, customer)
    pace = DISCOUNTER_PACE if rep == DISCOUNTER else 1.0
    story.write(created, "created", None, None)
    story.enter(created, "appointment")
    if rng.random() < 0.65:
        story.price(created, round_price(float(listed) * rng.uniform(0.85, 1.15)))
    story.write(created, "owner", None, rep)
    story.expect(created, _evening(created.date() + timedelta(days=_FIRST_GUESS + rng.randrange(-10, 20))))
    won = rng.random() < chance
    if won:
        path: tuple[Stage, ...] = ("appointment", "survey", "proposal", "negotiation")
        path = path if rng.random() < _NEGOTIATED_SHARE else path[:-1]
    else:
        path = rng.choices([stages for stages, _ in _LOST_AFTER], [weight for _, weight in _LOST_AFTER])[0]
    at = created
    for stage, following in pairwise(path):
        median, spread = STAGES_PLAN[stage]
        factor = pace if stage != "appointment" else 1.0
        if stage == "survey" and at.date() >= slow_since:
            factor *= SLOW_PROPOSALS_FACTOR
        at = _step(rng, calendar, story, at, days_drawn(rng, median * factor, spread))
        story.enter(at, following)
        if following == "proposal":
            story.price(at, listed)
            story.expect(at, _evening(at.date() + timedelta(days=_AFTER_PROPOSAL)))
        if following == "negotiation" and (won or rng.random() < 0.5):
            story.price(at, _discounted(rng, rep, listed))
    if won:
        at = _step(rng, calendar, story, at, days_drawn(rng, (7.0 if path[-1] == "negotiation" else 12.0) * pace, 0.7))
        _win(story, at)
    else:
        _lose(rng, calendar, story, at, pace)
    return story


def list_price(rng: random.Random, product: str, customer: Customer) -> Decimal:
    """A log-normal price of that kind of work, rounded as a workshop rounds."""
    typical = WORKS[product][1] * (COMPANY_FACTOR if customer.kind == "company" else 1.0)
    return round_price(typical * math.exp(rng.gauss(0.0, AMOUNT_SPREAD)))


def round_price(amount: float) -> Decimal:
    """To tens below 1,000, to fifties below 5,000, else to hundreds."""
    step = 10 if amount < 1000 else 50 if amount < 5000 else 100
    return Decimal(max(round(amount / step), 1) * step)


def _discounted(rng: random.Random, rep: str, listed: Decimal) -> Decimal:
    if rep == DISCOUNTER:
        given = rng.uniform(0.09, 0.17) if rng.random() < 0.9 else 0.0
    else:
        given = rng.uniform(0.02, 0.05) if rng.random() < 0.35 else 0.0
    return round_price(float(listed) * (1.0 - given)) if given else listed


def _step(rng: random.Random, calendar: WorkCalendar, story: Story, at: datetime, days: int) -> datetime:
    """The next moment; on the way an expected close that passes may be pushed forward."""
    until = calendar.next_moment(rng, at, days)
    while story.close is not None and rng.random() < 0.55:
        pushed = calendar.next_moment(rng, story.close, rng.randrange(1, 5))
        if pushed >= until:
            break
        if pushed > at:
            story.expect(pushed, _evening(pushed.date() + timedelta(days=rng.choice((15, 30, 45)))))
        else:
            break
    return until


def _win(story: Story, at: datetime) -> None:
    story.enter(at, "won")
    story.expect(at, at)
    story.won_at = at


def _lose(rng: random.Random, calendar: WorkCalendar, story: Story, at: datetime, pace: float) -> None:
    offered = story.stage in ("proposal", "negotiation")
    silent = offered and rng.random() < _SILENT_SHARE
    if silent:
        at = calendar.next_moment(rng, at, rng.randrange(120, 280))
        story.silent, story.loss_reason = True, "no_answer"
    else:
        at = _step(rng, calendar, story, at, days_drawn(rng, 11.0 * pace, 0.7))
        story.loss_reason = rng.choices([code for code, _ in _REASONS], [weight for _, weight in _REASONS])[0]
    story.enter(at, "lost")
    story.expect(at, at)
    if silent or not offered or rng.random() >= _REOPENED_SHARE:
        return
    at = calendar.next_moment(rng, at, rng.randrange(12, 45))
    story.enter(at, "negotiation")
    story.expect(at, _evening(at.date() + timedelta(days=_AFTER_PROPOSAL)))
    at = calendar.next_moment(rng, at, rng.randrange(3, 15))
    if rng.random() < 0.6:
        _win(story, at)
    else:
        story.enter(at, "lost")
        story.expect(at, at)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18))
