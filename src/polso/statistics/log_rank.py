"""Do two or more groups take equally long, open records included?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats
from polso.statistics.risk_table import risk_table


class LogRankTest(NamedTuple):
    """χ² with its degrees of freedom and p, and one number a group in the order of their sorted labels.

    `observed` records ended; `expected` would have if all groups went at the common pace: fewer observed than expected
    is slower. NaN where fewer than two groups were ever at risk when something ended.
    """

    statistic: float
    degrees: int
    p: float
    observed: Floats
    expected: Floats


def log_rank(
    durations: ArrayLike,
    ended: ArrayLike,
    groups: ArrayLike,
    entry: ArrayLike | None = None,
) -> LogRankTest:
    """Log-rank test of two or more groups (Mantel 1966; Peto & Peto 1972, JRSS A 135:185).

    `durations`, `ended` and `groups`, shape (records,), the last any labels that can be sorted; `entry` as in
    `risk_table.risk_table`. At each age at which d of n end, a group with nᵢ at risk is expected to have d·nᵢ/n, with
    the hypergeometric covariance d(n - d)/(n - 1)·(nᵢδᵢⱼ/n - nᵢnⱼ/n²); χ² on the sums over all ages.

    Misleads where the curves cross (fast at first, slow at the end), which it may not notice, and with few events: ask
    for 5 in each group. Of won deals alone it compares only those that were won.

    >>> test = log_rank([1, 2, 3, 4, 8, 9, 10, 12], [1, 1, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1, 1])
    >>> round(test.statistic, 3), test.degrees, round(test.p, 4)
    (7.344, 1, 0.0067)
    """
    from scipy.special import chdtrc

    ages, done = floats(durations), floats(ended)
    starts = np.zeros(ages.shape) if entry is None else floats(entry)
    labels, member = np.unique(np.asarray(groups), return_inverse=True)
    if member.shape != ages.shape:
        raise ValueError("durations, ended and groups must have one length")
    table = risk_table(ages, done, 1, starts)
    seen = (starts <= 0) | (starts < ages)
    ages, done, starts, member = ages[seen], done[seen], starts[seen], member[seen]
    observed = np.bincount(member, done, minlength=labels.size).astype(np.float64)
    some = table.events[0] > 0
    moments, n, d = table.time[some], table.at_risk[some], table.events[0][some]
    at_risk = np.zeros((labels.size, moments.size))
    for place in range(labels.size):
        at_risk[place] = _at_risk(ages[member == place], starts[member == place], moments)

    share = at_risk / n
    expected = floats(share @ d)
    spread = np.where(n > 1, d * (n - d) / np.where(n > 1, n - 1, 1.0), 0.0)
    covariance = np.diag(share @ spread) - (share * spread) @ share.T
    there = np.flatnonzero(expected > 0)
    degrees = max(there.size - 1, 0)
    kept = there[:-1]
    excess, within = (observed - expected)[kept], covariance[np.ix_(kept, kept)]
    if degrees == 0 or np.linalg.matrix_rank(within, hermitian=True) < degrees:
        return LogRankTest(np.nan, degrees, np.nan, observed, expected)
    statistic = float(excess @ np.linalg.solve(within, excess))
    return LogRankTest(statistic, degrees, float(chdtrc(degrees, statistic)), observed, expected)


def _at_risk(ages: Floats, starts: Floats, moments: Floats) -> Floats:
    """How many of the records were followed up to each of the moments and had not ended before it."""
    gone = np.searchsorted(np.sort(ages), moments, side="left")
    late = np.sort(starts[starts > 0])
    return floats(ages.size - gone - (late.size - np.searchsorted(late, moments, side="left")))
