"""How many records it takes to see a change."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, critical_value, floats


def deals_needed(rate: ArrayLike, points: ArrayLike = 0.10, power: float = 0.80, level: float = 0.95) -> Floats:
    """Deals in *each* of two periods so that a change of `points` from `rate` is seen with that power.

    ⌈2·((z(level) + z(power)) / h)²⌉ with the effect size h = 2·asin√(rate + points) - 2·asin√rate (Cohen 1988), z
    two-sided for the level and one-sided for the power. `rate` is a ratio in [0, 1], `points` a difference of ratios
    (0.10 is ten points), negative for a fall; they broadcast. NaN where rate + points leaves [0, 1]; infinite for no
    change.

    Misleads as a promise: with one deal fewer nothing changes abruptly, and at exactly this many one real change in
    five is still missed. So it does when `points` is the change just observed: what was observed is itself uncertain.

    >>> deals_needed([0.1, 0.2, 0.3, 0.5]).tolist()
    [195.0, 292.0, 356.0, 388.0]
    """
    start, step = floats(rate), floats(points)
    start = np.where((start >= 0) & (start <= 1), start, np.nan)
    end = np.where((start + step >= 0) & (start + step <= 1), start + step, np.nan)
    effect = np.abs(2 * np.arcsin(np.sqrt(end)) - 2 * np.arcsin(np.sqrt(start)))
    with np.errstate(divide="ignore"):
        return floats(np.ceil(2 * (_reach(power, level) / effect) ** 2))


def events_needed(change: ArrayLike, power: float = 0.80, level: float = 0.95, dispersion: ArrayLike = 1.0) -> Floats:
    """Events in the *earlier* of two equal periods so that a relative `change` of their number is seen with that power.

    ⌈φ·½·((z(level) + z(power)) / (√(1 + change) - 1))²⌉: the square root of a Poisson count has the variance ¼
    whatever its mean (Bartlett 1936). `change` is a ratio above -1 (-0.5 is a halving), `dispersion` φ the variance
    in units of the mean (`count_history.CountPrediction.dispersion`), 1 or less for Poisson. Arguments broadcast.
    Infinite for no change, NaN below -1.

    A guide to the order of magnitude: the exact test of `counts` is a little stricter and wants up to a tenth more.

    >>> events_needed([-0.5, -0.2, 0.2, 0.5, 1.0]).tolist()
    [46.0, 353.0, 431.0, 78.0, 23.0]
    """
    step, excess = floats(change), np.maximum(floats(dispersion), 1.0)
    effect = np.sqrt(np.where(step >= -1, 1 + step, np.nan)) - 1
    with np.errstate(divide="ignore"):
        return floats(np.ceil(excess * (_reach(power, level) / effect) ** 2 / 2))


def payments_needed(
    change: ArrayLike, effective_share: ArrayLike = 1.0, power: float = 0.80, level: float = 0.95
) -> Floats:
    """Deals in the *earlier* of two equal periods so that a relative `change` of revenue is seen with that power.

    `events_needed` times n / n_eff, since n unequal deals are as restless as n_eff equal ones. `effective_share` is
    n_eff / n, in (0, 1], n_eff of `effective_size`. Supposes that the number of deals changes and their amounts do not.
    Arguments broadcast.

    >>> payments_needed(0.2, [1.0, 0.5]).tolist()                     # equal deals, and deals of very unequal size
    [431.0, 862.0]
    """
    share = floats(effective_share)
    share = np.where((share > 0) & (share <= 1), share, np.nan)
    return events_needed(change, power, level, 1 / share)


def _reach(power: float, level: float) -> float:
    return critical_value(level) + critical_value(2 * power - 1)
