"""May a sample be normal?"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, sample_of

# Royston 1995, Applied Statistics 44:547 (AS R94): polynomials in 1/√n for the two outer weights, and in n or ln n for
# the mean and the log standard deviation of the transformed statistic.
_OUTERMOST = (0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056)
_NEXT = (0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633)
_SMALL_SHIFT = (-2.273, 0.459)
_SMALL_MEAN = (0.544, -0.39978, 0.025054, -6.714e-4)
_SMALL_LOG_SD = (1.3822, -0.77857, 0.062767, -0.0020322)
_LARGE_MEAN = (-1.5861, -0.31082, -0.083751, 0.0038915)
_LARGE_LOG_SD = (-0.4803, -0.082676, 0.0030302)

SMALLEST, LARGEST = 8, 5000
LAST_SMALL = 11


class NormalityTest(NamedTuple):
    """The statistic W, near 1 for a normal sample, and the p-value of normality."""

    statistic: float
    p: float


def shapiro_wilk(sample: ArrayLike) -> NormalityTest:
    """Shapiro and Wilk's test with Royston's approximation of the weights and of p, for 8 to 5000 values.

    W is the squared correlation of the ordered values with the (approximate) expected normal order statistics. NaN
    outside that size and for a sample of one repeated value.

    Misleads both ways by size: at 8 values hardly anything is rejected, at 5000 every rounding to whole euros is.

    >>> test = shapiro_wilk([148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236])     # Shapiro & Wilk 1965
    >>> round(test.statistic, 2)
    0.79
    """
    return of_ordered(np.sort(sample_of(sample)))


def of_ordered(x: Floats) -> NormalityTest:
    """The test of finite values that stand in order."""
    from scipy.special import ndtr

    n = x.size
    if not SMALLEST <= n <= LARGEST or x[0] == x[-1]:
        return NormalityTest(np.nan, np.nan)
    weights, shift, mean, deviation = _constants(n)
    deviations = x - x.mean()
    statistic = float((weights @ deviations) ** 2 / (deviations @ deviations))
    if statistic >= 1:
        return NormalityTest(1.0, 1.0)
    score = float(np.log1p(-statistic))
    if shift is not None:
        if score >= shift:
            return NormalityTest(statistic, 0.0)
        score = -float(np.log(shift - score))
    return NormalityTest(statistic, float(ndtr(-(score - mean) / deviation)))


@lru_cache(maxsize=512)
def _constants(n: int) -> tuple[Floats, float | None, float, float]:
    """All that depends on the number of values alone: a page asks for the same ones again and again."""
    if n <= LAST_SMALL:
        shift, mean, log_sd = float(polyval(n, _SMALL_SHIFT)), polyval(n, _SMALL_MEAN), polyval(n, _SMALL_LOG_SD)
        return _weights(n), shift, float(mean), float(np.exp(log_sd))
    mean, log_sd = polyval(np.log(n), _LARGE_MEAN), polyval(np.log(n), _LARGE_LOG_SD)
    return _weights(n), None, float(mean), float(np.exp(log_sd))


def _weights(n: int) -> Floats:
    from scipy.special import ndtri

    scores = ndtri((np.arange(1, n + 1) - 0.375) / (n + 0.25))
    squares = scores @ scores
    unit = scores / np.sqrt(squares)
    last = unit[-1] + polyval(1 / np.sqrt(n), _OUTERMOST)
    next_to_last = unit[-2] + polyval(1 / np.sqrt(n), _NEXT)
    rest = squares - 2 * (scores[-1] ** 2 + scores[-2] ** 2)
    weights: Floats = scores * np.sqrt((1 - 2 * (last**2 + next_to_last**2)) / rest)
    weights[[0, 1, -2, -1]] = -last, -next_to_last, next_to_last, last
    weights.flags.writeable = False
    return weights
