"""Working minutes: how much of the company's opening hours lies between two instants.

Every instant has an index, the working minutes since 2000-01-01; a duration is the difference of two, an age that of
now and of the beginning. So durations, and what still waits, are plain subtractions wherever they are read.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polso.base.calendar import CompanyCalendar
from polso.base.period import ONE_DAY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2069, 12, 31)
MICROSECONDS = 60_000_000
"""Of a minute."""
_A_MICROSECOND = timedelta(microseconds=1)
_ORIGIN = (ORIGIN - EPOCH) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True, eq=False)
class BusinessClock:
    """Counts only the company's opening hours, lunch breaks, closed days and public holidays left out.

    Hours are those of the wall in the company's zone; the length of an opening is the time that really passes in it.
    No working time passes before 1970 and after 2069.

    >>> from polso.base.company import Company
    >>> clock = BusinessClock.of(CompanyCalendar.of(Company(), range(2025, 2026)))
    >>> friday, monday = datetime(2025, 3, 14, 16, 30, tzinfo=UTC), datetime(2025, 3, 17, 8, 20, tzinfo=UTC)
    >>> clock.index(monday) - clock.index(friday), clock.minutes(friday, monday)
    (50, 50)
    """

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    """UTC microseconds since 1970 of each opening, in order; openings do not overlap."""
    before: NDArray[np.int64]
    """Working minutes from 2000-01-01 to each opening, negative before."""

    @classmethod
    def of(cls, calendar: CompanyCalendar) -> BusinessClock:
        """The clock of a calendar, made once."""
        return _clock(calendar)

    def index(self, instant_utc: datetime) -> int:
        """Whole working minutes since 2000-01-01; raises ValueError when the instant carries no zone.

        In closed hours it is that of the last closing.
        """
        moment = _microseconds(instant_utc)
        at = bisect_right(self.opens, moment) - 1
        if at < 0:
            return int(self.before[0]) if self.before.size else 0
        return int(self.before[at] + (min(moment, int(self.closes[at])) - int(self.opens[at])) // MICROSECONDS)

    def indexes(self, microseconds_utc: ArrayLike) -> NDArray[np.int64]:
        """The same of many instants at once, given as UTC microseconds since 1970 (`datetime64[us]` too); one each."""
        moments = np.asarray(microseconds_utc)
        if moments.dtype.kind == "M":
            moments = moments.astype("datetime64[us]")
        moments = moments.astype(np.int64)
        if not self.opens.size:
            return np.zeros(moments.shape, dtype=np.int64)
        at = np.searchsorted(self.opens, moments, side="right") - 1
        held = np.maximum(at, 0)
        within = np.minimum(moments, self.closes[held]) - self.opens[held]
        return np.asarray(self.before[held] + np.where(at < 0, 0, within // MICROSECONDS), dtype=np.int64)

    def minutes(self, started: datetime, ended: datetime) -> int | None:
        """Working minutes from one instant to the other; None where it ended before it started."""
        return None if ended < started else self.index(ended) - self.index(started)


def elapsed_index(instant_utc: datetime) -> int:
    """Whole minutes of the clock since 2000-01-01 UTC, opening hours or not.

    >>> elapsed_index(datetime(2000, 1, 1, 1, 30, tzinfo=UTC))
    90
    """
    return _microseconds(instant_utc) // MICROSECONDS - _ORIGIN


def elapsed_minutes(started: datetime, ended: datetime) -> int | None:
    """Minutes that really pass from one instant to the other; None where it ended before it started."""
    return None if ended < started else elapsed_index(ended) - elapsed_index(started)


def _microseconds(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return (instant - EPOCH) // _A_MICROSECOND


@lru_cache(maxsize=8)
def _clock(calendar: CompanyCalendar) -> BusinessClock:
    pairs = np.fromiter(chain.from_iterable(_openings(calendar)), dtype=np.int64).reshape(-1, 2)
    opens, closes = pairs[:, 0].copy(), pairs[:, 1].copy()
    passed = np.cumsum((closes - opens) // MICROSECONDS)
    before = np.concatenate(([0], passed[:-1])) if passed.size else passed
    since = int(np.searchsorted(opens, _microseconds(calendar.start_of_day(ORIGIN.date()))))
    zero = int(before[since]) if since < before.size else 0
    return BusinessClock(opens, closes, before - zero)


def _openings(calendar: CompanyCalendar) -> list[tuple[int, int]]:
    """Opening and closing instants; a day on which the clock keeps its offset needs one look at the zone."""
    found: list[tuple[int, int]] = []
    hours, special = calendar.company.hours, dict(calendar.special)
    day, midnight = FIRST_DAY, _midnight(FIRST_DAY, calendar)
    while day <= LAST_DAY:
        following = day + ONE_DAY
        next_midnight = _midnight(following, calendar)
        usual = () if day in calendar.closed else hours[day.isoweekday() - 1]
        if open_today := special.get(day, usual):
            even = next_midnight - midnight == 24 * 60 * MICROSECONDS
            for opening, closing in open_today:
                pair = tuple(
                    midnight + _minute(one) * MICROSECONDS if even else _boundary(day, one, calendar)
                    for one in (opening, closing)
                )
                found.append((pair[0], max(pair)))
        day, midnight = following, next_midnight
    return found


def _midnight(day: date, calendar: CompanyCalendar) -> int:
    return _microseconds(calendar.start_of_day(day))


def _boundary(day: date, at: time, calendar: CompanyCalendar) -> int:
    return _microseconds(calendar.to_utc(datetime.combine(day, at))[0])


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
