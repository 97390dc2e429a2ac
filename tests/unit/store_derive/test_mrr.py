"""What comes in every month and what moved it, on subscriptions told by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any


def _span(subscription: str, account: str, start: str, end: str | None, mrr: str, **more: Any) -> dict[str, Any]:
    return {
        "subscription_id": subscription,
        "account_id": account,
        "valid_from": date.fromisoformat(start),
        "valid_to": date.fromisoformat(end) if end else None,
        "mrr": mrr,
        "currency": "EUR",
        **more,
    }


def _movements(facts: Any) -> list[tuple[Any, ...]]:
    rows = facts.ask("select account_id, day, movement, amount from mrr_movement where known_to is null order by day")
    return [(account, day.isoformat(), movement, amount) for account, day, movement, amount in rows]


def test_the_life_of_a_customer_in_movements(facts: Any) -> None:
    """ChartMogul's published example, with its yearly plan at a twelfth."""
    facts.batch("2025-12-31T08:00:00").put(
        "subscription_span",
        _span("gold", "S", "2024-01-10", "2025-01-10", "166.6667"),
        _span("silver", "S", "2024-03-01", "2024-06-01", "60"),
        _span("gold2", "S", "2025-05-01", None, "150"),
    ).derive()
    assert _movements(facts) == [
        ("S", "2024-01-10", "new", Decimal("166.6667")),
        ("S", "2024-03-01", "expansion", Decimal(60)),
        ("S", "2024-06-01", "contraction", Decimal(-60)),
        ("S", "2025-01-10", "churn", Decimal("-166.6667")),
        ("S", "2025-05-01", "reactivation", Decimal(150)),
    ]
    spans = facts.ask(
        "select from_on, to_on, began from customer_span"
        " where known_to is null and basis = 'subscriptions' order by all"
    )
    assert spans == [
        (date(2024, 1, 10), date(2025, 1, 10), "new"),
        (date(2025, 5, 1), None, "returned"),
    ]


def test_changes_of_one_day_are_netted_and_overlaps_end_the_earlier_span(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "subscription_span",
        _span("a", "A", "2025-01-01", "2025-03-01", "100"),
        _span("b", "A", "2025-03-01", None, "100"),
        _span("c", "C", "2025-01-01", "2025-06-01", "50"),
        _span("c", "C", "2025-02-01", None, "80"),
    ).derive()
    assert _movements(facts) == [
        ("A", "2025-01-01", "new", Decimal(100)),
        ("C", "2025-01-01", "new", Decimal(50)),
        ("C", "2025-02-01", "expansion", Decimal(30)),
    ]


def test_a_late_renewal_goes_on_and_a_later_one_comes_back(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "subscription_span",
        _span("a", "A", "2025-01-01", "2025-02-01", "10"),
        _span("a", "A", "2025-02-04", "2025-03-01", "10"),
        _span("a", "A", "2025-03-05", None, "10"),
    ).derive()
    assert _movements(facts) == [
        ("A", "2025-01-01", "new", Decimal(10)),
        ("A", "2025-03-01", "churn", Decimal(-10)),
        ("A", "2025-03-05", "reactivation", Decimal(10)),
    ]


def test_a_trial_pays_nothing_and_makes_no_customer(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "subscription_span",
        _span("a", "A", "2025-01-01", "2025-01-15", "30", is_trial=True),
        _span("a", "A", "2025-01-15", None, "30"),
        _span("b", "B", "2025-01-01", None, "30", is_trial=True),
    ).derive()
    assert _movements(facts) == [("A", "2025-01-15", "new", Decimal(30))]
    first = facts.ask(
        "select account_id, happened_on from first_sale where basis = 'subscriptions' and known_to is null"
    )
    assert first == [("A", date(2025, 1, 15))]


def test_currencies_make_no_movement_and_are_converted_on_the_day(facts: Any) -> None:
    facts.batch("2025-12-31T08:00:00").put(
        "fx_rate",
        {"rate_date": date(2025, 1, 1), "currency": "USD", "to_base": "0.9"},
        {"rate_date": date(2025, 2, 1), "currency": "USD", "to_base": "0.8"},
    ).put(
        "subscription_span",
        _span("a", "A", "2025-01-01", "2025-02-01", "100", currency="USD"),
        _span("a", "A", "2025-02-01", None, "100", currency="USD"),
    ).derive()
    assert facts.ask(
        "select day, movement, amount, currency, amount_base from mrr_movement where known_to is null"
    ) == [(date(2025, 1, 1), "new", Decimal(100), "USD", Decimal(90))]


