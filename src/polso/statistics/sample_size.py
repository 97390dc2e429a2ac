"""How many deals it takes to see a change."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, critical_value, floats


def deals_needed(rate: ArrayLike, points: float = 0.10, power: float = 0.80, level: float = 0.95) -> Floats:
    """Deals in *each* of two periods so that a change of `points` from `rate` is seen with that power.

    ⌈2·((z(level) + z(power)) / h)²⌉ with the effect size h = 2·asin√(rate + points) - 2·asin√rate (Cohen 1988), z
    two-sided for the level and one-sided for the power. `rate` is a ratio in [0, 1], `points` a difference of ratios
    (0.10 is ten points), negative for a fall. NaN where rate + points leaves [0, 1]; infinite for no change.

    Misleads as a promise: with one deal fewer nothing changes abruptly, and at exactly this many one real change in
    five is still missed.

    >>> deals_needed([0.1, 0.2, 0.3, 0.5]).tolist()
    [195.0, 292.0, 356.0, 388.0]
    """
    start = floats(rate)
    start = np.where((start >= 0) & (start <= 1), start, np.nan)
    end = np.where((start + points >= 0) & (start + points <= 1), start + points, np.nan)
    effect = np.abs(2 * np.arcsin(np.sqrt(end)) - 2 * np.arcsin(np.sqrt(start)))
    reach = critical_value(level) + critical_value(2 * power - 1)
    with np.errstate(divide="ignore"):
        return floats(np.ceil(2 * (reach / effect) ** 2))
