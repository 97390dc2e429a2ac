"""What may honestly be said about how long things take while some of them are still open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import floats
from polso.statistics.interval import Interval
from polso.statistics.kaplan_meier import SurvivalCurve, kaplan_meier, survival_quantile

TOO_FEW_EVENTS = "too_few_events"
MORE_THAN_HALF_OPEN = "more_than_half_open"


@dataclass(frozen=True, slots=True, eq=False)
class DurationEstimate:
    """A median with what keeps it honest, in the unit of the durations.

    `records` = `ended` + `still_open`. `curve` is None below 5 ended records. Below 10 `median` is NaN and `interval`
    None (`too_few_events`: list the values instead). Where the curve never comes down to one half `median` is NaN too,
    but the interval says from which age on it may lie (`more_than_half_open`). A bound not reached is infinite above,
    NaN below.
    """

    records: float
    ended: float
    still_open: float
    median: float
    interval: Interval | None
    curve: SurvivalCurve | None
    flags: tuple[str, ...]


def estimate_duration(
    durations: ArrayLike,
    ended: ArrayLike,
    entry: ArrayLike | None = None,
    records: ArrayLike | None = None,
    level: float = 0.95,
) -> DurationEstimate:
    """The Kaplan-Meier median with its bounds and its gates; arguments as in `kaplan_meier.kaplan_meier`.

    Beside it belongs the plain median of what has ended, which is what most people mean, and which is too short by as
    much as is still open. Misleads as that one does where few records were followed for long.

    >>> answered, waiting = [5, 10, 12, 20, 30, 31, 45, 60, 90, 120], [15, 240, 480]
    >>> estimate = estimate_duration(answered + waiting, [1] * 10 + [0] * 3)
    >>> estimate.median, float(estimate.interval.low), float(estimate.interval.high), estimate.flags
    (45.0, 12.0, 120.0, ())
    """
    curve = kaplan_meier(durations, ended, entry, records)
    shown = curve if curve.enough_for_curve else None
    median, interval = np.nan, None
    flags: tuple[str, ...] = (TOO_FEW_EVENTS,)
    if curve.enough_for_quantile:
        found = survival_quantile(curve, 0.5, level)
        median, flags = found.time, (MORE_THAN_HALF_OPEN,) if np.isnan(found.time) else ()
        interval = Interval(floats(found.low), floats(found.high), level, "kaplan_meier")
    return DurationEstimate(
        records=curve.records,
        ended=curve.ended,
        still_open=curve.still_open,
        median=median,
        interval=interval,
        curve=shown,
        flags=flags,
    )
