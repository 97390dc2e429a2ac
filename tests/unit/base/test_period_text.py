from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.errors import UserError
from polso.base.period import Period
from polso.base.period_text import NAMED_PERIODS, parse_period

TODAY = date(2026, 11, 24)  # a Tuesday of week 48
COVERED = Period.including(date(2016, 10, 1), date(2017, 12, 31))
JULY = CompanyCalendar(Company(fiscal_start=7), frozenset())
DAYS = st.dates(date(1901, 1, 1), date(2900, 12, 31))
SPANS = st.builds(lambda start, days: Period(start, start + timedelta(days=days)), DAYS, st.integers(1, 800))
MONTHS = st.builds(Period.of_months, st.integers(1901, 2900), st.integers(1, 12), st.integers(1, 24))
WEEKS = st.builds(lambda day: JULY.bucket(day, "week"), DAYS)


def read(text: str, calendar: CompanyCalendar = JULY) -> Period:
    return parse_period(text, calendar, TODAY, COVERED)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-W48", "2026-11-23", "2026-11-29"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-11-24", "2026-11-24", "2026-11-24"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026-01-01..2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-03-31..2026-03-31", "2026-03-31", "2026-03-31"),
        ("FY2026", "2025-07-01", "2026-06-30"),
        ("FY2026-Q3", "2026-01-01", "2026-03-31"),
        ("today", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("this-day", "2026-11-24", "2026-11-24"),
        ("this-week", "2026-11-23", "2026-11-29"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("this-quarter", "2026-10-01", "2026-12-31"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("this-fiscal-year", "2026-07-01", "2027-06-30"),
        ("last-day", "2026-11-23", "2026-11-23"),
        ("last-week", "2026-11-16", "2026-11-22"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("last-fiscal-year", "2025-07-01", "2026-06-30"),
        ("ytd", "2026-01-01", "2026-11-24"),
        ("fytd", "2026-07-01", "2026-11-24"),
        ("last-1-days", "2026-11-23", "2026-11-23"),
        ("last-30-days", "2026-10-25", "2026-11-23"),
        ("last-4-weeks", "2026-10-26", "2026-11-22"),
        ("last-12-months", "2025-11-01", "2026-10-31"),
        ("all", "2016-10-01", "2017-12-31"),
    ],
)
def test_every_spelling(text: str, first: str, last: str) -> None:
    expected = Period.including(date.fromisoformat(first), date.fromisoformat(last))
    assert read(text) == read(text.lower()) == read(f" {text.upper()} ") == expected


@pytest.mark.parametrize("name", NAMED_PERIODS)
def test_the_named_periods_are_read(name: str) -> None:
    assert read(name).days > 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-00",
        "2025-W53",
        "2026-W00",
        "2026-Q5",
        "FY2026-Q0",
        "2026-02-29",
        "2026-11-31",
        "2026-02-01..2026-02-30",
        "2026-1",
        "24/11/2026",
        "last-0-days",
        "last-01-days",
        "last-3-month",
        "last-99999999999999999999-months",
        "last-999999999-days",
        "this-decade",
        "next-month",
        "0000",
        "1899",
        "3000",
        "9999",
        "9999-12-31",
        "٢٠٢٦",
        "2026\n2027",
        "x" * 100_000,
    ],
)
def test_everything_else_is_unknown(text: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    assert caught.value.code == "unknown_period"
    assert caught.value.parameters["value"] == text


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("last-mounth", "last-month"), ("2026q3", "2026-Q3"), ("2026-13", "2026-W13"), ("fy2026q1", "FY2026-Q1")],
)
def test_a_near_spelling_is_suggested(text: str, suggestion: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    suggestions = caught.value.parameters["suggestions"]
    assert isinstance(suggestions, tuple)
    assert suggestion in suggestions
    assert all(read(each).days > 0 for each in suggestions)


def test_a_reversed_range_says_so() -> None:
    with pytest.raises(UserError) as caught:
        read("2026-03-31..2026-01-01")
    assert caught.value.code == "period_reversed"
    assert caught.value.parameters == {"value": "2026-03-31..2026-01-01", "start": "2026-03-31", "end": "2026-01-01"}


def test_all_of_nothing_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        parse_period("all", JULY, TODAY, None)
    assert caught.value.code == "nothing_covered"


def test_the_week_of_the_company_decides_this_week_and_the_iso_week_stays_iso() -> None:
    sunday = CompanyCalendar(Company(week_start=7), frozenset())
    assert read("this-week", sunday) == Period.including(date(2026, 11, 22), date(2026, 11, 28))
    assert read("2026-W48", sunday) == Period.including(date(2026, 11, 23), date(2026, 11, 29))
    assert sunday.label(read("this-week", sunday)) == "2026-11-22..2026-11-28"


@pytest.mark.parametrize(
    ("fiscal_start", "text"),
    [
        *((7, text) for text in ("2026", "2026-Q3", "2026-11", "2026-W48", "2026-W01", "2026-11-24", "FY2026")),
        *((2, f"FY2026-Q{quarter}") for quarter in (1, 2, 3, 4)),
        *((12, text) for text in ("FY2026", "FY2026-Q1", "FY2026-Q4")),
        (1, "2026-01-01..2026-02-28"),
    ],
)
def test_a_canonical_spelling_is_its_own_label(fiscal_start: int, text: str) -> None:
    calendar = CompanyCalendar(Company(fiscal_start=fiscal_start), frozenset())
    assert calendar.label(read(text, calendar)) == text


def test_a_fiscal_spelling_of_a_calendar_period_is_labelled_by_the_calendar() -> None:
    assert JULY.label(read("FY2027-Q1")) == "2026-Q3"


def test_an_empty_period_has_no_label() -> None:
    with pytest.raises(ValueError, match="empty"):
        JULY.label(Period(TODAY, TODAY))


@given(st.one_of(SPANS, MONTHS, WEEKS), st.integers(1, 7), st.integers(1, 12))
def test_a_label_is_read_back_as_the_period(period: Period, week_start: int, fiscal_start: int) -> None:
    calendar = CompanyCalendar(Company(week_start=week_start, fiscal_start=fiscal_start), frozenset())
    assert read(calendar.label(period), calendar) == period
