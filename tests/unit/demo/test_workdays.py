"""The workshop's calendar against an independent one."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import holidays

from polso.demo.workdays import WorkCalendar, is_holiday, is_shut

FIRST, LAST = date(2021, 1, 1), date(2031, 12, 31)


def test_holidays_are_the_national_ones() -> None:
    feasts = holidays.country_holidays("IT", years=range(FIRST.year, LAST.year + 1))
    span = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    weekdays = [day for day in span if day.isoweekday() <= 5]
    assert [day for day in weekdays if is_holiday(day)] == [day for day in weekdays if day in feasts]


def test_mid_august_and_christmas_are_shut() -> None:
    calendar = WorkCalendar(FIRST, LAST)
    for day in (date(2026, 8, 12), date(2025, 12, 24), date(2026, 1, 2)):
        assert is_shut(day)
        assert not calendar.is_open(day)
    assert calendar.is_open(date(2026, 8, 24))


def test_working_days_are_counted_half_open() -> None:
    calendar = WorkCalendar(FIRST, LAST)
    assert calendar.between(date(2026, 11, 2), date(2026, 11, 9)) == 5
    assert calendar.between(date(2026, 12, 7), date(2026, 12, 12)) == 4


def test_the_next_moment_is_later_and_in_working_time() -> None:
    calendar, rng = WorkCalendar(FIRST, LAST), random.Random(1)
    for start in map(datetime.fromisoformat, ("2026-11-20T17:55", "2026-11-21T11:00", "2026-08-14T09:00")):
        for count in (0, 1, 3) * 50:
            at = calendar.next_moment(rng, start, count)
            assert at > start
            assert calendar.is_open(at.date())
            assert (8, 30) <= (at.hour, at.minute) < (18, 0)
