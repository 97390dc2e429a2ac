"""Click a number, see its rows: the rows behind a figure add up to it, all of them, without a silent cap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from polso.base.errors import UserError
from tests.support.office import Office, deal, order


@pytest.fixture
def trading(office: Office) -> Office:
    statuses = ["won", "lost", "won", "open", "lost", "won", "won"]
    deals = [
        deal(
            n,
            status=status,
            owner_id=f"r{n % 2}",
            amount=n * 10,
            closed_on=None if status == "open" else date(2026, 1, n + 1),
        )
        for n, status in enumerate(statuses)
    ]
    office.load(
        {
            "opportunity": deals,
            "sales_order": [
                order(n, date(2025, 12, 20) if n % 3 else date(2025, 11, 1), Decimal(n) + Decimal("0.1"))
                for n in range(60)
            ],
            "refund": [
                {"refund_id": "f1", "order_id": "O1", "refunded_on": date(2025, 12, 24), "amount": 1, "currency": "EUR"}
            ],
        }
    )
    return office


FIGURES = [
    ("net_revenue", "2025-12"),
    ("order_count", "2025-12"),
    ("average_order_value", "2025-12"),
    ("win_rate", "2026-01"),
    ("win_rate:by_value", "2026-01"),
    ("deals_lost", "2026-01"),
    ("average_deal_size", "2026-01"),
    ("opportunities_created", "2026-01"),
    ("sales_cycle_length", "2026-01"),
    ("sales_cycle_length:mean", "2026-01"),
    ("pipeline_value", "2026-01"),
    ("open_deals", "2026-01"),
    ("sales_growth:previous", "2025-12"),
    ("new_customers", "2025-12"),
]
# The orders of this company name nobody, so only its deals can be asked by person.
ASKED: list[tuple[str, str, dict[str, str]]] = [(*figure, {}) for figure in FIGURES] + [
    (*figure, {"rep": "r1"}) for figure in FIGURES if figure[1] == "2026-01"
]


@pytest.mark.parametrize(("metric", "period", "where"), ASKED)
def test_numerators_and_denominators_add_up(trading: Office, metric: str, period: str, where: dict[str, str]) -> None:
    answer = trading.one(metric, period=period, where=dict(where))
    assert answer.value is not None or metric == "new_customers"
    listed = trading.rows(metric, period=period, where=dict(where))
    rows = listed.as_dicts()
    assert listed.count == len(rows)
    assert sum(row["numerator"] or 0 for row in rows) == answer.numerator
    if answer.denominator is not None:
        assert sum(row["denominator"] or 0 for row in rows) == answer.denominator


def test_rows_come_in_pages_that_join_without_gap(trading: Office) -> None:
    from polso.access.viewer import OWNER
    from polso.answers.rows import rows_behind
    from polso.query.request import Request

    request = Request(("sales_growth:previous",), period="2025-12")
    whole = rows_behind(trading.door, request, OWNER, trading.today)
    paged = [
        row
        for offset in range(0, whole.count, 7)
        for row in rows_behind(trading.door, request, OWNER, trading.today, limit=7, offset=offset).rows
    ]
    assert paged == list(whole.rows)


def test_a_refused_metric_has_no_rows(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 10))]})
    with pytest.raises(UserError) as caught:
        office.rows("win_rate", period="2026-01")
    assert caught.value.parameters["missing"] == ("opportunity.status", "opportunity.closed_at")
