"""A deal counts once, by its final outcome; money given back lowers the month in which it was; the past stays as known.

Systems that overwrite rows lose the win that was reported; systems that net refunds on the order reopen closed books.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.support.office import Office, deal, order

AT = [datetime(2026, month, 28, 20, tzinfo=UTC) for month in (1, 2, 3)]
KNOWN = [at.replace(tzinfo=None) for at in AT]


def other(number: int = 9) -> dict[str, Any]:
    return deal(number, status="lost", closed_on=date(2026, 1, 5))


@pytest.fixture
def reopened(office: Office) -> Office:
    """Won in January, open again in February, lost in March."""
    started = {"created_on": date(2026, 1, 2), "amount": 100}
    office.load({"opportunity": [deal(1, closed_on=date(2026, 1, 20), **started), other()]}, AT[0])
    office.load({"opportunity": [deal(1, status="open", closed_on=None, **started), other()]}, AT[1])
    office.load({"opportunity": [deal(1, status="lost", closed_on=date(2026, 3, 10), **started), other()]}, AT[2])
    return office


def test_a_reopened_deal_counts_once_at_its_last_close(reopened: Office) -> None:
    january = reopened.one("win_rate", period="2026-01")
    march = reopened.one("win_rate", period="2026-03")
    assert (january.numerator, january.denominator) == (0, 1)
    assert (march.numerator, march.denominator) == (0, 1)
    assert reopened.one("deals_lost", period="2026-01..2026-03").value == 2
    assert reopened.one("net_revenue", period="2026-01..2026-03").value in (0, None)


def test_its_win_stays_as_known_then(reopened: Office) -> None:
    january = reopened.one("win_rate", period="2026-01", as_of=KNOWN[0])
    assert (january.numerator, january.denominator) == (1, 2)
    february = reopened.one("win_rate", period="2026-01", as_of=KNOWN[1])
    assert (february.numerator, february.denominator) == (0, 1)
    assert [reopened.one("net_revenue", period="2026-01", as_of=at).value for at in KNOWN[:1]] == [100]
    assert [reopened.one("open_deals", period="2026-02-28", as_of=at).value for at in KNOWN[1:]] == [1, 1]


def test_a_refund_lowers_its_own_month_and_no_count(office: Office) -> None:
    rows = [order(1, date(2026, 1, 10), 100), order(2, date(2026, 1, 20), 50), order(3, date(2026, 3, 1), 30)]
    refund = {"refund_id": "f1", "order_id": "O1", "refunded_on": date(2026, 3, 5), "amount": 100, "currency": "EUR"}
    office.load({"sales_order": rows}, AT[2])
    office.load({"sales_order": rows, "refund": [refund]}, datetime(2026, 3, 31, 20, tzinfo=UTC))
    asked: dict[str, Any] = {"period": "2026-01..2026-03", "grain": "month"}
    values = {
        metric: [answer.value for answer in office.ask(metric, **asked)]
        for metric in ("net_revenue", "net_revenue:gross", "order_count", "average_order_value", "new_customers")
    }
    assert values == {
        "net_revenue": [150, 0, -70],
        "net_revenue:gross": [150, 0, 30],
        "order_count": [2, 0, 1],
        "average_order_value": [75, None, 30],
        "new_customers": [2, 0, 1],
    }


def test_an_amount_corrected_later_restates_the_month_and_not_what_was_known(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 10), Decimal("99.99"))]}, AT[0])
    office.load({"sales_order": [order(1, date(2026, 1, 10), 80), order(2, date(2026, 1, 12), 5)]}, AT[1])
    assert office.one("net_revenue", period="2026-01").value == 85
    assert office.one("net_revenue", period="2026-01", as_of=KNOWN[0]).value == Decimal("99.99")
    cancelled = [order(1, date(2026, 1, 10), 80, status="cancelled")]
    office.load({"sales_order": cancelled}, AT[2])
    assert [office.one("net_revenue", period="2026-01", as_of=at).value for at in (*KNOWN, None)] == [
        Decimal("99.99"),
        85,
        5,
        5,
    ]
