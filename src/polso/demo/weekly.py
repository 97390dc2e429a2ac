"""Weekly exports of one moving pipeline, with what truly happened to its deals beside them.

The deals are those of the sample company; to their history is added what an export shows badly: deals of another
currency, deals entered weeks after they began, dates of closing pulled forward, lost deals that come back, deals
deleted from the CRM.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from polso.demo.company import CURRENCY
from polso.demo.crm_files import DEALS_HEADER
from polso.demo.fold import state_at
from polso.demo.records import Deal, DealEvent, DealState, Language, World
from polso.demo.words import Words
from polso.demo.world import truth
from polso.demo.writing import ENGLISH_CRM, PLAIN, write_csv

OTHER_CURRENCY = "CHF"
WEEK = timedelta(days=7)
_OTHER_CURRENCY_SHARE = 0.2
_LATE_SHARE = 0.12
_DELETED_SHARE = 0.08
_PULLED_SHARE = 0.15
_REOPENED_SHARE = 0.4
_FIRST_RATE = 1.05
_LARGEST_STEP = 0.006


@dataclass(frozen=True, slots=True)
class MovingDeal:
    """A deal with its true log of events; exports hold it from `entered_at` until `deleted_at`."""

    deal: Deal
    currency: str
    entered_at: datetime
    deleted_at: datetime | None

    def shown(self, before: datetime) -> DealState | None:
        """As the CRM shows it just before that instant; None where it does not hold it."""
        if self.entered_at >= before or (self.deleted_at is not None and self.deleted_at < before):
            return None
        return state_at(self.deal, before)


@dataclass(frozen=True, slots=True)
class Weekly:
    """The Mondays, one export a Monday morning, the file of daily rates, and the deals as they truly were."""

    days: tuple[date, ...]
    exports: tuple[Path, ...]
    rates: Path
    deals: tuple[MovingDeal, ...]
    names: dict[str, str]
    """The name of each salesperson by the key that events use."""
    stages: dict[str, str]
    """What the exports call each stage."""


def weekly_exports(
    folder: Path, *, last: date, weeks: int = 10, language: Language = "it", seed: int = 7, size: float = 0.5
) -> Weekly:
    """Writes `weeks` exports, the newest of the morning of `last`, and the exchange rates of all days until then.

    The same arguments give the same bytes. Raises ValueError where `weeks` is not above zero.
    """
    if weeks <= 0:
        raise ValueError("weeks must be above zero")
    folder.mkdir(parents=True, exist_ok=True)
    world, words = truth(today=last, seed=seed, size=size), Words(language)
    days = tuple(last - WEEK * back for back in reversed(range(weeks)))
    moving = tuple(_moving(world, days[0], seed))
    exports = tuple(_export(folder, world, words, moving, day) for day in days)
    rates = write_csv(
        folder / ("cambi.csv" if language == "it" else "rates.csv"),
        PLAIN,
        ("rate_date", "currency", "to_base"),
        _rates(days[0] - WEEK, last, seed),
    )
    names = {rep.key: rep.name for rep in world.reps}
    stages = {
        stage: words.say("stage", stage)
        for stage in ("appointment", "survey", "proposal", "negotiation", "won", "lost")
    }
    return Weekly(days, exports, rates, moving, names, stages)


def _moving(world: World, first: date, seed: int) -> Iterator[MovingDeal]:
    """Each deal that was open on the first of the days or began later, with what is added to its history."""
    begin, end = datetime.combine(first, time()), datetime.combine(world.today, time())
    for deal in world.deals:
        rng = random.Random(f"{seed}:weekly:{deal.deal_id}")  # noqa: S311 - made-up data, nothing secret
        state = state_at(deal, begin)
        if state is not None and not state.is_open and rng.random() > _LATE_SHARE:
            # The archive of closed deals is long and stands still: a share of it is enough.
            continue
        currency = OTHER_CURRENCY if rng.random() < _OTHER_CURRENCY_SHARE else CURRENCY
        entered, deleted = deal.created_at, None
        if begin <= deal.created_at and rng.random() < _LATE_SHARE:
            entered += timedelta(days=rng.randrange(2, 20))
        if rng.random() < _DELETED_SHARE:
            deleted = begin + (end - begin) * rng.random()
            deleted = deleted if deleted > entered + timedelta(days=1) else None
        told = _pulled(deal, rng, begin, end) if rng.random() < _PULLED_SHARE else deal
        told = _reopened(told, rng, begin, end) if rng.random() < _REOPENED_SHARE else told
        yield MovingDeal(told, currency, entered, deleted)


def _pulled(deal: Deal, rng: random.Random, begin: datetime, end: datetime) -> Deal:
    """With a day of closing pulled forward somewhere in the weeks, where the deal is open then."""
    at = begin + (end - begin) * rng.random()
    state = state_at(deal, at)
    if state is None or not state.is_open or state.close_date is None:
        return deal
    sooner = state.close_date - timedelta(days=rng.randrange(20, 60))
    events = [event for event in deal.events if event.at < at]
    later = [event for event in deal.events if event.at >= at]
    pulled = DealEvent(deal.deal_id, at, "expected_close", state.close_date, sooner)
    for place, event in enumerate(later):
        if event.field == "expected_close":
            later[place] = replace(event, old=sooner)
            break
    return replace(deal, events=(*events, pulled, *later))


def _reopened(deal: Deal, rng: random.Random, begin: datetime, end: datetime) -> Deal:
    """With a new negotiation one to three weeks after it was lost in these weeks."""
    last = next((event for event in reversed(deal.events) if event.field == "stage"), None)
    if last is None or last.new != "lost" or last.at < begin:
        return deal
    at = last.at + timedelta(days=rng.randrange(8, 22))
    if at >= end:
        return deal
    closed = next((event.new for event in reversed(deal.events) if event.field == "expected_close"), None)
    back = (
        DealEvent(deal.deal_id, at, "stage", "lost", "negotiation"),
        DealEvent(deal.deal_id, at, "expected_close", closed, at + timedelta(days=rng.randrange(20, 50))),
    )
    return replace(deal, events=(*deal.events, *back))


def _export(folder: Path, world: World, words: Words, deals: tuple[MovingDeal, ...], day: date) -> Path:
    stem = "crm_trattative" if words.language == "it" else "crm_deals"
    rows = _rows(world, words, deals, datetime.combine(day, time()))
    return write_csv(folder / f"{stem}_{day.isoformat()}.csv", ENGLISH_CRM, DEALS_HEADER.split(","), rows)


def _rows(world: World, words: Words, deals: tuple[MovingDeal, ...], before: datetime) -> Iterator[tuple[str, ...]]:
    names = {rep.key: rep.name for rep in world.reps}
    for moving in deals:
        state = moving.shown(before)
        if state is None:
            continue
        deal = moving.deal
        product = words.say("product", deal.product)
        yield (
            deal.deal_id,
            f"{product} - {deal.customer}",
            words.say("stage", state.stage),
            words.say("", "pipeline"),
            "" if state.amount is None else f"{state.amount:.2f}",
            moving.currency,
            names[state.owner],
            "" if state.close_date is None else f"{state.close_date:%Y-%m-%d %H:%M}",
            f"{deal.created_at:%Y-%m-%d %H:%M}",
            words.say("source", deal.source),
            product,
            deal.customer,
            words.say("reason", deal.loss_reason) if state.stage == "lost" else "",
            "",
        )


def _rates(first: date, last: date, seed: int) -> Iterator[tuple[str, str, str]]:
    """One rate a day, moving a little every day."""
    rng = random.Random(f"{seed}:rates")  # noqa: S311 - made-up data, nothing secret
    rate, day = Decimal(str(_FIRST_RATE)), first
    while day <= last:
        yield day.isoformat(), OTHER_CURRENCY, f"{rate:.6f}"
        rate += Decimal(f"{rng.uniform(-_LARGEST_STEP, _LARGEST_STEP):.6f}")
        day += timedelta(days=1)
