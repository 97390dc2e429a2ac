"""Does one sample tend to be larger than another?"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, sample_of

# Up to here the exact distribution costs about a millisecond; beyond, the normal one differs in the fourth decimal.
LARGEST_EXACT_PRODUCT = 400


class MannWhitneyTest(NamedTuple):
    """U of the first sample (pairs in which its value is the larger, ties half), two-sided p; NaN if one is empty."""

    statistic: float
    p: float


def mann_whitney(sample: ArrayLike, other: ArrayLike) -> MannWhitneyTest:
    """The rank test of two independent samples (Mann & Whitney 1947).

    Exact where no two values are equal and n₁·n₂ ≤ 400, else the normal approximation with the variance corrected for
    ties and a continuity correction of ½. The smallest attainable p is 0.10 at 3 against 3 and 0.029 at 4 against 4.

    Misleads when read as a test of means: it asks whether a value drawn from one sample exceeds one from the other, and
    a single huge deal, which moves the mean, hardly moves it.

    >>> test = mann_whitney([1000, 1200, 900, 1500, 1100], [2000, 2500, 1800, 3000, 2200, 1700])
    >>> test.statistic, round(test.p, 6)
    (0.0, 0.004329)
    """
    first, second = sample_of(sample), sample_of(other)
    n1, n2 = first.size, second.size
    if n1 == 0 or n2 == 0:
        return MannWhitneyTest(np.nan, np.nan)
    _, place, repeats = np.unique(np.concatenate([first, second]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(repeats) - (repeats - 1) / 2)[place]
    statistic = float(ranks[:n1].sum() - n1 * (n1 + 1) / 2)
    larger = max(statistic, n1 * n2 - statistic)
    if repeats.size == n1 + n2 and n1 * n2 <= LARGEST_EXACT_PRODUCT:
        p = 2 * float(_null_distribution(min(n1, n2), max(n1, n2))[int(larger) :].sum())
    else:
        p = _normal_p(larger, n1, n2, repeats.astype(np.float64))
    return MannWhitneyTest(statistic, min(1.0, p))


def _normal_p(larger: float, n1: int, n2: int, repeats: Floats) -> float:
    from scipy.special import ndtr

    n = n1 + n2
    variance = n1 * n2 / 12 * (n + 1 - float((repeats**3 - repeats).sum()) / (n * (n - 1)))
    if variance <= 0:
        return 1.0
    return 2 * float(ndtr(-(larger - n1 * n2 / 2 - 0.5) / np.sqrt(variance)))


@lru_cache(maxsize=512)
def _null_distribution(n1: int, n2: int) -> Floats:
    """P(U = 0 … n₁n₂) when both samples come from one source.

    The largest of all values belongs to the first sample with probability i/(i + j), and then exceeds all j of the
    second; else it adds nothing. Only sums of positive numbers, so nothing is lost to rounding.
    """
    row: list[Floats] = [np.ones(1) for _ in range(n2 + 1)]
    for i in range(1, n1 + 1):
        above = row
        row = [np.ones(1)]
        for j in range(1, n2 + 1):
            mass = np.zeros(i * j + 1)
            mass[j:] += i / (i + j) * above[j]
            mass[: i * (j - 1) + 1] += j / (i + j) * row[j - 1]
            row.append(mass)
    row[n2].flags.writeable = False
    return row[n2]
