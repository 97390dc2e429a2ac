"""From numbers to the figure of each kind of metric: money in Decimal, rates as shares, medians from the records."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from polso.answers.answer import Figure
from polso.answers.lifetimes import Lifetimes, Lived, mean_of_ended, median_of_ended
from polso.answers.measured import Numbers
from polso.answers.retained import Fates
from polso.base.errors import InternalError
from polso.base.money import divide_money, from_scaled, round_money
from polso.catalog.model import Cohort, Distribution, Guard, Kind, Ratio, Retention, Simple, Stock, Survival, Transition

FEW = 5
SMALL = 30
ENOUGH_COVERAGE = 0.8
LEAST_COVERAGE = 0.5
HALF_STEP = 2
SOLD = ("sale", "sale_line")
"""Money that refunds can take below zero."""


class Level(NamedTuple):
    """The value of one window and group with what it is made of; `flags` say why it is None or weak."""

    value: Figure
    numerator: Figure
    denominator: Figure
    n: int
    missing: int
    mean: Figure = None
    median: Figure = None
    flags: tuple[str, ...] = ()
    counted: int | None = None
    """Records there are, where that is more than those used (a stock counts deals it cannot value)."""

    @property
    def records(self) -> int:
        return self.n if self.counted is None else self.counted

    @property
    def coverage(self) -> float | None:
        """Used records over used and missing ones; None without any."""
        whole = self.n + self.missing
        return self.n / whole if whole else None


Leveller = Callable[[Numbers, Numbers, int], Level]
"""From the numbers of the numerator, those of the denominator and the working days, the figure."""


def leveller(kind: Kind, unit: str) -> Leveller:
    """How the figure of a simple, ratio, stock or distribution metric is made; chosen once, since it is asked for every
    cell. Raises InternalError `kind_has_no_figure` for a kind whose figure is made of other things."""
    plain = _leveller(kind, unit)

    def converted(top: Numbers, bottom: Numbers, working_days: int) -> Level:
        found = plain(top, bottom, working_days)
        unconverted = top.fx_missing or bottom.fx_missing
        return found._replace(flags=("fx_missing", *found.flags)) if unconverted else found

    return converted


def guarded(found: Level, guard: Guard, top: Numbers, bottom: Numbers) -> Level:
    """The level with what its guard says of the same window and group; nothing shared out of nothing guards nothing,
    unless the guard withholds."""
    summed = guard.share.denominator.column is not None
    part, whole = (top.total, bottom.total) if summed else (top.n, bottom.n)
    if part >= guard.at_least * whole and (whole or not guard.withholds or not found.n):
        return found
    return found._replace(value=None if guard.withholds else found.value, flags=(*found.flags, guard.flag))


def _leveller(kind: Kind, unit: str) -> Leveller:
    match kind:
        case Simple(measure) if measure.column is None:
            return lambda top, _, __: _checked(Level(top.n, top.n, None, top.n, top.missing))
        case Simple():
            return lambda top, _, __: _checked(_sum(top, unit))
        case Stock(measure):
            valued = measure.column is not None
            return lambda top, _, __: _stock(top, valued=valued)
        case Transition():
            return lambda top, _, __: _transition(top)
        case Distribution(_, statistic):
            return lambda top, _, __: _checked(_distribution(top, unit, statistic))
        case Retention(_, "value_kept" | "value_capped"):
            return lambda top, bottom, _: _checked(_share_of_value(top, bottom))
        case Retention():
            return lambda top, bottom, _: _share(top, bottom)
        case Ratio(_, denominator) if denominator.per_working_day:
            return lambda top, bottom, working_days: _checked(_per_present(top, bottom, working_days))
        case Ratio(_, denominator) if unit == "ratio" and denominator.column is not None:
            return lambda top, bottom, _: _checked(_share_of_value(top, bottom))
        case Ratio() if unit == "ratio":
            return lambda top, bottom, _: _checked(_share(top, bottom))
        case Ratio(numerator, denominator) if unit == "number" and (not numerator.column or denominator.column):
            counts = numerator.column is None, denominator.column is None
            return lambda top, bottom, _: _checked(_number(top, bottom, *counts))
        case Ratio(numerator, _):
            refundable = numerator.relation in SOLD
            return lambda top, bottom, _: _mean(unit, top, bottom, refundable=refundable)
        case _:
            raise InternalError("kind_has_no_figure", kind=type(kind).__name__)


def _sum(top: Numbers, unit: str) -> Level:
    whole = from_scaled(top.total)
    figure: Figure = int(whole) if unit == "count" else whole
    return Level(figure, figure, None, top.n, top.missing)


def stayed(kind: Retention, fates: Fates) -> tuple[Numbers, Numbers]:
    """The numerator and the denominator of a retention."""
    top, bottom = fates.of(kind.reading)
    if kind.reading in ("value_kept", "value_capped"):
        return Numbers(fates.told, total=top), Numbers(
            fates.told, fates.missing, bottom, fates.squares, fx_missing=fates.fx_missing
        )
    return Numbers(top), Numbers(bottom)


def lived_level(kind: Survival | Cohort, found: Lived) -> Level:
    """A time by which a share ended, with the plain mean and median of what ended; or a share by an age."""
    records = found.records
    if found.age is not None:
        top = records.within(found.age)
        if isinstance(kind, Cohort):
            whole = Level(found.value, top, records.n, records.n, records.missing)
        else:
            whole = Level(found.value, top, records.n, records.n, records.missing, *_of_ended(records))
    else:
        whole = Level(found.value, records.events, records.n, records.n, records.missing, *_of_ended(records))
    return _checked(whole._replace(flags=(*(_size(records.n) if records.n else ()), *found.flags)))


def _of_ended(records: Lifetimes) -> tuple[Figure, Figure]:
    return mean_of_ended(records), median_of_ended(records)


def _checked(found: Level) -> Level:
    """The value withheld, or flagged, where too many records lack what it needs (C3)."""
    whole = found.n + found.missing
    if not found.missing or not whole:
        return found
    share = found.n / whole
    if share < LEAST_COVERAGE:
        return found._replace(
            value=None,
            numerator=None,
            denominator=None,
            mean=None,
            median=None,
            flags=(*found.flags, "withheld"),
        )
    if share < ENOUGH_COVERAGE:
        return found._replace(flags=(*found.flags, "low_coverage"))
    return found


def _share(top: Numbers, bottom: Numbers) -> Level:
    """Some of the records out of all of them."""
    if not bottom.n:
        return Level(None, top.n, bottom.n, 0, bottom.missing, flags=("no_denominator",))
    return Level(top.n / bottom.n, top.n, bottom.n, bottom.n, bottom.missing, flags=_size(bottom.n))


def _share_of_value(top: Numbers, bottom: Numbers) -> Level:
    """The value of some of the records out of the value of all of them."""
    numerator, denominator = from_scaled(top.total), from_scaled(bottom.total)
    if not denominator:
        return Level(None, numerator, denominator, bottom.n, bottom.missing, flags=("no_denominator",))
    share = float(numerator / denominator)
    return Level(share, numerator, denominator, bottom.n, bottom.missing, flags=_size(bottom.n))


def _per_present(top: Numbers, bottom: Numbers, working_days: int) -> Level:
    """Money per full-time person: `bottom` sums their presence over the working days of the window."""
    numerator = from_scaled(top.total)
    average = from_scaled(bottom.total) / working_days if working_days else Decimal(0)
    if average == 0:
        return Level(None, numerator, Decimal(0), top.n, top.missing, flags=("no_denominator",))
    return Level(divide_money(numerator, average), numerator, round_money(average), top.n, top.missing)


def _number(top: Numbers, bottom: Numbers, counts_top: bool, counts_bottom: bool) -> Level:
    """Records, or a sum, for each record or unit of a sum: no money and no share."""
    numerator: Figure = top.n if counts_top else from_scaled(top.total)
    denominator: Figure = bottom.n if counts_bottom else from_scaled(bottom.total)
    if not denominator:
        return Level(None, numerator, denominator, top.n, top.missing, flags=("no_denominator",))
    flags = _size(bottom.n) if counts_bottom else ()
    return Level(float(numerator or 0) / float(denominator), numerator, denominator, bottom.n, top.missing, flags=flags)


def _mean(unit: str, top: Numbers, bottom: Numbers, *, refundable: bool) -> Level:
    """Money per record."""
    numerator = from_scaled(top.total)
    if bottom.n == 0:
        found = Level(None, numerator, 0, 0, top.missing, flags=("no_denominator",))
    else:
        mean = divide_money(numerator, bottom.n)
        median, flags = _median(top, unit), _spread(top, bottom.n)
        found = _checked(Level(mean, numerator, bottom.n, bottom.n, top.missing, mean, median, flags))
    return found._replace(flags=(*found.flags, "refund_heavy")) if refundable and top.total < 0 else found


def _size(n: int) -> tuple[str, ...]:
    if n < FEW:
        return ("few_records",)
    return ("small_n",) if n < SMALL else ()


def _spread(numbers: Numbers, n: int) -> tuple[str, ...]:
    flags = _size(n)
    values = numbers.values
    if values is not None and values.size and np.count_nonzero(values == 0) * 20 > values.size:
        flags += ("zero_share",)
    return flags


def _distribution(numbers: Numbers, unit: str, statistic: str) -> Level:
    values = numbers.values
    if values is None or values.size == 0:
        return Level(None, None, None, 0, numbers.missing, flags=("no_denominator",))
    count = int(values.size)
    whole = int(values.sum())
    median = _median(numbers, unit)
    mean: Figure = divide_money(from_scaled(whole), count) if unit == "currency" else whole / count
    value = median if statistic == "median" else mean
    numerator: Figure = from_scaled(whole) if unit == "currency" else whole
    return Level(value, numerator, count, count, numbers.missing, mean, median, _spread(numbers, count))


def _median(numbers: Numbers, unit: str) -> Figure:
    """The middle value, or the mean of the two middle ones; money exactly."""
    values = numbers.values
    if values is None or values.size == 0:
        return None
    ordered = np.sort(values)
    low, high = int(ordered[(ordered.size - 1) // 2]), int(ordered[ordered.size // 2])
    if unit == "currency":
        return divide_money(from_scaled(low) + from_scaled(high), HALF_STEP)
    twice = low + high
    return twice // HALF_STEP if twice % HALF_STEP == 0 else twice / HALF_STEP


def _stock(numbers: Numbers, *, valued: bool) -> Level:
    """What is open at the end of the window; without known amounts it is counted, not valued."""
    if not valued:
        return Level(numbers.n, numbers.n, None, numbers.n, 0)
    absent = numbers.missing + numbers.unknown + numbers.fx_missing
    used = numbers.n - absent
    if numbers.unknown:
        return Level(None, None, None, used, absent, flags=("no_history",), counted=numbers.n)
    flags = ("inferred_history",) if numbers.inferred else ()
    whole = from_scaled(numbers.total)
    return _checked(Level(whole, whole, None, used, absent, flags=flags, counted=numbers.n))


def _transition(numbers: Numbers) -> Level:
    """What a stock changed by; as unknown as the stock is at either end."""
    value = from_scaled(numbers.total)
    if numbers.ends is None:
        return Level(value, value, None, numbers.n, 0)
    if any(one.outside for one in numbers.ends):
        return Level(None, None, None, numbers.n, 0, flags=("outside_data",))
    opening, ending = (_stock(one, valued=True) for one in numbers.ends)
    flags = tuple(dict.fromkeys((*opening.flags, *ending.flags)))
    if opening.value is None or ending.value is None:
        return Level(None, None, None, numbers.n, 0, flags=flags)
    return Level(value, value, None, numbers.n, 0, flags=flags)
