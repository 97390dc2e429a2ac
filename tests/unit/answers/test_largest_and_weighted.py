"""Revenue of the largest customers, and the pipeline weighted by its stages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.support.office import Office, deal, order


def test_the_largest_customers_over_all_revenue_of_the_period(office: Office) -> None:
    office.load(
        {
            "sales_order": [
                order(1, date(2026, 3, 1), 500, account_id="a"),
                order(2, date(2026, 3, 9), 300, account_id="a"),
                order(3, date(2026, 3, 9), 200, account_id="b"),
                order(4, date(2026, 3, 9), 50, account_id="c"),
                order(5, date(2026, 3, 30), 50, account_id=None),
                order(6, date(2026, 4, 30), 70, account_id=None),
                order(7, date(2026, 4, 30), 30, account_id="c"),
            ],
            "refund": [
                {"refund_id": "R", "order_id": "O1", "amount": 100, "currency": "EUR", "refunded_on": "2026-03-20"}
            ],
        }
    )
    found = office.one("revenue_concentration", period="2026-03", compare="none")
    assert (found.value, found.numerator, found.denominator) == (0.7, Decimal(700), Decimal(1000))
    assert (found.n, found.missing) == (5, 1)
    assert office.one("net_revenue", period="2026-03").value == found.denominator
    assert office.one("revenue_concentration:top5", period="2026-03").value == pytest.approx(0.95)
    alone = office.one("revenue_concentration", period="2026-04")
    assert (alone.value, alone.coverage, alone.previous) == (0.3, 0.5, 0.7)
    assert "low_coverage" in alone.flags


def test_a_deal_counts_as_often_as_those_of_its_stage_were_won(office: Office) -> None:
    """Mean 12 of 20; the first stage 12 of 20 came through, the second 12 of 16: (12 + 6) ÷ 30 and (12 + 6) ÷ 26."""
    stages = [
        {"pipeline_id": "p", "stage_id": "a", "name": "A", "rank": 1, "kind": "open"},
        {"pipeline_id": "p", "stage_id": "b", "name": "B", "rank": 2, "kind": "open"},
    ]
    closed = [
        *(deal(n, stage_id="b") for n in range(12)),
        *(deal(n, stage_id="a", status="lost") for n in range(12, 16)),
        *(deal(n, stage_id="b", status="lost") for n in range(16, 20)),
    ]
    opened = [
        deal(30, stage_id="a", status="open", closed_on=None, amount=1000),
        deal(31, stage_id="b", status="open", closed_on=None, amount=2000),
        deal(32, stage_id="b", status="open", closed_on=None, amount=None),
        deal(33, stage_id="b", status="open", closed_on=None, amount=4000, type="renewal"),
        deal(34, status="lost", created_on=date(2026, 2, 5), closed_on=date(2026, 3, 31), type="renewal"),
    ]
    office.load({"stage": stages, "opportunity": [{"pipeline_id": "p", **one} for one in (*closed, *opened)]})
    found = office.one("weighted_pipeline", period="2026-03", compare="none")
    assert found.value == Decimal("1984.6154")
    assert (found.n, found.missing) == (3, 1)
    assert office.one("pipeline_value", period="2026-03").value == 3000
    before = office.one("weighted_pipeline", period="2026-01-01..2026-01-30", compare="none")
    assert (before.value, before.flags) == (None, ("few_decided_deals",))
