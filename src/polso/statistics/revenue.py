"""Can a change of revenue be told from the chance of which deals happened to come?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of, critical_value, floats
from polso.statistics.interval import Difference, Interval


def revenue_z(
    revenue: ArrayLike,
    squares: ArrayLike,
    other_revenue: ArrayLike,
    other_squares: ArrayLike,
) -> Floats:
    """Change of revenue in standard deviations: (R₁ - R₀) / √(Σv₁² + Σv₀²).

    Deals coming independently at a steady pace make revenue compound Poisson, with variance Σv² estimated from the
    amounts v themselves. `revenue` is Σv and `squares` Σv² of the records of one period, both periods in one currency.
    Arguments broadcast. NaN where neither period has an amount.

    Misleads for revenue that repeats by contract (subscriptions), which is far steadier than Poisson: use the rest
    only.

    >>> round(float(revenue_z(13_000, 13e6, 10_000, 10e6)), 4)         # ten deals of 1,000, then thirteen
    0.6255
    """
    variance = counts_of(squares, "squares") + counts_of(other_squares, "squares")
    change = floats(revenue) - floats(other_revenue)
    return floats(change / np.sqrt(np.where(variance > 0, variance, np.nan)))


def change_interval(
    revenue: ArrayLike,
    squares: ArrayLike,
    other_revenue: ArrayLike,
    other_squares: ArrayLike,
    level: float = 0.95,
) -> Difference:
    """R₁ - R₀ ± z·√(Σv₁² + Σv₀²), in the unit of the amounts: `revenue_z` turned round; NaN where that is.

    Misleads as `revenue_z` does, and with few deals by its symmetry.

    >>> [round(float(value)) for value in change_interval(13_000, 13e6, 10_000, 10e6)]
    [3000, -6400, 12400]
    """
    variance = counts_of(squares, "squares") + counts_of(other_squares, "squares")
    change = floats(revenue) - floats(other_revenue)
    half = critical_value(level) * np.sqrt(np.where(variance > 0, variance, np.nan))
    return Difference(floats(np.where(np.isnan(half), np.nan, change)), floats(change - half), floats(change + half))


def growth_interval(
    revenue: ArrayLike,
    squares: ArrayLike,
    other_revenue: ArrayLike,
    other_squares: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """Interval of the growth R₁/R₀ - 1, a ratio (0.3 is 30 %): exp(ln(R₁/R₀) ± z·√(Σv₁²/R₁² + Σv₀²/R₀²)) - 1.

    NaN where one of the two revenues is not positive: growth from nothing has no ratio. Misleads with one whale, when
    the standard error of the logarithm exceeds about 0.5 and the approximation is crude.

    >>> interval = growth_interval(13_000, 13e6, 10_000, 10e6)
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (-0.43, 1.9647)
    """
    now, before = floats(revenue), floats(other_revenue)
    now, before = np.where(now > 0, now, np.nan), np.where(before > 0, before, np.nan)
    spread = np.sqrt(counts_of(squares, "squares") / now**2 + counts_of(other_squares, "squares") / before**2)
    centre, half = np.log(now / before), critical_value(level) * spread
    return Interval(floats(np.expm1(centre - half)), floats(np.expm1(centre + half)), level, "compound_poisson")


def normal_p(z: ArrayLike) -> Floats:
    """Two-sided p of a standardised change.

    >>> round(float(normal_p(1.959964)), 4)
    0.05
    """
    from scipy.special import ndtr

    return floats(2 * ndtr(-np.abs(floats(z))))
