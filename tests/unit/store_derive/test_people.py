"""Teams and working days of representatives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

D = Decimal


def _member(
    rep: str, team: str, start: str | None = None, end: str | None = None, fte: str | None = None
) -> dict[str, Any]:
    return {"rep_id": rep, "team_id": team, "valid_from": start, "valid_to": end, "fte": fte}


def test_dated_memberships_and_their_overlap(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "team_membership",
        _member("R1", "north", "2025-01-01", "2025-03-01", "0.5"),
        _member("R1", "south", "2025-02-01", "2025-04-01", "0.6"),
        _member("R2", "b"),
        _member("R2", "a"),
        _member("R3", "x", "2025-01-01", "2025-02-01"),
        _member("R3", "x", "2025-02-01"),
    ).derive()
    assert facts.ask("select * from rep_team order by 1, 3") == [
        ("R1", "north", date(2025, 1, 1), date(2025, 2, 1)),
        ("R1", "south", date(2025, 2, 1), date(2025, 4, 1)),
        ("R2", "a", None, None),
        ("R3", "x", date(2025, 1, 1), None),
    ]


def test_a_team_that_changed_between_imports_changed_on_the_later_day(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00").put("team_membership", _member("R1", "a"), _member("R2", "a"))
    facts.batch("2025-03-31T22:30:00").put("team_membership", _member("R1", "b")).derive()
    assert facts.ask("select * from rep_team order by 1, 3 nulls first") == [
        ("R1", "a", None, date(2025, 4, 1)),
        ("R1", "b", date(2025, 4, 1), None),
        ("R2", "a", None, None),
    ]


def test_working_days_within_the_covered_range(facts: Any) -> None:
    facts.batch("2025-05-09T20:00:00").put(
        "sales_order", {"order_id": "A", "ordered_at": "2025-04-30", "net_amount": 1}
    )
    facts.put(
        "rep",
        {"rep_id": "R1"},
        {"rep_id": "R2", "kind": "human", "hired_on": "2025-05-05", "left_on": "2025-05-08"},
        {"rep_id": "Q", "kind": "queue"},
    )
    facts.put("rep", {"rep_id": "R3"}, stub=True)
    facts.put(
        "team_membership",
        _member("R2", "a", "2025-05-06", None, "0.25"),
        _member("R2", "b", "2025-05-07", None, "0.5"),
    ).derive()
    days = [date(2025, 4, 30), *(date(2025, 5, day) for day in (2, 5, 6, 7, 8, 9))]
    found = facts.ask("select rep_id, day, fte from rep_day order by all")
    assert [row for row in found if row[0] == "R1"] == [("R1", day, D("1.000000")) for day in days]
    assert [row[1:] for row in found if row[0] == "R2"] == [
        (date(2025, 5, 5), D("1.000000")),
        (date(2025, 5, 6), D("0.250000")),
        (date(2025, 5, 7), D("0.750000")),
    ]
    assert {row[0] for row in found} == {"R1", "R2", "R3"}
    assert facts.ask("select covered_from, covered_to from coverage where relation = 'rep_day'") == [
        (date(2025, 4, 30), date(2025, 5, 9))
    ]
