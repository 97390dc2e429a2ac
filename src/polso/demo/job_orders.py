"""The job orders of the workshop's own management program: one for each deal that was won."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from polso.demo.company import VAT_RATE
from polso.demo.deals import Begun
from polso.demo.fold import state_at
from polso.demo.records import JobOrder
from polso.demo.team import Team
from polso.demo.workdays import WorkCalendar

_ENTERED_AFTER = ((0, 30), (1, 30), (2, 20), (3, 12), (4, 8))
_DELIVERED_AFTER = (15, 60)
_CENT = Decimal("0.01")


def job_orders(
    rng: random.Random, calendar: WorkCalendar, team: Team, begun: list[Begun], today: date
) -> tuple[JobOrder, ...]:
    """One order for each won deal that has an amount, entered zero to four working days after the win.

    The order has the amount and the rep of the deal. Those that would be entered on `today` or later do not exist yet.
    Who leaves the firm enters the orders of the last days before going. Numbers run by year in order of day.
    """
    end = datetime.combine(today, time())
    found: list[JobOrder] = []
    for entry in begun:
        state = state_at(entry.deal, end)
        if entry.won_at is None or state is None or state.amount is None:
            continue
        won_on = entry.won_at.date()
        delay = rng.choices([days for days, _ in _ENTERED_AFTER], [weight for _, weight in _ENTERED_AFTER])[0]
        day = calendar.after(won_on, delay)
        if not team.rep(state.owner).works_on(day):
            day = won_on
        delivered = calendar.after(day, rng.randrange(*_DELIVERED_AFTER)) < today
        vat = (state.amount * VAT_RATE).quantize(_CENT)
        deal = entry.deal
        found.append(
            JobOrder(
                "",
                deal.deal_id,
                day,
                deal.customer,
                state.owner,
                deal.product,
                state.amount,
                vat,
                "completed" if delivered else "confirmed",
            )
        )
    return _numbered(sorted((job for job in found if job.ordered_on < today), key=_by_day))


def _numbered(jobs: list[JobOrder]) -> tuple[JobOrder, ...]:
    """With numbers such as OV-2026-0001; those of the web shop are digits alone."""
    count: Counter[int] = Counter()
    numbered = []
    for job in jobs:
        year = job.ordered_on.year
        count[year] += 1
        numbered.append(replace(job, number=f"OV-{year}-{count[year]:04d}"))
    return tuple(numbered)


def _by_day(job: JobOrder) -> tuple[date, str]:
    return job.ordered_on, job.deal_id
