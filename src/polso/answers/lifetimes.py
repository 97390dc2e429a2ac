"""How long records last: the figures of survivals and cohorts, their bounds, and what can be said of a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polso.answers.answer import Figure
from polso.catalog.model import Cohort, Survival

if TYPE_CHECKING:
    from polso.statistics.aalen_johansen import CumulativeIncidence
    from polso.statistics.interval import Interval
    from polso.statistics.kaplan_meier import SurvivalCurve, TimeQuantile

EVENT, OTHER = 1, 2
MOST_REPEATED = 2_000_000


@dataclass(frozen=True, eq=False)
class Lifetimes:
    """Records of one window and group, those alike as one: arrays of shape (kinds of record,).

    `time` is the duration, or the age of what is open; `cause` is 0 while open, 1 for the event, 2 for another end;
    `count` how many there are. `missing` records do not tell.
    """

    time: NDArray[np.float64]
    cause: NDArray[np.int64]
    count: NDArray[np.int64]
    missing: int

    @cached_property
    def n(self) -> int:
        return int(self.count.sum())

    @cached_property
    def events(self) -> int:
        return int(self.count[self.cause == EVENT].sum())

    @cached_property
    def competing(self) -> bool:
        return bool((self.cause == OTHER).any())

    @cached_property
    def incidence(self) -> CumulativeIncidence:
        from polso.statistics.aalen_johansen import aalen_johansen

        return aalen_johansen(self.time, self.cause, 2, records=self.count)

    @cached_property
    def curve(self) -> SurvivalCurve:
        from polso.statistics.kaplan_meier import kaplan_meier

        return kaplan_meier(self.time, self.cause > 0, records=self.count)

    def within(self, age: float) -> int:
        """Records that met the event by that age."""
        return int(self.count[(self.cause == EVENT) & (self.time <= age)].sum())

    def settled(self, age: float) -> bool:
        """Whether every record is that old, or ended before."""
        return not bool(((self.cause == 0) & (self.time < age)).any())

    def quantile(self, share: float) -> TimeQuantile:
        """The age by which that share met the event: of the survival curve, or of the incidence where others end."""
        from polso.statistics.aalen_johansen import incidence_quantile
        from polso.statistics.kaplan_meier import survival_quantile

        if self.competing:
            return incidence_quantile(self.incidence, share, EVENT)
        return survival_quantile(self.curve, share)

    def share(self, age: float) -> tuple[float, Interval]:
        """The share that met the event by that age, and its bounds; NaN where no record is so old."""
        from polso.statistics.aalen_johansen import incidence_at
        from polso.statistics.incidence_shares import share_interval

        return float(incidence_at(self.incidence, age, EVENT)), share_interval(self.incidence, age, EVENT)


NO_LIFETIMES = Lifetimes(np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 0)


@dataclass(frozen=True, slots=True, eq=False)
class Lived:
    """What the records of one cell give: the figure and its bounds, and what a comparison needs.

    `age` is the age of a share, None for a time. `exact` says that the share is one of records that are all settled.
    """

    records: Lifetimes
    value: Figure
    low: Figure
    high: Figure
    age: float | None
    exact: bool
    flags: tuple[str, ...]


def lived(kind: Survival | Cohort, records: Lifetimes, maturity: int | None) -> Lived:
    """The figure of a cell; `maturity` is the age of a cohort in days."""
    if not records.n:
        return Lived(records, None, None, None, None, exact=False, flags=("no_denominator",))
    if isinstance(kind, Cohort):
        return _share(records, float(maturity or 0), young=True)
    if kind.reading == "within":
        return _share(records, kind.at, young=False)
    return _time(records, 0.5 if kind.reading == "median" else kind.at)


def _share(records: Lifetimes, age: float, *, young: bool) -> Lived:
    """The share by an age: counted where all are settled, else the incidence at it."""
    if records.settled(age):
        from polso.statistics.rates import wilson

        k = records.within(age)
        interval = wilson(k, records.n)
        return Lived(records, k / records.n, float(interval.low), float(interval.high), age, exact=True, flags=())
    value, interval = records.share(age)
    flags: tuple[str, ...] = ("immature",) if young or np.isnan(value) else ()
    low, high = _known(float(interval.low)), _known(float(interval.high))
    return Lived(records, _known(value), low, high, age, exact=False, flags=flags)


def _time(records: Lifetimes, share: float) -> Lived:
    from polso.statistics.kaplan_meier import EVENTS_FOR_QUANTILE

    found = records.quantile(share)
    flags: tuple[str, ...] = ()
    if np.isnan(found.time):
        flags = ("not_reached",)
    if records.events < EVENTS_FOR_QUANTILE:
        value = _whole(found.time)
        return Lived(records, value, None, None, None, exact=False, flags=(*flags, "too_few_events"))
    return Lived(records, _whole(found.time), _whole(found.low), _whole(found.high), None, exact=False, flags=flags)


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _whole(value: float) -> Figure:
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)


def mean_of_ended(records: Lifetimes) -> float | None:
    """The plain mean of what met the event, which what is still open will lengthen."""
    met = records.cause == EVENT
    number = int(records.count[met].sum())
    return float((records.time[met] * records.count[met]).sum()) / number if number else None


def median_of_ended(records: Lifetimes) -> Figure:
    """The plain median of what met the event."""
    met = records.cause == EVENT
    times, counts = records.time[met], records.count[met]
    if not times.size:
        return None
    order = np.argsort(times)
    upto = np.cumsum(counts[order])
    low, high = (times[order][np.searchsorted(upto, place, side="left")] for place in _middle(int(upto[-1])))
    return _whole(float((low + high) / 2))


def _middle(number: int) -> tuple[int, int]:
    return (number + 1) // 2, number // 2 + 1


def differ(now: Lived, before: Lived) -> tuple[bool | None, float | None]:
    """Whether two cells take differently long (log-rank), or reach different shares by the same age."""
    if now.age is not None and now.age == before.age:
        return _shares_differ(now, before)
    if now.records.n + before.records.n > MOST_REPEATED or not now.records.n or not before.records.n:
        return None, None
    from polso.statistics.log_rank import log_rank

    both = [one.records for one in (now, before)]
    competing = any(one.competing for one in both)
    times = np.concatenate([np.repeat(one.time, one.count) for one in both])
    causes = np.concatenate([np.repeat(one.cause, one.count) for one in both])
    groups = np.repeat([0, 1], [one.n for one in both])
    test = log_rank(times, (causes == EVENT) if competing else (causes > 0), groups)
    from polso.statistics.gates import SIGNIFICANCE
    from polso.statistics.kaplan_meier import EVENTS_FOR_CURVE

    if test.observed.size < 2 or test.observed.min() < EVENTS_FOR_CURVE or np.isnan(test.p):
        return None, None
    return bool(test.p < SIGNIFICANCE), float(test.p)


def _shares_differ(now: Lived, before: Lived) -> tuple[bool | None, float | None]:
    from polso.statistics.duration_gates import shares_differ
    from polso.statistics.fisher import fisher
    from polso.statistics.gates import as_optional, rates_differ

    if now.exact and before.exact and now.age is not None:
        cells = (now.records.within(now.age), now.records.n, before.records.within(now.age), before.records.n)
        verdict = as_optional(rates_differ(*cells))[0]
        return verdict, None if verdict is None else float(fisher(*cells).mid_p)
    if not now.records.n or not before.records.n or now.age is None:
        return None, None
    found = shares_differ(now.records.incidence, before.records.incidence, now.age, EVENT)
    return as_optional([int(found)])[0], None


def read(columns: Any, now: int) -> Lifetimes:
    """The rows of `polso.sql.lifetimes`; a time before the beginning does not tell anything."""
    event, other, begun = (_floats(columns[name]) for name in ("event_at", "other_at", "begun"))
    count = np.asarray(columns["n"], dtype=np.int64)
    ends_first = ~np.isnan(event) & ~(other < event)
    cause = np.where(ends_first, EVENT, np.where(np.isnan(other), 0, OTHER)).astype(np.int64)
    time = np.where(ends_first, event, np.where(np.isnan(other), now - begun, other))
    tells = time >= 0
    return Lifetimes(np.where(tells, time, np.nan), cause, count, int(count[~tells].sum()))


def part(whole: Lifetimes, rows: NDArray[np.int64]) -> Lifetimes:
    """Some of the rows, those that do not tell counted apart."""
    time, cause, count = whole.time[rows], whole.cause[rows], whole.count[rows]
    tells = ~np.isnan(time)
    missing = int(count[~tells].sum())
    return replace(whole, time=time[tells], cause=cause[tells], count=count[tells], missing=missing)


def _floats(column: Any) -> NDArray[np.float64]:
    return np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
