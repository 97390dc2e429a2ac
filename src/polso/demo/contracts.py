"""Maintenance contracts: sold with a gate or a shop front, raised each year, some given up, some taken up again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from polso.demo.company import months_later
from polso.demo.deals import Begun
from polso.demo.office_types import Contract
from polso.demo.records import Kind

_SERVICED = frozenset({"gate", "shop_front", "armoured_door", "pergola", "steel_stairs"})
_TAKEN_SHARE = {"person": 0.35, "company": 0.60}
_FEE: dict[Kind, tuple[int, int]] = {"person": (14, 24), "company": (38, 66)}
_RENEWED_SHARE = 0.84
_UPGRADED_SHARE = 0.16
_DOWNGRADED_SHARE = 0.10
_RETURNED_SHARE = 0.30
_YEARLY_RAISE = Decimal("1.03")
_WHOLE = Decimal(1)
_A_YEAR = 12

Service = Literal["basic", "plus"]


def contracts(rng: random.Random, begun: list[Begun], today: date) -> tuple[Contract, ...]:
    """Every stretch that began before `today`, in order of number and day."""
    found: list[Contract] = []
    sold = sorted(
        (entry for entry in begun if entry.won_at is not None and entry.deal.product in _SERVICED),
        key=lambda entry: (entry.won_at, entry.deal.deal_id),
    )
    taken = 0
    for entry in sold:
        assert entry.won_at is not None
        if rng.random() >= _TAKEN_SHARE[entry.customer.kind]:
            continue
        begins = months_later(entry.won_at.date(), rng.randrange(2, 5))
        taken += 1
        found += _life(rng, f"MAN-{taken:04d}", entry.customer.name, entry.customer.kind, begins, today)
    return tuple(sorted(found, key=lambda one: (one.number, one.first)))


def _life(rng: random.Random, number: str, customer: str, kind: Kind, begins: date, today: date) -> Iterator[Contract]:
    service: Service = "plus" if rng.random() < 0.3 else "basic"
    raised = _WHOLE
    first = begins
    while first < today:
        following = months_later(first, _A_YEAR)
        changed = months_later(first, rng.randrange(3, 10))
        other: Service = "plus" if service == "basic" else "basic"
        if rng.random() < (_UPGRADED_SHARE if service == "basic" else _DOWNGRADED_SHARE) and changed < today:
            yield _stretch(number, customer, kind, service, first, changed, raised, today)
            yield _stretch(number, customer, kind, other, changed, following, raised, today)
            service = other
        else:
            yield _stretch(number, customer, kind, service, first, following, raised, today)
        raised *= _YEARLY_RAISE
        if rng.random() >= _RENEWED_SHARE:
            if rng.random() >= _RETURNED_SHARE:
                return
            following = months_later(following, rng.randrange(2, 7))
        first = following


def _stretch(
    number: str, customer: str, kind: Kind, service: Service, first: date, following: date, raised: Decimal, today: date
) -> Contract:
    fee = Decimal(_FEE[kind][0 if service == "basic" else 1]) * raised
    last = following - timedelta(days=1)
    return Contract(number, customer, service, first, None if last >= today else last, fee.quantize(Decimal("0.01")))