def test_a_cancellation_is_known_from_the_extract_that_had_it(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("subscription_span", _span("a", "A", "2025-01-01", None, "10"))
    facts.batch("2025-06-01T08:00:00").put("subscription_span", _span("a", "A", "2025-01-01", "2025-05-01", "10"))
    facts.derive()
    columns = "from_on, to_on, origin"
    for instant, end, origin in (
        ("2025-02-01 00:00", None, "inferred"),
        ("2025-04-01 00:00", None, "observed"),
        ("2025-07-01 00:00", date(2025, 5, 1), "observed"),
    ):
        for relation in ("mrr_span", "mrr_account_span", "customer_span"):
            assert facts.at(relation, instant, columns) == [(date(2025, 1, 1), end, origin)], (relation, instant)
    assert facts.at("mrr_movement", "2025-04-01 00:00", "movement") == [("new",)]
    assert facts.at("mrr_movement", "2025-07-01 00:00", "movement") == [("churn",), ("new",)]
    assert facts.at("mrr_span", "2024-12-31 00:00", columns) == []


def test_before_the_first_extract_an_end_is_not_known_ahead(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put("subscription_span", _span("a", "A", "2025-01-01", "2025-05-01", "10"))
    facts.derive()
    assert facts.at("mrr_span", "2025-03-01 00:00", "to_on") == [(None,)]
    assert facts.at("mrr_span", "2025-05-02 00:00", "to_on, origin") == [(date(2025, 5, 1), "inferred")]


def test_a_merge_makes_one_customer_of_two(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "subscription_span",
        _span("a", "A", "2025-01-01", "2025-02-01", "10"),
        _span("b", "B", "2025-02-01", None, "10"),
    )
    facts.batch("2025-07-01T08:00:00").put("account", {"account_id": "B", "merged_into": "A"}).derive()
    assert facts.at("mrr_movement", "2025-06-02 00:00", "account_id, movement") == [
        ("A", "churn"),
        ("A", "new"),
        ("B", "new"),
    ]
    assert facts.at("mrr_movement", "2025-07-02 00:00", "account_id, movement, amount") == [("A", "new", Decimal(10))]


def _committed(facts: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = facts.ask(
        "select subscription_id, from_on, to_on, amount from mrr_committed_span where known_to is null order by all"
    )
    return found


def test_what_is_signed_counts_from_the_day_on_which_it_is_known(facts: Any) -> None:
    facts.batch("2026-02-28T10:00:00").put(
        "subscription_span",
        _span("old", "A", "2026-01-01", "2026-02-10", "30"),
        _span("a", "A", "2026-01-01", "2026-06-30", "100"),
        _span("a", "A", "2026-06-30", None, "120"),
    )
    facts.batch("2026-03-20T23:30:00").put("subscription_span", _span("b", "B", "2026-05-01", None, "60"))
    facts.derive()
    assert _committed(facts) == [
        ("a", date(2026, 1, 1), date(2026, 2, 28), Decimal(100)),
        ("a", date(2026, 2, 28), None, Decimal(120)),
        ("b", date(2026, 3, 21), None, Decimal(60)),
        ("old", date(2026, 1, 1), date(2026, 2, 10), Decimal(30)),
    ]
    assert facts.at("mrr_committed_span", "2026-03-01 00:00", "subscription_id, amount") == [
        ("a", Decimal(100)),
        ("a", Decimal(120)),
        ("old", Decimal(30)),
    ]
    facts.batch("2026-04-10T10:00:00").put("subscription_span", _span("b", "B", "2026-05-01", "2026-05-01", "60"))
    facts.derive()
    assert [row[0] for row in _committed(facts)] == ["a", "a", "old"]


def test_a_file_without_a_date_of_extract_tells_what_is_signed_on_its_own_last_day(facts: Any) -> None:
    facts.batch("2026-11-24T10:00:00", given=False).put(
        "subscription_span",
        _span("a", "A", "2026-01-01", None, "100"),
        _span("b", "B", "2026-11-02", None, "50"),
        _span("c", "C", "2027-01-01", None, "60"),
    ).derive()
    assert _committed(facts)[-1] == ("c", date(2026, 11, 2), None, Decimal(60))
    assert facts.ask("select covered_to from coverage where relation = 'mrr_committed_span'") == [(date(2026, 11, 2),)]
