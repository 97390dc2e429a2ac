"""The buckets of an answer, the part of each that the data cover, and the window it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from polso.base.calendar import CompanyCalendar
from polso.base.period import ONE_DAY, Grain, Period

Against = Literal["previous", "year", "none"]


class Window(NamedTuple):
    """Days `[start, end)`; a start of None reaches back to the beginning (stocks).

    A tuple, since every number is looked up by it.
    """

    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class Cell:
    """One bucket: the whole `bucket`, the `part` that is covered (None: no data there), the `base` to compare with."""

    bucket: Period
    part: Period | None
    base: Period | None

    @property
    def partial(self) -> bool:
        return self.part is not None and self.part != self.bucket


def cells(
    period: Period, grain: Grain | None, covered: Period | None, against: Against, calendar: CompanyCalendar
) -> tuple[Cell, ...]:
    """The cells of `period`: its buckets of `grain` in order, or itself as one."""
    buckets = (period,) if grain is None else calendar.buckets(period, grain)
    return tuple(_cell(bucket, period if grain else None, covered, against, calendar) for bucket in buckets)


def _cell(
    bucket: Period, within: Period | None, covered: Period | None, against: Against, calendar: CompanyCalendar
) -> Cell:
    part = bucket.intersect(covered) if covered else None
    if part is not None and within is not None:
        part = part.intersect(within)
    if part is not None and part.days == 0:
        part = None
    return Cell(bucket, part, base_of(bucket, part, covered, against, calendar))


def base_of(
    bucket: Period, part: Period | None, covered: Period | None, against: Against, calendar: CompanyCalendar
) -> Period | None:
    """The window that `part` of `bucket` is fairly held against: as many working days, wholly covered, else None."""
    if against == "none" or part is None or covered is None:
        return None
    other = whole_base(bucket, against, calendar)
    elapsed = Period(bucket.start, part.end)
    base = other if elapsed == bucket else calendar.like_part(elapsed, bucket, other)
    if part.start > bucket.start or base.start < covered.start or base.days == 0:
        return None
    return base


def whole_base(bucket: Period, against: Against, calendar: CompanyCalendar) -> Period:
    """The whole bucket that `bucket` is held against."""
    return calendar.previous(bucket) if against == "previous" else calendar.year_before(bucket)


def opening_cell(cell: Cell) -> Cell:
    """The day before a cell begins, at whose end its opening stock is taken."""

    def before(part: Period | None) -> Period | None:
        return None if part is None else Period(part.start - ONE_DAY, part.start)

    return Cell(cell.bucket, before(cell.part), before(cell.base))


def closing_cell(cell: Cell, covered: Period | None) -> Cell:
    """The cell without the windows at whose end a stock is not known."""

    def known(part: Period | None) -> Period | None:
        if part is None or covered is None:
            return None
        return part if covered.start <= part.last_day < covered.end else None

    return Cell(cell.bucket, known(cell.part), known(cell.base))
