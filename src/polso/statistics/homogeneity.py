"""Do groups differ in their rates at all?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import successes_of


class HomogeneityTest(NamedTuple):
    """Pearson's statistic, its degrees of freedom, p; NaN below two groups or where all or none succeeded."""

    statistic: float
    degrees: int
    p: float


def homogeneity(successes: ArrayLike, trials: ArrayLike) -> HomogeneityTest:
    """χ² test that groups, shape (groups,), share one rate: Σ(k - np̄)² / (np̄(1 - p̄)), p̄ pooled (Pearson 1900).

    Groups without trials are left out. Misleads where np̄ or n(1 - p̄) is below about 5 in many groups.

    >>> test = homogeneity([2, 5, 8, 12, 15, 4], [20] * 6)
    >>> round(test.statistic, 2), test.degrees
    (26.51, 5)
    """
    from scipy.special import chdtrc

    k, n = successes_of(successes, trials)
    k, n = k[np.isfinite(n)], n[np.isfinite(n)]
    if k.size < 2 or k.sum() in (0, n.sum()):
        return HomogeneityTest(np.nan, max(k.size - 1, 0), np.nan)
    pooled = k.sum() / n.sum()
    statistic = float(((k - n * pooled) ** 2 / (n * pooled * (1 - pooled))).sum())
    return HomogeneityTest(statistic, k.size - 1, float(chdtrc(k.size - 1, statistic)))
