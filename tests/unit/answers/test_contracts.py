"""What a subscriber is expected to bring, from who renewed month by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from polso.base.company import Company
from polso.base.period import shift_months
from tests.support.office import Office

STILL_THERE = (1000, 869, 743, 653, 593, 551, 517, 491)
"""Fader and Hardie 2007, the cohort of "high-end" customers; published parameters 0.668 and 3.806."""
BEGUN = date(2025, 9, 1)
END = shift_months(BEGUN, len(STILL_THERE) - 1)


def subscription(number: int, begins: date, ends: date | None, mrr: int = 10) -> dict[str, Any]:
    return {
        "subscription_id": f"S{number}",
        "account_id": f"A{number}",
        "valid_from": begins,
        "valid_to": ends,
        "mrr": mrr,
        "currency": "EUR",
    }


def cohort(scale: int) -> list[dict[str, Any]]:
    """The published cohort, one customer for every `scale` of it."""
    rows: list[dict[str, Any]] = []
    for renewal, (before, after) in enumerate(pairwise(STILL_THERE), 1):
        ends = shift_months(BEGUN, renewal)
        rows += [subscription(len(rows) + number, BEGUN, ends) for number in range((before - after) // scale)]
    return rows + [subscription(len(rows) + number, BEGUN, None) for number in range(STILL_THERE[-1] // scale)]


def test_a_published_cohort_is_worth_what_its_curve_says(new_office: Callable[..., Office]) -> None:
    """10 a month at half margin × Σ S(t)/1.1^(t/12) over 36 months, the curve by its recursion of retention rates."""
    office = new_office(Company(name="Prova", gross_margin_share=Decimal("0.5")), END)
    office.load({"subscription_span": cohort(1)})
    alpha, beta, staying, terms = 0.668, 3.806, 1.0, 0.0
    for month in range(36):
        terms += staying / 1.1 ** (month / 12)
        staying *= (beta + month) / (alpha + beta + month)
    found = office.one("clv:subscriber_36_months", period="2026-03")
    assert found.value is not None
    assert float(found.value) == pytest.approx(5 * terms, rel=1e-3)
    assert (found.numerator, found.n) == (Decimal("5.0000"), 1000)


def test_few_subscribers_tell_nothing_and_a_firm_without_any_is_told_what_is_missing(
    new_office: Callable[..., Office],
) -> None:
    office = new_office(Company(name="Prova", gross_margin_share=Decimal("0.5")), END)
    office.load({"subscription_span": cohort(40)})
    found = office.one("clv:subscriber_36_months", period="2025-12")
    assert (found.value, found.flags) == (None, ("few_renewals",))
    refused = new_office().answers("clv:subscriber_36_months", period="2026-03")
    assert next(iter(refused)).flags == ("missing_input",)
    assert "subscription_span.mrr" in refused.columns[0].missing_inputs


def test_where_nobody_left_the_value_is_a_lower_bound(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(name="Prova", gross_margin_share=Decimal(1)), END)
    rows = [subscription(number, BEGUN, None) for number in range(60)]
    office.load({"subscription_span": [*rows, subscription(60, date(2026, 2, 28), None)]})
    found = office.one("clv:subscriber_36_months", period="2026-02")
    assert found.value is not None
    assert 10 < found.value < 360
    assert "lower_bound" in found.flags
