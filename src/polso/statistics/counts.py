"""One count (Garwood) and the comparison of two (conditional binomial test)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of, floats
from polso.statistics.interval import Interval

# Two outcomes count as equally likely when their probabilities differ by less than rounding can make them differ.
_TIE = 1e-7


def garwood(events: ArrayLike, level: float = 0.95) -> Interval:
    """Exact interval of the mean of a Poisson count (Garwood 1936).

    Lower ½·χ²(α/2; 2y), upper ½·χ²(1 - α/2; 2y + 2), in events of the same period; divide by the exposure for a pace.
    Raises ValueError for negative counts.

    Misleads for events that come in clusters (twenty calls in one campaign): they vary more than Poisson allows, see
    `count_history`.

    >>> interval = garwood([0, 3, 10])             # Garwood 1936, Biometrika 28:437
    >>> interval.low.round(4).tolist(), interval.high.round(4).tolist()
    ([0.0, 0.6187, 4.7954], [3.6889, 8.7673, 18.3904])
    """
    from scipy.special import gammaincinv

    y = counts_of(events, "events")
    tail = (1 - level) / 2
    low = np.where(y > 0, gammaincinv(np.maximum(y, 1), tail), 0.0)
    return Interval(np.where(np.isnan(y), np.nan, low), floats(gammaincinv(y + 1, 1 - tail)), level, "garwood")


def conditional_test(
    events: ArrayLike,
    other_events: ArrayLike,
    exposure: ArrayLike = 1.0,
    other_exposure: ArrayLike = 1.0,
    *,
    mid_p: bool = False,
) -> Floats:
    """Two-sided p of the hypothesis that two Poisson counts have one pace (Przyborowski & Wilenski 1940).

    Given k₁ + k₂ events, k₁ is Binomial(k₁ + k₂, w₁ / (w₁ + w₂)) with exposures w in any one unit (working days). p
    sums the probabilities of all splits no likelier than the observed one; `mid_p` counts only half of those exactly as
    likely, for tables of many comparisons. NaN where nothing happened or an exposure is not positive. Vectorised: the
    other tail is found by bisection, a thousand cells cost a few milliseconds.

    Misleads when events come in clusters, as `garwood` does, and never reaches 5 % below six events in equal periods.

    >>> conditional_test([3, 2, 0], [10, 8, 5]).round(4).tolist()
    [0.0923, 0.1094, 0.0625]
    """
    from scipy.special import betainc

    k1, k2, w1, w2 = np.broadcast_arrays(
        counts_of(events, "events"), counts_of(other_events, "events"), floats(exposure), floats(other_exposure)
    )
    n = k1 + k2
    defined = (n > 0) & (w1 > 0) & (w2 > 0)
    n = np.where(defined, n, 1.0)
    share = np.where(defined, w1, 1.0) / np.where(defined, w1 + w2, 2.0)
    k = np.where(defined, k1, 0.0)
    # The split is looked at from the side where it is unusually small, so that only one case is left.
    mirrored = k > n * share
    k, share = np.where(mirrored, n - k, k), np.where(mirrored, 1 - share, share)

    observed = _log_mass(k, n, share)
    far = _first_as_unlikely(k, n, share, observed)
    near_tail = np.where(k < n, betainc(np.maximum(n - k, 1), k + 1, 1 - share), 1.0)
    far_tail = np.where(far <= n, betainc(far, np.maximum(n - far + 1, 1), share), 0.0)
    p = np.minimum(1.0, near_tail + far_tail)
    if mid_p:
        twin = (far <= n) & (_log_mass(np.minimum(far, n), n, share) >= observed - _TIE)
        p = p - np.exp(observed) * np.where(twin, 2, 1) / 2
    return np.where(defined, p, np.nan)


def _log_mass(k: Floats, n: Floats, share: Floats) -> Floats:
    from scipy.special import gammaln, xlog1py, xlogy

    coefficient = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return floats(coefficient + xlogy(k, share) + xlog1py(n - k, -share))


def _first_as_unlikely(k: Floats, n: Floats, share: Floats, observed: Floats) -> Floats:
    """The smallest count beyond the mean no likelier than k, or n + 1: beyond the mean the mass only falls."""
    low = np.maximum(np.ceil(n * share), k + 1)
    high = n + 1
    while np.any(low < high):
        middle = np.floor((low + high) / 2)
        reached = _log_mass(np.minimum(middle, n), n, share) <= observed + _TIE
        searching = low < high
        high = np.where(searching & reached, middle, high)
        low = np.where(searching & ~reached, middle + 1, low)
    return high
