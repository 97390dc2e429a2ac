"""A figure filtered by a value is the figure of that value's group; values are found whenever they hold.

Query builders filter an order by its header and split it by its lines, so that the same product shows two revenues.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from polso.base.errors import NotFoundError
from tests.support.office import Office, deal, order

JANUARY = datetime(2026, 1, 31, 20, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 28, 20, tzinfo=UTC)
TEAMS: dict[str, list[dict[str, Any]]] = {
    "rep": [{"rep_id": "r1", "name": "Anna"}, {"rep_id": "r2", "name": "Bruno"}],
    "team": [{"team_id": "t1", "name": "North"}, {"team_id": "t2", "name": "South"}],
    "team_membership": [
        {"rep_id": "r1", "team_id": "t1", "valid_from": date(2025, 1, 1), "valid_to": date(2026, 2, 1)},
        {"rep_id": "r1", "team_id": "t2", "valid_from": date(2026, 2, 1)},
    ],
}


def test_a_product_is_filtered_by_the_lines_that_split_it(office: Office) -> None:
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
    groups = office.by("net_revenue", "product", period="2026-01")
    for product, value in (("Door", 10), ("Window", 20), ("", 7)):
        filtered = office.one("net_revenue", period="2026-01", where={"product": product})
        assert filtered.value == groups[(product or None,)].value == value
        rows = office.rows("net_revenue", period="2026-01", where={"product": product}).as_dicts()
        assert sum(row["numerator"] for row in rows) == value


def test_a_team_joined_after_the_deals_were_created(office: Office) -> None:
    office.load({**TEAMS, "opportunity": [deal(1), deal(2, status="lost", closed_on=date(2026, 2, 5))]}, FEBRUARY)
    lost = office.by("deals_lost", "team", period="2026-02")
    assert {names: answer.value for names, answer in lost.items() if answer.value} == {("South",): 1, (): 1}
    assert office.one("deals_lost", period="2026-02", where={"team": "South"}).value == 1
    assert office.one("deals_lost", period="2026-02", where={"team": "North"}).value == 0


def test_somebody_without_a_deal_has_zero(office: Office) -> None:
    office.load({**TEAMS, "opportunity": [deal(1), deal(2, status="lost")]}, FEBRUARY)
    assert office.one("deals_won", period="2026-01", where={"rep": "Bruno"}).value == 0
    with pytest.raises(NotFoundError):
        office.one("deals_won", period="2026-01", where={"rep": "Carla"})


def test_who_created_a_deal_is_found_after_it_was_handed_on(office: Office) -> None:
    office.load({"opportunity": [deal(1, status="open", closed_on=None, owner_id="anna")]}, JANUARY)
    office.load({"opportunity": [deal(1, status="open", closed_on=None, owner_id="bruno")]}, FEBRUARY)
    assert office.one("opportunities_created", period="2026-01", where={"rep": "anna"}).value == 1
    assert office.one("open_deals", period="2026-02-28", where={"rep": "anna"}).value == 0


def test_the_region_of_a_created_deal_is_that_of_its_creator(office: Office) -> None:
    region = [
        {"entity": "rep", "entity_id": rep, "name": "region", "value": value}
        for rep, value in (("anna", "West"), ("bruno", "East"))
    ]
    office.load(
        {"attribute": region, "opportunity": [deal(1, status="open", closed_on=None, owner_id="anna")]}, JANUARY
    )
    office.load({"opportunity": [deal(1, status="open", closed_on=None, owner_id="bruno")]}, FEBRUARY)
    created = office.by("opportunities_created", "region", period="2026-01")
    assert {names: answer.value for names, answer in created.items()} == {("West",): 1, (): 1}
    still_open = office.by("open_deals", "region", period="2026-02-28", compare="none")
    assert {names: answer.value for names, answer in still_open.items() if answer.value} == {("East",): 1, (): 1}
