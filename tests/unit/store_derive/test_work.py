"""Activities as relations: who did what, for whom, and what follows up on what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

NOW = "2025-06-30T10:00:00"


def _activity(number: int, day: str, **more: Any) -> dict[str, Any]:
    row = {"activity_id": f"A{number}", "kind": "call", "direction": "out", "status": "done", "done_at": day}
    return {**row, "rep_id": "r1", **more}


def _now(facts: Any, columns: str, relation: str = "work") -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = facts.ask(f"select {columns} from {relation} where known_to is null order by all")
    return found


def test_a_contact_follows_up_on_one_of_the_90_days_before(facts: Any) -> None:
    facts.batch(NOW).put(
        "activity",
        _activity(1, "2025-01-01", account_id="a"),
        _activity(2, "2025-04-01", account_id="a"),
        _activity(3, "2025-06-30", account_id="a"),
        _activity(4, "2025-03-01", account_id="b", direction="in"),
        _activity(5, "2025-03-01T09:00:00", account_id="c"),
        _activity(6, "2025-03-01T11:00:00", account_id="c"),
        _activity(7, "2025-05-01", account_id="d", is_follow_up=True),
        _activity(8, "2025-03-02", account_id="b", kind="email", direction=None),
        _activity(9, "2025-03-03", account_id="b", is_automated=True),
    ).derive()
    followed = {row[0] for row in facts.ask("select activity_id from work where is_follow_up")}
    assert followed == {"A2", "A3", "A6", "A7", "A8"}
    assert _now(facts, "activity_id, touch_no")[:3] == [("A1", 1), ("A2", 2), ("A3", 3)]


def test_91_days_later_is_a_first_contact(facts: Any) -> None:
    facts.batch(NOW).put(
        "activity", _activity(1, "2025-01-01", lead_id="l"), _activity(2, "2025-04-02", lead_id="l")
    ).derive()
    assert facts.ask("select count(*) from work where is_follow_up") == [(0,)]


def test_an_earlier_contact_that_is_learned_later_makes_it_a_follow_up_from_then(facts: Any) -> None:
    facts.batch("2025-03-10T08:00:00").put("activity", _activity(2, "2025-03-01", account_id="a"))
    facts.batch("2025-04-10T08:00:00").put("activity", _activity(1, "2025-02-01", account_id="a")).derive()
    assert facts.at("work", "2025-03-20", "activity_id, is_follow_up") == [("A2", False)]
    assert facts.at("work", "2025-04-20", "activity_id, is_follow_up") == [("A1", False), ("A2", True)]


def test_programs_are_told_apart(facts: Any) -> None:
    bulk = [_activity(100 + n, "2025-03-03T08:00:10", kind="email", account_id=f"a{n}") for n in range(21)]
    facts.batch(NOW).put("rep", {"rep_id": "robot", "kind": "bot"}, {"rep_id": "r1", "name": "Anna"})
    facts.put(
        "activity",
        _activity(1, "2025-03-01", rep_id="robot"),
        _activity(2, "2025-03-01", is_automated=True),
        _activity(3, "2025-03-01T08:00:00", kind="email", thread_id="t", account_id="a"),
        _activity(4, "2025-03-01T08:00:00", kind="email", thread_id="t", account_id="a"),
        *bulk,
    ).derive()
    assert facts.ask(
        "select activity_id, is_automated, is_copy from work where length(activity_id) = 2 order by all"
    ) == [
        ("A1", True, False),
        ("A2", True, False),
        ("A3", False, False),
        ("A4", False, True),
    ]
    assert facts.ask("select count(*) from work where kind = 'email' and is_automated") == [(21,)]


def test_source_and_customer_come_from_the_deal_and_merged_customers_are_one(facts: Any) -> None:
    facts.batch(NOW).put("account", {"account_id": "old", "merged_into": "new"}, {"account_id": "new"}).put(
        "source", {"source_id": "fair"}
    ).put(
        "opportunity",
        {
            "opportunity_id": "D",
            "account_id": "old",
            "source_id": "fair",
            "status": "won",
            "created_at": "2025-01-05",
            "closed_at": "2025-04-20",
        },
    ).put(
        "activity", _activity(1, "2025-03-01", opportunity_id="D"), _activity(2, "2025-03-09", opportunity_id="X")
    ).derive()
    assert _now(facts, "activity_id, account_id, source_id") == [("A1", "new", "fair"), ("A2", None, None)]
    assert _now(facts, "activity_id, closed_on", "work_won") == [("A1", date(2025, 4, 20))]


def test_durations_that_cannot_be_are_unknown(facts: Any) -> None:
    facts.batch(NOW).put(
        "activity",
        _activity(1, "2025-03-01", duration_min=0),
        _activity(2, "2025-03-01", duration_min=1),
        _activity(3, "2025-03-01", duration_min=721),
        _activity(4, "2025-03-01"),
    ).derive()
    assert _now(facts, "activity_id, minutes, is_connected") == [
        ("A1", 0, False),
        ("A2", 1, True),
        ("A3", None, None),
        ("A4", None, None),
    ]


def test_hours_that_overlap_count_once_and_selling_first(facts: Any) -> None:
    def timed(number: int, start: str, minutes: int, **more: Any) -> dict[str, Any]:
        return _activity(
            number, f"2025-03-03T{start}:00", starts_at=f"2025-03-03T{start}:00", duration_min=minutes, **more
        )

    facts.batch(NOW).put(
        "activity",
        timed(1, "08:00", 60),
        timed(2, "08:30", 60, kind="meeting"),
        timed(3, "09:00", 60, kind="admin"),
        timed(4, "08:45", 15, kind="other"),
        timed(5, "12:00", 30, kind="meeting", direction="internal"),
        timed(6, "08:00", 30, rep_id="r2"),
        _activity(7, "2025-03-03", duration_min=60, kind="email"),
    ).derive()
    assert _now(facts, "rep_id, kind, hours", "work_time") == [
        ("r1", "admin", Decimal("1.0000")),
        ("r1", "selling", Decimal("2.5000")),
        ("r2", "selling", Decimal("0.5000")),
    ]


def test_the_hours_there_are_follow_opening_hours_and_shares(facts: Any) -> None:
    facts.batch("2025-03-04T20:00:00")
    facts.put("rep", {"rep_id": "r1", "hired_on": date(2025, 3, 4)}, {"rep_id": "r2"}, {"rep_id": "b", "kind": "bot"})
    facts.put("team", {"team_id": "t"})
    facts.put("team_membership", {"rep_id": "r2", "team_id": "t", "fte": Decimal("0.5")})
    facts.put("activity", _activity(1, "2025-03-03")).derive()
    assert _now(facts, "rep_id, day, hours", "work_available") == [
        ("r1", date(2025, 3, 4), Decimal("8.0000")),
        ("r2", date(2025, 3, 3), Decimal("4.0000")),
        ("r2", date(2025, 3, 4), Decimal("4.0000")),
    ]


def test_two_people_at_one_event(facts: Any) -> None:
    facts.batch(NOW).put(
        "activity",
        _activity(1, "2025-03-03", kind="event", thread_id="Fiera", rep_id="r1"),
        _activity(2, "2025-03-03", kind="event", thread_id="Fiera", rep_id="r2"),
        _activity(3, "2025-03-04", kind="event", thread_id="Fiera"),
        _activity(4, "2025-03-05", kind="event", status="cancelled"),
    ).derive()
    assert facts.ask("select count(*), count(distinct event_key) from networking_event") == [(3, 2)]


def test_coverage_is_that_of_the_own_table(facts: Any) -> None:
    facts.batch("2025-03-04T20:00:00").put("activity", _activity(1, "2025-03-03"))
    facts.put("inquiry", {"inquiry_id": "i", "received_at": "2025-02-01"}).derive()
    found = facts.ask(
        "select relation, clock, covered_from, covered_to from coverage"
        " where relation in ('work', 'inquiry_response', 'survey_answer') order by all"
    )
    last = date(2025, 3, 4)
    assert found == [
        ("inquiry_response", "received", date(2025, 2, 1), last),
        ("work", "booked", date(2025, 3, 3), last),
        ("work", "done", date(2025, 3, 3), last),
    ]
