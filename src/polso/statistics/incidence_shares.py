"""Which share of a cohort reaches an outcome within a time, though part of it is still open: with its bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.aalen_johansen import CumulativeIncidence, incidence_at, incidence_band
from polso.statistics.arrays import Floats, floats
from polso.statistics.interval import Difference, Interval
from polso.statistics.rates import wilson
from polso.statistics.risk_table import value_at


def share_interval(curve: CumulativeIncidence, ages: ArrayLike, cause: int = 1, level: float = 0.95) -> Interval:
    """Bounds of `aalen_johansen.incidence_at` at each of the ages, whatever their shape; NaN beyond the oldest record.

    The log(-log) band; where it knows no spread, because nobody or everybody has ended by the cause so far, Wilson's
    bounds of 0 or n out of n, n the records of which that age is known: all but those last seen younger, and nothing
    for a curve with late entries.

    Misleads before the cohort is mature: the share *by that age* is honest, but it is no share of all that will come.

    >>> from polso.statistics.aalen_johansen import aalen_johansen
    >>> leads = aalen_johansen([3, 8, 20, 5, 4, 10, 12, 30, 30.5, 31], [1, 1, 1, 2, 0, 0, 0, 0, 0, 0])
    >>> bounds = share_interval(leads, [1, 20])
    >>> bounds.low.round(4).tolist(), bounds.high.round(4).tolist()
    ([0.0, 0.0785], [0.2775, 0.6939])
    """
    wanted = floats(ages)
    share, band = incidence_at(curve, wanted, cause), incidence_band(curve, cause, level)
    settled = bool(curve.survival.size) and bool(curve.survival[-1] == 0)
    low, high = (value_at(curve.time, bound, wanted, np.nan, settled) for bound in (band.low, band.high))
    flat = (share == 0) | (share == 1)
    known = np.where(flat, _known(curve, wanted), 0.0)
    exact = wilson(np.where(flat, known * np.where(flat, share, 0.0), 0.0), known, level)
    return Interval(
        floats(np.where(flat, exact.low, low)), floats(np.where(flat, exact.high, high)), level, "aalen_johansen"
    )


def share_difference(
    curve: CumulativeIncidence,
    other: CumulativeIncidence,
    ages: ArrayLike,
    cause: int = 1,
    level: float = 0.95,
) -> Difference:
    """First share minus the other at the same ages, with bounds from those of each (Zou & Donner 2008, MOVER).

    Newcombe's square-and-add with the bounds l, u of `share_interval`: lower d - √((p₁ - l₁)² + (u₂ - p₂)²), upper
    d + √((u₁ - p₁)² + (p₂ - l₂)²). NaN where either share is.

    Misleads for curves that share records: compare a group with the rest.

    >>> from polso.statistics.aalen_johansen import aalen_johansen
    >>> slow = aalen_johansen([3, 8, 20, 5, 4, 10, 12, 30, 30.5, 31], [1, 1, 1, 2, 0, 0, 0, 0, 0, 0])
    >>> fast = aalen_johansen([1, 2, 2, 3, 5, 25], [1, 1, 1, 1, 1, 0])
    >>> [round(float(value), 4) for value in share_difference(fast, slow, 20)]
    [0.4521, -0.1895, 0.7862]
    """
    p1, p2 = incidence_at(curve, ages, cause), incidence_at(other, ages, cause)
    first, second = share_interval(curve, ages, cause, level), share_interval(other, ages, cause, level)
    below = np.sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2)
    above = np.sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2)
    return Difference(floats(p1 - p2), floats(p1 - p2 - below), floats(p1 - p2 + above))


def _known(curve: CumulativeIncidence, ages: Floats) -> Floats:
    """Records that ended up to each age or were seen at least so old."""
    if curve.truncated or not curve.time.size:
        return np.zeros(ages.shape)
    gone = np.concatenate([[0.0], np.cumsum(curve.left)])
    return floats(curve.at_risk[0] - gone[np.searchsorted(curve.time, ages, side="left")])
