"""Fan-out: joining names, teams, attributes or a second fact never counts a row twice.

In spreadsheets and query builders a deal of 100 whose salesperson stands in two lists becomes 200.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.office import Office, deal, order


def test_a_rep_in_two_teams_sells_once(office: Office) -> None:
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": "Anna"}],
            "team": [{"team_id": "t1", "name": "North"}, {"team_id": "t2", "name": "South"}],
            "team_membership": [{"rep_id": "r1", "team_id": "t1"}, {"rep_id": "r1", "team_id": "t2"}],
            "opportunity": [deal(1, amount=100)],
        }
    )
    found = office.by("net_revenue", "team", period="2026-01")
    assert found[()].value == 100
    assert sum(answer.value for names, answer in found.items() if names) == 100  # type: ignore[misc]


def test_one_stage_name_in_two_pipelines_counts_each_deal_once(office: Office) -> None:
    office.load(
        {
            "stage": [
                {"pipeline_id": "a", "stage_id": "s", "name": "Offer", "kind": "open"},
                {"pipeline_id": "b", "stage_id": "s", "name": "Offer", "kind": "open"},
            ],
            "opportunity": [deal(1, status="open", closed_on=None, stage_id="s", created_on=date(2026, 1, 5))],
        }
    )
    found = office.by("open_deals", "stage", period="2026-01")
    assert {names: answer.value for names, answer in found.items()} == {("Offer",): 1, (): 1}


def test_orders_and_deals_in_one_question_do_not_meet(office: Office) -> None:
    office.load(
        {
            "opportunity": [deal(n, amount=50) for n in range(3)],
            "sales_order": [order(n, date(2026, 1, 31), 10) for n in range(4)],
        }
    )
    answers = {
        answer.metric.id: answer.value
        for answer in office.answers("net_revenue", "average_deal_size", "win_rate", period="2026-01")
    }
    assert answers["net_revenue"] == 40
    assert answers["average_deal_size"] == 50


def test_order_lines_split_by_product_still_sum_to_the_order(office: Office) -> None:
    office.load(
        {
            "product": [{"product_id": "p1", "name": "Door"}, {"product_id": "p2", "name": "Window"}],
            "sales_order": [order(1, date(2026, 1, 31), 30), order(2, date(2026, 1, 31), 7)],
            "order_line": [
                {"order_id": "O1", "line_no": 1, "product_id": "p1", "net_amount": 10},
                {"order_id": "O1", "line_no": 2, "product_id": "p2", "net_amount": 20},
            ],
        }
    )
    found = office.by("net_revenue", "product", period="2026-01")
    assert {names: answer.value for names, answer in found.items()} == {
        ("Door",): 10,
        ("Window",): 20,
        (None,): 7,
        (): 37,
    }
    assert office.one("net_revenue", period="2026-01").value == 37


def test_lines_that_lack_a_cent_by_rounding_still_sum_to_the_order(office: Office) -> None:
    thirds = [
        {"order_id": "O1", "line_no": number, "product_id": f"p{number}", "net_amount": amount}
        for number, amount in enumerate((Decimal("33.33"), Decimal("33.34"), Decimal("33.32")))
    ]
    office.load({"sales_order": [order(1, date(2026, 1, 31), 100)], "order_line": thirds})
    found = office.by("net_revenue", "product", period="2026-01")
    assert {names: answer.value for names, answer in found.items()} == {
        ("p0",): Decimal("33.33"),
        ("p1",): Decimal("33.35"),
        ("p2",): Decimal("33.32"),
        (): office.one("net_revenue", period="2026-01").value,
    }
