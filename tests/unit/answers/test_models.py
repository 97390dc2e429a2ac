"""What customers brought and are expected to bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from polso.answers.answer import Answer
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


def test_a_subscriber_is_paid_back_after_eleven_months(new_office: Callable[..., Office]) -> None:
    """600 spent on each of eight, 70 of margin a month, one of twenty lost in it: 11 months; at 1,500 never."""

    def ask(spent: int) -> Answer:
        office = new_office(Company(name="Prova", gross_margin_share=Decimal("0.7")))
        spans = [
            *(_span(n, date(2024, 1, 1), date(2026, 3, 10) if n == 0 else None) for n in range(20)),
            *(_span(n, date(2026, 3, 20), None) for n in range(20, 28)),
        ]
        expense = {"expense_id": "e", "amount": spent * 8, "currency": "EUR", "category": "ads"}
        days = {"span_start": date(2026, 3, 1), "span_end": date(2026, 3, 31)}
        office.load({"subscription_span": spans, "expense": [expense | days]}, datetime(2026, 4, 1, 9, tzinfo=UTC))
        return office.one("cac_payback_months:subscription", period="2026-03", compare="none")

    found = ask(600)
    assert (found.value, found.n, found.unit) == (11, 8, "months")
    never = ask(1500)
    assert (never.value, "never_recovered" in never.flags) == (None, True)


def _span(number: int, start: date, end: date | None) -> dict[str, object]:
    row = {"subscription_id": f"s{number}", "account_id": f"a{number}", "mrr": 100, "currency": "EUR"}
    return row | {"valid_from": start, "valid_to": end}


def test_a_buyer_is_paid_back_by_the_margin_of_a_month(new_office: Callable[..., Office]) -> None:
    """Of ten buyers of 2024 nine bought again in 2025, for 1,200 each and half of it margin: 50 a month.

    One in ten lost in a year is 0.874 % a month; 240 spent on a new customer are back in the fifth month, for four
    bring 197.4 and five 245.7.
    """
    office = new_office(Company(name="Prova", gross_margin_share=Decimal("0.5")))
    orders = [
        order(99, date(2024, 1, 1), 100, account_id="a0"),
        *(order(n, date(2024, 6, 1), 100, account_id=f"a{n}") for n in range(10)),
        *(order(100 + n, date(2025, 12, 30), 1200, account_id=f"a{n}") for n in range(9)),
        *(order(200 + n, date(2025, 10, 5), 1200, account_id=f"n{n}") for n in range(8)),
        order(300, date(2025, 12, 31), 0, account_id="a0"),
    ]
    expense = {"expense_id": "e", "amount": 240 * 8, "currency": "EUR", "category": "ads"}
    days = {"span_start": date(2025, 10, 1), "span_end": date(2025, 12, 31)}
    office.load({"sales_order": orders, "expense": [expense | days]})
    asked = {"period": "2025-Q4", "compare": "none"}
    assert office.one("clv:monthly_margin", **asked).value == Decimal(50)
    assert office.one("clv:monthly_loss", **asked).value == pytest.approx(1 - 0.9 ** (1 / 12), abs=1e-9)
    assert office.one("cac", **asked).value == 240
    found = office.one("cac_payback_months", **asked)
    assert (found.value, found.n) == (5, 8)
    simple = office.one("clv_cac_ratio:simple", **asked)
    worth = sum(50 * 0.9 ** (month / 12) for month in range(36))
    assert simple.value == pytest.approx(worth / 240, abs=1e-4)
