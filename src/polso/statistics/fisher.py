"""The exact test of two rates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of

# Two tables count as equally likely when their probabilities differ by less than rounding can make them differ.
_TIE = 1e-7


class FisherTest(NamedTuple):
    """Two-sided p-values; `mid_p` counts only half of the tables exactly as likely as the observed one."""

    p: Floats
    mid_p: Floats


def fisher(
    successes: ArrayLike,
    trials: ArrayLike,
    other_successes: ArrayLike,
    other_trials: ArrayLike,
) -> FisherTest:
    """Fisher's exact test that two rates are equal, given the total of successes.

    p sums the hypergeometric probabilities of all tables no likelier than the observed one. With few deals the test
    is conservative (a true 5 % is 1 or 2 %), so tables of many comparisons use `mid_p`. NaN where a group is empty.
    Raises ValueError for negative counts or more successes than trials. A loop over cells: for dozens, not thousands.

    >>> test = fisher(2, 20, 44, 100)
    >>> round(float(test.p), 4), round(float(test.mid_p), 4)
    (0.0047, 0.0035)
    """
    cells = np.broadcast_arrays(
        counts_of(successes, "successes"),
        counts_of(trials, "trials"),
        counts_of(other_successes, "successes"),
        counts_of(other_trials, "trials"),
    )
    k1, n1, k2, n2 = cells
    if np.any((k1 > n1) | (k2 > n2)):
        raise ValueError("successes must lie between 0 and trials")
    pairs = [_one_table(*cell) for cell in zip(*(cell.ravel().tolist() for cell in cells), strict=True)]
    both = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return FisherTest(both[:, 0].reshape(k1.shape), both[:, 1].reshape(k1.shape))


def _one_table(k1: float, n1: float, k2: float, n2: float) -> tuple[float, float]:
    from scipy.special import gammaln

    if not (n1 > 0 and n2 > 0):
        return np.nan, np.nan
    total = k1 + k2
    possible = np.arange(max(0.0, total - n2), min(n1, total) + 1)
    log_weight = -(
        gammaln(possible + 1)
        + gammaln(n1 - possible + 1)
        + gammaln(total - possible + 1)
        + gammaln(n2 - total + possible + 1)
    )
    weight = np.exp(log_weight - log_weight.max())
    observed = weight[int(k1 - possible[0])]
    less_likely = weight[weight < observed * (1 - _TIE)].sum()
    as_likely = weight[np.abs(weight - observed) <= observed * _TIE].sum()
    everything = weight.sum()
    return float((less_likely + as_likely) / everything), float((less_likely + as_likely / 2) / everything)
