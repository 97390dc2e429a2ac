"""A period: a half-open pair of local dates, and the arithmetic of whole months on it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year"]
ONE_DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local dates from `start` on, up to and without `end`; empty when both are equal.

    Raises ValueError when `end` lies before `start`, TypeError when either is an instant and not a date.

    >>> june = Period(date(2026, 6, 1), date(2026, 7, 1))
    >>> june.days, june.last_day, june.contains(date(2026, 7, 1))
    (30, datetime.date(2026, 6, 30), False)
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("a period is made of local dates, not of instants")
        if self.end < self.start:
            raise ValueError(f"the period would end ({self.end}) before it starts ({self.start})")

    @classmethod
    def including(cls, first: date, last: date) -> Period:
        """From the first to the last day, both included: the way in which files and people write it."""
        return cls(first, last + ONE_DAY)

    @classmethod
    def of_months(cls, year: int, month: int, count: int = 1) -> Period:
        """`count` whole months from the first day of `month` of `year` on."""
        start = date(year, month, 1)
        return cls(start, shift_months(start, count))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to it; raises ValueError when the period is empty."""
        if self.start == self.end:
            raise ValueError("an empty period has no last day")
        return self.end - ONE_DAY

    @property
    def whole_months(self) -> int | None:
        """How many calendar months it is made of; None when it is empty or cuts one.

        >>> Period(date(2024, 2, 1), date(2024, 3, 1)).whole_months
        1
        >>> Period(date(2024, 2, 1), date(2024, 2, 29)).whole_months is None
        True
        """
        if self.start.day != 1 or self.end.day != 1 or self.start == self.end:
            return None
        return MONTHS_OF_YEAR * (self.end.year - self.start.year) + self.end.month - self.start.month

    def contains(self, day: date) -> bool:
        return self.start <= day < self.end

    def dates(self) -> Iterator[date]:
        """Each day of it, in order."""
        return (self.start + timedelta(days=offset) for offset in range(self.days))

    def intersect(self, other: Period) -> Period | None:
        """The days that both have, None when there is none.

        >>> year = Period.of_months(2026, 1, 12)
        >>> year.intersect(Period(date(2026, 12, 24), date(2027, 1, 7)))
        Period(start=datetime.date(2026, 12, 24), end=datetime.date(2027, 1, 1))
        """
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def shift_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier when negative), or that month's last day where it is shorter.

    >>> shift_months(date(2024, 2, 29), -12), shift_months(date(2025, 1, 31), 1)
    (datetime.date(2023, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month_index = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    month = month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
