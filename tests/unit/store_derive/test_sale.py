"""Sales on each basis, their lines, and what was known of them when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

D = Decimal
NOW = "known_to is null"


def _order(order: str, day: str, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "order_id": order,
        "ordered_at": day,
        "net_amount": amount,
        "currency": "EUR",
        "status": "completed",
        **more,
    }


def test_orders_and_refunds(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00")
    facts.put("source", {"source_id": "ads", "channel": "web"})
    facts.put(
        "sales_order",
        _order("A", "2025-01-31T23:30:00", "100", account_id="X", rep_id="R1", source_id="ads"),
        _order("B", "2025-02-02", "-20"),
        _order("C", "2025-02-03", "5", status="cancelled"),
        _order("D", "2025-02-04", "0"),
    )
    facts.put(
        "refund",
        {"refund_id": "A", "order_id": "A", "refunded_at": "2025-03-01", "amount": "30"},
        {"refund_id": "C", "order_id": "C", "refunded_at": "2025-03-01", "amount": "5"},
        {"refund_id": "N", "refunded_at": "2025-03-02", "amount": "-7", "currency": "EUR"},
    ).derive()
    assert facts.ask(
        "select sale_id, basis, kind, account_id, rep_id, channel, happened_on, amount from sale"
        f" where {NOW} order by 1"
    ) == [
        ("A", "orders", "sale", "X", "R1", "web", date(2025, 2, 1), D("100.0000")),
        ("B", "orders", "refund", None, None, None, date(2025, 2, 2), D("-20.0000")),
        ("D", "orders", "sale", None, None, None, date(2025, 2, 4), D("0.0000")),
        ("refund:A", "orders", "refund", "X", "R1", "web", date(2025, 3, 1), D("-30.0000")),
        ("refund:N", "orders", "refund", None, None, None, date(2025, 3, 2), D("-7.0000")),
    ]


def test_a_refund_takes_what_its_order_said_then(facts: Any) -> None:
    facts.batch("2025-03-02T08:00:00").put(
        "refund", {"refund_id": "F", "order_id": "A", "refunded_at": "2025-03-01", "amount": "30"}
    )
    facts.batch("2025-03-09T08:00:00").put("sales_order", _order("A", "2025-01-31", "100", rep_id="R1"))
    facts.batch("2025-03-16T08:00:00").put("sales_order", _order("A", "2025-01-31", "100", rep_id="R2"))
    facts.derive()
    refund = "sale_id = 'refund:F'"
    assert facts.at("sale", "2025-03-03 00:00", "rep_id, currency", refund) == [(None, None)]
    assert facts.at("sale", "2025-03-10 00:00", "rep_id, currency", refund) == [("R1", "EUR")]
    assert facts.at("sale", "2025-03-17 00:00", "rep_id, currency", refund) == [("R2", "EUR")]


def test_invoices_and_credit_notes_whatever_their_sign(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "invoice",
        {"invoice_id": "1", "kind": "invoice", "issued_on": "2025-01-10", "net": "100", "account_id": "X"},
        {"invoice_id": "2", "kind": "deposit", "issued_on": "2025-01-11", "net": "50"},
        {"invoice_id": "3", "kind": "credit_note", "issued_on": "2025-01-12", "net": "30"},
        {"invoice_id": "4", "kind": "credit_note", "issued_on": "2025-01-13", "net": "-30"},
        {"invoice_id": "5", "kind": "invoice", "issued_on": "2025-01-14", "gross": "122", "vat": "22"},
        {"invoice_id": "6", "kind": "invoice", "issued_on": "2025-01-15", "gross": "122"},
    ).derive()
    assert facts.ask(f"select sale_id, kind, amount from sale where basis = 'invoices' and {NOW} order by 1") == [
        ("1", "sale", D("100.0000")),
        ("2", "sale", D("50.0000")),
        ("3", "refund", D("-30.0000")),
        ("4", "refund", D("-30.0000")),
        ("5", "sale", D("100.0000")),
        ("6", "sale", D("122.0000")),
    ]


def test_won_deals_are_sales_at_their_closing_as_known_then(facts: Any) -> None:
    deal = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open"}
    won = {**deal, "status": "won", "closed_at": "2025-02-05", "owner_id": "R1"}
    facts.batch("2025-02-01T08:00:00").put("opportunity", deal)
    facts.batch("2025-02-08T08:00:00").put("opportunity", won).derive()
    assert facts.at("sale", "2025-02-07 00:00", "sale_id") == []
    assert facts.at("sale", "2025-02-08 08:00", "sale_id, basis, amount, happened_on, rep_id") == [
        ("A", "won_deals", None, date(2025, 2, 5), "R1")
    ]


def test_orders_before_the_first_import_are_told_from_their_days(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("sales_order", _order("A", "2025-01-31", "100"))
    facts.batch("2025-07-01T08:00:00").put(
        "sales_order",
        _order("A", "2025-01-31", "120"),
        _order("L", "2025-05-01", "7"),
        _order("N", "2025-06-20", "9"),
    ).derive()
    columns = "sale_id, amount, origin"
    assert facts.at("sale", "2025-01-30 22:59", columns) == []
    assert facts.at("sale", "2025-01-30 23:00", columns) == [("A", D("100.0000"), "inferred")]
    assert facts.at("sale", "2025-05-20 00:00", columns) == [
        ("A", D("100.0000"), "inferred"),
        ("L", D("7.0000"), "inferred"),
    ]
    assert facts.at("sale", "2025-06-01 08:00", columns) == [("A", D("100.0000"), "observed")]
    assert facts.at("sale", "2025-06-25 00:00", columns) == [("A", D("100.0000"), "observed")]
    assert [row[1] for row in facts.at("sale", "2025-07-02 00:00", columns)] == [
        D("120.0000"),
        D("7.0000"),
        D("9.0000"),
    ]


def test_an_order_completed_later_was_no_sale_before(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00").put("sales_order", _order("A", "2025-01-10", "100", status="pending"))
    facts.batch("2025-02-08T08:00:00").put("sales_order", _order("A", "2025-01-10", "100")).derive()
    assert facts.at("sale", "2025-02-07 00:00", "sale_id") == []
    assert facts.at("sale", "2025-01-20 00:00", "sale_id") == []
    assert facts.at("sale", "2025-02-08 08:00", "sale_id") == [("A",)]


def test_lines_that_account_for_the_order_are_rows_with_products(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "sales_order",
        _order("A", "2025-01-10", "100"),
        _order("B", "2025-01-11", "100"),
        _order("C", "2025-01-12", "9"),
    )
    line = {"order_id": "A", "quantity": "1"}
    facts.put(
        "order_line",
        {**line, "line_no": 1, "product_id": "P", "net_amount": "60"},
        {**line, "line_no": 2, "product_id": "Q", "net_amount": "40.01"},
        {**line, "line_no": 1, "order_id": "B", "product_id": "P", "net_amount": "99.98"},
    )
    facts.put(
        "refund",
        {"refund_id": "1", "order_id": "A", "refunded_at": "2025-03-01", "amount": "1"},
        {"refund_id": "2", "order_id": "B", "refunded_at": "2025-03-01", "amount": "2"},
    ).derive()
    lines = f"select sale_id, product_id, amount from sale_line where {NOW} order by all"
    assert facts.ask(lines) == [
        ("A", "P", D("59.9900")),
        ("A", "Q", D("40.0100")),
        ("B", None, D("100.0000")),
        ("C", None, D("9.0000")),
        ("refund:1", None, D("-1.0000")),
        ("refund:2", "P", D("-2.0000")),
    ]
    assert facts.ask(f"select product_id from sale where sale_id in ('A', 'B') and {NOW} order by sale_id") == [
        (None,),
        ("P",),
    ]


def test_lines_learned_later_split_the_order_from_then_on(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00").put("sales_order", _order("A", "2025-01-10", "100"))
    facts.batch("2025-02-08T08:00:00").put(
        "order_line", {"order_id": "A", "line_no": 1, "product_id": "P", "net_amount": "100"}
    ).derive()
    assert facts.at("sale_line", "2025-01-20 00:00", "product_id, amount, origin") == [
        (None, D("100.0000"), "inferred")
    ]
    assert facts.at("sale_line", "2025-02-02 00:00", "product_id, amount") == [(None, D("100.0000"))]
    assert facts.at("sale_line", "2025-02-08 08:00", "product_id, amount") == [("P", D("100.0000"))]


def test_money_is_converted_at_the_rate_of_its_day_at_most_seven_days_old(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00")
    facts.put(
        "fx_rate",
        {"rate_date": "2025-01-01", "currency": "USD", "to_base": "0.5"},
        {"rate_date": "2025-01-05", "currency": "USD", "to_base": "0.25"},
        {"rate_date": "2025-01-05", "currency": "EUR", "to_base": "3"},
        {"rate_date": "2025-01-05", "currency": "IDR", "to_base": "9999999999"},
    )
    facts.put(
        "sales_order",
        _order("A", "2025-01-04", "0.0001", currency="USD"),
        _order("B", "2025-01-12", "0.0003", currency="USD"),
        _order("C", "2025-01-13", "10", currency="USD"),
        _order("E", "2025-01-13", "10"),
        _order("F", "2025-01-13", "10", currency=None),
        _order("G", "2025-01-04", "-0.0001", currency="USD"),
        _order("H", "2025-01-05", "1234.5678", currency="IDR"),
    ).derive()
    assert facts.ask(f"select sale_id, amount_base from sale where {NOW} order by 1") == [
        ("A", D("0.0001")),
        ("B", D("0.0001")),
        ("C", None),
        ("E", D("10.0000")),
        ("F", D("10.0000")),
        ("G", D("-0.0001")),
        ("H", D("12345677998765.4322")),
    ]
    assert facts.ask("select count(*), min(day), max(day) from fx_day where currency = 'USD'") == [
        (12, date(2025, 1, 1), date(2025, 1, 12))
    ]
    assert facts.ask("select count(*) from fx_day where currency = 'EUR'") == [(0,)]


def test_money_given_back_stands_on_the_day_of_its_sale_when_restated(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("sales_order", _order("A", "2025-01-31", "100"))
    facts.put(
        "refund",
        {"refund_id": "of A", "order_id": "A", "refunded_at": "2025-03-01", "amount": "30"},
        {"refund_id": "of nothing", "refunded_at": "2025-03-02", "amount": "7"},
    )
    facts.put(
        "invoice",
        {"invoice_id": "1", "issued_on": "2025-01-10", "net": "100", "order_id": "A"},
        {"invoice_id": "2", "issued_on": "2025-02-10", "net": "100", "order_id": "A"},
        {"invoice_id": "3", "kind": "credit_note", "issued_on": "2025-04-10", "net": "100", "order_id": "A"},
        {"invoice_id": "4", "kind": "credit_note", "issued_on": "2025-04-11", "net": "100"},
    ).derive()
    moved = "select sale_id, happened_on, restated_on from sale"
    assert facts.ask(f"{moved} where kind = 'refund' and {NOW} order by 1") == [
        ("3", date(2025, 4, 10), date(2025, 1, 10)),
        ("4", date(2025, 4, 11), date(2025, 4, 11)),
        ("refund:of A", date(2025, 3, 1), date(2025, 1, 31)),
        ("refund:of nothing", date(2025, 3, 2), date(2025, 3, 2)),
    ]
    assert facts.ask(f"{moved} where kind <> 'refund' and happened_on <> restated_on and {NOW}") == []
