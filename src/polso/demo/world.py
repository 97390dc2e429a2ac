"""Everything that happened, from one seed: the parts are told one after another, each with its own chance."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from polso.demo.activities import activities
from polso.demo.billing import invoices
from polso.demo.budget import expenses, targets
from polso.demo.company import history_start, products, sales_team
from polso.demo.contracts import contracts
from polso.demo.deals import Begun, deals
from polso.demo.job_orders import job_orders
from polso.demo.leads import Enquiry, enquiries
from polso.demo.office_work import office_work
from polso.demo.people import Registry
from polso.demo.quotes import quotes
from polso.demo.records import Customer, Lead, World
from polso.demo.requests import requests
from polso.demo.shop import refunds, sold
from polso.demo.social import social, visits
from polso.demo.team import Team
from polso.demo.voice import reviews
from polso.demo.workdays import WorkCalendar, is_holiday, is_shut

_UNQUALIFIED_SHARE = 0.7


@lru_cache(maxsize=2)
def truth(*, today: date, seed: int = 7, size: float = 1.0) -> World:
    """The records behind the files of that seed, day and size, the same for both languages.

    `today` is the day on whose morning the exports are taken: the last fact is of the evening before; expected closes
    and booked meetings may lie after it. `size` multiplies how much happens (1.0: a firm of twelve people), the team
    stays. The generator of each part has its own chance, so that a change of one part leaves the others as they were.
    Raises ValueError where `size` is not above zero.
    """
    if size <= 0:
        raise ValueError("size must be above zero")
    start = history_start(today)
    calendar = WorkCalendar(start - timedelta(days=30), today + timedelta(days=1100))
    reps = sales_team(start)
    team = Team(reps)
    registry = Registry(_chance(seed, "names"))
    found = enquiries(_chance(seed, "leads"), registry, team, calendar, start, today, size)
    by_time = sorted(found, key=lambda enquiry: (enquiry.created_at, enquiry.customer.name))
    leads = tuple((f"C-{number:05d}", enquiry) for number, enquiry in enumerate(by_time, start=1))
    begun = deals(_chance(seed, "deals"), registry, team, calendar, leads, start, today, size)
    patrons = [(entry.won_at, entry.customer) for entry in begun if entry.won_at is not None]
    shop = sold(_chance(seed, "shop"), registry, patrons, start, today, size)
    jobs = job_orders(_chance(seed, "jobs"), calendar, team, begun, today)
    beside = office_work(_chance(seed, "office"), reps, calendar, start, today)
    return World(
        seed=seed,
        start=start,
        today=today,
        closed_days=_closed_days(start, date(today.year, 12, 31)),
        reps=reps,
        products=products(start, today),
        customers=_customers(leads, begun, shop.customers, shop.since),
        leads=_leads(_chance(seed, "outcomes"), leads, begun, today),
        deals=tuple(entry.deal for entry in begun),
        activities=activities(_chance(seed, "activities"), team, calendar, leads, begun, beside, today),
        orders=shop.orders,
        refunds=refunds(_chance(seed, "refunds"), shop.orders, today),
        job_orders=jobs,
        reviews=reviews(_chance(seed, "reviews"), shop.orders, begun, today),
        expenses=expenses(_chance(seed, "expenses"), calendar, reps, begun, start, today),
        targets=targets(reps, start, today),
        contracts=contracts(_chance(seed, "contracts"), begun, today),
        quotes=quotes(begun, datetime.combine(today, time())),
        invoices=invoices(_chance(seed, "invoices"), jobs, today),
        requests=requests(_chance(seed, "requests"), team, calendar, shop.orders, jobs, start, today, size),
        social=social(_chance(seed, "social"), start, today),
        visits=visits(_chance(seed, "visits"), calendar, start, today),
    )


def _chance(seed: int, part: str) -> random.Random:
    return random.Random(f"{seed}:{part}")  # noqa: S311 - made-up data, nothing secret


def _closed_days(start: date, last: date) -> tuple[date, ...]:
    span = (start + timedelta(days=number) for number in range((last - start).days + 1))
    return tuple(day for day in span if day.isoweekday() <= 5 and is_shut(day) and not is_holiday(day))


def _customers(
    leads: tuple[tuple[str, Enquiry], ...],
    begun: list[Begun],
    buyers: dict[str, Customer],
    since: dict[str, date],
) -> tuple[Customer, ...]:
    """Everybody with an enquiry, a deal or an order, by name, with the day of the first purchase."""
    known = {enquiry.customer.name: enquiry.customer for _, enquiry in leads}
    known |= {entry.customer.name: entry.customer for entry in begun}
    known |= buyers
    first = dict(since)
    for entry in begun:
        if entry.won_at is not None:
            name, day = entry.customer.name, entry.won_at.date()
            first[name] = min(first.get(name, day), day)
    return tuple(replace(known[name], since=first.get(name)) for name in sorted(known))


def _leads(
    rng: random.Random, leads: tuple[tuple[str, Enquiry], ...], begun: list[Begun], today: date
) -> tuple[Lead, ...]:
    deal_of = {entry.enquiry: entry.deal for entry in begun if entry.enquiry is not None}
    found = []
    for place, (lead_id, enquiry) in enumerate(leads):
        deal = deal_of.get(place)
        refused = rng.random() < _UNQUALIFIED_SHARE
        age = (today - enquiry.created_at.date()).days
        if deal is not None:
            status = "converted"
        elif refused and age > 10 and enquiry.due_at is None:
            status = "unqualified"
        else:
            status = "contacted" if age > 2 else "new"
        found.append(
            Lead(
                lead_id,
                enquiry.created_at,
                enquiry.contact,
                enquiry.customer.name,
                enquiry.customer.kind,
                enquiry.source,
                enquiry.campaign,
                enquiry.rep,
                status,
                deal.created_at if deal is not None else None,
                deal.deal_id if deal is not None else None,
            )
        )
    return tuple(found)
