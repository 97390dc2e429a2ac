"""A refund lowers revenue on its own day, or on that of its sale when asked so; orders stay orders.

Growth from nothing, a group without rows and a fiscal year from July are held where money is asked too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from polso.base.company import Company
from tests.support.office import Office, order

D = Decimal


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("shop"), Company(name="Luglio", fiscal_start=7))
    office.load(
        {
            "rep": [{"rep_id": "R1", "name": "Ada"}, {"rep_id": "R2", "name": "Bea"}],
            "sales_order": [
                order(1, date(2026, 6, 30), 300, rep_id="R1"),
                order(2, date(2026, 7, 1), 100, rep_id="R1"),
                order(3, date(2026, 8, 5), 40, rep_id="R2"),
            ],
            "refund": [
                {"refund_id": "F", "order_id": "O1", "refunded_on": date(2026, 7, 15), "amount": 250, "currency": "EUR"}
            ],
        }
    )
    yield office
    office.close()


def test_revenue_falls_on_the_day_of_the_refund_and_counts_stay(shop: Office) -> None:
    assert shop.one("net_revenue", period="2026-06").value == D(300)
    assert shop.one("net_revenue", period="2026-07").value == D(-150)
    assert shop.one("net_revenue:gross", period="2026-07").value == D(100)
    assert [shop.one("order_count", period=month).value for month in ("2026-06", "2026-07")] == [1, 1]


def test_restated_it_falls_on_the_day_of_the_sale_and_the_whole_is_the_same(shop: Office) -> None:
    assert shop.one("net_revenue:restated", period="2026-06").value == D(50)
    assert shop.one("net_revenue:restated", period="2026-07").value == D(100)
    whole = {shop.one(metric, period="2026").value for metric in ("net_revenue", "net_revenue:restated")}
    assert whole == {D(190)}


def test_more_refunds_than_sales_are_said(shop: Office) -> None:
    july = shop.one("average_revenue_per_sale", period="2026-07")
    assert july.value == D(-150)
    assert "refund_heavy" in july.flags
    assert "refund_heavy" not in shop.one("average_revenue_per_sale", period="2026-06").flags


def test_a_group_without_rows_is_zero_not_one_and_not_absent(shop: Office) -> None:
    counts = shop.ask("order_count", by=("rep",), period="2026-06-01..2026-08-31", grain="month")
    found = {(one.period.start.month, one.group.names): one.value for one in counts if one.group.names}
    assert [found[month, ("Ada",)] for month in (6, 7, 8)] == [1, 1, 0]
    assert [found[month, ("Bea",)] for month in (6, 7, 8)] == [0, 0, 1]
    revenue = shop.ask("net_revenue", by=("rep",), period="2026-06-01..2026-08-31", grain="month")
    assert [one.value for one in revenue if one.group.names == ("Ada",)] == [D(300), D(-150), D(0)]


def test_a_fiscal_year_from_july_begins_with_its_first_day(shop: Office) -> None:
    fiscal = shop.ask("net_revenue", period="2026-06-01..2026-08-31", grain="month")
    assert [one.value for one in fiscal] == [D(300), D(-150), D(40)]
    year = shop.one("net_revenue", period="FY2027")
    assert (year.period.start, year.value) == (date(2026, 7, 1), D(-110))
