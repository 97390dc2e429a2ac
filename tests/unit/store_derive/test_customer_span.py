"""Which customers were active when, against a plain count of their purchases at every instant of knowledge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from polso.base.company import Company

WINDOW = 30


def _order(order: str, day: str, account: str = "X", **more: Any) -> dict[str, Any]:
    return {
        "order_id": order,
        "ordered_at": day,
        "net_amount": "10",
        "status": "completed",
        "account_id": account,
        **more,
    }


def test_active_from_each_purchase_for_the_window(make_facts: Any) -> None:
    facts = make_facts(Company(active_window_days=WINDOW))
    facts.batch("2025-12-31T08:00:00").put(
        "sales_order",
        _order("1", "2025-01-01", rep_id="R1"),
        _order("2", "2025-01-11", rep_id="R2"),
        _order("3", "2025-04-01"),
    ).put(
        "account_history",
        {"account_id": "X", "owner_id": "R9", "valid_from": date(2025, 4, 1), "valid_to": None},
    ).derive()
    rows = facts.ask(
        "select from_on, to_on, rep_id, began, next_days from customer_span where known_to is null order by all"
    )
    assert rows == [
        (date(2025, 1, 1), date(2025, 1, 11), "R1", "new", 10),
        (date(2025, 1, 11), date(2025, 2, 10), "R2", "continued", 80),
        (date(2025, 4, 1), date(2025, 5, 1), "R9", "returned", None),
    ]
    facts.connection.close()


def test_the_next_purchase_is_not_known_before_it_happened(make_facts: Any) -> None:
    facts = make_facts(Company(active_window_days=WINDOW))
    facts.batch("2025-12-31T08:00:00").put(
        "sales_order", _order("1", "2025-01-01"), _order("2", "2025-01-11"), _order("3", "2025-06-01")
    ).derive()
    columns = "from_on, to_on, next_days"
    assert facts.at("customer_span", "2025-01-05 00:00", columns) == [(date(2025, 1, 1), date(2025, 1, 31), None)]
    assert facts.at("customer_span", "2025-02-05 00:00", columns) == [
        (date(2025, 1, 1), date(2025, 1, 11), 10),
        (date(2025, 1, 11), date(2025, 2, 10), None),
    ]
    facts.connection.close()


def test_coverage_begins_when_a_whole_window_is_known(make_facts: Any) -> None:
    facts = make_facts(Company(active_window_days=WINDOW))
    facts.batch("2025-12-31T08:00:00").put("sales_order", _order("1", "2025-01-01"), _order("2", "2025-03-11")).derive()
    assert facts.ask(
        "select clock, covered_from, covered_to from coverage where relation = 'customer_span:orders' order by clock"
    ) == [
        ("bought", date(2025, 1, 1), date(2025, 12, 31)),
        ("span", date(2025, 1, 30), date(2025, 12, 31)),
    ]
    facts.connection.close()


purchases = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.sampled_from(["A", "B"]),
        st.integers(0, 2),
        st.sampled_from([None, None, None, 5, 40]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=12, deadline=None)
@given(purchases)
def test_every_instant_tells_what_was_known_then(make_facts: Any, bought: list[tuple[Any, ...]]) -> None:
    """Orders come in three extracts; some are given back in full 5 or 40 days later."""
    start = date(2025, 1, 1)
    extracts = [date(2025, 3, 1), date(2025, 4, 1), date(2025, 7, 1)]
    facts = make_facts(Company(active_window_days=WINDOW))
    known: dict[date, list[tuple[date, str, date | None]]] = {}
    told: list[tuple[date, str, date | None]] = []
    for number, extract in enumerate(extracts):
        facts.batch(f"{extract.isoformat()}T08:00:00")
        for place, (offset, account, batch, back) in enumerate(bought):
            day = start + timedelta(offset)
            given_back = None if back is None else day + timedelta(back)
            seen = max(batch, next((n for n, one in enumerate(extracts) if one > (given_back or day)), 2))
            if seen != number:
                continue
            facts.put("sales_order", _order(str(place), day.isoformat(), account))
            if given_back:
                refund = {"refund_id": str(place), "order_id": str(place), "amount": "10"}
                facts.put("refund", {**refund, "refunded_at": given_back.isoformat()})
            told.append((day, account, given_back if back == 5 else None))
        facts.note("sales_order")
        known[extract] = list(told)
    facts.derive()
    for extract, rows in known.items():
        for step in range(0, 200, 7):
            day = start + timedelta(step)
            expected = {
                account for bought_on, account, back in rows if back is None and 0 <= (day - bought_on).days < WINDOW
            }
            found = facts.at(
                "customer_span",
                f"{extract.isoformat()} 08:00",
                "account_id",
                f"from_on <= date '{day}' and (to_on is null or to_on > date '{day}')",
            )
            assert sorted(account for (account,) in found) == sorted(expected), (extract, day)
    facts.connection.close()
