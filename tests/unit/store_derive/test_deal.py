"""Deals as known at any instant: vector T37 and the rules around it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

D = Decimal


def _event(deal: str, seq: int, happened: str, field: str, new: str | None, old: str | None = None) -> dict[str, Any]:
    return {"opportunity_id": deal, "seq": seq, "happened_at": happened, "field": field, "old": old, "new": new}


# deal, owner at creation, amount, created, later events (instant or day, field, new value)
T37 = (
    ("D1", "R1", "1000", "2025-01-10", (("2025-02-05", "status", "won"),)),
    ("D2", "R1", "3000", "2025-01-15", (("2025-01-30", "status", "lost"),)),
    ("D3", "R1", "2000", "2025-02-01", (("2025-02-20", "owner", "R2"), ("2025-03-03", "status", "won"))),
    ("D4", "R2", "4000", "2025-02-10", ()),
    (
        "D5",
        "R2",
        "5000",
        "2025-01-20",
        (("2025-02-10", "status", "won"), ("2025-02-15", "status", "open"), ("2025-03-10", "status", "lost")),
    ),
    ("D6", "R2", "1500", "2025-02-12", (("2025-02-28T23:30:00", "status", "won"),)),
    ("D7", "R1", None, "2025-02-20", (("2025-02-25", "status", "lost"),)),
    ("D8", "R1", "0", "2025-02-22", (("2025-02-27", "status", "won"),)),
)


def _load_t37(facts: Any, extracted_at: str) -> None:
    facts.batch(extracted_at)
    facts.put("fx_rate", {"rate_date": "2025-02-25", "currency": "USD", "to_base": D("0.90")})
    for deal, owner, amount, created, later in T37:
        events = [_event(deal, 1, created, "created", None), _event(deal, 2, created, "owner", owner)]
        events += [_event(deal, 3, created, "status", "open")]
        events += [_event(deal, 4, created, "amount", amount)] if amount else []
        events += [_event(deal, 5 + n, when, field, new) for n, (when, field, new) in enumerate(later)]
        facts.put("opportunity_event", *events)
        statuses = [(when, new) for when, field, new in later if field == "status"]
        status = statuses[-1][1] if statuses else "open"
        facts.put(
            "opportunity",
            {
                "opportunity_id": deal,
                "created_at": created,
                "closed_at": statuses[-1][0] if statuses else None,
                "status": status,
                "owner_id": next((new for _, field, new in reversed(later) if field == "owner"), owner),
                "amount": amount,
                "currency": "USD" if deal == "D6" else "EUR",
            },
        )
    facts.derive()


def _closed(facts: Any, as_of: str, first: str, end: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = facts.at(
        "deal",
        as_of,
        "opportunity_id, status, amount_base, cycle_days, rep_id",
        f"closed_on >= '{first}' and closed_on < '{end}'",
    )
    return found


def test_t37_as_known_on_14_february(facts: Any) -> None:
    _load_t37(facts, "2025-04-10T08:00:00")
    as_of = "2025-02-14 12:00"
    assert _closed(facts, as_of, "2025-02-01", "2025-03-01") == [
        ("D1", "won", D("1000.0000"), 26, "R1"),
        ("D5", "won", D("5000.0000"), 21, "R2"),
    ]
    assert _closed(facts, as_of, "2025-01-01", "2025-02-01") == [("D2", "lost", D("3000.0000"), None, "R1")]
    assert {row[0] for row in facts.at("deal", as_of, "origin")} == {"inferred"}


def test_t37_as_known_on_28_february(facts: Any) -> None:
    _load_t37(facts, "2025-04-10T08:00:00")
    as_of = "2025-02-28 22:59"
    assert [row[:2] for row in _closed(facts, as_of, "2025-02-01", "2025-03-01")] == [
        ("D1", "won"),
        ("D7", "lost"),
        ("D8", "won"),
    ]
    created = "opportunity_id, status"
    january = facts.at("deal", as_of, created, "created_on >= '2025-01-01' and created_on < '2025-02-01'")
    assert january == [("D1", "won"), ("D2", "lost"), ("D5", "open")]
    february = facts.at("deal", as_of, created, "created_on >= '2025-02-01' and created_on < '2025-03-01'")
    assert february == [("D3", "open"), ("D4", "open"), ("D6", "open"), ("D7", "lost"), ("D8", "won")]
    assert facts.at("deal", as_of, "rep_id, created_by_rep_id", "opportunity_id = 'D3'") == [("R2", "R1")]


@pytest.mark.parametrize("as_of", ["2025-03-31 22:00", "2025-05-01 00:00"])
def test_t37_as_known_at_the_end_of_march_and_after_the_import(facts: Any, as_of: str) -> None:
    _load_t37(facts, "2025-04-10T08:00:00")
    assert _closed(facts, as_of, "2025-02-01", "2025-03-01") == [
        ("D1", "won", D("1000.0000"), 26, "R1"),
        ("D7", "lost", None, None, "R1"),
        ("D8", "won", D("0.0000"), 5, "R1"),
    ]
    assert _closed(facts, as_of, "2025-03-01", "2025-04-01") == [
        ("D3", "won", D("2000.0000"), 30, "R2"),
        ("D5", "lost", D("5000.0000"), None, "R2"),
        ("D6", "won", D("1350.0000"), 17, "R2"),
    ]
    january = facts.at("deal", as_of, "status", "created_on >= '2025-01-01' and created_on < '2025-02-01'")
    assert january == [("lost",), ("lost",), ("won",)]
    february = facts.at("deal", as_of, "status", "created_on >= '2025-02-01' and created_on < '2025-03-01'")
    assert february == [("lost",), ("open",), ("won",), ("won",), ("won",)]
    assert {row[0] for row in facts.at("deal", as_of, "origin")} == {
        "inferred" if as_of.startswith("2025-03") else "observed"
    }


def test_every_deal_has_one_version_at_a_time(facts: Any) -> None:
    _load_t37(facts, "2025-04-10T08:00:00")
    overlapping = facts.ask(
        "select a.opportunity_id from deal a join deal b on a.opportunity_id = b.opportunity_id"
        " and a.known_from < b.known_from and (a.known_to is null or a.known_to > b.known_from)"
    )
    assert overlapping == []
    assert facts.ask("select count(*) from deal where known_to is null") == [(8,)]


def test_t37_pipeline_of_the_past_has_the_amounts_of_the_events(facts: Any) -> None:
    _load_t37(facts, "2025-04-10T08:00:00")
    for as_of in ("2025-02-14 12:00", "2025-05-01 00:00"):
        spans = facts.at(
            "deal_span",
            as_of,
            "opportunity_id, rep_id, amount, amount_state",
            "from_on <= '2025-02-13' and (to_on is null or to_on > '2025-02-13')",
        )
        assert spans == [
            ("D3", "R1", D("2000.0000"), "observed"),
            ("D4", "R2", D("4000.0000"), "observed"),
            ("D6", "R2", D("1500.0000"), "observed"),
        ]
    reopened = facts.at("deal_span", "2025-05-01 00:00", "from_on, to_on", "opportunity_id = 'D5'")
    assert reopened == [
        (date(2025, 1, 20), date(2025, 2, 10)),
        (date(2025, 2, 15), date(2025, 3, 10)),
    ]


def test_without_events_the_past_knows_no_amount_until_the_deal_is_closed(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "opportunity",
        {"opportunity_id": "A", "created_at": "2025-01-10", "closed_at": "2025-02-05", "status": "won", "amount": "10"},
        {"opportunity_id": "B", "created_at": "2025-01-10", "status": "open", "amount": "20", "owner_id": "R1"},
        {"opportunity_id": "C", "closed_at": "2025-02-05", "status": "lost", "amount": "30"},
        {"opportunity_id": "E", "status": "open", "amount": "30"},
    ).derive()
    columns = "opportunity_id, status, amount, closed_on, rep_id, origin"
    assert facts.at("deal", "2025-01-09 22:59", columns) == []
    assert facts.at("deal", "2025-01-09 23:00", columns) == [
        ("A", "open", None, None, None, "inferred"),
        ("B", "open", None, None, "R1", "inferred"),
    ]
    assert facts.at("deal", "2025-03-01 00:00", columns) == [
        ("A", "won", D("10.0000"), date(2025, 2, 5), None, "inferred"),
        ("B", "open", None, None, "R1", "inferred"),
        ("C", "lost", D("30.0000"), date(2025, 2, 5), None, "inferred"),
    ]
    assert [row[2] for row in facts.at("deal", "2025-06-01 08:00", columns)] == [
        D("10.0000"),
        D("20.0000"),
        D("30.0000"),
        D("30.0000"),
    ]


def test_what_is_learned_later_does_not_change_what_was_known(facts: Any) -> None:
    deal = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "amount": "10"}
    facts.batch("2025-02-01T08:00:00").put("opportunity", deal)
    facts.batch("2025-03-01T08:00:00").put("opportunity", {**deal, "amount": "50", "created_at": "2025-01-12"})
    facts.derive()
    columns = "amount, created_on, origin"
    assert facts.at("deal", "2025-01-20 00:00", columns) == [(None, date(2025, 1, 10), "inferred")]
    assert facts.at("deal", "2025-02-10 00:00", columns) == [(D("10.0000"), date(2025, 1, 10), "observed")]
    assert facts.at("deal", "2025-03-01 08:00", columns) == [(D("50.0000"), date(2025, 1, 12), "observed")]


def test_a_deleted_deal_was_known_until_then(facts: Any) -> None:
    deal = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open"}
    facts.batch("2025-02-01T08:00:00").put("opportunity", deal)
    facts.batch("2025-03-01T08:00:00").delete("opportunity", "A").derive()
    assert len(facts.at("deal", "2025-02-20 00:00", "opportunity_id")) == 1
    assert facts.at("deal", "2025-03-01 08:00", "opportunity_id") == []
    assert facts.at("deal_span", "2025-03-01 08:00", "from_on, to_on, ended_as") == [
        (date(2025, 1, 10), date(2025, 2, 1), None),
        (date(2025, 2, 1), date(2025, 3, 1), "removed"),
    ]


def test_reassigning_a_closed_deal_does_not_move_the_credit(facts: Any) -> None:
    deal = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "owner_id": "R1"}
    facts.batch("2025-02-01T08:00:00").put("opportunity", deal)
    won = {**deal, "status": "won", "closed_at": "2025-02-03", "owner_id": "R2"}
    facts.batch("2025-02-08T08:00:00").put("opportunity", won)
    facts.batch("2025-02-15T08:00:00").put("opportunity", {**won, "owner_id": "R3"})
    facts.derive()
    assert facts.ask("select rep_id, created_by_rep_id from deal where known_to is null") == [("R2", "R1")]


def test_start_and_source_come_from_the_lead_where_there_is_one(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00")
    facts.put("source", {"source_id": "fair", "channel": "offline"})
    facts.put("lead", {"lead_id": "L1", "created_at": "2025-01-02T09:00:00", "source_id": "fair"})
    facts.put("lead", {"lead_id": "L2", "created_at": "2025-01-03", "opportunity_id": "B"})
    deal = {"created_at": "2025-01-10", "closed_at": "2025-01-20", "status": "won"}
    facts.put(
        "opportunity",
        {**deal, "opportunity_id": "A", "lead_id": "L1"},
        {**deal, "opportunity_id": "B", "source_id": "web", "channel": "shop"},
        {**deal, "opportunity_id": "C"},
    ).derive()
    assert facts.ask(
        "select opportunity_id, started_on, started_from, source_id, channel, cycle_days, type from deal"
        " where known_to is null order by 1"
    ) == [
        ("A", date(2025, 1, 2), "lead", "fair", "offline", 10, "new"),
        ("B", date(2025, 1, 3), "lead", "web", "shop", 10, "new"),
        ("C", date(2025, 1, 10), "opportunity", None, None, 10, "new"),
    ]


def test_a_closing_before_the_creation_has_no_cycle_and_the_same_day_has_zero(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "opportunity",
        {"opportunity_id": "A", "created_at": "2025-01-10", "closed_at": "2025-01-09", "status": "won"},
        {"opportunity_id": "B", "created_at": "2025-01-10", "closed_at": "2025-01-10", "status": "won"},
        {"opportunity_id": "C", "created_at": "2025-01-10", "closed_at": "2025-01-12", "status": "lost"},
    ).derive()
    found = facts.ask("select opportunity_id, cycle_days from deal where known_to is null order by 1")
    assert found == [("A", None), ("B", 0), ("C", None)]


def test_stage_changes_tell_the_outcome_where_no_status_changes_are_given(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00")
    facts.put("stage", {"stage_id": "offer", "kind": "open"}, {"stage_id": "signed", "kind": "won"})
    facts.put(
        "opportunity_event",
        _event("A", 1, "2025-01-10", "created", None),
        _event("A", 2, "2025-01-10", "stage", "offer"),
        _event("A", 3, "2025-03-01", "stage", "signed", "offer"),
    )
    facts.put("opportunity", {"opportunity_id": "A"}, stub=True).derive()
    assert facts.ask("select status, created_on, closed_on, stage_id from deal where known_to is null") == [
        ("won", date(2025, 1, 10), date(2025, 3, 1), "signed")
    ]
    assert facts.at("deal", "2025-02-01 00:00", "status, stage_id, origin") == [("open", "offer", "inferred")]


def test_merged_accounts_count_as_their_root_from_when_that_was_known(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00").put("account", {"account_id": "X"}, {"account_id": "Y"}, {"account_id": "Z"})
    facts.put("opportunity", {"opportunity_id": "A", "account_id": "X", "created_at": "2025-01-10", "status": "open"})
    facts.batch("2025-03-01T08:00:00").put("account", {"account_id": "X", "merged_into": "Y"})
    facts.put("account", {"account_id": "Y", "merged_into": "Z"}).derive()
    assert facts.at("deal", "2025-02-10 00:00", "account_id") == [("X",)]
    assert facts.at("deal", "2025-03-10 00:00", "account_id") == [("Z",)]


def test_accounts_merged_in_a_circle_keep_their_own_name(facts: Any) -> None:
    facts.batch("2025-02-01T08:00:00")
    facts.put("account", {"account_id": "X", "merged_into": "Y"}, {"account_id": "Y", "merged_into": "X"})
    facts.put("opportunity", {"opportunity_id": "A", "account_id": "X", "created_at": "2025-01-10", "status": "open"})
    facts.derive()
    assert facts.ask("select account_id from deal where known_to is null") == [("X",)]


def test_zero_on_all_lost_deals_means_unknown(facts: Any) -> None:
    facts.batch("2026-11-24T10:00:00")
    facts.put(
        "opportunity",
        {"opportunity_id": "A", "status": "lost", "created_at": "2026-01-01", "closed_at": "2026-01-05", "amount": 0},
        {"opportunity_id": "B", "status": "won", "created_at": "2026-01-01", "closed_at": "2026-01-05", "amount": 0},
    ).derive()
    current = "select opportunity_id, amount_base from deal where known_to is null order by all"
    assert facts.ask(current) == [("A", None), ("B", 0)]
    facts.put(
        "opportunity",
        {"opportunity_id": "C", "status": "lost", "created_at": "2026-01-01", "closed_at": "2026-01-05", "amount": 9},
    ).derive()
    assert facts.ask(current) == [("A", 0), ("B", 0), ("C", 9)]
