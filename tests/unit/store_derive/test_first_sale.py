"""Which sale made an account a customer, against a plain search at every instant of knowledge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st


def _order(order: str, day: str, amount: str = "10", **more: Any) -> dict[str, Any]:
    return {
        "order_id": order,
        "ordered_at": day,
        "net_amount": amount,
        "status": "completed",
        "account_id": "X",
        **more,
    }


def test_the_first_sale_changes_when_an_earlier_one_is_learned(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put(
        "sales_order", _order("B", "2025-02-10", rep_id="R1"), _order("C", "2025-02-20")
    )
    facts.batch("2025-04-01T08:00:00").put("sales_order", _order("A", "2025-02-01")).derive()
    columns = "account_id, sale_id, rep_id, happened_on, origin"
    assert facts.at("first_sale", "2025-02-15 00:00", "sale_id, origin") == [("A", "inferred")]
    assert facts.at("first_sale", "2025-03-15 00:00", columns) == [("X", "B", "R1", date(2025, 2, 10), "observed")]
    assert facts.at("first_sale", "2025-04-15 00:00", columns) == [("X", "A", None, date(2025, 2, 1), "observed")]


def test_an_order_given_back_in_full_within_thirty_days_makes_no_customer(facts: Any) -> None:
    facts.batch("2025-01-10T08:00:00").put("sales_order", _order("A", "2025-01-01"))
    facts.batch("2025-02-10T08:00:00").put(
        "sales_order", _order("B", "2025-02-05"), _order("P", "2025-01-02", account_id="Y")
    )
    facts.put(
        "refund",
        {"refund_id": "1", "order_id": "A", "refunded_at": "2025-01-15", "amount": "4"},
        {"refund_id": "2", "order_id": "A", "refunded_at": "2025-01-31", "amount": "6"},
        {"refund_id": "3", "order_id": "P", "refunded_at": "2025-02-02", "amount": "10"},
    ).derive()
    assert facts.at("first_sale", "2025-01-20 00:00", "account_id, sale_id") == [("X", "A")]
    assert facts.at("first_sale", "2025-02-10 08:00", "account_id, sale_id") == [("X", "B"), ("Y", "P")]


def test_merged_accounts_have_one_first_sale(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put(
        "sales_order", _order("A", "2025-02-10"), _order("B", "2025-02-01", account_id="Y")
    )
    facts.batch("2025-04-01T08:00:00").put("account", {"account_id": "Y", "merged_into": "X"}).derive()
    assert facts.at("first_sale", "2025-03-15 00:00", "account_id, sale_id") == [("X", "A"), ("Y", "B")]
    assert facts.at("first_sale", "2025-04-15 00:00", "account_id, sale_id") == [("X", "B")]


def test_won_deals_and_invoices_have_their_own_first(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("sales_order", _order("A", "2025-02-10"))
    facts.put(
        "invoice", {"invoice_id": "I", "kind": "invoice", "issued_on": "2025-02-12", "net": "1", "account_id": "X"}
    )
    facts.put(
        "opportunity", {"opportunity_id": "D", "status": "won", "closed_at": "2025-02-01", "account_id": "X"}
    ).derive()
    assert facts.ask("select basis, sale_id from first_sale where known_to is null order by 1") == [
        ("invoices", "I"),
        ("orders", "A"),
        ("won_deals", "D"),
    ]


_version = st.tuples(
    st.integers(0, 50), st.sampled_from(["completed", "completed", "cancelled"]), st.sampled_from("XY")
)
_orders = st.lists(
    st.tuples(_version, st.one_of(st.none(), _version), st.integers(0, 2), st.integers(0, 40)), max_size=6
)


@settings(max_examples=20, deadline=None)
@given(_orders)
def test_it_is_the_first_of_the_sales_known_at_every_instant(make_facts: Any, orders: list[Any]) -> None:
    facts = make_facts()
    start = date(2025, 3, 1)
    for week in range(3):
        facts.batch(f"{start + timedelta(days=20 * week)}T08:00:00").note("sales_order")
        for number, (earlier, later, refunded_in, refund_age) in enumerate(orders):
            if week == number % 3 or (later and week == number % 3 + 1):
                age, status, account = earlier if week == number % 3 else later
                day = str(start + timedelta(days=20 * week - age))
                facts.put("sales_order", _order(f"O{number}", day, status=status, account_id=account))
            if refunded_in == week and number % 2:
                day = str(start + timedelta(days=20 * week - refund_age))
                refund = {"refund_id": f"{number}", "order_id": f"O{number}", "refunded_at": day, "amount": "10"}
                facts.put("refund", refund)
    facts.derive()
    points = {
        row[0]
        for row in facts.ask("select known_from from sale union select known_to from sale where known_to is not null")
    }
    for point in sorted(points):
        known = facts.at("sale", point, "sale_id, account_id, happened_on, amount, kind")
        back = {row[0].removeprefix("refund:"): row[2] for row in known if row[4] == "refund"}
        first: dict[str, tuple[date, str]] = {}
        for sale_id, account, day, _, kind in known:
            given_back = back.get(sale_id.removeprefix("O"))
            if kind == "sale" and not (given_back and given_back <= day + timedelta(days=30)):
                first[account] = min(first.get(account, (day, sale_id)), (day, sale_id))
        assert facts.at("first_sale", point, "account_id, happened_on, sale_id") == [
            (account, *first[account]) for account in sorted(first)
        ]
    facts.connection.close()
