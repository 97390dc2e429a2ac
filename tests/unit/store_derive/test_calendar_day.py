"""The calendar day table against the company's calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company


@pytest.mark.parametrize(
    "company", [Company(), Company(week_start=7, fiscal_start=7), Company(week_start=6, fiscal_start=2)]
)
def test_every_key_is_that_of_the_companys_calendar(make_facts: Any, company: Company) -> None:
    facts = make_facts(company)
    facts.batch("2025-06-01T08:00:00").put("sales_order", {"order_id": "A", "ordered_at": "2024-05-05"})
    facts.derive()
    rows = facts.ask("select * from calendar_day order by day")
    assert [rows[0][0], rows[-1][0]] == [date(2022, 1, 1), date(2027, 12, 31)]
    calendar = CompanyCalendar.of(company, range(2015, 2030))
    weeks: dict[int, date] = {}
    for number, (day, is_working, week, month, quarter, year, fiscal_quarter, fiscal_year) in enumerate(rows):
        assert day == rows[0][0] + timedelta(days=number)
        assert is_working == calendar.is_working(day)
        assert weeks.setdefault(week, calendar.bucket(day, "week").start) == calendar.bucket(day, "week").start
        assert (month, quarter, year) == (day.year * 100 + day.month, day.year * 10 + (day.month + 2) // 3, day.year)
        assert calendar.fiscal_year(fiscal_year).contains(day)
        assert fiscal_quarter // 10 == fiscal_year
        assert calendar.fiscal_quarter(fiscal_year, fiscal_quarter % 10).contains(day)
        if company.week_start == 1:
            assert (week // 100, week % 100) == day.isocalendar()[:2]
    assert list(weeks) == sorted(weeks)
    facts.connection.close()


def test_a_mistyped_year_does_not_fill_the_calendar(facts: Any) -> None:
    facts.batch("2025-06-01T08:00:00").put(
        "sales_order", {"order_id": "A", "ordered_at": "0025-05-05"}, {"order_id": "B", "ordered_at": "9025-05-05"}
    ).derive()
    assert facts.ask("select min(year), max(year) from calendar_day") == [(1898, 2201)]
    assert facts.ask("select sale_id from sale where known_to is null order by 1") == [("A",), ("B",)]


def test_without_any_batch_everything_is_empty(facts: Any) -> None:
    facts.derive()
    for relation in ("calendar_day", "deal", "deal_span", "sale", "sale_line", "first_sale", "rep_day", "coverage"):
        assert facts.ask(f"select count(*) from {relation}") == [(0,)]
