"""The days and hours on which the workshop works: Italian holidays, the August and Christmas closing."""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import date, datetime, time, timedelta

_FIXED = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
_SAINT_FRANCIS = (10, 4)
_SAINT_FRANCIS_SINCE = 2026
_OPEN, _CLOSE = 8 * 60 + 30, 18 * 60
_LUNCH, _LUNCH_END = 12 * 60 + 30, 14 * 60


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm known as Meeus/Jones/Butcher).

    >>> easter(2024), easter(2026)
    (datetime.date(2024, 3, 31), datetime.date(2026, 4, 5))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    correction = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - correction - rest % 4) % 7
    late = (golden + 11 * correction + 22 * weekday) // 451
    month, day = divmod(correction + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether `day` is an Italian national holiday."""
    if (day.month, day.day) in _FIXED or day == easter(day.year) + timedelta(days=1):
        return True
    return (day.month, day.day) == _SAINT_FRANCIS and day.year >= _SAINT_FRANCIS_SINCE


def is_shut(day: date) -> bool:
    """Whether the workshop is closed for the August or the Christmas weeks."""
    return (
        (8, 10) <= (day.month, day.day) <= (8, 22) or (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 5)
    )


class WorkCalendar:
    """The working days between two days, and moments of work on them.

    >>> calendar = WorkCalendar(date(2026, 1, 1), date(2026, 12, 31))
    >>> calendar.after(date(2026, 8, 7), 1), calendar.after(date(2026, 4, 5), 0)
    (datetime.date(2026, 8, 24), datetime.date(2026, 4, 7))
    """

    __slots__ = ("_days",)

    def __init__(self, first: date, last: date) -> None:
        span = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self._days = [day for day in span if day.isoweekday() <= 5 and not is_holiday(day) and not is_shut(day)]

    def is_open(self, day: date) -> bool:
        place = bisect_left(self._days, day)
        return place < len(self._days) and self._days[place] == day

    def after(self, day: date, count: int) -> date:
        """The working day `count` after `day`, counted from the first working day not before it."""
        return self._days[min(bisect_left(self._days, day) + count, len(self._days) - 1)]

    def between(self, first: date, last: date) -> int:
        """Working days from `first` (included) to `last` (excluded)."""
        return bisect_left(self._days, last) - bisect_left(self._days, first)

    def moment(self, rng: random.Random, day: date) -> datetime:
        """A minute of working time on `day`."""
        minute = rng.randrange(_OPEN, _CLOSE - (_LUNCH_END - _LUNCH))
        return _at(day, minute if minute < _LUNCH else minute + _LUNCH_END - _LUNCH)

    def next_moment(self, rng: random.Random, previous: datetime, count: int) -> datetime:
        """A minute of working time, later than `previous`, on the working day `count` after it."""
        day = self.after(previous.date(), count)
        if day > previous.date():
            return self.moment(rng, day)
        minute = max(previous.hour * 60 + previous.minute, _OPEN) + rng.randrange(20, 150)
        if minute < _CLOSE:
            return _at(day, minute)
        return self.moment(rng, self.after(day + timedelta(days=1), 0))


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60))
