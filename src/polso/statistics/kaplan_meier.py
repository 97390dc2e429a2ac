"""How long things take while some of them are still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, critical_value, floats
from polso.statistics.interval import Interval
from polso.statistics.risk_table import first_time, risk_table, value_at

EVENTS_FOR_CURVE = 5
EVENTS_FOR_QUANTILE = 10

# A curve that reaches one half exactly has reached it, whatever the rounding of its factors made of it.
TIE = 1e-9


class TimeQuantile(NamedTuple):
    """An age with its bounds. NaN for an age not reached in the data, infinite for an upper bound not reached."""

    time: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """Share not yet ended just after each `time`; arrays of shape (ages,), ages ascending.

    `at_risk` records were followed up to that age, `events` ended and `left` were last seen open at it.
    `standard_error` is Greenwood's, NaN once the share is 0. `records`, `ended` and `still_open` count all.
    """

    time: Floats
    at_risk: Floats
    events: Floats
    left: Floats
    survival: Floats
    standard_error: Floats
    records: float
    ended: float
    still_open: float

    @property
    def enough_for_curve(self) -> bool:
        return self.ended >= EVENTS_FOR_CURVE

    @property
    def enough_for_quantile(self) -> bool:
        return self.ended >= EVENTS_FOR_QUANTILE


def kaplan_meier(
    durations: ArrayLike,
    ended: ArrayLike,
    entry: ArrayLike | None = None,
    records: ArrayLike | None = None,
) -> SurvivalCurve:
    """S(t) = Π (1 - d/n) over the ages up to t, d of n at risk ending at each (Kaplan & Meier 1958, JASA 53:457).

    `durations`, shape (records,), hold the age at the end, or the age now of what is open (`ended` 0); an open record
    counts as long as it was seen, neither dropped nor taken for ended. `entry` and `records` as in
    `risk_table.risk_table`. Standard error S·√Σ d/(n(n - d)) (Greenwood 1926).

    Misleads when what is open differs in kind from what ended: a deal closed as lost did *not* stop being observed, so
    for the time to a win take `aalen_johansen`. With `entry`, a risk set of one or two at the youngest ages can pull
    the whole curve to 0. Below 5 events it is no curve, below 10 no quantile is worth showing.

    >>> curve = kaplan_meier([10, 20, 30, 45, 25, 40, 60, 15, 35], [1, 1, 1, 1, 0, 0, 0, 1, 1])
    >>> survival_at(curve, [5, 10, 15, 40, 61]).round(4).tolist(), survival_quantile(curve).time
    ([1.0, 0.8889, 0.7778, 0.4, nan], 35.0)
    """
    table = risk_table(durations, ended, 1, entry, records)
    events = table.events[0]
    survival, greenwood = product_limit(table.at_risk, events)
    return SurvivalCurve(
        time=table.time,
        at_risk=table.at_risk,
        events=events,
        left=table.left,
        survival=survival,
        standard_error=floats(survival * np.sqrt(greenwood)),
        records=float(events.sum() + table.left.sum()),
        ended=float(events.sum()),
        still_open=float(table.left.sum()),
    )


def product_limit(at_risk: Floats, events: Floats) -> tuple[Floats, Floats]:
    """The share left after each age, and Greenwood's sum Σ d/(n(n - d)), NaN once nothing is left."""
    survival = np.cumprod(1 - events / at_risk)
    remaining = at_risk - events
    terms = events / (at_risk * np.where(remaining > 0, remaining, np.nan))
    return floats(survival), floats(np.where(survival > 0, np.cumsum(terms), np.nan))


def survival_band(curve: SurvivalCurve, level: float = 0.95) -> Interval:
    """Pointwise bounds S^exp(±z·σ/|ln S|), σ the standard error of ln S: the log(-log) band, always within [0, 1].

    Shape (ages,); NaN where the share is 1 or 0, of which Greenwood knows no spread. Each age has the level by itself:
    the whole curve lies within the band less often.

    >>> curve = kaplan_meier([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0])
    >>> survival_band(curve).low.round(4).tolist()
    [0.1109, 0.0123, 0.0123]
    """
    return log_log_band(curve.survival, curve.standard_error, level)


def log_log_band(share: Floats, standard_error: Floats, level: float) -> Interval:
    """p^exp(±z·se / (p·|ln p|)) for shares p, normal on the scale of log(-log p); NaN where p is 0 or 1."""
    inside = np.where((share > 0) & (share < 1), share, np.nan)
    spread = critical_value(level) * standard_error / (inside * -np.log(inside))
    return Interval(floats(inside ** np.exp(spread)), floats(inside ** np.exp(-spread)), level, "log_log")


def survival_at(curve: SurvivalCurve, ages: ArrayLike) -> Floats:
    """Share not yet ended just after each of the ages, whatever their shape; NaN beyond the oldest record."""
    settled = bool(curve.survival.size) and curve.survival[-1] == 0
    return value_at(curve.time, curve.survival, ages, 1.0, settled)


def survival_quantile(curve: SurvivalCurve, probability: float = 0.5, level: float = 0.95) -> TimeQuantile:
    """The first age by which the share `probability` has ended, the median by default, with bounds from the band.

    The first age with S(t) ≤ 1 - probability + 1e-9; NaN where the curve stays above ("more than half still open").
    Bounds are the first ages at which the lower and the upper bound of S come down as far (Brookmeyer & Crowley 1982);
    the lower one is known even where the quantile is not.

    >>> survival_quantile(kaplan_meier([5, 10, 30, 120, 60, 480], [1, 1, 1, 1, 0, 0])).time
    30.0
    """
    if not 0 < probability < 1:
        raise ValueError("probability must lie strictly between 0 and 1")
    share = 1 - probability + TIE
    band = survival_band(curve, level)
    # Where nothing is left there is no band, but no lower bound could be above nothing.
    low = np.where(curve.survival == 0, 0.0, band.low)
    return TimeQuantile(
        first_time(curve.time, curve.survival <= share, np.nan),
        first_time(curve.time, low <= share, np.nan),
        first_time(curve.time, band.high <= share, np.inf) if curve.time.size else np.nan,
    )
