"""The vectors T28 to T30, and working minutes against counting them one by one on the wall."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.base.business_time import BusinessClock, elapsed_minutes
from polso.base.calendar import CompanyCalendar
from polso.base.company import Company

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "time.json").read_text(encoding="utf-8"))
T28 = VECTORS["T28"]
ROME = ZoneInfo("Europe/Rome")


def instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(T28["zone"]))).astimezone(UTC)


def italian() -> BusinessClock:
    company = Company(timezone=T28["zone"], holidays_country=T28["country"])
    return BusinessClock.of(CompanyCalendar.of(company, range(2025, 2026)))


def microseconds(moments: list[datetime]) -> np.ndarray:
    return np.array([one.replace(tzinfo=None) for one in moments], dtype="datetime64[us]")


@pytest.mark.parametrize("vector", T28["durations"], ids=lambda vector: vector["from"])
def test_t28_business_minutes(vector: dict[str, Any]) -> None:
    start, end = instant(vector["from"]), instant(vector["to"])
    assert italian().minutes(start, end) == vector["minutes"]
    begun, ended = italian().indexes(microseconds([start, end])).tolist()
    assert ended - begun == vector["minutes"]


@pytest.mark.parametrize("vector", VECTORS["T29"], ids=lambda vector: vector["to"])
def test_t29_an_answer_before_the_question_has_no_duration(vector: dict[str, Any]) -> None:
    assert italian().minutes(instant(vector["from"]), instant(vector["to"])) == vector["minutes"]


@pytest.mark.parametrize("vector", VECTORS["T30"], ids=lambda vector: vector["from"])
def test_t30_minutes_that_pass(vector: dict[str, Any]) -> None:
    assert elapsed_minutes(instant(vector["from"]), instant(vector["to"])) == vector["hours"] * 60


def test_an_index_counts_from_2000_and_stands_still_in_closed_hours() -> None:
    clock = BusinessClock.of(CompanyCalendar(Company(), frozenset()))
    assert clock.index(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    # 2000-01-03 is the first Monday; the year before had 261 weekdays.
    assert clock.index(instant("2000-01-03T18:00")) == 480
    assert clock.index(instant("1999-01-01T00:00")) == -261 * 480
    assert clock.index(instant("2000-01-03T18:00")) == clock.index(instant("2000-01-04T08:59"))


def test_a_company_that_never_opens_has_no_working_minutes() -> None:
    clock = BusinessClock.of(CompanyCalendar(Company(hours=((),) * 7), frozenset()))
    assert clock.index(datetime(2025, 1, 1, tzinfo=UTC)) == 0
    assert clock.indexes(microseconds([datetime(2025, 1, 1, tzinfo=UTC)])).tolist() == [0]


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        italian().index(instant("2025-01-01T12:00").replace(tzinfo=None))


SPRING = datetime(2025, 3, 27, tzinfo=UTC)
HOURS = ((time(1), time(4)), (time(9), time(12, 30)))
CLOSED = date(2025, 3, 28)


def counted(start: datetime, end: datetime) -> int:
    """Minutes that begin inside the opening hours, read off the wall one by one."""
    found = 0
    while start < end:
        wall = start.astimezone(ROME)
        is_open = wall.date() != CLOSED and any(one <= wall.time() < two for one, two in HOURS)
        found += is_open
        start += timedelta(minutes=1)
    return found


@settings(deadline=None)
@given(st.integers(0, 6 * 1440), st.integers(0, 2 * 1440))
def test_minutes_are_those_on_the_wall_across_the_clock_change(begin: int, length: int) -> None:
    clock = BusinessClock.of(CompanyCalendar(Company(hours=(HOURS,) * 7), frozenset([CLOSED])))
    start = SPRING + timedelta(minutes=begin)
    end = start + timedelta(minutes=length)
    assert clock.minutes(start, end) == counted(start, end)
    assert np.diff(clock.indexes(microseconds([start, end]))).tolist() == [counted(start, end)]
