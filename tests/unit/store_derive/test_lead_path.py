"""Leads: working minutes until a person answers (T28, T29), what became of them, and what was known when."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "time.json").read_text(encoding="utf-8"))
NOW = "2025-08-11 00:00"


def _utc(text: str) -> str:
    """Local time in Rome, or UTC where the text ends in Z, as the store keeps it."""
    if text.endswith("Z"):
        return text.removesuffix("Z") + ":00"
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Rome"))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None).isoformat()


def _lead(lead: str, created: str, **more: Any) -> dict[str, Any]:
    return {"lead_id": lead, "created_at": created, **more}


def _call(lead: str, done: str, **more: Any) -> dict[str, Any]:
    key = f"{lead} {done} {more}"
    row = {"activity_id": key, "lead_id": lead, "kind": "call", "direction": "out", "status": "done", "done_at": done}
    return row | more


def test_t28_and_t29(facts: Any) -> None:
    facts.batch("2025-08-10T08:00:00")
    expected = []
    for number, one in enumerate((*VECTORS["T28"]["durations"], *VECTORS["T29"])):
        lead = f"{number:02}"
        facts.put("lead", _lead(lead, _utc(one["from"]))).put("activity", _call(lead, _utc(one["to"])))
        known = one["minutes"] is not None
        expected.append((lead, one["minutes"], known, "answered" if known else None))
    facts.derive()
    assert facts.at("lead_path", NOW, "lead_id, minutes, begun is not null, ended_as") == expected


def test_only_a_person_stops_the_clock(facts: Any) -> None:
    facts.batch("2025-08-10T08:00:00").put("rep", {"rep_id": "B", "kind": "bot"}, {"rep_id": "Q", "kind": "queue"})
    at = "2025-03-14T09:00:00"
    facts.put("lead", _lead("bot", at), _lead("phone", at), _lead("day", "2025-03-14"), _lead("silent", at))
    facts.put(
        "activity",
        _call("bot", "2025-03-14T09:01:00", rep_id="B"),
        _call("bot", "2025-03-14T09:02:00", is_automated=True),
        _call("bot", "2025-03-14T09:03:00", status="no_show"),
        _call("bot", "2025-03-14T09:30:00", rep_id="R1"),
        _call("phone", "2025-03-14T08:55:00", direction="in"),
        _call("day", "2025-03-14T09:30:00"),
    ).derive()
    assert facts.at("lead_path", NOW, "lead_id, minutes_elapsed, begun is null, phoned_in") == [
        ("bot", 30, False, False),
        ("day", None, True, False),
        ("phone", None, False, True),
        ("silent", None, False, False),
    ]
    assert facts.at("lead_wait_span", NOW, "lead_id, age, from_on, to_on") == [
        ("silent", "days", date(2025, 3, 17), date(2025, 3, 22)),
        ("silent", "new", date(2025, 3, 14), date(2025, 3, 17)),
        ("silent", "week", date(2025, 3, 22), None),
    ]


def test_an_answer_is_known_when_it_was_given(facts: Any) -> None:
    facts.batch("2025-03-20T08:00:00").put("lead", _lead("A", "2025-03-14T09:00:00"))
    facts.put("activity", _call("A", "2025-03-14T10:00:00"))
    facts.batch("2025-04-20T08:00:00").put("activity", _call("A", "2025-03-14T09:10:00")).derive()
    columns = "minutes, origin"
    assert facts.at("lead_path", "2025-03-14 09:05", columns) == [(None, "inferred")]
    assert facts.at("lead_path", "2025-03-14 09:30", columns) == [(10, "inferred")]
    assert facts.at("lead_path", "2025-03-21 00:00", columns) == [(60, "observed")]
    assert facts.at("lead_path", "2025-04-21 00:00", columns) == [(10, "observed")]


def test_what_became_of_a_lead(facts: Any) -> None:
    facts.batch("2025-08-10T08:00:00")
    facts.put("rep", {"rep_id": "R1", "kind": "human"}, {"rep_id": "Q", "kind": "queue"})
    facts.put("account", {"account_id": "Y2", "merged_into": "Y"})
    facts.put(
        "lead",
        _lead("deal", "2025-03-01", owner_id="Q", qualified_at="2025-03-03"),
        _lead("order", "2025-03-01", account_id="Y2"),
        _lead("again", "2025-03-21", account_id="Y2"),
        _lead("customer", "2025-06-01", account_id="Y"),
        _lead("gone", "2025-03-01", disqualified_at="2025-03-11"),
        _lead("lost", "2025-03-01"),
        _lead("wrong", "2025-03-01", disqualified_at="2025-02-11"),
        _lead("open", "2025-03-01", referrer_account_id="Y"),
    )
    facts.put("sales_order", {"order_id": "1", "account_id": "Y", "ordered_at": "2025-04-10", "net_amount": "5"})
    deal = {"created_at": "2025-03-05", "closed_at": "2025-03-31", "owner_id": "R1"}
    facts.put(
        "opportunity",
        {"opportunity_id": "1", "lead_id": "deal", "status": "won", **deal},
        {"opportunity_id": "2", "lead_id": "lost", "status": "lost", **deal},
    ).derive()
    columns = (
        "lead_id, conversion_days, ended_days, opportunity_days, qualified_days, in_order, is_repeat, is_referral,"
        " converted_by_rep_id"
    )
    assert facts.at("lead_path", NOW, columns) == [
        ("again", 20, None, 20, 20, True, True, False, None),
        ("customer", None, None, None, None, True, True, False, None),
        ("deal", 30, None, 4, 2, True, False, False, "R1"),
        ("gone", None, 10, None, None, True, False, False, None),
        ("lost", None, 30, 4, 4, True, False, False, None),
        ("open", None, None, None, None, True, False, True, None),
        ("order", 40, None, 40, 40, True, False, False, None),
        ("wrong", None, -18, None, None, None, False, False, None),
    ]
    then = facts.at("lead_path", "2025-03-20 00:00", "conversion_days, opportunity_days", "lead_id = 'deal'")
    assert then == [(None, 4)]


def test_a_source_that_ties_no_lead_to_anything_is_believed(facts: Any) -> None:
    facts.batch("2025-08-10T08:00:00")
    facts.put("lead", _lead("A", "2025-03-01", converted_at="2025-03-04"), _lead("B", "2025-03-01"), source="form")
    facts.put("lead", _lead("C", "2025-03-01", converted_at="2025-03-04", account_id="Z"), source="crm").derive()
    assert facts.at("lead_path", NOW, "lead_id, conversion_days, opportunity_days") == [
        ("A", 3, 3),
        ("B", None, None),
        ("C", None, 3),
    ]
