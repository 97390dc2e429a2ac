"""Medians with intervals by ranks, and quantiles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Flags, Floats, Integers, floats, sample_of
from polso.statistics.interval import Interval


class MedianRanks(NamedTuple):
    """Ranks counted from 1, 0 where no pair reaches the level. `coverage` is that of the pair, else of (1, n)."""

    lower: Integers
    upper: Integers
    coverage: Floats


class GroupedMedians(NamedTuple):
    """One row a group: the median and its interval (NaN where there are too few values)."""

    median: Floats
    interval: Interval
    coverage: Floats


def median_ranks(size: ArrayLike, level: float = 0.95) -> MedianRanks:
    """Which two order statistics of `size` values enclose the median (Thompson 1936).

    [x₍ₖ₎, x₍ₙ₊₁₋ₖ₎] with k the largest for which 1 - 2·P(Bin(n, ½) ≤ k - 1) ≥ level. Needs six values at 95 %: with
    five even the whole range covers only 93.75 %. No assumption on the distribution; ties only widen the coverage.

    >>> ranks = median_ranks([5, 6, 10])
    >>> ranks.lower.tolist(), ranks.upper.tolist(), ranks.coverage.round(4).tolist()
    ([0, 1, 2], [0, 6, 9], [0.9375, 0.9688, 0.9785])
    """
    n = floats(size)
    # k = 0 always satisfies, and k > n/2 never does; the coverage falls between them.
    low, high = np.zeros_like(n), np.floor(n / 2)
    while np.any(low < high):
        middle = np.ceil((low + high) / 2)
        enough = _coverage(n, middle) >= level
        low, high = np.where(enough, middle, low), np.where(enough, high, np.minimum(high, middle - 1))
    found = low > 0
    coverage = np.where(n > 0, _coverage(n, np.maximum(low, 1)), 0.0)
    return MedianRanks(
        np.asarray(low, dtype=np.int64),
        np.asarray(np.where(found, n + 1 - low, 0), dtype=np.int64),
        floats(np.maximum(coverage, 0.0)),
    )


def grouped_medians(values: ArrayLike, sizes: ArrayLike, level: float = 0.95) -> GroupedMedians:
    """Medians of many groups at once: `values` holds the groups one after the other, `sizes` their lengths.

    The interval has the unit of the values. Raises ValueError for missing values or sizes that do not add up.

    Misleads on durations of won deals alone when many deals are still open: the fast ones close first.

    >>> found = grouped_medians([3, 4, 6, 7, 9, 12, 15, 21, 30, 95, 1, 2], [10, 2])
    >>> found.median.tolist(), found.interval.low.tolist(), found.interval.high.tolist()
    ([10.5, 1.5], [4.0, nan], [30.0, nan])
    """
    x = sample_of(values)
    n = np.asarray(sizes, dtype=np.int64)
    if n.ndim != 1 or np.any(n < 0) or int(n.sum()) != x.size:
        raise ValueError("sizes must be the lengths of the groups in values")
    start = np.cumsum(n) - n
    ordered = x[np.lexsort((x, np.repeat(np.arange(n.size), n)))]

    def pick(rank: Integers, defined: Flags) -> Floats:
        chosen = np.full(n.size, np.nan)
        chosen[defined] = ordered[(start + rank - 1)[defined]]
        return chosen

    ranks = median_ranks(n, level)
    median = (pick((n + 1) // 2, n > 0) + pick(n // 2 + 1, n > 0)) / 2
    found = ranks.lower > 0
    interval = Interval(pick(ranks.lower, found), pick(ranks.upper, found), level, "order_statistics")
    return GroupedMedians(floats(median), interval, ranks.coverage)


def median_interval(sample: ArrayLike, level: float = 0.95) -> Interval:
    """The interval of the median of one sample, 0-d; NaN below six values at 95 %. See `grouped_medians`.

    >>> interval = median_interval([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    >>> float(interval.low), float(interval.high)
    (4.0, 30.0)
    """
    x = sample_of(sample)
    found = grouped_medians(x, [x.size], level).interval
    return Interval(found.low.reshape(()), found.high.reshape(()), level, found.method)


def quantiles(sample: ArrayLike, probabilities: ArrayLike) -> Floats:
    """Quantiles by linear interpolation between order statistics (Hyndman & Fan 1996, type 7), as SQL's
    PERCENTILE_CONT.

    NaN for an empty sample. Outer quantiles of few values mislead: the 90 % of nine values is nearly the largest.

    >>> quantiles([100, 200, 300, 400], [0.5, 0.9]).tolist()
    [250.0, 370.0]
    """
    x = sample_of(sample)
    wanted = floats(probabilities)
    if x.size == 0:
        return np.full(wanted.shape, np.nan)
    return floats(np.quantile(x, wanted))


def _coverage(n: Floats, k: Floats) -> Floats:
    from scipy.special import betainc

    inside = (k > 0) & (n >= k)
    tail = betainc(np.where(inside, n - k + 1, 1.0), np.where(inside, k, 1.0), 0.5)
    return np.where(inside, 1 - 2 * tail, 1.0)
