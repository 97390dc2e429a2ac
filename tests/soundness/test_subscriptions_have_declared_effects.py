"""Upgrade, pause, late and failed renewal, trial and end of service: each has its declared effect on MRR and churn.

Where nobody left, a customer's value is no infinity but a lower bound, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from polso.base.company import Company
from tests.support.files import company_of
from tests.support.office import Office

# A goes on. B renews two days late: on without a break. C fails to renew and comes back on 11 February. D has a dearer
# plan from 15 February. E pauses for a month and pays on. F tries for two weeks, then pays 50. G's service ends with
# February: it is gone on 1 March. H is signed and begins in 2027. I keeps the data open until the end of March.
TABLES = {
    "subscription_span": """subscription_id,account_id,valid_from,valid_to,mrr,is_trial,is_paused
        1,A,2025-01-01,,100,no,no
        2,B,2025-01-01,2026-01-31,100,no,no
        2,B,2026-02-03,,100,no,no
        3,C,2025-01-01,2026-01-31,100,no,no
        3,C,2026-02-11,,100,no,no
        4,D,2025-01-01,2026-02-14,100,no,no
        4,D,2026-02-15,,160,no,no
        5,E,2025-01-01,2026-02-09,100,no,no
        5,E,2026-02-10,2026-03-09,100,no,yes
        5,E,2026-03-10,,100,no,no
        6,F,2026-02-01,2026-02-14,0,yes,no
        6,F,2026-02-15,,50,no,no
        7,G,2025-01-01,2026-02-28,40,no,no
        8,H,2027-01-01,,500,no,no
        9,I,2026-03-31,,5,yes,no""",
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    company = Company(name="Prova", customer_model="subscription")
    made = company_of(tmp_path_factory.mktemp("subscriptions"), company, TABLES)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("period", "mrr", "new", "more", "less", "gone", "back"),
    [
        ("2026-01", 540, 0, 0, 0, 0, 0),
        ("2026-02", 650, 50, 60, 0, -100, 100),
        ("2026-03", 610, 0, 0, 0, -40, 0),
        ("2026-Q1", 610, 50, 60, 0, -140, 100),
    ],
)
def test_the_movements_of(
    firm: Office, period: str, mrr: int, new: int, more: int, less: int, gone: int, back: int
) -> None:
    """Five pay 100 and G 40. In February C goes and comes back, D adds 60, F comes with 50; in March G goes."""
    names = ("mrr", "mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation")
    found = [one.value for one in firm.answers(*names, period=period, compare="none")]
    assert found == [mrr, new, more, less, gone, back]


def test_who_left_is_counted_once_and_who_came_back_not_at_all(firm: Office) -> None:
    """Six at the beginning of February and of the quarter, seven of March; only G is gone at the end."""
    told = {}
    for period in ("2026-02", "2026-03", "2026-Q1"):
        one = firm.one("customer_churn_rate", period=period)
        told[period] = one.numerator, one.denominator
    assert told == {"2026-02": (0, 6), "2026-03": (1, 7), "2026-Q1": (1, 6)}
    assert firm.one("net_revenue_retention", period="2026-02").value == pytest.approx(600 / 540)
    assert firm.one("gross_revenue_retention", period="2026-02").value == pytest.approx(1)
    assert firm.one("mrr_customers", period="2026-03").value == 6


def test_without_churn_a_value_is_a_lower_bound(tmp_path: Path) -> None:
    """Three customers buy each year and none leaves: more than their margin of a year, less than that of three."""
    orders = """order_id,account_id,ordered_at,net_amount,currency,status
        0,A,2024-01-01,100,EUR,completed
        1,A,2024-02-01,100,EUR,completed
        2,B,2024-02-01,100,EUR,completed
        3,C,2024-02-01,100,EUR,completed
        4,A,2025-02-01,100,EUR,completed
        5,B,2025-02-01,100,EUR,completed
        6,C,2025-02-01,100,EUR,completed
        7,A,2025-12-31,60,EUR,completed"""
    company = Company(name="Prova", customer_model="repeat", revenue_basis="orders", gross_margin_share=Decimal("0.5"))
    office = company_of(tmp_path, company, {"sales_order": orders})
    assert office.one("customer_churn_rate", period="2025").value == 0
    value = office.one("clv:simple", period="2025-12")
    assert "lower_bound" in value.flags
    assert isinstance(value.value, Decimal)
    assert 60 <= value.value <= 180
    office.close()
