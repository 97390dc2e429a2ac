"""Open spans: their days, what is unknown in them, and that every week's own file comes back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

D = Decimal
SPAN = "opportunity_id, from_on, to_on, rep_id, stage_id, amount, amount_state"


def test_one_observation_knows_the_amount_from_then_on_only(facts: Any) -> None:
    facts.batch("2025-02-03T10:00:00").put(
        "opportunity",
        {
            "opportunity_id": "A",
            "created_at": "2025-01-10",
            "status": "open",
            "amount": "10",
            "owner_id": "R1",
            "stage_id": "S",
        },
        {"opportunity_id": "B", "created_at": "2025-01-10", "closed_at": "2025-01-20", "status": "won", "amount": "20"},
        {"opportunity_id": "C", "status": "open"},
    ).derive()
    observed = date(2025, 2, 3)
    assert facts.at("deal_span", "2025-03-01 00:00", SPAN) == [
        ("A", date(2025, 1, 10), observed, "R1", None, None, "unknown"),
        ("A", observed, None, "R1", "S", D("10.0000"), "observed"),
        ("B", date(2025, 1, 10), date(2025, 1, 20), None, None, None, "unknown"),
        ("C", observed, None, None, None, None, "observed"),
        ("C", None, observed, None, None, None, "unknown"),
    ]
    before = facts.at(
        "deal_span", "2025-01-15 00:00", "opportunity_id, amount, amount_state, origin", "from_on <= '2025-01-15'"
    )
    assert before == [("A", None, "unknown", "inferred"), ("B", None, "unknown", "inferred")]


def test_a_moved_pipeline_is_known_as_it_was(facts: Any) -> None:
    a = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "amount": "10", "stage_id": "S1"}
    facts.batch("2025-02-03T10:00:00").put("opportunity", a)
    facts.batch("2025-02-10T10:00:00").put(
        "opportunity",
        {**a, "amount": "12", "stage_id": "S2"},
        {"opportunity_id": "N", "created_at": "2025-02-05", "status": "open", "amount": "7"},
    )
    facts.batch("2025-02-17T10:00:00").put("opportunity", {**a, "status": "lost", "closed_at": "2025-02-13"})
    facts.derive()
    third, tenth = date(2025, 2, 3), date(2025, 2, 10)
    assert facts.at("deal_span", "2025-02-18 00:00", SPAN) == [
        ("A", date(2025, 1, 10), third, None, None, None, "unknown"),
        ("A", third, tenth, None, "S1", D("10.0000"), "observed"),
        ("A", tenth, date(2025, 2, 13), None, "S2", D("12.0000"), "observed"),
        ("N", date(2025, 2, 5), tenth, None, None, D("7.0000"), "inferred"),
        ("N", tenth, None, None, None, D("7.0000"), "observed"),
    ]
    assert [row[2] for row in facts.at("deal_span", "2025-02-12 00:00", SPAN, "opportunity_id = 'A'")] == [
        third,
        tenth,
        None,
    ]


def test_a_reopened_deal_is_out_of_the_pipeline_in_between(facts: Any) -> None:
    a = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "amount": "10"}
    facts.batch("2025-02-03T10:00:00").put("opportunity", a)
    facts.batch("2025-02-10T10:00:00").put("opportunity", {**a, "status": "won", "closed_at": "2025-02-05"})
    facts.batch("2025-02-17T10:00:00").put("opportunity", a)
    facts.batch("2025-02-24T10:00:00").put("opportunity", {**a, "status": "lost", "closed_at": "2025-02-20"})
    facts.derive()
    spans = facts.at("deal_span", "2025-03-01 00:00", "from_on, to_on, amount")
    assert spans == [
        (date(2025, 1, 10), date(2025, 2, 3), None),
        (date(2025, 2, 3), date(2025, 2, 5), D("10.0000")),
        (date(2025, 2, 17), date(2025, 2, 20), D("10.0000")),
    ]


def test_a_closing_dated_before_an_observation_ends_the_span_there(facts: Any) -> None:
    a = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "amount": "10"}
    facts.batch("2025-02-03T10:00:00").put("opportunity", a)
    facts.batch("2025-02-10T10:00:00").put("opportunity", {**a, "amount": "11"})
    facts.batch("2025-02-17T10:00:00").put("opportunity", {**a, "status": "lost", "closed_at": "2025-02-01"})
    facts.derive()
    assert facts.at("deal_span", "2025-03-01 00:00", "from_on, to_on, amount_state") == [
        (date(2025, 1, 10), date(2025, 2, 1), "unknown")
    ]


def test_an_old_file_describes_its_own_last_day_not_the_day_of_the_import(facts: Any) -> None:
    facts.batch("2026-11-24T10:00:00", given=False).put(
        "opportunity",
        {"opportunity_id": "A", "created_at": "2017-01-10", "status": "open", "amount": "10"},
        {"opportunity_id": "B", "created_at": "2017-01-10", "closed_at": "2017-12-31", "status": "won", "amount": "10"},
    ).derive()
    assert facts.at("deal_span", "2026-12-01 00:00", "from_on, to_on, amount", "opportunity_id = 'A'") == [
        (date(2017, 1, 10), date(2017, 12, 31), None),
        (date(2017, 12, 31), None, D("10.0000")),
    ]


WEEKS = [date(2025, 3, 3) + timedelta(days=7 * week) for week in range(3)]
_states = st.one_of(
    st.none(),
    st.tuples(
        st.sampled_from(["open", "open", "won", "lost"]),
        st.integers(0, 3),
        st.sampled_from(["R1", "R2"]),
        st.sampled_from(["S1", "S2"]),
        st.integers(0, 40),
    ),
)
_deals = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 40)), st.tuples(_states, _states, _states), st.booleans()), max_size=5
)


@settings(max_examples=12, deadline=None)
@given(_deals)
def test_each_weeks_own_file_comes_back(make_facts: Any, deals: list[Any]) -> None:
    """Count and value over the spans at each extract's day, as known then, are those of that extract's open rows."""
    facts = make_facts()
    expected: list[tuple[int, Decimal | None]] = []
    statuses: list[list[tuple[str, str]]] = []
    seen: dict[str, dict[str, Any]] = {}
    for week, day in enumerate(WEEKS):
        facts.batch(f"{day}T10:00:00")
        facts.note("opportunity")
        for number, (age, states, has_events) in enumerate(deals):
            state = states[week]
            if state is None:
                continue
            status, amount, owner, stage, closed_age = state
            row = {
                "opportunity_id": f"D{number}",
                "created_at": None if age is None else str(day - timedelta(days=age)),
                "status": status,
                "closed_at": None if status == "open" else str(day - timedelta(days=closed_age)),
                "amount": str(amount) if amount or has_events else None,
                "currency": "EUR",
                "owner_id": owner,
                "stage_id": stage,
            }
            if has_events:
                event = {"opportunity_id": f"D{number}", "happened_at": str(day - timedelta(days=3))}
                facts.put(
                    "opportunity_event",
                    {**event, "seq": 10 * week, "field": "amount", "new": "99"},
                    {**event, "seq": 10 * week + 1, "field": "status", "new": "open"},
                )
            if seen.get(row["opportunity_id"]) != row:
                facts.put("opportunity", row)
                seen[row["opportunity_id"]] = row
        still_open = [Decimal(row["amount"] or 0) for row in seen.values() if row["status"] == "open"]
        statuses.append(sorted((deal, row["status"]) for deal, row in seen.items()))
        expected.append((len(still_open), sum(still_open, Decimal(0))))
    facts.derive()
    for day, (count, value), known in zip(WEEKS, expected, statuses, strict=True):
        assert facts.at("deal", f"{day} 10:00", "opportunity_id, status") == known
        found = facts.ask(
            "select count(*), coalesce(sum(amount), 0) from deal_span where known_from <= $1::timestamp"
            " and (known_to is null or known_to > $1::timestamp) and coalesce(from_on, '0001-01-01') <= $2::date"
            " and (to_on is null or to_on > $2::date)",
            f"{day} 10:00",
            day,
        )
        assert found == [(count, value)]
    overlapping = facts.ask(
        "select a.opportunity_id from deal_span a join deal_span b on a.opportunity_id = b.opportunity_id"
        " and a.rowid <> b.rowid and greatest(a.known_from, b.known_from)"
        " < least(coalesce(a.known_to, 'infinity'), coalesce(b.known_to, 'infinity'))"
        " and greatest(coalesce(a.from_on, '0001-01-01'), coalesce(b.from_on, '0001-01-01'))"
        " < least(coalesce(a.to_on, 'infinity'), coalesce(b.to_on, 'infinity'))"
    )
    assert overlapping == []
    facts.connection.close()


def test_events_that_begin_with_the_creation_and_name_no_amount_mean_none(facts: Any) -> None:
    facts.batch("2026-11-24T10:00:00")
    rows = {
        "A": ({"field": "created", "happened_at": "2026-01-05"},),
        "B": (
            {"field": "created", "happened_at": "2026-01-05"},
            {"field": "amount", "happened_at": "2026-02-10", "old": None, "new": "70"},
        ),
        "C": (),
    }
    facts.put(
        "opportunity",
        *(
            {
                "opportunity_id": deal,
                "status": "open",
                "created_at": "2026-01-05",
                "amount": 70 if deal == "B" else None,
            }
            for deal in rows
        ),
    )
    facts.put(
        "opportunity_event",
        *(
            {"opportunity_id": deal, "seq": n, **event}
            for deal, events in rows.items()
            for n, event in enumerate(events)
        ),
    ).derive()
    january = (
        "select opportunity_id, amount, amount_state from deal_span where known_to is null and from_on = '2026-01-05'"
    )
    assert facts.ask(f"{january} order by all") == [
        ("A", None, "observed"),
        ("B", None, "observed"),
        ("C", None, "unknown"),
    ]


def test_a_span_tells_how_its_run_began_and_ended(facts: Any) -> None:
    a = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "expected_close_on": date(2025, 4, 1)}
    facts.batch("2025-02-03T10:00:00").put("opportunity", a)
    moved = {**a, "expected_close_on": date(2025, 7, 1)}
    facts.batch("2025-02-10T10:00:00").put("opportunity", moved)
    facts.batch("2025-02-17T10:00:00").put("opportunity", {**a, "status": "won", "closed_at": "2025-02-12"})
    facts.batch("2025-02-24T10:00:00").put("opportunity", moved)
    facts.batch("2025-03-03T10:00:00").delete("opportunity", "A").derive()
    columns = "from_on, to_on, closing, reopened, ended_as, closed_until"
    third, tenth, back = date(2025, 2, 3), date(2025, 2, 10), date(2025, 2, 24)
    runs = [
        (date(2025, 1, 10), third, None, False, None, None),
        (third, tenth, "2025-Q2", False, None, None),
        (tenth, date(2025, 2, 12), "2025-Q3", False, "won", back),
    ]
    assert facts.at("deal_span", "2025-02-25 00:00", columns) == [*runs, (back, None, "2025-Q3", True, None, None)]
    gone = (back, date(2025, 3, 3), "2025-Q3", True, "removed", None)
    assert facts.at("deal_span", "2025-03-04 00:00", columns) == [*runs, gone]
    assert facts.at("deal_span", "2025-02-18 00:00", columns)[-1] == (*runs[-1][:5], None)


def test_what_came_back_was_never_gone_but_then(facts: Any) -> None:
    a = {"opportunity_id": "A", "created_at": "2025-01-10", "status": "open", "amount": "5"}
    facts.batch("2025-02-03T10:00:00").put("opportunity", a)
    facts.batch("2025-02-10T10:00:00").delete("opportunity", "A")
    facts.batch("2025-02-17T10:00:00").put("opportunity", a)
    facts.derive()
    columns = "to_on, ended_as"
    assert facts.at("deal_span", "2025-02-11 00:00", columns)[-1] == (date(2025, 2, 10), "removed")
    assert facts.at("deal_span", "2025-02-17 10:00", columns)[-1] == (None, None)


def test_events_tell_the_expected_close_and_the_outcome(facts: Any) -> None:
    facts.batch("2025-03-03T10:00:00").put(
        "opportunity", {"opportunity_id": "A", "created_at": "2025-01-10", "status": "lost", "closed_at": "2025-02-20"}
    )
    changes = [
        ("2025-01-10", "created", None, None),
        ("2025-01-10", "expected_close", None, "2025-03-31"),
        ("2025-01-20", "expected_close", "2025-03-31", "2025-06-30"),
        ("2025-02-01", "status", "open", "won"),
        ("2025-02-10", "status", "won", "open"),
        ("2025-02-20", "status", "open", "lost"),
    ]
    rows = [
        {"opportunity_id": "A", "seq": number, "happened_at": day, "field": field, "old": old, "new": new}
        for number, (day, field, old, new) in enumerate(changes)
    ]
    facts.put("opportunity_event", *rows).derive()
    assert facts.at("deal_span", "2025-03-04 00:00", "from_on, to_on, expected_close_on, reopened, ended_as") == [
        (date(2025, 1, 10), date(2025, 1, 20), date(2025, 3, 31), False, None),
        (date(2025, 1, 20), date(2025, 2, 1), date(2025, 6, 30), False, "won"),
        (date(2025, 2, 10), date(2025, 2, 20), date(2025, 6, 30), True, "lost"),
    ]
