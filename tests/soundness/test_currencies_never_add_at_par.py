"""Money of several currencies is added at the rate of its day; without a rate it is left out, visibly, never at 1.

Vector T64: 1000 USD at .92, 500 GBP at 1.17 and 300 EUR are 1805.00 EUR; a row in CHF without a rate changes nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.office import Office, deal, order

DAY = date(2026, 1, 31)
RATES = [
    {"rate_date": DAY, "currency": "USD", "to_base": Decimal("0.92")},
    {"rate_date": DAY, "currency": "GBP", "to_base": Decimal("1.17")},
]
ORDERS = [
    order(1, DAY, 1000, currency="USD"),
    order(2, DAY, 500, currency="GBP"),
    order(3, DAY, 300, currency="EUR"),
]


def test_three_currencies(office: Office) -> None:
    office.load({"fx_rate": RATES, "sales_order": ORDERS})
    answer = office.one("net_revenue", period="2026-01")
    assert (answer.value, answer.currency, answer.missing) == (Decimal(1805), "EUR", 0)


def test_a_missing_rate_is_counted_not_taken_as_one(office: Office) -> None:
    office.load({"fx_rate": RATES, "sales_order": [*ORDERS, order(4, DAY, 999, currency="CHF")]})
    answer = office.one("net_revenue", period="2026-01")
    assert (answer.value, answer.missing) == (Decimal(1805), 1)


def test_a_rate_serves_for_seven_days(office: Office) -> None:
    late = [order(1, date(2026, 2, 7), 100, currency="USD"), order(2, date(2026, 2, 8), 100, currency="USD")]
    office.load({"fx_rate": RATES, "sales_order": late})
    answer = office.one("net_revenue", period="2026-02")
    assert (answer.value, answer.missing) == (Decimal(92), 1)


def test_a_stock_is_converted_at_the_day_of_the_snapshot(office: Office) -> None:
    rates = [*RATES, {"rate_date": date(2026, 2, 28), "currency": "USD", "to_base": Decimal("0.50")}]
    deals = [
        deal(1, status="open", closed_on=None, amount=1000, currency="USD"),
        deal(2, status="open", closed_on=None, amount=10),
        deal(3, closed_on=date(2026, 2, 28)),
    ]
    office.load({"fx_rate": rates, "opportunity": deals})
    assert office.one("pipeline_value", period="2026-02").value == Decimal(510)


def test_what_is_left_out_for_want_of_a_rate_is_said(office: Office) -> None:
    office.load({"fx_rate": RATES, "sales_order": [*ORDERS, order(4, DAY, 999, currency="CHF")]})
    for metric in ("net_revenue", "net_revenue:gross", "average_order_value", "average_order_value:median"):
        assert "fx_missing" in office.one(metric, period="2026-01").flags
    office.load({"sales_order": [order(4, DAY, 999, currency="EUR")]})
    assert "fx_missing" not in office.one("net_revenue", period="2026-01").flags
