"""What is held against what besides a cell and its comparison: the windows of a growth, and the periods before."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.calendar import CompanyCalendar
from polso.base.period import Period, shift_months
from polso.catalog.model import Shift, Variant
from polso.query.cells import Against, Cell, base_of, whole_base

MOST_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Growths:
    """The windows of a growth: `now` against `base`; and of the one compared with it, `earlier` against `its_base`.

    Of a count that is judged by its history, the whole periods before it, the nearest first.
    """

    now: Period | None = None
    base: Period | None = None
    earlier: Period | None = None
    its_base: Period | None = None
    history: tuple[Period, ...] = ()


def growths_of(
    cell: Cell, variant: Variant, compared: Against, covered: Period | None, calendar: CompanyCalendar
) -> Growths:
    """The windows of one cell; none where the kind needs none. `compared` is what the question compares with."""
    kind = variant.kind
    if variant.uncertainty.change == "history" and cell.base is not None:
        return Growths(history=periods_before(cell.bucket, covered, calendar))
    if not isinstance(kind, Shift):
        return Growths()
    if kind.months is not None:
        return Growths(*months_until(cell.part, kind.months, covered), *months_until(cell.base, kind.months, covered))
    own = base_of(cell.bucket, cell.part, covered, kind.against, calendar)
    if cell.base is None:
        return Growths(cell.part, own)
    whole = whole_base(cell.bucket, compared, calendar)
    return Growths(cell.part, own, cell.base, base_of(whole, cell.base, covered, kind.against, calendar))


def periods_before(bucket: Period, covered: Period | None, calendar: CompanyCalendar) -> tuple[Period, ...]:
    """At most `MOST_BEFORE` like periods that end where the next one begins, all wholly covered."""
    found: list[Period] = []
    earlier = calendar.previous(bucket)
    while covered is not None and len(found) < MOST_BEFORE and covered.start <= earlier.start and earlier.days:
        found.append(earlier)
        earlier = calendar.previous(earlier)
    return tuple(found)


def months_until(part: Period | None, months: int, covered: Period | None) -> tuple[Period | None, Period | None]:
    """The `months` that end with `part` and as many before them, each None where it is not wholly covered.

    >>> from datetime import date
    >>> march, known = Period.of_months(2026, 3), Period(date(2025, 4, 1), date(2027, 1, 1))
    >>> months_until(march, 12, known)
    (Period(start=datetime.date(2025, 4, 1), end=datetime.date(2026, 4, 1)), None)
    """
    if part is None or covered is None:
        return None, None
    start = shift_months(part.end, -months)
    found = (Period(start, part.end), Period(shift_months(part.end, -2 * months), start))
    now, before = (one if covered.start <= one.start and one.end <= covered.end else None for one in found)
    return now, before
