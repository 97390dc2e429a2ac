"""What days a source's records speak of, and which relations are made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from polso.base.company import Company

COVERAGE = "select relation, clock, covered_from, covered_to from coverage order by all"


def _deals(facts: Any) -> None:
    facts.put(
        "opportunity",
        {"opportunity_id": "A", "created_at": "2016-10-20", "closed_at": "2017-03-01", "status": "won"},
        {"opportunity_id": "B", "created_at": "2016-11-01", "closed_at": "2017-12-31", "status": "lost"},
        {"opportunity_id": "C", "created_at": "2017-01-10", "status": "open"},
        {"opportunity_id": "D", "created_at": "2099-01-10", "status": "open"},
    )


def test_an_old_file_is_covered_to_its_own_last_day(facts: Any) -> None:
    facts.batch("2026-11-24T10:00:00", given=False)
    _deals(facts)
    facts.derive()
    last = date(2017, 12, 31)
    assert facts.ask(COVERAGE) == [
        ("customer_span:won_deals", "bought", date(2017, 3, 1), last),
        ("deal", "closed", date(2017, 3, 1), last),
        ("deal", "created", date(2016, 10, 20), last),
        ("deal_life", "created", date(2016, 10, 20), last),
        ("deal_span", "span", date(2016, 10, 20), last),
        ("first_sale:won_deals", "happened", date(2017, 3, 1), date(2017, 12, 31)),
        ("sale:won_deals", "happened", date(2017, 3, 1), date(2017, 12, 31)),
        ("sale:won_deals", "restated", date(2017, 3, 1), date(2017, 12, 31)),
        ("sale_line:won_deals", "happened", date(2017, 3, 1), date(2017, 12, 31)),
        ("sale_line:won_deals", "restated", date(2017, 3, 1), date(2017, 12, 31)),
        ("sale_margin:won_deals", "happened", date(2017, 3, 1), date(2017, 12, 31)),
    ]


def test_a_given_extract_is_covered_to_its_day_even_without_news(facts: Any) -> None:
    facts.batch("2018-01-31T23:30:00")
    _deals(facts)
    facts.batch("2018-02-07T10:00:00").note("opportunity")
    facts.derive()
    assert {row[3] for row in facts.ask(COVERAGE)} == {date(2018, 2, 7)}


def test_each_source_has_its_own(facts: Any) -> None:
    facts.batch("2018-02-07T10:00:00")
    _deals(facts)
    facts.put("opportunity", {"opportunity_id": "crm:1", "created_at": "2018-01-01", "status": "open"}, source="crm")
    facts.derive()
    assert facts.ask(
        "select source_system, clock, covered_from from coverage where relation = 'deal' order by all"
    ) == [
        ("crm", "closed", date(2018, 1, 1)),
        ("crm", "created", date(2018, 1, 1)),
        ("files", "closed", date(2017, 3, 1)),
        ("files", "created", date(2016, 10, 20)),
    ]


def test_each_basis_of_money_has_its_own(facts: Any) -> None:
    facts.batch("2018-02-07T10:00:00")
    _deals(facts)
    facts.put("sales_order", {"order_id": "A", "ordered_at": "2018-01-05", "net_amount": 1}).derive()
    assert facts.ask(
        "select distinct relation, covered_from from coverage where relation like 'sale:%' order by all"
    ) == [
        ("sale:orders", date(2018, 1, 5)),
        ("sale:won_deals", date(2017, 3, 1)),
    ]


def test_an_undone_batch_covers_nothing(facts: Any) -> None:
    facts.batch("2018-02-07T10:00:00")
    _deals(facts)
    facts.batch("2018-03-07T10:00:00").note("opportunity")
    facts.ask("update batch set undone_at = '2018-03-08' where batch_id = 2")
    facts.derive()
    assert {row[3] for row in facts.ask(COVERAGE)} == {date(2018, 2, 7)}


def test_relations_of_untouched_tables_stay_as_they_are(facts: Any) -> None:
    facts.batch("2018-02-07T10:00:00")
    _deals(facts)
    facts.put("sales_order", {"order_id": "A", "ordered_at": "2018-01-05", "net_amount": 1}).derive()
    facts.ask("delete from deal")
    facts.put("rep", {"rep_id": "R"}).derive(frozenset({"rep"}))
    assert facts.ask("select count(*) from deal") == [(0,)]
    assert facts.ask("select count(*) > 0 from rep_day") == [(True,)]
    facts.derive(frozenset({"sales_order"}))
    assert facts.ask("select count(*) from deal") == [(0,)]
    facts.derive(frozenset({"opportunity"}))
    assert facts.ask("select count(*) from deal where known_to is null") == [(4,)]


def test_nothing_temporary_is_left_behind(facts: Any) -> None:
    facts.batch("2018-02-07T10:00:00")
    _deals(facts)
    facts.derive().derive()
    left = "select table_name from information_schema.tables where table_catalog = 'temp'"
    assert facts.ask(left) == []


def test_every_relation_is_known_to_the_day_of_its_extract(facts: Any) -> None:
    tables = (
        "sales_order",
        "refund",
        "order_line",
        "invoice",
        "opportunity",
        "opportunity_event",
        "stage",
        "lead",
        "proposal",
        "account",
        "subscription_span",
        "expense",
        "activity",
        "inquiry",
        "survey_response",
        "social_stat",
        "rep",
        "series",
    )
    facts.company = Company(active_window_days=10)
    facts.batch("2018-01-20T10:00:00")
    _deals(facts)
    (
        facts.put("stage", {"pipeline_id": "p", "stage_id": "s", "rank": 1, "kind": "open"})
        .put(
            "opportunity_event",
            {"opportunity_id": "C", "seq": 1, "happened_at": "2017-01-10", "field": "stage", "new": "s"},
        )
        .put("lead", {"lead_id": "L", "created_at": "2018-01-02"})
        .put("proposal", {"proposal_id": "P", "opportunity_id": "C", "sent_at": "2018-01-03"})
        .put("rep", {"rep_id": "R"})
        .put("account", {"account_id": "A", "created_at": "2018-01-01"})
        .put("sales_order", {"order_id": "1", "account_id": "A", "ordered_at": "2018-01-05", "net_amount": 10})
        .put("invoice", {"invoice_id": "1", "account_id": "A", "issued_on": date(2018, 1, 6), "net": 10})
        .put(
            "subscription_span",
            {"subscription_id": "1", "account_id": "A", "valid_from": date(2018, 1, 4), "mrr": 5, "currency": "EUR"},
        )
        .put(
            "expense",
            {"expense_id": "1", "span_start": date(2018, 1, 2), "span_end": date(2018, 1, 3), "amount": 4},
        )
        .put("activity", {"activity_id": "1", "rep_id": "R", "kind": "call", "done_at": "2018-01-08T09:00:00"})
        .put("inquiry", {"inquiry_id": "1", "received_at": "2018-01-08T09:00:00"})
        .put("survey_response", {"response_id": "1", "sent_at": "2018-01-08", "responded_at": "2018-01-09"})
        .put("social_stat", {"platform": "x", "stat_date": date(2018, 1, 7), "likes": 3})
        .put("series", {"name": "visits", "value_date": date(2018, 1, 7), "value": 3})
    )
    facts.batch("2018-03-31T10:00:00")
    for table in tables:
        facts.note(table)
    facts.derive()
    ends = {(relation, clock): end for relation, clock, _, end in facts.ask(COVERAGE)}
    assert {end for (_, clock), end in ends.items() if clock != "lagged"} == {date(2018, 3, 31)}
    relations = {relation.partition(":")[0] for relation, _ in ends}
    stocks = {"deal_span", "mrr_span", "mrr_account_span", "receivable_span", "customer_span", "lead_wait_span"}
    assert stocks < relations
    assert len(relations) > 25


def test_refunds_exported_later_do_not_say_that_nothing_was_ordered_since(facts: Any) -> None:
    facts.batch("2018-01-31T10:00:00")
    facts.put("sales_order", {"order_id": "A", "ordered_at": "2018-01-05", "net_amount": 10})
    facts.batch("2018-03-31T10:00:00").note("refund")
    facts.derive()
    assert {row[3] for row in facts.ask(COVERAGE)} == {date(2018, 1, 31)}
    facts.batch("2018-04-30T10:00:00").note("sales_order")
    facts.derive()
    assert {row[3] for row in facts.ask(COVERAGE)} == {date(2018, 4, 30)}
