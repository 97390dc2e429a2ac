"""How far deals come: vector T40, and what is told without a history."""

from __future__ import annotations

from datetime import date
from typing import Any

STAGES = ("Lead", "Qualified", "Proposal", "Negotiation", "Won")
PATHS = (
    ("12345", "won"),
    ("135", "won"),
    ("12", "lost"),
    ("1232", "lost"),
    ("123234", "open"),
    ("1", "lost"),
    ("1", "open"),
    ("123", "open"),
    ("1234", "lost"),
    ("12", "open"),
)


def _stages(facts: Any) -> None:
    facts.put(
        "stage",
        *(
            {"stage_id": name, "rank": rank, "kind": "won" if name == "Won" else "open"}
            for rank, name in enumerate(STAGES, start=1)
        ),
    )


def _deal(facts: Any, deal: str, path: str, status: str, **more: Any) -> None:
    names = [STAGES[int(place) - 1] for place in path]
    facts.put(
        "opportunity_event",
        *(
            {
                "opportunity_id": deal,
                "seq": number,
                "happened_at": f"2025-01-{number + 1:02}",
                "field": "stage",
                "old": names[number - 1] if number else None,
                "new": name,
            }
            for number, name in enumerate(names)
        ),
    )
    facts.put(
        "opportunity",
        {
            "opportunity_id": deal,
            "created_at": "2025-01-01",
            "closed_at": None if status == "open" else "2025-02-01",
            "status": status,
            "stage_id": names[-1],
            **more,
        },
    )


def test_t40(facts: Any) -> None:
    facts.batch("2025-04-10T08:00:00")
    _stages(facts)
    for number, (path, status) in enumerate(PATHS):
        _deal(facts, f"D{number}", path, status)
    facts.derive()
    counted = facts.ask(
        "select stage_id, count(*), count(*) filter (outcome = 'advanced'), count(*) filter (outcome = 'lost'),"
        " count(*) filter (outcome = 'open'), count(*) filter (lost_here = 'yes')"
        " from stage_reach where known_to is null group by stage_id, rank order by rank"
    )
    assert counted == [
        ("Lead", 10, 8, 1, 1, 1),
        ("Qualified", 8, 6, 1, 1, 2),
        ("Proposal", 6, 4, 1, 1, 0),
        ("Negotiation", 4, 2, 1, 1, 1),
    ]
    assert facts.ask(
        "select visit, stage_id, days, ended_as from stage_time where known_to is null and opportunity_id = 'D3'"
        " order by visit"
    ) == [
        (1, "Lead", 1, "advanced"),
        (2, "Qualified", 1, "advanced"),
        (3, "Proposal", 1, "back"),
        (4, "Qualified", 28, "lost"),
    ]
    as_then = facts.at("stage_reach", "2025-01-02 12:00", "stage_id, outcome", "opportunity_id = 'D0'")
    assert as_then == [("Lead", "advanced"), ("Qualified", "open")]
    qualified = facts.at("deal_life", "2025-04-11 00:00", "qualified_days, won_days", "opportunity_id = 'D1'")
    assert qualified == [(1, 31)]


def test_without_a_history_the_stage_of_the_row_is_how_far_it_came(facts: Any) -> None:
    facts.batch("2025-04-10T08:00:00")
    _stages(facts)
    row = {"created_at": "2025-01-01", "closed_at": "2025-02-01"}
    facts.put(
        "opportunity",
        {"opportunity_id": "lost", "status": "lost", "stage_id": "Qualified", **row},
        {"opportunity_id": "nowhere", "status": "lost", **row},
        {"opportunity_id": "won", "status": "won", "stage_id": "Won", **row},
    ).derive()
    found = facts.at("stage_reach", "2025-04-11 00:00", "opportunity_id, rank, outcome, entered_on", "rank < 3")
    first = date(2025, 1, 1)
    assert found == [
        ("lost", 1, "advanced", first),
        ("lost", 2, "lost", first),
        ("nowhere", 1, None, first),
        ("nowhere", 2, None, first),
        ("won", 1, "advanced", first),
        ("won", 2, "advanced", first),
    ]
    assert facts.at("stage_time", "2025-04-11 00:00", "1") == []


def test_stages_of_no_pipeline_serve_a_deal_whose_pipeline_has_none(facts: Any) -> None:
    facts.batch("2025-04-10T08:00:00")
    _stages(facts)
    facts.put("stage", {"pipeline_id": "Own", "stage_id": "Only", "rank": 1, "kind": "open"})
    row = {"created_at": "2025-01-01", "status": "open"}
    facts.put(
        "opportunity",
        {"opportunity_id": "named", "pipeline_id": "Sales", "stage_id": "Qualified", **row},
        {"opportunity_id": "own", "pipeline_id": "Own", "stage_id": "Only", **row},
    ).derive()
    assert facts.at("stage_reach", "2025-04-11 00:00", "opportunity_id, stage_id, outcome") == [
        ("named", "Lead", "advanced"),
        ("named", "Qualified", "open"),
        ("own", "Only", "open"),
    ]


def test_the_owner_at_the_exit_has_the_stage(facts: Any) -> None:
    facts.batch("2025-04-10T08:00:00")
    _stages(facts)
    _deal(facts, "D", "123", "lost", owner_id="R2")
    owners = (("2025-01-01", None, "R1"), ("2025-01-03", "R1", "R2"))
    facts.put(
        "opportunity_event",
        *(
            {"opportunity_id": "D", "seq": 20 + n, "happened_at": day, "field": "owner", "old": old, "new": new}
            for n, (day, old, new) in enumerate(owners)
        ),
    ).derive()
    assert facts.at("stage_reach", "2025-04-11 00:00", "rank, rep_id") == [(1, "R1"), (2, "R2"), (3, "R2")]


def test_proposals_are_first_or_later_and_without_any_told_from_the_stage(facts: Any) -> None:
    facts.batch("2025-04-10T08:00:00")
    facts.put("stage", {"stage_id": "Offer", "rank": 1, "kind": "open", "milestone": "proposal"})
    row = {"created_at": "2025-01-01", "status": "open", "stage_id": "Offer", "amount": "10", "currency": "EUR"}
    facts.put("opportunity", {"opportunity_id": "A", **row}).derive()
    columns = "proposal_id, position, sent_on, origin"
    assert facts.at("proposal_sent", "2025-04-11 00:00", columns) == [("A", "first", date(2025, 1, 1), "inferred")]
    facts.put(
        "proposal",
        {"proposal_id": "P1", "opportunity_id": "A", "version": 1, "sent_at": "2025-01-05"},
        {"proposal_id": "P2", "opportunity_id": "A", "version": 2, "sent_at": "2025-01-04"},
        {"proposal_id": "P3", "sent_at": "2025-01-06"},
    ).derive()
    assert facts.at("proposal_sent", "2025-04-11 00:00", "proposal_id, position, sent_on") == [
        ("P1", "first", date(2025, 1, 5)),
        ("P2", "later", date(2025, 1, 4)),
        ("P3", "first", date(2025, 1, 6)),
    ]
