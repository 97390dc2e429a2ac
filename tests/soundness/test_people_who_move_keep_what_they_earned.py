"""Credit stays where it was earned; what is open goes along with the person (METRICS C8, C13).

Systems that join today's owner or team move last year's sales to whoever sits there now.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from polso.answers.answer import Answer
from tests.support.office import Office, deal

EXTRACTED = datetime(2026, 3, 31, 20, tzinfo=UTC)
MOVED = date(2026, 2, 10)
PEOPLE: dict[str, list[dict[str, Any]]] = {
    "rep": [
        {"rep_id": "r1", "name": "Anna", "hired_on": date(2025, 1, 1)},
        {"rep_id": "r2", "name": "Bruno", "left_on": date(2026, 2, 1)},
    ],
    "team": [{"team_id": "t1", "name": "North"}, {"team_id": "t2", "name": "South"}],
    "team_membership": [
        {"rep_id": "r1", "team_id": "t1", "valid_from": date(2025, 1, 1), "valid_to": MOVED},
        {"rep_id": "r1", "team_id": "t2", "valid_from": MOVED, "valid_to": date(2026, 3, 20)},
    ],
}


def values(found: dict[tuple[str | None, ...], Answer]) -> dict[tuple[str | None, ...], object]:
    return {names: answer.value for names, answer in found.items() if answer.value}


@pytest.fixture
def moving(office: Office) -> Office:
    rows = [
        deal(1, closed_on=date(2026, 1, 31), amount=10),
        deal(2, closed_on=date(2026, 2, 27), amount=20),
        deal(3, owner_id="r2", closed_on=date(2026, 1, 20), amount=40),
        deal(4, status="open", closed_on=None, created_on=date(2026, 1, 5), amount=1),
        deal(5, status="open", closed_on=None, created_on=None, amount=2),
        deal(6, status="open", closed_on=None, created_on=date(2026, 2, 20), amount=4),
    ]
    office.load({**PEOPLE, "opportunity": rows}, EXTRACTED)
    return office


def test_sales_stay_with_the_team_of_their_day(moving: Office) -> None:
    assert values(moving.by("net_revenue", "team", period="2026-01")) == {("North",): 10, (None,): 40, (): 50}
    assert values(moving.by("net_revenue", "team", period="2026-02")) == {("South",): 20, (): 20}


def test_the_sales_of_who_has_left_stay(moving: Office) -> None:
    assert values(moving.by("net_revenue", "rep", period="2026-01")) == {("Anna",): 10, ("Bruno",): 40, (): 50}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-09", {("North",): 3, (): 3}),
        ("2026-02-10", {("South",): 3, (): 3}),
        ("2026-02-28", {("South",): 3, (): 3}),
        ("2026-03-19", {("South",): 3, (): 3}),
        ("2026-03-20", {(None,): 3, (): 3}),
    ],
)
def test_open_deals_are_in_the_team_of_the_snapshot(
    moving: Office, day: str, expected: dict[tuple[str | None, ...], int]
) -> None:
    assert values(moving.by("open_deals", "team", period=day, compare="none")) == expected
    for team in ("North", "South", ""):
        count = expected.get((team or None,), 0)
        assert moving.one("open_deals", period=day, where={"team": team}).value == count
        assert moving.rows("open_deals", period=day, where={"team": team}).count == count


def test_open_deals_by_team_over_many_days_add_up(moving: Office) -> None:
    found = moving.ask("open_deals", by=("team", "rep"), grain="day", period="2026-02-01..2026-03-31", compare="none")
    for total in (answer for answer in found if not answer.group.keys):
        teams = [answer for answer in found if answer.period == total.period and len(answer.group.keys) == 1]
        leaves = [answer for answer in found if answer.period == total.period and len(answer.group.keys) == 2]
        assert sum(answer.value for answer in teams) == total.value  # type: ignore[misc]
        assert sum(answer.value for answer in leaves) == total.value  # type: ignore[misc]


def test_a_deal_reassigned_after_its_close_stays_with_who_closed_it(office: Office) -> None:
    office.load({"opportunity": [deal(1), deal(2, status="lost")]}, datetime(2026, 2, 1, tzinfo=UTC))
    handed_on = [deal(1, owner_id="r9"), deal(2, status="lost", owner_id="r9")]
    office.load({"opportunity": handed_on}, datetime(2026, 3, 1, tzinfo=UTC))
    for metric in ("net_revenue", "deals_won", "deals_lost", "opportunities_created"):
        assert set(values(office.by(metric, "rep", period="2026-01"))) == {("r1",), ()}


def test_who_is_in_two_teams_is_one_person(office: Office) -> None:
    twice = [{"rep_id": "r1", "team_id": "t1"}, {"rep_id": "r1", "team_id": "t2"}]
    office.load(
        {
            "rep": PEOPLE["rep"][:1],
            "team": PEOPLE["team"],
            "team_membership": twice,
            "opportunity": [deal(1, closed_on=date(2026, 1, 1)), deal(2, closed_on=date(2026, 1, 31), amount=900)],
        },
        datetime(2026, 1, 31, 20, tzinfo=UTC),
    )
    answer = office.one("sales_per_rep", period="2026-01")
    assert (answer.numerator, answer.denominator, answer.value) == (1000, 1, Decimal(1000))
