"""One rate (Wilson) and the difference of two (Newcombe)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import critical_value, floats, successes_of
from polso.statistics.interval import Difference, Interval


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Interval:
    """Score interval of a rate, within [0, 1], containing successes / trials (Wilson 1927).

    With p = k/n and z the normal quantile: centre (p + z²/2n) / (1 + z²/n), half-width
    z / (1 + z²/n) · √(p(1 - p)/n + z²/4n²). Arguments broadcast; both may be fractional, for an effective sample size.
    NaN where there are no trials. Raises ValueError where successes exceed trials.

    Misleads when the trials are not independent (one customer, ten deals) and when open deals were dropped although
    wins take longer than losses: it is then a narrow interval about a biased rate.

    >>> interval = wilson([81, 0], [263, 20])      # Newcombe 1998, Statistics in Medicine 17:857
    >>> interval.low.round(4).tolist(), interval.high.round(4).tolist()
    ([0.2553, 0.0], [0.3662, 0.1611])
    """
    k, n = successes_of(successes, trials)
    z = critical_value(level)
    rate = k / n
    widening = 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / widening
    half = z / widening * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    # At 0 and n the bound is exactly 0 and 1; rounding would leave it an ulp inside, and the rate outside.
    low = np.where(k > 0, np.clip(centre - half, 0, 1), 0.0)
    high = np.where(k < n, np.clip(centre + half, 0, 1), 1.0)
    undefined = np.isnan(rate)
    return Interval(np.where(undefined, np.nan, low), np.where(undefined, np.nan, high), level, "wilson")


def newcombe(
    successes: ArrayLike,
    trials: ArrayLike,
    other_successes: ArrayLike,
    other_trials: ArrayLike,
    level: float = 0.95,
) -> Difference:
    """First rate minus the other, with the hybrid score interval (Newcombe 1998, method 10), within [-1, 1].

    With the Wilson bounds l, u of both rates: lower d - √((p₁ - l₁)² + (u₂ - p₂)²), upper
    d + √((u₁ - p₁)² + (p₂ - l₂)²). Arguments broadcast. NaN where either group has no trials.

    Misleads for overlapping groups (a rep against a total that contains the rep): compare with the rest instead.

    >>> change = newcombe(56, 70, 48, 80)          # Newcombe 1998, Statistics in Medicine 17:873
    >>> [round(float(value), 4) for value in change]
    [0.2, 0.0524, 0.3339]
    """
    k1, n1 = successes_of(successes, trials)
    k2, n2 = successes_of(other_successes, other_trials)
    first, second = wilson(successes, trials, level), wilson(other_successes, other_trials, level)
    p1, p2 = k1 / n1, k2 / n2
    difference = p1 - p2
    below = np.sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2)
    above = np.sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2)
    return Difference(floats(difference), floats(difference - below), floats(difference + above))
