from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.period import Grain, Period

ITALY = CompanyCalendar.of(Company(), range(2019, 2031))
DAYS = st.dates(date(2019, 3, 1), date(2029, 12, 31))
SPANS = st.builds(lambda start, days: Period(start, start + timedelta(days=days)), DAYS, st.integers(1, 120))


def iso_week(year: int, week: int) -> Period:
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + timedelta(days=7))


@given(DAYS, st.sampled_from(get_args(Grain)))
def test_the_previous_of_the_next_bucket_is_the_bucket(day: date, grain: Grain) -> None:
    bucket = ITALY.bucket(day, grain)
    following = ITALY.bucket(bucket.end, grain)
    assert ITALY.previous(following) == bucket


@given(SPANS)
def test_the_previous_period_touches_and_has_the_same_kind(period: Period) -> None:
    before = ITALY.previous(period)
    assert before.end == period.start
    assert before.whole_months == period.whole_months or period.whole_months is None
    assert period.whole_months is not None or before.days == period.days


@pytest.mark.parametrize(
    ("period", "previous"),
    [
        (Period.of_months(2026, 1), Period.of_months(2025, 12)),
        (Period.of_months(2026, 1, 3), Period.of_months(2025, 10, 3)),
        (Period.of_months(2024, 3, 2), Period.of_months(2024, 1, 2)),
        (iso_week(2027, 1), iso_week(2026, 53)),
        (Period.including(date(2024, 3, 1), date(2024, 3, 1)), Period.including(date(2024, 2, 29), date(2024, 2, 29))),
    ],
)
def test_previous(period: Period, previous: Period) -> None:
    assert ITALY.previous(period) == previous


@pytest.mark.parametrize(
    ("period", "year_before"),
    [
        (Period.of_months(2025, 2), Period.of_months(2024, 2)),
        (Period.of_months(2024, 2), Period.of_months(2023, 2)),
        (Period.of_months(2024, 1, 12), Period.of_months(2023, 1, 12)),
        (Period.of_months(2021, 2), Period.of_months(2020, 2)),  # 28 days from a Monday on, and yet a month
        (iso_week(2026, 48), iso_week(2025, 48)),
        (iso_week(2027, 1), iso_week(2026, 1)),
        (iso_week(2026, 1), iso_week(2025, 1)),
        (iso_week(2026, 53), iso_week(2026, 1)),
        (
            Period.including(date(2024, 2, 29), date(2024, 2, 29)),
            Period.including(date(2023, 2, 28), date(2023, 2, 28)),
        ),
        (
            Period.including(date(2024, 1, 10), date(2024, 2, 28)),
            Period.including(date(2023, 1, 10), date(2023, 2, 28)),
        ),
        (Period.including(date(2024, 2, 20), date(2024, 3, 2)), Period.including(date(2023, 2, 20), date(2023, 3, 2))),
        (
            Period.including(date(2026, 1, 1), date(2026, 11, 24)),
            Period.including(date(2025, 1, 1), date(2025, 11, 24)),
        ),
        (Period(date(2024, 2, 29), date(2024, 2, 29)), Period(date(2023, 2, 28), date(2023, 2, 28))),
    ],
)
def test_year_before(period: Period, year_before: Period) -> None:
    assert ITALY.year_before(period) == year_before


def test_a_week_from_sunday_is_compared_52_weeks_earlier() -> None:
    sunday = CompanyCalendar(Company(week_start=7), frozenset())
    week = sunday.bucket(date(2026, 1, 1), "week")
    assert week.start - sunday.year_before(week).start == timedelta(days=364)


def test_elapsed_stays_inside() -> None:
    november = Period.of_months(2026, 11)
    assert ITALY.elapsed(november, date(2026, 11, 24)) == Period(november.start, date(2026, 11, 24))
    assert ITALY.elapsed(november, date(2027, 1, 1)) == november
    assert ITALY.elapsed(november, date(2026, 10, 1)) == Period(november.start, november.start)


NOVEMBER, OCTOBER = Period.of_months(2026, 11), Period.of_months(2026, 10)


@pytest.mark.parametrize(
    ("known_until", "last_day"),
    [
        (
            date(2026, 11, 6),
            date(2026, 10, 6),
        ),  # Thursday 5 November is the fourth working day, as is Tuesday 6 October
        (date(2026, 11, 7), date(2026, 10, 7)),  # a Friday: the fifth is a Wednesday, nothing follows
        (date(2026, 11, 9), date(2026, 10, 7)),  # the weekend of the part has none to answer it
        (date(2026, 11, 11), date(2026, 10, 9)),  # a Tuesday, the seventh: Friday 9 without its weekend
        (date(2026, 11, 2), date(2026, 10, 1)),  # Sunday 1 November, no working day yet: one calendar day
    ],
)
def test_the_like_part_of_october(known_until: date, last_day: date) -> None:
    part = ITALY.elapsed(NOVEMBER, known_until)
    assert ITALY.like_part(part, NOVEMBER, OCTOBER).last_day == last_day


@pytest.mark.parametrize(
    ("other", "last_days"),
    [
        (Period.including(date(2026, 3, 2), date(2026, 3, 31)), [6, 7, 8]),  # its fifth working day is a Friday too
        (Period.of_months(2026, 6), [8, 8, 8]),  # a Monday: no day off follows
    ],
)
def test_days_off_at_the_end_are_answered_day_for_day(other: Period, last_days: list[int]) -> None:
    may = Period.of_months(2026, 5)
    friday_to_sunday = [ITALY.elapsed(may, date(2026, 5, day + 1)) for day in (8, 9, 10)]
    assert [ITALY.working_days(part) for part in friday_to_sunday] == [5, 5, 5]
    assert [ITALY.like_part(part, may, other).last_day.day for part in friday_to_sunday] == last_days


def test_a_whole_period_is_compared_with_a_whole_period() -> None:
    february = Period.of_months(2026, 2)
    assert ITALY.like_part(NOVEMBER, NOVEMBER, february) == february
    assert ITALY.like_part(february, february, NOVEMBER) == NOVEMBER


def test_more_working_days_than_the_other_has_is_all_of_it() -> None:
    february = Period.of_months(2026, 2)
    assert ITALY.like_part(ITALY.elapsed(OCTOBER, date(2026, 10, 31)), OCTOBER, february) == february


def test_a_part_that_is_no_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="beginning of the whole"):
        ITALY.like_part(Period(date(2026, 11, 2), date(2026, 11, 5)), NOVEMBER, OCTOBER)


@given(SPANS, SPANS, st.integers(0, 120))
def test_like_parts_have_equally_many_working_days(whole: Period, other: Period, days: int) -> None:
    part = ITALY.elapsed(whole, whole.start + timedelta(days=days))
    like = ITALY.like_part(part, whole, other)
    needed = ITALY.working_days(part)
    assert (like.start, like.end <= other.end) == (other.start, True)
    assert ITALY.like_part(part, whole, whole) == part
    if part == whole:
        assert like == other
    elif needed == 0:
        assert like.days == min(part.days, other.days)
    else:
        assert ITALY.working_days(like) == min(needed, ITALY.working_days(other))
