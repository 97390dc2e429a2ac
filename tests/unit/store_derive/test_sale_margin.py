"""What sales leave after their cost: of the line, the product, the order or the company's share; else unknown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from polso.base.company import Company

D = Decimal
NOW = "known_to is null"
ROW = "sale_id, product_id, amount, cost_amount_base, cost_from, margin_amount_base"


def _order(order: str, amount: str, **more: Any) -> dict[str, Any]:
    row = {
        "order_id": order,
        "ordered_at": "2025-01-10",
        "net_amount": amount,
        "currency": "EUR",
        "status": "completed",
    }
    return row | more


def _line(order: str, number: int, amount: str, **more: Any) -> dict[str, Any]:
    return {"order_id": order, "line_no": number, "net_amount": amount, **more}


def test_the_cost_is_the_nearest_that_is_known(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00")
    facts.put("product", {"product_id": "P", "unit_cost": "7"}, {"product_id": "Q"})
    facts.put(
        "sales_order",
        _order("lines", "300"),
        _order("whole", "100", cost="60"),
        _order("spread", "300", cost="100"),
        _order("unknown", "50"),
        _order("astray", "90"),
        _order("back", "-20", cost="5"),
    )
    facts.put(
        "order_line",
        _line("lines", 1, "200", product_id="P", quantity="2", cost="150", list_amount="250"),
        _line("lines", 2, "60", product_id="P", quantity="3"),
        _line("lines", 3, "40", product_id="Q", quantity="3"),
        _line("spread", 1, "100", product_id="Q"),
        _line("spread", 2, "200", product_id="P"),
        _line("astray", 1, "40", cost="10"),
        _line("astray", 2, "40", cost="15"),
    ).derive()
    assert facts.ask(f"select {ROW} from sale_margin where {NOW} order by sale_id, amount desc") == [
        ("astray", None, D(90), D(25), "line", D(65)),
        ("back", None, D(-20), D(-5), "order", D(-15)),
        ("lines", "P", D(200), D(150), "line", D(50)),
        ("lines", "P", D(60), D(21), "product", D(39)),
        ("lines", "Q", D(40), None, None, None),
        ("spread", "P", D(200), D("66.6667"), "order", D("133.3333")),
        ("spread", "Q", D(100), D("33.3333"), "order", D("66.6667")),
        ("unknown", None, D(50), None, None, None),
        ("whole", None, D(100), D(60), "order", D(40)),
    ]
    assert facts.ask(
        f"select list_amount_base, discount_amount_base from sale_margin where list_amount > 0 and {NOW}"
    ) == [(D(250), D(50))]


def test_what_is_given_back_takes_its_whole_amount(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("sales_order", _order("A", "100", cost="60"), _order("B", "100"))
    facts.put(
        "refund",
        {"refund_id": "1", "order_id": "A", "refunded_at": "2025-02-01", "amount": "30"},
        {"refund_id": "2", "order_id": "B", "refunded_at": "2025-02-01", "amount": "30"},
    ).derive()
    refunds = f"select {ROW} from sale_margin where kind = 'refund' and {NOW} order by 1"
    assert facts.ask(refunds) == [
        ("refund:1", None, D(-30), D(0), "refund", D(-30)),
        ("refund:2", None, D(-30), None, None, None),
    ]


def test_the_share_of_the_company_where_nothing_is_known(make_facts: Callable[..., Any]) -> None:
    facts = make_facts(Company(gross_margin_share=D("0.4")))
    facts.batch("2025-06-01T08:00:00").put("sales_order", _order("A", "100", cost="90"), _order("B", "100"))
    facts.put("invoice", {"invoice_id": "I", "issued_on": "2025-01-10", "net": "50", "kind": "credit_note"})
    facts.put(
        "opportunity",
        {"opportunity_id": "D", "status": "won", "amount": "10", "created_at": "2025-01-01", "closed_at": "2025-01-02"},
    ).derive()
    assert facts.ask(f"select {ROW} from sale_margin where {NOW} order by 1") == [
        ("A", None, D(100), D(90), "order", D(10)),
        ("B", None, D(100), D(60), "share", D(40)),
        ("D", None, D(10), D(6), "share", D(4)),
        ("I", None, D(-50), D(-30), "share", D(-20)),
    ]
    facts.connection.close()


def test_costs_in_another_currency(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("fx_rate", {"rate_date": "2025-01-10", "currency": "USD", "to_base": "0.5"})
    facts.put("product", {"product_id": "P", "unit_cost": "10", "currency": "USD"})
    facts.put("product", {"product_id": "Q", "unit_cost": "10", "currency": "CHF"})
    facts.put("sales_order", _order("A", "100"), _order("B", "100"))
    facts.put("order_line", _line("A", 1, "100", product_id="P", quantity="2"))
    facts.put("order_line", _line("B", 1, "100", product_id="Q", quantity="2")).derive()
    columns = "sale_id, cost_amount_base, margin_amount, margin_amount_base"
    assert facts.ask(f"select {columns} from sale_margin where {NOW} order by 1") == [
        ("A", D(10), D(100), D(90)),
        ("B", None, D(100), None),
    ]


def test_a_cost_is_known_from_the_extract_that_tells_it(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("sales_order", _order("A", "100"))
    facts.put("order_line", _line("A", 1, "100", product_id="P", quantity="2"))
    facts.batch("2025-04-01T08:00:00").put("product", {"product_id": "P", "unit_cost": "7"})
    facts.batch("2025-05-01T08:00:00").put("product", {"product_id": "P", "unit_cost": "8"})
    facts.batch("2025-06-01T08:00:00").put("order_line", _line("A", 1, "100", product_id="P", quantity="2", cost="11"))
    facts.derive()
    months = ("03", "04", "05", "06")
    found = [facts.at("sale_margin", f"2025-{month}-15 00:00", "margin_amount_base") for month in months]
    assert found == [[(None,)], [(D(86),)], [(D(84),)], [(D(89),)]]


def test_without_costs_there_is_nothing(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("sales_order", _order("A", "100")).derive()
    assert facts.ask("select * from sale_margin") == []
