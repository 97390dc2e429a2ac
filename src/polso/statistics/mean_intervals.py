"""Two intervals of a mean, each right only where its assumption holds: `means` chooses between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats, sample_of
from polso.statistics.interval import Interval


def student_t(sample: ArrayLike, level: float = 0.95) -> Interval:
    """ȳ ± t(n - 1)·s/√n, 0-d, in the unit of the values; NaN below two values.

    Misleads on skewed amounts: for log-normal ones (σ = 1) a nominal 95 % covers 82 % at five values, 90 % at forty,
    and the bounds are then too low, not merely too narrow.

    >>> interval = student_t([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (0.4709, 39.9291)
    """
    x = sample_of(sample)
    if x.size < 2:
        return _interval(np.nan, np.nan, level, "student_t")
    half = _t_quantile(x.size - 1, level) * x.std(ddof=1) / np.sqrt(x.size)
    return _interval(x.mean() - half, x.mean() + half, level, "student_t")


def modified_cox(sample: ArrayLike, level: float = 0.95) -> Interval:
    """Interval of the mean of log-normal amounts, 0-d, in their unit (Olsson 2005, J. Statistics Education 13(1)).

    With ȳ, s² of the logarithms: exp(ȳ + s²/2 ± t(n - 1)·√(s²/n + s⁴/(2(n - 1)))). NaN below two values or where one is
    not positive.

    Misleads where amounts are not log-normal: with one deal in ten twenty times the others, a nominal 95 % covers 50 %
    at forty deals. Never use it without a test of log-normality.

    >>> interval = modified_cox([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (7.8755, 49.8907)
    """
    x = sample_of(sample)
    if x.size < 2 or x.min() <= 0:
        return _interval(np.nan, np.nan, level, "modified_cox")
    logs = np.log(x)
    variance = float(logs.var(ddof=1))
    half = _t_quantile(x.size - 1, level) * np.sqrt(variance / x.size + variance**2 / (2 * (x.size - 1)))
    centre = logs.mean() + variance / 2
    with np.errstate(over="ignore"):
        return _interval(np.exp(centre - half), np.exp(centre + half), level, "modified_cox")


def _t_quantile(degrees: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))


def _interval(low: Floats | float, high: Floats | float, level: float, method: str) -> Interval:
    return Interval(floats(low), floats(high), level, method)
