"""What customers brought and are expected to bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from polso.base.company import Company
from tests.support.office import Office, order


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    office = new_office(Company(name="Prova", gross_margin_share=Decimal("0.5")))
    office.load(
        {
            "sales_order": [
                order(1, date(2025, 1, 10), 100, account_id="a"),
                order(2, date(2025, 6, 10), 60, account_id="a"),
                order(3, date(2026, 3, 10), 40, account_id="a"),
                order(4, date(2026, 3, 10), 100, account_id="b"),
            ],
            "refund": [
                {
                    "refund_id": "R1",
                    "order_id": "O2",
                    "amount": 20,
                    "currency": "EUR",
                    "refunded_on": date(2025, 6, 20),
                }
            ],
        }
    )
    return office


def test_what_customers_brought_so_far_in_margin_and_in_revenue(office: Office) -> None:
    margin = office.one("clv", period="2026-03")
    assert (margin.value, margin.numerator, margin.denominator) == (Decimal("70.0000"), Decimal("140.0000"), 2)
    assert office.one("clv:historic_revenue", period="2026-03").value == Decimal("140.0000")
    assert office.one("clv:historic_revenue", period="2025-06").value == Decimal("140.0000")


def test_customers_of_equal_age_are_compared(office: Office) -> None:
    first_year = office.one("clv:first_year", period="2026-03")
    assert (first_year.value, first_year.denominator) == (Decimal("70.0000"), 1)
    assert "immature" in office.one("clv:first_year", period="2025-06").flags


def test_without_a_margin_it_is_revenue_and_says_so(new_office: Callable[..., Office]) -> None:
    office = new_office()
    office.load({"sales_order": [order(1, date(2025, 1, 10), 100)]})
    found = office.one("clv", period="2025-01")
    assert (found.value, "revenue_not_margin" in found.flags) == (Decimal("100.0000"), True)


def test_a_model_that_its_gates_refuse_gives_no_figure_but_the_reasons(office: Office) -> None:
    found = office.one("clv:expected_36_months", period="2026-03")
    assert found.value is None
    assert {"gate_customers", "gate_repeaters"} <= set(found.flags)


def test_the_simple_value_holds_what_a_customer_gives_against_how_long_one_stays(
    new_office: Callable[..., Office],
) -> None:
    office = new_office(Company(name="Prova", gross_margin_share=Decimal(1)))
    first = date(2024, 1, 5)
    rows = [order(98, date(2023, 12, 1), 50, account_id="c10")]
    rows += [order(n, first + timedelta(days=40 * (n % 4)), 100, account_id=f"c{n}") for n in range(10)]
    rows += [order(10 + n, date(2025, 6, 1), 120, account_id=f"c{n}") for n in range(5)]
    rows.append(order(99, date(2025, 12, 31), 120, account_id="c0"))
    office.load({"sales_order": rows})
    found = office.one("clv:simple", period="2025-12")
    # Six sales of 120 over five active customers and twelve months, half of whom leave in a year.
    stay = 0.5 ** (1 / 12)
    assert float(found.value or 0) == pytest.approx(12 * (1 - stay**36) / (1 - stay), abs=1e-3)
