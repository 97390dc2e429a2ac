"""How many equal deals a few unequal ones are worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of, floats
from polso.statistics.interval import Interval
from polso.statistics.rates import wilson

# Below this a value-weighted rate is the story of a few deals.
DOMINATED_BELOW = 5.0


def effective_size(total: ArrayLike, squares: ArrayLike) -> Floats:
    """Kish's effective sample size (Σv)² / Σv² from the sum and the sum of squares of the weights (Kish 1965).

    n for n equal weights, near 1 where one weight dominates; no unit. NaN where all weights are zero. Arguments
    broadcast.

    >>> round(float(effective_size(20_800, 165_360_000)), 4)
    2.6164
    """
    sum_of_squares = counts_of(squares, "squares")
    return floats(counts_of(total, "weights") ** 2 / np.where(sum_of_squares > 0, sum_of_squares, np.nan))


def weighted_wilson(won: ArrayLike, total: ArrayLike, squares: ArrayLike, level: float = 0.95) -> Interval:
    """Wilson's interval of a rate by value, `won` / `total`, at the effective number of deals.

    `won` is the value of the won deals, `total` and `squares` the sum and the sum of squares of the values of all
    closed ones. Below 5 effective deals it misleads whatever its width: say that few deals make the number.

    >>> interval = weighted_wilson(11_000, 20_800, 165_360_000)
    >>> round(float(interval.low), 3), round(float(interval.high), 3)
    (0.126, 0.897)
    """
    size = effective_size(total, squares)
    value = counts_of(total, "total")
    rate = counts_of(won, "won") / np.where(value > 0, value, np.nan)
    if np.any(rate > 1):
        raise ValueError("won value must not exceed total value")
    found = wilson(rate * size, size, level)
    return Interval(found.low, found.high, level, "wilson_effective")
