"""Sources that tell the same money never add up silently; invoices of one sale are one; offers count by their day."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from polso.base.company import Company

NOW = "known_to is null"


def _invoice(key: str, day: str, net: str, **changed: str) -> dict[str, Any]:
    return {"invoice_id": key, "kind": "invoice", "issued_on": day, "net": net, **changed}


def _order(number: str, day: str, net: str) -> dict[str, Any]:
    return {"order_id": number, "ordered_at": day, "net_amount": net, "status": "completed", "currency": "EUR"}


def _sums(facts: Any, basis: str) -> Any:
    return facts.ask(f"select sum(amount), count(*) from sale where basis = '{basis}' and {NOW}")


def test_the_source_that_was_known_first_counts_until_the_company_says_otherwise(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("invoice", _invoice("1", "2025-01-10", "100"))
    facts.batch("2025-04-01T08:00:00").put(
        "invoice", _invoice("f1", "2025-01-10", "100"), _invoice("f2", "2025-02-10", "70"), source="fatturapa"
    )
    facts.derive()
    assert _sums(facts, "invoices") == [(100, 1)]
    assert facts.ask("select distinct source_system from coverage where relation = 'sale:invoices'") == [("files",)]
    assert facts.ask("select source_system, relation from coverage where relation like 'beside:%'") == [
        ("fatturapa", "beside:invoices")
    ]
    facts.company = Company(revenue_sources=("files", "fatturapa"))
    facts.derive()
    assert _sums(facts, "invoices") == [(270, 3)]
    facts.company = Company(revenue_sources=("fatturapa",))
    facts.derive()
    assert _sums(facts, "invoices") == [(170, 2)]


def test_an_invoice_of_two_declared_sources_counts_once(facts: Any) -> None:
    facts.company = Company(revenue_sources=("files", "fatturapa"))
    facts.batch("2025-03-01T08:00:00").put("account", {"account_id": "a", "name": "Rossi S.r.l."})
    facts.put("account", {"account_id": "b", "name": "ROSSI SRL"}, {"account_id": "c", "name": "Verdi"})
    facts.put(
        "invoice",
        _invoice("1", "2025-01-10", "100", number="12/A", account_id="a"),
        _invoice("2", "2025-01-11", "50", number="13", account_id="a"),
        _invoice("3", "2025-01-12", "60", number="14", account_id="a"),
        _invoice("4", "2025-01-13", "70", number="15"),
        _invoice("5", "2025-01-14", "80", number="16", account_id="a"),
    )
    facts.batch("2025-04-01T08:00:00").put(
        "invoice",
        _invoice("f1", "2025-01-10", "100", number="012-A", account_id="b"),
        _invoice("f2", "2025-01-11", "51", number="13", account_id="b"),
        _invoice("f3", "2025-01-12", "60", number="14", account_id="c"),
        _invoice("f4", "2025-01-13", "-70", number="15", kind="credit_note"),
        _invoice("f5", "2025-01-14", "80", number="16"),
        source="fatturapa",
    )
    facts.derive()
    # Another amount, another customer and a credit note are other documents; an unknown customer contradicts none.
    assert facts.ask(
        f"select sale_id from sale where basis = 'invoices' and {NOW} and sale_id like 'f%' order by 1"
    ) == [
        ("f2",),
        ("f3",),
        ("f4",),
    ]


def test_of_sources_given_together_the_one_with_most_records_counts(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("sales_order", _order("1", "2025-01-10", "100"))
    facts.put("sales_order", _order("s1", "2025-01-10", "60"), _order("s2", "2025-01-11", "60"), source="shopify")
    facts.put("refund", {"refund_id": "r", "order_id": "1", "refunded_at": "2025-01-12", "amount": "5"})
    facts.put("refund", {"refund_id": "q", "order_id": "s1", "refunded_at": "2025-01-12", "amount": "7"})
    facts.derive()
    # The refund of the order that does not count is left out with it; that of the shop counts, whoever tells it.
    assert _sums(facts, "orders") == [(60 + 60 - 7, 3)]


def test_an_offer_invoiced_in_two_parts_is_one_sale(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put(
        "invoice",
        _invoice("1", "2025-01-10", "3000", opportunity_id="A"),
        _invoice("2", "2025-02-10", "7000", opportunity_id="A"),
        _invoice("3", "2025-02-11", "500"),
        _invoice("4", "2025-02-12", "200", kind="credit_note", opportunity_id="A"),
    ).derive()
    assert facts.ask(f"select sale_id, kind, amount from sale where basis = 'invoices' and {NOW} order by 1") == [
        ("1", "sale", Decimal(3000)),
        ("2", "part", Decimal(7000)),
        ("3", "sale", Decimal(500)),
        ("4", "refund", Decimal(-200)),
    ]


def _offer(number: str, day: str, status: str, **changed: str) -> dict[str, Any]:
    return {"opportunity_id": number, "created_at": day, "status": status, "amount": "10", "currency": "EUR", **changed}


def test_offers_without_closing_days_count_by_their_own(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "opportunity",
        _offer("1", "2025-01-10", "won"),
        _offer("2", "2025-01-11", "lost"),
        _offer("3", "2025-01-12", "open"),
        _offer("4", "2025-05-30", "open"),
    ).derive()
    columns = "opportunity_id, outlook, closed_on, decided_on = created_on, cycle_days"
    assert facts.ask(f"select {columns} from deal where {NOW} order by 1") == [
        ("1", "won", None, True, None),
        ("2", "lost", None, True, None),
        ("3", "silent", None, None, None),
        ("4", "open", None, None, None),
    ]


def test_a_closing_day_that_is_known_is_never_put_aside(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "opportunity",
        _offer("1", "2025-01-10", "won", closed_at="2025-02-01"),
        _offer("2", "2025-01-11", "lost"),
        _offer("3", "2025-01-12", "lost"),
    ).derive()
    assert facts.ask(f"select opportunity_id, cast(decided_on as varchar) from deal where {NOW} order by 1") == [
        ("1", "2025-02-01"),
        ("2", None),
        ("3", None),
    ]


def test_ninety_days_are_not_yet_silent(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00", given=False).put(
        "opportunity",
        _offer("1", "2025-01-01", "open"),
        _offer("2", "2025-01-02", "open"),
        _offer("3", "2025-04-02", "open"),
    ).derive()
    # The newest day in the data is 2 April: 91 days after 1 January, 90 after 2 January.
    assert facts.ask(f"select opportunity_id, outlook from deal where {NOW} order by 1") == [
        ("1", "silent"),
        ("2", "open"),
        ("3", "open"),
    ]
