"""Which period another one is compared with: by calendar, never by a fixed number of days, and like with like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from polso.base.period import MONTHS_OF_YEAR, ONE_DAY, Period, shift_months

DAYS_OF_WEEK = 7
ISO_MONDAY = 1
WEEK_OF_LONG_YEARS = 53


def previous(period: Period) -> Period:
    """The period of the same kind that ends where this one starts.

    Whole months (a month, a quarter, a calendar or fiscal year, any run of them) go back by as many months, everything
    else (a day, a week, a free range) by as many days.

    >>> previous(Period.of_months(2024, 3))
    Period(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 3, 1))
    >>> previous(Period(date(2024, 3, 2), date(2024, 3, 12)))
    Period(start=datetime.date(2024, 2, 21), end=datetime.date(2024, 3, 2))
    """
    months = period.whole_months
    if months is None:
        return Period(period.start - timedelta(days=period.days), period.start)
    return Period(shift_months(period.start, -months), period.start)


def year_before(period: Period, week_start: int = ISO_MONDAY) -> Period:
    """The same period of the year before, by calendar.

    Whole months stay whole months; one ISO week becomes the week of the same number of the previous ISO year; week 53,
    and a week that starts on another day than Monday, becomes the week 364 days earlier. Any other span keeps its
    dates, with 28 February in the place of a missing 29th. Misleads where holidays move (Easter): compare working days.

    >>> year_before(Period.of_months(2025, 2)).days, year_before(Period.of_months(2024, 2)).days
    (29, 28)
    >>> year_before(Period.including(date(2024, 2, 10), date(2024, 2, 29))).last_day
    datetime.date(2023, 2, 28)
    >>> year_before(Period(date(2026, 12, 28), date(2027, 1, 4))).start.isocalendar()[:2]
    (2026, 1)
    """
    if period.whole_months is not None:
        return Period(shift_months(period.start, -MONTHS_OF_YEAR), shift_months(period.end, -MONTHS_OF_YEAR))
    if period.days == DAYS_OF_WEEK and period.start.isoweekday() == week_start:
        start = _same_week_of_previous_year(period.start)
        return Period(start, start + timedelta(days=DAYS_OF_WEEK))
    if period.days == 0:
        day = shift_months(period.start, -MONTHS_OF_YEAR)
        return Period(day, day)
    return Period.including(shift_months(period.start, -MONTHS_OF_YEAR), shift_months(period.last_day, -MONTHS_OF_YEAR))


def _same_week_of_previous_year(start: date) -> date:
    year, week, weekday = start.isocalendar()
    if weekday != ISO_MONDAY or week == WEEK_OF_LONG_YEARS:
        return start - timedelta(weeks=52)
    return date.fromisocalendar(year - 1, week, ISO_MONDAY)


def elapsed(period: Period, known_until: date) -> Period:
    """The part of `period` that is known: its days before `known_until`, which itself is excluded; may be empty.

    >>> elapsed(Period.of_months(2026, 11), date(2026, 11, 16)).days
    15
    """
    return Period(period.start, min(max(known_until, period.start), period.end))


def like_part(part: Period, whole: Period, other: Period, is_working: Callable[[date], bool]) -> Period:
    """The part of `other` with as many working days as `part`, the elapsed beginning of `whole`, has.

    It ends after the day of `other` on which that count is reached, and takes in following days off only as far as
    `part` itself goes on after its last working day. Before the first working day it has as many calendar days as
    `part`. It never goes beyond `other`; with fewer working days there than needed, it is all of `other`, as it is when
    `part` is the whole. Raises ValueError when `part` is not a beginning of `whole`.

    >>> weekdays = lambda day: day.isoweekday() <= 5
    >>> november, october = Period.of_months(2026, 11), Period.of_months(2026, 10)
    >>> like_part(elapsed(november, date(2026, 11, 7)), november, october, weekdays).last_day
    datetime.date(2026, 10, 7)
    """
    if part.start != whole.start or part.end > whole.end:
        raise ValueError("the part is a beginning of the whole")
    if part == whole:
        return other
    days_off = _days_off_at_the_end(part, is_working)
    needed = sum(map(is_working, part.dates()))
    if needed == 0:
        return elapsed(other, other.start + timedelta(days=part.days))
    counted = 0
    for day in other.dates():
        if is_working(day):
            if counted == needed:
                return elapsed(other, day)
            counted += 1
        elif counted == needed:
            if days_off == 0:
                return elapsed(other, day)
            days_off -= 1
    return other


def _days_off_at_the_end(part: Period, is_working: Callable[[date], bool]) -> int:
    count = 0
    while count < part.days and not is_working(part.end - ONE_DAY * (count + 1)):
        count += 1
    return count
