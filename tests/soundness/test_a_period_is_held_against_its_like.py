"""An unfinished period is compared with as many working days of the other one; a finished one with the whole.

The usual month-to-date widget compares five days with thirty-one, or 1-28 May with 1-31 May.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from polso.base.period import Period
from tests.support.office import Office, order


def every_day(start: date, end: date) -> list[dict[str, object]]:
    """One order of 10 a day, end included."""
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return [order(n, day, 10) for n, day in enumerate(days)]


def asked_on(office: Office, day: date) -> None:
    """Orders of every day since 2025, exported on the evening of `day`, asked the same day."""
    office.today = day
    office.load(
        {"sales_order": every_day(date(2023, 12, 1), day)}, datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("today", "base"),
    [
        # 5 March 2026 (Thursday) is the fourth working day: 5 February is too.
        (date(2026, 3, 5), Period(date(2026, 2, 1), date(2026, 2, 6))),
        # 30 March 2026 is the 21st working day; February has 20: all of it, never a day of March.
        (date(2026, 3, 30), Period(date(2026, 2, 1), date(2026, 3, 1))),
        # 31 March closes the month: whole against whole.
        (date(2026, 3, 31), Period(date(2026, 2, 1), date(2026, 3, 1))),
    ],
)
def test_month_to_date_against_the_month_before(office: Office, today: date, base: Period) -> None:
    asked_on(office, today)
    answer = office.one("net_revenue", period="2026-03", compare="previous")
    assert answer.base == base
    assert answer.part == Period(date(2026, 3, 1), today + timedelta(days=1))
    assert answer.partial == (today != date(2026, 3, 31))
    assert answer.value == 10 * today.day
    assert answer.previous == 10 * base.days


def test_equal_working_days_not_equal_dates(office: Office) -> None:
    asked_on(
        office, date(2026, 1, 8)
    )  # 2, 7 and 8 January: three working days (1 and 6 are holidays, 3-5 ... Monday 5)
    answer = office.one("net_revenue", period="2026-01", compare="previous")
    assert answer.part is not None
    assert answer.base is not None
    calendar = office.workspace.calendar
    assert calendar.working_days(answer.part) == calendar.working_days(answer.base)


def test_29_february_and_the_year_before(office: Office) -> None:
    asked_on(office, date(2024, 3, 31))
    february = office.one("net_revenue", period="2024-02", compare="previous")
    assert february.value == 290
    assert february.previous == 310
    assert office.one("net_revenue", period="2024-02", compare="year").previous is None


def test_the_year_before_is_the_same_month_of_it(office: Office) -> None:
    asked_on(office, date(2026, 2, 28))
    answer = office.one("net_revenue", period="2025-02", compare="year")
    assert answer.base == Period(date(2024, 2, 1), date(2024, 3, 1))
    assert (answer.value, answer.previous) == (280, 290)


def test_buckets_and_their_bases(office: Office) -> None:
    asked_on(office, date(2026, 3, 5))
    months = office.ask("net_revenue", period="2026-01..2026-03", grain="month", compare="previous")
    assert [answer.partial for answer in months] == [False, False, True]
    assert [answer.value for answer in months] == [310, 280, 50]
    assert [answer.previous for answer in months] == [310, 310, 50]
    assert months[1].previous == months[0].value


def test_a_period_before_the_data_has_no_comparison(office: Office) -> None:
    asked_on(office, date(2026, 1, 31))
    first = office.one("net_revenue", period="2023-12", compare="previous")
    assert (first.value, first.previous, first.change) == (310, None, None)
