"""The web shop: first orders, customers who come back, refunds."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from polso.demo.company import (
    FAULTY_PRODUCT,
    FAULTY_REFUND_SHARE,
    REFUND_SHARE,
    SHOP,
    VAT_RATE,
    shop_price,
    supplier_change,
)
from polso.demo.people import Registry
from polso.demo.records import Customer, Order, Refund
from polso.demo.season import days_drawn, poisson, shop_mood, shop_rate
from polso.demo.workdays import easter

_WARM_UP = timedelta(days=540)
_NEW_A_MONTH = 37.0
_COMPANY_SHARE = 0.16
_RETURN_SHARE = {"person": 0.38, "company": 0.78}
_RETURN_DAYS = {"person": 110.0, "company": 50.0}
_FROM_WORKSHOP_SHARE = 0.15
_HOURS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 22)
_CHANNELS = (("web", 80), ("marketplace", 15), ("phone", 5))
_CENT = Decimal("0.01")
_FREE_SHIPPING_FROM = Decimal(500)
_PENDING_DAYS = 6
_FIRST_NUMBER = 10_480


@dataclass(frozen=True, slots=True)
class Sold:
    """The orders of the history, with their customers and the day on which each of these bought first."""

    orders: tuple[Order, ...]
    customers: dict[str, Customer]
    since: dict[str, date]


def sold(
    rng: random.Random,
    registry: Registry,
    patrons: list[tuple[datetime, Customer]],
    start: date,
    today: date,
    size: float,
) -> Sold:
    """Orders from `start` to the day before `today`; `patrons` won deals earlier and may buy in the shop.

    The shop runs for a year and a half before `start`, so that from the first month some customers are old ones.
    """
    visits: list[tuple[datetime, Customer]] = []
    opened = start - _WARM_UP
    for number in range((today - opened).days):
        day = opened + timedelta(days=number)
        for _ in range(poisson(rng, _NEW_A_MONTH * shop_rate(day, start) * size)):
            customer = registry.customer("company" if rng.random() < _COMPANY_SHARE else "person")
            visits += _visits(rng, customer, day, today)
    for won_at, customer in patrons:
        if rng.random() < _FROM_WORKSHOP_SHARE:
            visits += _visits(rng, customer, won_at.date() + timedelta(days=rng.randrange(30, 150)), today)
    visits.sort(key=lambda visit: (visit[0], visit[1].name))
    orders: list[Order] = []
    customers: dict[str, Customer] = {}
    since: dict[str, date] = {}
    number = _FIRST_NUMBER
    for at, customer in visits:
        number += rng.randrange(1, 9)
        since.setdefault(customer.name, at.date())
        order = _order(rng, str(number), at, customer, start, today)
        if at.date() >= start:
            orders.append(order)
            customers[customer.name] = customer
    return Sold(tuple(orders), customers, since)


def refunds(rng: random.Random, orders: tuple[Order, ...], today: date) -> tuple[Refund, ...]:
    """Money given back before `today`, in order of day; the smart lock of the new supplier comes back often."""
    found = []
    for order in orders:
        faulty = order.product == FAULTY_PRODUCT and order.ordered_at.date() >= supplier_change(today)
        if order.status != "completed" or rng.random() >= (FAULTY_REFUND_SHARE if faulty else REFUND_SHARE):
            continue
        day = order.ordered_at.date() + timedelta(days=rng.randrange(4, 26))
        share = Decimal(1) if rng.random() < 0.8 else Decimal("0.5")
        if faulty and rng.random() < 0.8:
            reason = "defective"
        else:
            reason = rng.choices(("changed_mind", "wrong_size", "damaged", "defective"), (40, 25, 20, 15))[0]
        if day < today:
            found.append(Refund(order.number, day, _cents(order.net * share), reason))
    return tuple(sorted(found, key=lambda refund: (refund.refunded_on, refund.number)))


def _visits(rng: random.Random, customer: Customer, first: date, today: date) -> list[tuple[datetime, Customer]]:
    """All orders of one customer, the first on `first`."""
    found = []
    day = first
    while day < today:
        at = datetime.combine(day, time(rng.choice(_HOURS), rng.randrange(60)))
        found.append((at, customer))
        if rng.random() >= _RETURN_SHARE[customer.kind]:
            break
        day += timedelta(days=max(days_drawn(rng, _RETURN_DAYS[customer.kind], 0.7), 2))
        while rng.random() >= shop_mood(day) or _is_feast(day):
            day += timedelta(days=rng.randrange(5, 20))
    return found


def _is_feast(day: date) -> bool:
    return (day.month, day.day) in ((1, 1), (8, 15), (12, 25)) or day == easter(day.year)


def _order(rng: random.Random, number: str, at: datetime, customer: Customer, start: date, today: date) -> Order:
    product = rng.choices(list(SHOP), [popularity for _, _, _, popularity, _ in SHOP.values()])[0]
    if customer.kind == "company":
        quantity = rng.choices((1, 2, 3, 4, 6, 8, 10), (22, 24, 16, 14, 12, 7, 5))[0]
    else:
        quantity = rng.choices((1, 2, 3, 4), (70, 19, 7, 4))[0]
    net = _cents(shop_price(product, at.date(), start) * quantity * (1 - _discount(rng, at.date())))
    shipping = Decimal(SHOP[product][4])
    luck = rng.random()
    status: Literal["completed", "cancelled", "pending"] = "cancelled" if luck > 0.96 else "completed"
    if (today - at.date()).days <= _PENDING_DAYS and luck < 0.35:
        status = "pending"
    return Order(
        number,
        at,
        customer.name,
        product,
        quantity,
        net,
        _cents(net * VAT_RATE),
        Decimal("0.00") if net >= _FREE_SHIPPING_FROM else shipping,
        status,
        rng.choices([code for code, _ in _CHANNELS], [weight for _, weight in _CHANNELS])[0],
    )


def _discount(rng: random.Random, day: date) -> Decimal:
    """A voucher now and then; in the last week of November four orders in ten have a larger one."""
    luck = rng.random()
    if day.month == 11 and day.day >= 24:
        return Decimal("0.15") if luck < 0.4 else Decimal(0)
    return Decimal("0.10") if luck < 0.08 else Decimal(0)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)
