from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.errors import UserError
from polso.base.period import Grain, Period
from polso.base.public_holidays import public_holidays

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
GRAINS = st.sampled_from(get_args(Grain))
COMPANIES = st.builds(Company, week_start=st.integers(1, 7), fiscal_start=st.integers(1, 12))
PERIODS = st.builds(lambda start, days: Period(start, start + timedelta(days=days)), DAYS, st.integers(0, 800))


def calendar(*, week_start: int = 1, fiscal_start: int = 1) -> CompanyCalendar:
    return CompanyCalendar(Company(week_start=week_start, fiscal_start=fiscal_start), frozenset())


@given(COMPANIES, DAYS, GRAINS)
def test_a_day_lies_in_its_bucket(company: Company, day: date, grain: Grain) -> None:
    found = CompanyCalendar(company, frozenset())
    bucket = found.bucket(day, grain)
    assert bucket.contains(day)
    assert found.bucket(bucket.start, grain) == bucket == found.bucket(bucket.last_day, grain)
    assert found.grain_of(bucket) == grain


@given(COMPANIES, PERIODS, GRAINS)
def test_buckets_tile_the_period_without_gap_or_overlap(company: Company, period: Period, grain: Grain) -> None:
    found = CompanyCalendar(company, frozenset())
    buckets = found.buckets(period, grain)
    assert [left.end for left in buckets[:-1]] == [right.start for right in buckets[1:]]
    assert sum((part.days for bucket in buckets if (part := bucket.intersect(period))), 0) == period.days
    assert all(bucket.intersect(period) for bucket in buckets)


def test_weeks_go_on_over_new_year_whatever_their_first_day() -> None:
    for week_start in range(1, 8):
        weeks = calendar(week_start=week_start).buckets(Period(date(2025, 12, 1), date(2026, 2, 1)), "week")
        assert {week.days for week in weeks} == {7}
        assert {week.start.isoweekday() for week in weeks} == {week_start}


def test_buckets_are_whole_where_the_period_cuts_them() -> None:
    cut = Period.including(date(2026, 1, 31), date(2026, 4, 1))
    assert calendar().buckets(cut, "quarter") == (Period.of_months(2026, 1, 3), Period.of_months(2026, 4, 3))
    assert calendar().buckets(Period(cut.start, cut.start), "day") == ()


@pytest.mark.parametrize(
    ("fiscal_start", "period", "grain"),
    [
        (1, Period.of_months(2026, 7, 12), None),
        (7, Period.of_months(2026, 7, 12), "year"),
        (7, Period.of_months(2026, 1, 12), "year"),
        (2, Period.of_months(2026, 2, 3), "quarter"),
        (2, Period.of_months(2026, 1, 3), "quarter"),
        (2, Period.of_months(2026, 3, 3), None),
        (1, Period.of_months(2026, 1, 2), None),
        (1, Period.including(date(2026, 11, 24), date(2026, 11, 30)), None),
        (1, Period(date(2026, 11, 24), date(2026, 11, 24)), None),
    ],
)
def test_grain_of(fiscal_start: int, period: Period, grain: Grain | None) -> None:
    assert calendar(fiscal_start=fiscal_start).grain_of(period) == grain


def test_a_fiscal_year_from_july_is_named_by_the_year_in_which_it_ends() -> None:
    july = calendar(fiscal_start=7)
    assert july.fiscal_year(2026) == Period.including(date(2025, 7, 1), date(2026, 6, 30))
    assert july.fiscal_quarter(2026, 4) == Period.including(date(2026, 4, 1), date(2026, 6, 30))
    assert july.fiscal_year_of(date(2026, 6, 30)) == july.fiscal_year(2026)
    assert july.fiscal_year_of(date(2026, 7, 1)) == july.fiscal_year(2027)
    assert calendar().fiscal_year(2026) == Period.of_months(2026, 1, 12)
    assert calendar(fiscal_start=12).fiscal_year(2026) == Period.including(date(2025, 12, 1), date(2026, 11, 30))
    with pytest.raises(ValueError, match="no quarter 5"):
        july.fiscal_quarter(2026, 5)


@given(st.integers(1, 12), st.integers(1950, 2050))
def test_fiscal_quarters_tile_the_fiscal_year(fiscal_start: int, year: int) -> None:
    found = calendar(fiscal_start=fiscal_start)
    quarters = [found.fiscal_quarter(year, number) for number in (1, 2, 3, 4)]
    assert (quarters[0].start, quarters[3].end) == (found.fiscal_year(year).start, found.fiscal_year(year).end)
    assert all(left.end == right.start for left, right in pairwise(quarters))
    assert found.fiscal_year(year).end == found.fiscal_year(year + 1).start
    assert found.fiscal_year(year).last_day.year == year


@given(PERIODS, st.sets(DAYS, max_size=60))
def test_working_days_equal_numpys(period: Period, closed: set[date]) -> None:
    expected = np.busday_count(period.start, period.end, holidays=sorted(closed))
    found = CompanyCalendar(Company(), frozenset(closed))
    assert found.working_days(period) == expected == sum(map(found.is_working, period.dates()))


def test_working_weekdays_are_those_with_opening_hours() -> None:
    morning = ((time(9), time(13)),)
    shop = CompanyCalendar(Company(hours=((), *(morning,) * 5, ())), frozenset())
    assert not shop.is_working(date(2026, 11, 23))
    assert shop.is_working(date(2026, 11, 28))
    assert shop.working_days(Period.of_months(2026, 11)) == 20


def test_the_companys_own_closed_days_count_with_the_holidays() -> None:
    company = Company(closed_days=(date(2026, 8, 14),))
    found = CompanyCalendar(company, frozenset({date(2026, 8, 17)}))
    assert found.closed == {date(2026, 8, 14), date(2026, 8, 17)}
    assert not found.is_working(date(2026, 8, 14))


def test_holidays_of_a_place_none_and_an_unknown_country() -> None:
    saint_ambrose = date(2026, 12, 7)
    assert saint_ambrose in public_holidays("IT-MI", [2026]) - public_holidays("IT", [2026])
    assert public_holidays("", [2026]) == frozenset()
    with pytest.raises(UserError) as caught:
        public_holidays("XX", [2026])
    assert (caught.value.code, caught.value.parameters["value"]) == ("unknown_country", "XX")
    assert caught.value.place.setting == "holidays.country"
