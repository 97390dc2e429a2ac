"""Clock changes: Rome's two, and zones whose clocks change at midnight or that once left out a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.local_time import local_date, start_of_day, to_utc

ROME = ZoneInfo("Europe/Rome")
ZONES = ("Europe/Rome", "America/Havana", "Africa/Cairo", "America/Santiago", "Atlantic/Azores", "Australia/Lord_Howe")
READINGS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2035-12-31"))
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("wall", "utc", "twice"),
    [
        ("2025-10-26T01:59", "2025-10-25T23:59Z", False),
        ("2025-10-26T02:00", "2025-10-26T00:00Z", True),
        ("2025-10-26T02:59", "2025-10-26T00:59Z", True),
        ("2025-10-26T03:00", "2025-10-26T02:00Z", False),
        ("2025-03-30T01:59", "2025-03-30T00:59Z", False),
        ("2025-03-30T02:00", "2025-03-30T01:00Z", False),
        ("2025-03-30T02:59", "2025-03-30T01:59Z", False),
        ("2025-03-30T03:00", "2025-03-30T01:00Z", False),
    ],
)
def test_readings_of_the_roman_clock(wall: str, utc: str, twice: bool) -> None:
    reading = datetime.fromisoformat(wall)
    assert to_utc(reading, ROME) == (datetime.fromisoformat(utc), twice)
    assert to_utc(reading.replace(fold=1), ROME) == (datetime.fromisoformat(utc), twice)


def test_an_instant_needs_a_zone_and_a_reading_must_have_none() -> None:
    with pytest.raises(ValueError, match="carries its zone"):
        local_date(datetime.fromisoformat("2025-01-01T00:00"), ROME)
    with pytest.raises(ValueError, match="carries no zone"):
        to_utc(datetime(2025, 1, 1, tzinfo=UTC), ROME)


def test_midnight_that_the_clock_jumps_over() -> None:
    assert start_of_day(date(2024, 4, 26), ZoneInfo("Africa/Cairo")) == datetime(2024, 4, 25, 22, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_is_empty() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert start_of_day(date(2011, 12, 30), apia) == start_of_day(date(2011, 12, 31), apia)


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.sampled_from(ZONES))
def test_a_day_begins_where_the_day_before_ends(day: date, zone: str) -> None:
    start = start_of_day(day, ZoneInfo(zone))
    assert local_date(start, ZoneInfo(zone)) == day
    assert local_date(start - MICROSECOND, ZoneInfo(zone)) == day - timedelta(days=1)


@given(READINGS, st.sampled_from(ZONES))
def test_a_reading_comes_back_unless_the_clock_jumped_over_it(wall: datetime, zone: str) -> None:
    instant, twice = to_utc(wall, ZoneInfo(zone))
    jump = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) - wall
    assert jump in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}
    repeated = {(instant + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)) for minutes in (30, 60)}
    assert twice == any(later.replace(tzinfo=None, fold=0) == wall for later in repeated)


def test_the_calendar_reads_the_companys_clock() -> None:
    tokyo = CompanyCalendar(Company(timezone="Asia/Tokyo"), frozenset())
    assert tokyo.local_date(datetime(2025, 12, 31, 15, 0, tzinfo=UTC)) == date(2026, 1, 1)
    assert tokyo.start_of_day(date(2026, 1, 1)) == datetime(2025, 12, 31, 15, 0, tzinfo=UTC)
    assert tokyo.to_utc(datetime.fromisoformat("2026-01-01T09:00")) == (datetime(2026, 1, 1, tzinfo=UTC), False)
