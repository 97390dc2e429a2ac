"""How many will have been won, and how many lost, by each age: outcomes that rule each other out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats
from polso.statistics.interval import Interval
from polso.statistics.kaplan_meier import TIE, TimeQuantile, log_log_band, product_limit
from polso.statistics.risk_table import first_time, risk_table, value_at


@dataclass(frozen=True, slots=True, eq=False)
class CumulativeIncidence:
    """Share ended by each cause up to and at each `time`, and the share not ended; ages ascending.

    `time`, `at_risk`, `left` (last seen open) and `survival` have the shape (ages,), `events`, `incidence` and
    `standard_error` the shape (causes, ages): cause 1 is row 0. `truncated` as in `risk_table.RiskTable`.
    """

    time: Floats
    at_risk: Floats
    events: Floats
    left: Floats
    survival: Floats
    incidence: Floats
    standard_error: Floats
    truncated: bool


def aalen_johansen(
    durations: ArrayLike,
    outcomes: ArrayLike,
    causes: int = 2,
    entry: ArrayLike | None = None,
    records: ArrayLike | None = None,
) -> CumulativeIncidence:
    """F_k(t) = Σ S(t₋)·d_k/n over the ages up to t, S the share not ended by any cause (Aalen & Johansen 1978).

    `outcomes` is 0 while open and 1 to `causes` for what ended the record (1 won, 2 lost); shapes, `entry` and
    `records` as in `risk_table.risk_table`. The shares of all causes and S add up to 1 at every age. Variance by the
    delta method (Marubini & Valsecchi 1995): Σ (F(t) - F(tⱼ))²·d/(n(n - d)) + S(tⱼ₋)²·d_k(n - d_k)/n³ -
    2(F(t) - F(tⱼ))·S(tⱼ₋)·d_k/n².

    Misleads when the company changed: it puts together the young ages of today's deals with the old ages of deals of
    long ago. Taking a loss for a deal that went out of sight (Kaplan-Meier of wins) would promise wins that cannot come
    any more.

    >>> deals = [10, 20, 30, 45, 25, 40, 60, 15, 35]
    >>> curve = aalen_johansen(deals, [1, 1, 1, 1, 0, 0, 0, 2, 2])
    >>> incidence_at(curve, [10, 20, 30, 45]).round(4).tolist()
    [0.1111, 0.2222, 0.3556, 0.5556]
    """
    table = risk_table(durations, outcomes, causes, entry, records)
    return _incidence(table.time, table.at_risk, table.events, table.left, table.truncated)


def still_open_at(curve: CumulativeIncidence, age: float) -> CumulativeIncidence:
    """The curve of what is still open at that age: its shares and bounds are those *given* that a record got so old.

    Times stay ages since the start.

    >>> curve = aalen_johansen([10, 20, 30, 45, 25, 40, 60, 15, 35], [1, 1, 1, 1, 0, 0, 0, 2, 2])
    >>> round(float(incidence_at(still_open_at(curve, 25), 40)), 4)
    0.2
    """
    later = curve.time > age
    columns = curve.time[later], curve.at_risk[later], curve.events[:, later], curve.left[later]
    return _incidence(*columns, curve.truncated)


def incidence_at(curve: CumulativeIncidence, ages: ArrayLike, cause: int = 1) -> Floats:
    """Share ended by the cause up to and at each of the ages, whatever their shape; NaN beyond the oldest record."""
    return value_at(curve.time, _of(curve.incidence, cause), ages, 0.0, _settled(curve))


def conditional_incidence(curve: CumulativeIncidence, ages: ArrayLike, within: ArrayLike, cause: int = 1) -> Floats:
    """P(ended by the cause within that time | open at that age) = (F(a + h) - F(a)) / S(a); ages and times broadcast.

    NaN where no record got so old, or none was seen as long. For an interval see `still_open_at`.

    >>> curve = aalen_johansen([10, 20, 30, 45, 25, 40, 60, 15, 35], [1, 1, 1, 1, 0, 0, 0, 2, 2])
    >>> conditional_incidence(curve, [0, 25], 15).round(4).tolist()
    [0.1111, 0.2]
    """
    start = floats(ages)
    open_then = value_at(curve.time, curve.survival, start, 1.0, _settled(curve))
    gained = incidence_at(curve, start + floats(within), cause) - incidence_at(curve, start, cause)
    return floats(gained / np.where(open_then > 0, open_then, np.nan))


def incidence_band(curve: CumulativeIncidence, cause: int = 1, level: float = 0.95) -> Interval:
    """Pointwise log(-log) bounds of the share of a cause, shape (ages,); NaN where it is 0 or 1."""
    return log_log_band(_of(curve.incidence, cause), _of(curve.standard_error, cause), level)


def incidence_quantile(
    curve: CumulativeIncidence, probability: float, cause: int = 1, level: float = 0.95
) -> TimeQuantile:
    """The first age by which that share of *all* records has ended by the cause, with bounds from the band.

    NaN where the share is never reached, as it cannot be for a cause that takes fewer of them.

    >>> curve = aalen_johansen([10, 20, 30, 45, 25, 40, 60, 15, 35], [1, 1, 1, 1, 0, 0, 0, 2, 2])
    >>> incidence_quantile(curve, 0.25).time                          # a quarter of the deals is won by then
    30.0
    """
    if not 0 < probability < 1:
        raise ValueError("probability must lie strictly between 0 and 1")
    share, band = probability - TIE, incidence_band(curve, cause, level)
    incidence = _of(curve.incidence, cause)
    high = np.where(incidence >= 1, 1.0, band.high)
    return TimeQuantile(
        first_time(curve.time, incidence >= share, np.nan),
        first_time(curve.time, high >= share, np.nan),
        first_time(curve.time, band.low >= share, np.inf) if curve.time.size else np.nan,
    )


def _incidence(time: Floats, at_risk: Floats, events: Floats, left: Floats, truncated: bool) -> CumulativeIncidence:
    ended = floats(events.sum(axis=0))
    survival, _ = product_limit(at_risk, ended)
    open_before = np.concatenate([[1.0], survival[:-1]])[: survival.size]
    # A running sum may pass the whole by a rounding.
    incidence = np.minimum(np.cumsum(open_before * events / at_risk, axis=1), 1.0)
    remaining = at_risk - ended
    # Once nothing remains no share moves any more, so that the infinite weight of that age meets only zeros.
    spread = np.where(remaining > 0, ended / (at_risk * np.where(remaining > 0, remaining, 1.0)), 0.0)
    own = open_before**2 * events * (at_risk - events) / at_risk**3
    shared = open_before * events / at_risk**2
    # Each square and product of F(t) - F(tⱼ) is multiplied out, so that running sums do for all t at once.
    variance = (
        incidence**2 * np.cumsum(spread)
        - 2 * incidence * np.cumsum(incidence * spread, axis=1)
        + np.cumsum(incidence**2 * spread, axis=1)
        + np.cumsum(own, axis=1)
        - 2 * (incidence * np.cumsum(shared, axis=1) - np.cumsum(incidence * shared, axis=1))
    )
    error = floats(np.sqrt(np.maximum(variance, 0.0)))
    return CumulativeIncidence(time, at_risk, events, left, survival, floats(incidence), error, truncated)


def _of(rows: Floats, cause: int) -> Floats:
    if not 1 <= cause <= rows.shape[0]:
        raise ValueError(f"a cause is a whole number from 1 to {rows.shape[0]}")
    return floats(rows[cause - 1])


def _settled(curve: CumulativeIncidence) -> bool:
    return bool(curve.survival.size) and bool(curve.survival[-1] == 0)
