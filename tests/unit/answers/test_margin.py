"""Gross margin where costs are known, where the company states its share, and where nothing is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from polso.base.company import Company
from tests.support.office import Office, order

D = Decimal
DAY = date(2026, 3, 10)
LINES = [
    {"order_id": "O1", "line_no": 1, "product_id": "P", "quantity": 2, "net_amount": 60, "list_amount": 80},
    {"order_id": "O1", "line_no": 2, "product_id": "Q", "quantity": 1, "net_amount": 40, "list_amount": 40, "cost": 10},
    {"order_id": "O2", "line_no": 1, "product_id": "P", "quantity": 1, "net_amount": 100, "list_amount": 120},
]
TABLES: dict[str, list[dict[str, Any]]] = {
    "product": [{"product_id": "P", "name": "Pane", "unit_cost": 25}, {"product_id": "Q", "name": "Quarzo"}],
    "account": [{"account_id": "a1", "name": "Alba"}, {"account_id": "a2", "name": "Bruno"}],
    "sales_order": [order(1, DAY, 100, rep_id="R1"), order(2, DAY, 100), order(3, DAY, 100), order(4, DAY, 900)],
    "order_line": LINES,
    "refund": [{"refund_id": "F", "order_id": "O2", "refunded_on": DAY, "amount": 20, "currency": "EUR"}],
}


def test_known_costs_and_unknown_ones(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.load(TABLES)
    answer = office.one("gross_margin", period="2026-03")
    # 60 - 50, 40 - 10, 100 - 25, and the refund of 20; two orders have no known cost.
    assert (answer.numerator, answer.n, answer.missing) == (D(95), 4, 2)
    share = office.one("gross_margin_share", period="2026-03")
    assert (share.numerator, share.denominator) == (D(95), D(180))
    assert share.value == 95 / 180
    assert "low_coverage" in answer.flags
    by = office.by("gross_margin", "customer", period="2026-03")
    assert {names[0]: one.value for names, one in by.items() if names and one.value is not None} == {
        "Alba": D(40),
        "Bruno": D(55),
    }
    assert by[("a4",)].value is None
    assert "withheld" in by[("a4",)].flags
    products = office.by("gross_margin", "product", period="2026-03")
    assert {names[0]: one.numerator for names, one in products.items() if names and names[0]} == {
        "Pane": D(65),
        "Quarzo": D(30),
    }
    rate = office.one("discount_rate", period="2026-03")
    assert (rate.numerator, rate.denominator, rate.missing) == (D(40), D(240), 2)
    office.close()


def test_the_share_of_the_company_is_said(tmp_path: Path) -> None:
    office = Office(tmp_path, Company(name="Quota", gross_margin_share=D("0.4")))
    office.load({"invoice": [{"invoice_id": "1", "issued_on": DAY, "net": 100, "currency": "EUR"}]})
    answer = office.one("gross_margin", period="2026-03")
    assert answer.value == D(40)
    assert "margin_by_share" in answer.flags
    assert "missing_input" in office.one("gross_margin:known_costs", period="2026-03").flags
    office.close()


def test_without_costs_or_share_it_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.load({"invoice": [{"invoice_id": "1", "issued_on": DAY, "net": 100, "currency": "EUR"}]})
    answers = office.answers("gross_margin", period="2026-03")
    assert "missing_input" in next(iter(answers)).flags
    assert answers.columns[0].missing_inputs == ("order_line.cost", "sales_order.ordered_at")
    office.close()
