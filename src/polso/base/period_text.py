"""The spellings of a period that people and scripts write, read once for every surface."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import cast, get_args

from polso.base.calendar import CompanyCalendar
from polso.base.errors import UserError, did_you_mean
from polso.base.period import MONTHS_OF_QUARTER, MONTHS_OF_YEAR, ONE_DAY, Grain, Period, shift_months

_LONGEST_SPELLING = len("2026-01-01..2026-03-31")
READABLE = Period(date(1900, 1, 1), date(3000, 1, 1))
_UNITS = (*get_args(Grain), "fiscal-year")
NAMED_PERIODS = (
    *("today", "yesterday", "ytd", "fytd", "all"),
    *(f"{which}-{unit}" for which in ("this", "last") for unit in _UNITS),
)
"""Every spelling without a number."""

_Reader = Callable[[re.Match[str], CompanyCalendar, date], Period]


def parse_period(text: str, calendar: CompanyCalendar, today: date, covered: Period | None) -> Period:
    """The period that `text` spells, upper or lower case.

    `2026`, `2026-Q3`, `2026-11`, `2026-W48` (ISO, from Monday), `2026-11-24`, `2026-01-01..2026-03-31` (end included;
    the ends may be any spelling, as in `2025-11..2026-Q1`), `FY2026`, `FY2026-Q3` (named by the year in which they
    end), `today`, `yesterday`, `this-` or `last-` with day, week, month, quarter, year or fiscal-year, `ytd` and
    `fytd` (today included), `last-N-days`, `-weeks` and `-months` (whole ones, before the current), and `all`, which
    is `covered`.

    Raises UserError `unknown_period` (with `value`, `suggestions`) for everything else, dates that do not exist and
    years before 1900 or after 2999; `period_reversed` (with `value`) when a range ends before it starts;
    `nothing_covered` for `all` without data.

    >>> from polso.base.company import Company
    >>> calendar = CompanyCalendar(Company(fiscal_start=7), frozenset())
    >>> parse_period("fy2027-q1", calendar, date(2026, 11, 24), None) == Period.of_months(2026, 7, 3)
    True
    >>> parse_period("2025-11..2026-Q1", calendar, date(2026, 11, 24), None)
    Period(start=datetime.date(2025, 11, 1), end=datetime.date(2026, 4, 1))
    >>> parse_period("last-2-weeks", calendar, date(2026, 11, 24), None)
    Period(start=datetime.date(2026, 11, 9), end=datetime.date(2026, 11, 23))
    >>> parse_period("2025-W53", calendar, date(2026, 11, 24), None)
    Traceback (most recent call last):
    ...
    polso.base.errors.UserError: unknown_period(value='2025-W53', suggestions=('2025-W52', '2025-W51', '2025-W50'))
    """
    spelled = text.strip().lower()
    if spelled == "all":
        if covered is None:
            raise UserError("nothing_covered")
        return covered
    first, dots, last = spelled.partition("..")
    if not dots:
        return _single(spelled, text, calendar, today)
    begin, finish = (_single(end, text, calendar, today) for end in (first, last))
    if finish.end <= begin.start:
        raise UserError("period_reversed", value=text, start=first, end=last)
    if finish.end < begin.end:
        raise _unknown(text)
    return Period(begin.start, finish.end)


def _single(spelled: str, text: str, calendar: CompanyCalendar, today: date) -> Period:
    """The period of one spelling that is no range; `text` is what was typed, for the error."""
    for pattern, read in _SPELLINGS:
        if match := pattern.fullmatch(spelled):
            try:
                period = read(match, calendar, today)
            except (ValueError, OverflowError) as error:
                raise _unknown(text) from error
            if READABLE.intersect(period) != period:
                raise _unknown(text)
            return period
    raise _unknown(text)


def _numbers(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(group) for group in match.groups())


def _year(match: re.Match[str], _calendar: CompanyCalendar, _today: date) -> Period:
    (year,) = _numbers(match)
    return Period.of_months(year, 1, MONTHS_OF_YEAR)


def _quarter(match: re.Match[str], _calendar: CompanyCalendar, _today: date) -> Period:
    year, quarter = _numbers(match)
    return Period.of_months(year, MONTHS_OF_QUARTER * (quarter - 1) + 1, MONTHS_OF_QUARTER)


def _month(match: re.Match[str], _calendar: CompanyCalendar, _today: date) -> Period:
    year, month = _numbers(match)
    return Period.of_months(year, month)


def _week(match: re.Match[str], _calendar: CompanyCalendar, _today: date) -> Period:
    year, week = _numbers(match)
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + timedelta(weeks=1))


def _day(match: re.Match[str], _calendar: CompanyCalendar, _today: date) -> Period:
    day = date(*_numbers(match))
    return Period.including(day, day)


def _fiscal_year(match: re.Match[str], calendar: CompanyCalendar, _today: date) -> Period:
    (year,) = _numbers(match)
    return calendar.fiscal_year(year)


def _fiscal_quarter(match: re.Match[str], calendar: CompanyCalendar, _today: date) -> Period:
    year, quarter = _numbers(match)
    return calendar.fiscal_quarter(year, quarter)


def _today(_match: re.Match[str], _calendar: CompanyCalendar, today: date) -> Period:
    return Period.including(today, today)


def _yesterday(_match: re.Match[str], _calendar: CompanyCalendar, today: date) -> Period:
    return Period(today - ONE_DAY, today)


def _current_or_last(match: re.Match[str], calendar: CompanyCalendar, today: date) -> Period:
    which, unit = match.groups()
    current = calendar.fiscal_year_of(today) if unit == "fiscal-year" else calendar.bucket(today, cast("Grain", unit))
    return current if which == "this" else calendar.previous(current)


def _year_to_date(match: re.Match[str], calendar: CompanyCalendar, today: date) -> Period:
    year = calendar.fiscal_year_of(today) if match[1] else calendar.bucket(today, "year")
    return Period.including(year.start, today)


def _last_several(match: re.Match[str], calendar: CompanyCalendar, today: date) -> Period:
    count, unit = int(match[1]), match[2]
    end = calendar.bucket(today, cast("Grain", unit)).start
    if unit == "month":
        return Period(shift_months(end, -count), end)
    return Period(end - timedelta(days=count * (7 if unit == "week" else 1)), end)


_SPELLINGS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"([0-9]{4})", _year),
        (r"([0-9]{4})-q([1-4])", _quarter),
        (r"([0-9]{4})-([0-9]{2})", _month),
        (r"([0-9]{4})-w([0-9]{2})", _week),
        (r"([0-9]{4})-([0-9]{2})-([0-9]{2})", _day),
        (r"fy([0-9]{4})", _fiscal_year),
        (r"fy([0-9]{4})-q([1-4])", _fiscal_quarter),
        (r"today", _today),
        (r"yesterday", _yesterday),
        (rf"(this|last)-({'|'.join(_UNITS)})", _current_or_last),
        (r"(f?)ytd", _year_to_date),
        (r"last-([1-9][0-9]*)-(day|week|month)s", _last_several),
    )
)


def _unknown(text: str) -> UserError:
    """With the nearest spellings of the same year, or the nearest words."""
    spelled = text.strip().lower()[:_LONGEST_SPELLING]
    candidates = [*NAMED_PERIODS, "last-7-days", "last-4-weeks", "last-12-months"]
    if match := re.search(r"[0-9]{4}", spelled):
        year = match[0]
        candidates += [
            year,
            f"FY{year}",
            *(f"{prefix}{year}-Q{number}" for prefix in ("", "FY") for number in range(1, 5)),
        ]
        candidates += [f"{year}-{month:02d}" for month in range(1, 13)]
        candidates += [f"{year}-W{week:02d}" for week in range(1, 53)]
    by_lower_case = {candidate.lower(): candidate for candidate in candidates}
    near = did_you_mean(spelled, by_lower_case)
    return UserError("unknown_period", value=text, suggestions=tuple(by_lower_case[name] for name in near))
