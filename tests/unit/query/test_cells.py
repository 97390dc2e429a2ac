"""Buckets, covered parts, and the windows they are held against."""

from __future__ import annotations

from datetime import date

import pytest

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.period import Period
from polso.query.cells import cells

CALENDAR = CompanyCalendar(Company(), frozenset())


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


COVERED = period("2025-11-10", "2026-03-12")


def test_each_bucket_has_the_part_that_the_data_cover() -> None:
    found = cells(period("2025-10-01", "2026-05-01"), "month", COVERED, "none", CALENDAR)
    assert [(cell.part, cell.partial) for cell in found] == [
        (None, False),
        (period("2025-11-10", "2025-12-01"), True),
        (period("2025-12-01", "2026-01-01"), False),
        (period("2026-01-01", "2026-02-01"), False),
        (period("2026-02-01", "2026-03-01"), False),
        (period("2026-03-01", "2026-03-12"), True),
        (None, False),
    ]


def test_a_base_must_be_covered_from_its_first_day() -> None:
    found = cells(period("2025-12-01", "2026-03-01"), "month", COVERED, "previous", CALENDAR)
    assert [cell.base for cell in found] == [
        None,
        period("2025-12-01", "2026-01-01"),
        period("2026-01-01", "2026-02-01"),
    ]


def test_an_unfinished_bucket_is_held_against_as_many_working_days() -> None:
    (march,) = cells(period("2026-03-01", "2026-04-01"), None, COVERED, "previous", CALENDAR)
    assert march.base == period("2026-02-01", "2026-02-12")
    assert CALENDAR.working_days(period("2026-03-01", "2026-03-12")) == CALENDAR.working_days(march.base) == 8


def test_a_bucket_cut_at_its_beginning_is_held_against_nothing() -> None:
    (november,) = cells(period("2025-11-01", "2025-12-01"), None, COVERED, "previous", CALENDAR)
    assert november.base is None


def test_a_period_that_cuts_its_buckets_says_so() -> None:
    found = cells(period("2026-01-15", "2026-02-11"), "month", COVERED, "none", CALENDAR)
    assert [cell.part for cell in found] == [period("2026-01-15", "2026-02-01"), period("2026-02-01", "2026-02-11")]
    assert all(cell.partial for cell in found)


@pytest.mark.parametrize("covered", [None, period("2020-01-01", "2020-02-01")])
def test_without_cover_there_is_no_part(covered: Period | None) -> None:
    (cell,) = cells(period("2026-01-01", "2026-02-01"), None, covered, "year", CALENDAR)
    assert (cell.part, cell.base, cell.partial) == (None, None, False)
