"""What selling costs, month by month, and what the owner wants to reach."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from polso.demo.company import months_later
from polso.demo.deals import Begun
from polso.demo.records import Expense, Rep, Source, Target
from polso.demo.season import job_plan, shop_plan
from polso.demo.workdays import WorkCalendar

_MONTHLY: tuple[tuple[str, Source | None, int, int], ...] = (
    ("ads", "ads", 1900, 250),
    ("agency", "website", 650, 0),
    ("tools", None, 240, 0),
    ("showroom", "showroom", 900, 60),
)
_FAIR_COST = 7400
_PAY = {"team_lead": 3600, "seller": 2900}
_COMMISSION = Decimal("0.015")
_SHOP_PLAN = 25_500
_JOB_PLAN = 73_000
_QUOTA = {"team_lead": 36_000, "seller": 46_000}
_QUOTA_GROWTH = 2_000


def expenses(
    rng: random.Random,
    calendar: WorkCalendar,
    reps: tuple[Rep, ...],
    begun: list[Begun],
    start: date,
    today: date,
) -> tuple[Expense, ...]:
    """The costs of every month that ended before `today`."""
    found: list[Expense] = []
    month = start
    while (following := months_later(month, 1)) <= today:
        for category, source, usual, spread in _MONTHLY:
            amount = Decimal(usual + 10 * round(rng.uniform(-spread, spread) / 10))
            found.append(Expense(month, category, source, amount))
        if month.month in (3, 10):
            found.append(Expense(month, "events", "fair", Decimal(_FAIR_COST + 50 * rng.randrange(0, 20))))
        found.append(Expense(month, "sales_pay", None, _pay(calendar, reps, month, following)))
        won = sum((_won_amount(entry, month, following) for entry in begun), Decimal(0))
        found.append(Expense(month, "commission", None, (won * _COMMISSION).quantize(Decimal("0.01"))))
        month = following
    return tuple(found)


def targets(reps: tuple[Rep, ...], start: date, today: date) -> tuple[Target, ...]:
    """Monthly targets of the company's net revenue, shop and jobs, to the end of the year; quarterly quotas per rep."""
    last = date(today.year, 12, 31)
    return (*_company(start, last), *_quotas(reps, start, last))


def _company(start: date, last: date) -> Iterator[Target]:
    month = start
    while month <= last:
        following = months_later(month, 1)
        plan = _SHOP_PLAN * shop_plan(month, start) + _JOB_PLAN * job_plan(month, start)
        yield Target("company", None, month, following - timedelta(days=1), Decimal(500 * round(plan / 500)))
        month = following


def _quotas(reps: tuple[Rep, ...], start: date, last: date) -> Iterator[Target]:
    quarter = months_later(start, (1 - start.month) % 3)
    while quarter <= last:
        following = months_later(quarter, 3)
        end = following - timedelta(days=1)
        for rep in reps:
            if rep.joined <= end and (rep.left is None or rep.left >= quarter):
                value = Decimal(_QUOTA[rep.role] + _QUOTA_GROWTH * (quarter.year - start.year))
                yield Target("rep", rep.key, quarter, end, value)
        quarter = following


def _pay(calendar: WorkCalendar, reps: tuple[Rep, ...], month: date, following: date) -> Decimal:
    """Monthly pay of the reps, by the share of the month's working days for which each was there."""
    total = Decimal(0)
    days = calendar.between(month, following)
    for rep in reps:
        first = max(rep.joined, month)
        after = following if rep.left is None else min(rep.left + timedelta(days=1), following)
        if first < after:
            total += Decimal(_PAY[rep.role]) * calendar.between(first, after) / days
    return total.quantize(Decimal("0.01"))


def _won_amount(entry: Begun, month: date, following: date) -> Decimal:
    if entry.won_at is None or not month <= entry.won_at.date() < following:
        return Decimal(0)
    amounts = [event.new for event in entry.deal.events if event.field == "amount"]
    return cast("Decimal", amounts[-1]) if amounts else Decimal(0)
