"""The invoices of the jobs: a deposit with the order, the rest on delivery, paid when the customer pays."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from polso.demo.company import VAT_RATE
from polso.demo.office_types import Invoice
from polso.demo.records import JobOrder

_DEPOSIT = Decimal("0.3")
_CENT = Decimal("0.01")
_TERMS = timedelta(days=30)
_NEVER_SHARE = 0.015
_LATE = ((-6, 46), (0, 26), (9, 14), (28, 9), (75, 5))


def invoices(rng: random.Random, jobs: tuple[JobOrder, ...], today: date) -> tuple[Invoice, ...]:
    """Everything issued before `today`, numbered by year in order of day."""
    found = [one for job in jobs for one in _of_job(rng, job, today) if one.issued_on < today]
    found.sort(key=lambda one: (one.issued_on, one.job, one.kind))
    count: Counter[int] = Counter()
    numbered = []
    for one in found:
        count[one.issued_on.year] += 1
        numbered.append(replace(one, number=f"{count[one.issued_on.year]}/{one.issued_on.year}"))
    return tuple(numbered)


def _of_job(rng: random.Random, job: JobOrder, today: date) -> Iterator[Invoice]:
    deposit = (job.net * _DEPOSIT).quantize(_CENT)
    yield _invoice(rng, job, "deposit", job.ordered_on + timedelta(days=2), deposit, today)
    yield _invoice(
        rng, job, "invoice", job.ordered_on + timedelta(days=rng.randrange(25, 90)), job.net - deposit, today
    )


def _invoice(
    rng: random.Random, job: JobOrder, kind: Literal["deposit", "invoice"], issued: date, net: Decimal, today: date
) -> Invoice:
    due = issued + (timedelta(days=8) if kind == "deposit" else _TERMS)
    late = rng.choices([days for days, _ in _LATE], [weight for _, weight in _LATE])[0] + rng.randrange(0, 6)
    paid = max(issued, due + timedelta(days=late))
    unpaid = paid >= today or rng.random() < _NEVER_SHARE
    vat = (net * VAT_RATE).quantize(_CENT)
    return Invoice("", kind, issued, due, None if unpaid else paid, job.customer, job.rep, job.number, net, vat)
