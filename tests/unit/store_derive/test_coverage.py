"""What days a source's records speak of, and which relations are made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

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
