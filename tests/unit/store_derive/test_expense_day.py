"""What winning customers cost day by day, and growth within customers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from polso.base.company import Company


def _expense(key: str, start: str, end: str | None, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "expense_id": key,
        "span_start": date.fromisoformat(start),
        "span_end": date.fromisoformat(end) if end else None,
        "amount": amount,
        "currency": "EUR",
        **more,
    }


def test_an_expense_is_spread_to_the_cent_and_shifted_by_the_lag(make_facts: Any) -> None:
    facts = make_facts(Company(cac_lag_days=30))
    facts.batch("2025-12-31T08:00:00").put(
        "expense",
        _expense("1", "2025-01-01", "2025-01-04", "100", category="ads"),
        _expense("2", "2025-01-02", None, "-10", category="ads"),
    ).derive()
    rows = facts.ask("select expense_id, day, lagged_day, amount from expense_day order by all")
    assert rows == [
        ("1", date(2025, 1, 1), date(2025, 1, 31), Decimal("33.33")),
        ("1", date(2025, 1, 2), date(2025, 2, 1), Decimal("33.34")),
        ("1", date(2025, 1, 3), date(2025, 2, 2), Decimal("33.33")),
        ("2", date(2025, 1, 2), date(2025, 2, 1), Decimal("-10.00")),
    ]
    covered = facts.ask(
        "select clock, covered_from, covered_to from coverage where relation = 'expense_day' order by 1"
    )
    assert covered[0] == ("lagged", date(2025, 1, 31), date(2026, 1, 30))
    facts.connection.close()


def test_only_the_share_for_new_customers_counts_and_overhead_none(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "expense",
        _expense("1", "2025-01-01", None, "1000", category="sales_pay", acquisition_share="0.4"),
        _expense("2", "2025-01-01", None, "500", category="overhead"),
        _expense("3", "2025-01-01", None, "200", category="overhead", acquisition_share="0.5"),
        _expense("4", "2025-01-01", None, "7"),
    ).derive()
    assert facts.ask("select expense_id, category, amount from expense_day order by all") == [
        ("1", "sales_pay", Decimal(400)),
        ("3", "overhead", Decimal(100)),
        ("4", "other", Decimal(7)),
    ]


def _deal(key: str, closed: str, kind: str) -> dict[str, Any]:
    return {
        "opportunity_id": key,
        "account_id": "A",
        "status": "won",
        "created_at": "2025-01-01",
        "closed_at": closed,
        "type": kind,
        "amount": "10",
        "currency": "EUR",
    }


def test_deals_say_what_was_an_expansion(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "opportunity", _deal("1", "2025-02-01", "new"), _deal("2", "2025-03-01", "upsell")
    ).derive()
    assert facts.ask("select account_id, day, kind from expansion where known_to is null") == [
        ("A", date(2025, 3, 1), "upsell")
    ]


def test_subscriptions_say_more_of_the_same_and_something_else(facts: Any) -> None:
    def span(key: str, product: str, start: str, end: str | None, mrr: str) -> dict[str, Any]:
        return {
            "subscription_id": key,
            "account_id": "A",
            "product_id": product,
            "valid_from": date.fromisoformat(start),
            "valid_to": date.fromisoformat(end) if end else None,
            "mrr": mrr,
            "currency": "EUR",
        }

    facts.batch("2025-12-31T08:00:00").put(
        "subscription_span",
        span("1", "P", "2025-01-01", "2025-02-01", "10"),
        span("1", "P", "2025-02-01", None, "15"),
        span("2", "Q", "2025-03-01", None, "5"),
    ).derive()
    assert facts.ask("select day, kind, product_id, amount from expansion where known_to is null order by day") == [
        (date(2025, 2, 1), "upsell", None, Decimal(5)),
        (date(2025, 3, 1), "cross_sell", "Q", Decimal(5)),
    ]


def test_an_order_with_another_category_is_a_cross_sell_and_the_same_again_is_not(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "product", {"product_id": "P", "category": "vino"}, {"product_id": "Q", "category": "olio"}
    )
    for number, (day, product) in enumerate((("2025-01-01", "P"), ("2025-02-01", "P"), ("2025-03-01", "Q"))):
        facts.put(
            "sales_order",
            {
                "order_id": str(number),
                "account_id": "A",
                "ordered_at": day,
                "net_amount": "10",
                "status": "completed",
                "currency": "EUR",
            },
        ).put("order_line", {"order_id": str(number), "line_no": 1, "product_id": product, "net_amount": "10"})
    facts.derive()
    assert facts.ask("select day, kind, product_id from expansion where known_to is null") == [
        (date(2025, 3, 1), "cross_sell", "Q")
    ]
