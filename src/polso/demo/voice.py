"""What customers say: a satisfaction question after an order or a finished job, scored from 1 to 5."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from polso.demo.company import FAULTY_PRODUCT, supplier_change
from polso.demo.deals import Begun
from polso.demo.records import Order, Review

_ASKED_SHARE = 0.45
_ANSWERED_SHARE = 0.38
_ASKED_DEAL_SHARE = 0.9
_ANSWERED_DEAL_SHARE = 0.55
_COMMENT_SHARE = 0.45
_USUAL = (3, 4, 10, 38, 45)
_FAULTY = (26, 24, 22, 18, 10)


def reviews(rng: random.Random, orders: tuple[Order, ...], begun: list[Begun], today: date) -> tuple[Review, ...]:
    """Every question sent before `today`, in order of sending; answers given before `today`."""
    end = datetime.combine(today, time())
    found = []
    for order in orders:
        if order.status != "completed" or rng.random() >= _ASKED_SHARE:
            continue
        faulty = order.product == FAULTY_PRODUCT and order.ordered_at.date() >= supplier_change(today)
        sent = _morning(order.ordered_at.date() + timedelta(days=rng.randrange(7, 15)))
        found.append(_review(rng, sent, order.customer, order.number, None, _ANSWERED_SHARE, end, faulty=faulty))
    for entry in begun:
        if entry.won_at is None or rng.random() >= _ASKED_DEAL_SHARE:
            continue
        sent = _morning(entry.won_at.date() + timedelta(days=rng.randrange(45, 80)))
        deal = entry.deal
        found.append(_review(rng, sent, deal.customer, None, deal.deal_id, _ANSWERED_DEAL_SHARE, end, faulty=False))
    sent_before = [review for review in found if review.sent_at < end]
    return tuple(sorted(sent_before, key=lambda review: (review.sent_at, review.order or "", review.deal_id or "")))


def _review(
    rng: random.Random,
    sent: datetime,
    customer: str,
    order: str | None,
    deal_id: str | None,
    answered_share: float,
    end: datetime,
    *,
    faulty: bool,
) -> Review:
    day = sent.date() + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3, 5)))
    answered = datetime.combine(day, time(rng.randrange(10, 23), rng.randrange(60)))
    silent = rng.random() >= answered_share
    score = rng.choices((1, 2, 3, 4, 5), _FAULTY if faulty else _USUAL)[0]
    tone = "lock" if faulty and score <= 3 else "bad" if score <= 2 else "fair" if score == 3 else "good"
    comment = f"{tone}.{rng.randrange(4)}" if rng.random() < _COMMENT_SHARE else None
    if silent or answered >= end:
        return Review(sent, customer, order, deal_id, None, None, None)
    return Review(sent, customer, order, deal_id, answered, score, comment)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9))
