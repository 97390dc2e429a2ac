"""Days, months and weeks are the company's: its zone, its week, its fiscal year, for everyone who asks.

Half of the field puts the first of the month in the month before for everybody east of Greenwich.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from polso.base.company import Company
from tests.support.office import Office, deal, order

MONTH_END = [
    # UTC instant, local day in Rome
    (datetime(2025, 1, 31, 22, 30), date(2025, 1, 31)),  # noqa: DTZ001 - stored instants carry no zone
    (datetime(2025, 1, 31, 23, 30), date(2025, 2, 1)),  # noqa: DTZ001
    (datetime(2025, 3, 30, 21, 30), date(2025, 3, 30)),  # noqa: DTZ001 - summer time since 01:00 UTC
    (datetime(2025, 3, 30, 22, 30), date(2025, 3, 31)),  # noqa: DTZ001
    (datetime(2025, 10, 25, 22, 30), date(2025, 10, 26)),  # noqa: DTZ001 - winter time from 01:00 UTC on
    (datetime(2025, 10, 26, 22, 30), date(2025, 10, 26)),  # noqa: DTZ001
    (datetime(2025, 10, 31, 23, 30), date(2025, 11, 1)),  # noqa: DTZ001
]


def test_filter_group_and_rows_agree_on_the_day(office: Office) -> None:
    office.load({"sales_order": [order(n, day, ordered_at=instant) for n, (instant, day) in enumerate(MONTH_END)]})
    grouped = {answer.period.start: answer.value for answer in office.ask("order_count", grain="day", period="all")}
    for _, day in MONTH_END:
        expected = sum(other == day for _, other in MONTH_END)
        assert grouped[day] == expected
        assert office.one("order_count", period=day.isoformat()).value == expected
        assert office.rows("order_count", period=day.isoformat()).count == expected


def test_changing_the_zone_moves_the_days_and_loses_nothing(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2025, 2, 1), ordered_at=datetime(2025, 1, 31, 23, 30))]})  # noqa: DTZ001
    assert office.one("order_count", period="2025-02").value == 1
    office.workspace.change_settings({"company.timezone": "America/New_York"})
    assert office.one("order_count", period="2025-01").value == 1


@pytest.mark.parametrize(("week_start", "expected"), [(1, [1, 2]), (7, [2, 1])])
def test_the_week_starts_where_the_company_says(
    new_office: Callable[..., Office], week_start: int, expected: list[int]
) -> None:
    office = new_office(Company(week_start=week_start))
    days = [date(2026, 1, 3), date(2026, 1, 4), date(2026, 1, 5)]  # Saturday, Sunday, Monday
    if week_start == 1:
        days = [date(2026, 1, 4), date(2026, 1, 5), date(2026, 1, 6)]
    else:
        days = [date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4)]
    office.load({"sales_order": [order(n, day) for n, day in enumerate(days)]})
    assert [answer.value for answer in office.ask("order_count", grain="week", period="all")] == expected


def test_week_53_and_the_turn_of_the_year_stay_whole(office: Office) -> None:
    days = [date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4)]
    office.today = date(2027, 2, 1)
    office.load(
        {"sales_order": [order(n, day) for n, day in enumerate(days)]}, datetime.fromisoformat("2027-01-31T12:00Z")
    )
    weeks = office.ask("order_count", grain="week", period="2026-12-28..2027-01-10")
    assert [(office.workspace.calendar.label(one.period), one.value) for one in weeks] == [
        ("2026-W53", 4),
        ("2027-W01", 1),
    ]
    assert office.one("order_count", period="2026-W53").value == 4


def test_a_fiscal_year_from_july(new_office: Callable[..., Office]) -> None:
    office = new_office(Company(fiscal_start=7))
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1)]
    office.load({"sales_order": [order(n, day) for n, day in enumerate(days)]})
    assert office.one("order_count", period="FY2026").value == 3
    assert office.one("order_count", period="FY2026-Q1").value == 1
    assert office.one("order_count", period="2026").value == 2
    year = office.one("order_count", period="FY2026", compare="year")
    assert year.base is None, "the year before is not wholly covered"


def test_the_deal_of_23_30_is_won_on_the_local_day(office: Office) -> None:
    office.load({"opportunity": [deal(1, closed_at=datetime(2026, 2, 28, 23, 30), closed_on=date(2026, 3, 1))]})  # noqa: DTZ001
    assert office.one("deals_won", period="2026-03").value == 1
    assert office.one("deals_won", period="2026-03-01").value == 1
