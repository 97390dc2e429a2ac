"""Invoices as they fall due and are paid, and what is owed on each day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

D = Decimal
NOW = "known_to is null"
JAN, FEB, MAR = date(2025, 1, 10), date(2025, 2, 10), date(2025, 3, 1)


def _invoice(number: str, **more: Any) -> dict[str, Any]:
    return {"invoice_id": number, "issued_on": JAN, "due_on": FEB, "net": "100", "gross": "122", **more}


def test_amounts_days_and_faults(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00")
    facts.put("fx_rate", {"rate_date": JAN, "currency": "USD", "to_base": "0.90"})
    facts.put("fx_rate", {"rate_date": MAR, "currency": "USD", "to_base": "0.80"})
    facts.put(
        "invoice",
        _invoice("1", paid_on=MAR),
        _invoice("2", paid_on=JAN, currency="USD"),
        _invoice("3", paid_on=MAR, currency="USD"),
        _invoice("4"),
        _invoice("5", paid_on=date(2025, 1, 9)),
        _invoice("6", kind="credit_note", paid_on=MAR),
        _invoice("7", gross=None, vat=None, paid_on=MAR, currency="CHF"),
        _invoice("8", paid_on=MAR, is_paid=False),
    ).derive()
    columns = "invoice_id, amount, amount_base, paid_amount_base, paid_net_amount_base, days_to_pay, days_late, fault"
    assert facts.ask(f"select {columns} from invoice_due where {NOW} order by 1") == [
        ("1", D(122), D(122), D(122), D(100), 50, 19, None),
        ("2", D(122), D("109.8"), D("109.8"), D(90), 0, 0, None),
        ("3", D(122), D("109.8"), D("97.6"), D(80), 50, 19, None),
        ("4", D(122), D(122), None, None, None, None, None),
        ("5", D(122), D(122), D(122), D(100), None, None, "paid_before_issued"),
        ("6", D(-122), D(-122), D(-122), D(-100), None, None, None),
        ("7", D(100), None, None, None, 50, 19, None),
        ("8", D(122), D(122), None, None, None, None, None),
    ]


def test_what_is_owed_until_it_is_paid(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "invoice",
        _invoice("late", paid_on=MAR),
        _invoice("on the day after", paid_on=date(2025, 2, 11)),
        _invoice("never"),
        _invoice("no due day", due_on=None),
        _invoice("due before it was issued", due_on=date(2025, 1, 1)),
        _invoice("credit", kind="credit_note"),
    ).derive()
    assert facts.ask(
        f"select invoice_id, state, from_on, to_on, overdue_amount from receivable_span where {NOW} order by all"
    ) == [
        ("due before it was issued", "overdue", JAN, None, D(122)),
        ("late", "not_due", JAN, date(2025, 2, 11), D(122)),
        ("late", "overdue", date(2025, 2, 11), MAR, D(122)),
        ("never", "not_due", JAN, date(2025, 2, 11), D(122)),
        ("never", "overdue", date(2025, 2, 11), None, D(122)),
        ("no due day", "no_due_day", JAN, None, None),
        ("on the day after", "not_due", JAN, date(2025, 2, 11), D(122)),
    ]


def test_paid_without_a_day(facts: Any) -> None:
    """Seen unpaid first, it was owed until it was seen paid; never seen unpaid, nobody knows what was owed."""
    facts.batch("2025-03-10T08:00:00").put("invoice", _invoice("seen", is_paid=False), _invoice("ever", is_paid=True))
    facts.batch("2025-04-10T08:00:00").put("invoice", _invoice("seen", is_paid=True))
    facts.derive()
    assert facts.ask(
        f"select invoice_id, to_on, amount_state from receivable_span where {NOW} and state = 'overdue' order by 1"
    ) == [
        ("ever", date(2025, 3, 10), "unknown"),
        ("seen", date(2025, 4, 10), "observed"),
    ]
    assert facts.ask(f"select invoice_id, paid_amount_base, ended_as from invoice_due where {NOW} order by 1") == [
        ("ever", None, "paid"),
        ("seen", None, "paid"),
    ]


def test_a_payment_is_known_from_its_day_or_from_the_extract_that_tells_it(facts: Any) -> None:
    facts.batch("2025-03-10T08:00:00").put("invoice", _invoice("1", paid_on=MAR), _invoice("2"))
    facts.batch("2025-04-10T08:00:00").put("invoice", _invoice("2", paid_on=date(2025, 3, 20)))
    facts.derive()
    asked = "invoice_id, paid_on, origin"
    assert facts.at("invoice_due", "2025-01-09 12:00", asked) == []
    assert facts.at("invoice_due", "2025-02-01 12:00", asked) == [("1", None, "inferred"), ("2", None, "inferred")]
    assert facts.at("invoice_due", "2025-03-02 12:00", asked) == [("1", MAR, "inferred"), ("2", None, "inferred")]
    assert facts.at("invoice_due", "2025-03-25 12:00", asked) == [("1", MAR, "observed"), ("2", None, "observed")]
    assert facts.at("receivable_span", "2025-03-25 12:00", "invoice_id, to_on", "state = 'overdue'") == [
        ("1", MAR),
        ("2", None),
    ]
    assert facts.at("receivable_span", "2025-04-25 12:00", "invoice_id, to_on", "state = 'overdue'") == [
        ("1", MAR),
        ("2", date(2025, 3, 20)),
    ]


def test_coverage(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00", given=False).put(
        "invoice", _invoice("1", paid_on=MAR), _invoice("2"), _invoice("3", paid_on=date(2030, 1, 1))
    ).derive()
    assert facts.ask(
        "select relation, clock, covered_from, covered_to from coverage"
        " where relation in ('invoice_due', 'receivable_span') order by all"
    ) == [
        ("invoice_due", "issued", JAN, MAR),
        ("invoice_due", "paid", MAR, MAR),
        ("receivable_span", "span", JAN, MAR),
    ]


def test_accounts_follow_their_merger(facts: Any) -> None:
    facts.batch("2025-03-10T08:00:00").put("account", {"account_id": "A"}, {"account_id": "B"})
    facts.put("invoice", _invoice("1", account_id="A"))
    facts.batch("2025-04-10T08:00:00").put("account", {"account_id": "A", "merged_into": "B"})
    facts.derive()
    assert facts.at("invoice_due", "2025-03-20 00:00", "account_id") == [("A",)]
    assert facts.at("invoice_due", "2025-04-20 00:00", "account_id") == [("B",)]
