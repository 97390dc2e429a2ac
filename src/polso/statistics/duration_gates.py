"""The gate on words for what takes time, open records included; see `gates`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.aalen_johansen import CumulativeIncidence
from polso.statistics.gates import SIGNIFICANCE, Verdict
from polso.statistics.incidence_shares import share_difference
from polso.statistics.log_rank import log_rank


def durations_differ(
    durations: ArrayLike,
    ended: ArrayLike,
    groups: ArrayLike,
    entry: ArrayLike | None = None,
    minimum: int = 5,
) -> Verdict:
    """Two or more groups: YES where the log-rank test gives p < 0.05.

    INSUFFICIENT where a group has fewer than `minimum` ended records, or there is one group only. Shapes as in
    `log_rank.log_rank`.

    >>> ages, half = [1, 2, 3, 4, 4, 6, 8, 9, 10, 12, 15, 20], [0] * 6 + [1] * 6
    >>> durations_differ(ages, [1] * 12, half), durations_differ(ages, [1] * 4 + [0] * 8, half)
    (<Verdict.YES: 1>, <Verdict.INSUFFICIENT: -1>)
    """
    test = log_rank(durations, ended, groups, entry)
    if test.observed.size < 2 or test.observed.min() < minimum or np.isnan(test.p):
        return Verdict.INSUFFICIENT
    return Verdict.YES if test.p < SIGNIFICANCE else Verdict.NO


def shares_differ(
    curve: CumulativeIncidence,
    other: CumulativeIncidence,
    age: float,
    cause: int = 1,
    minimum: int = 5,
) -> Verdict:
    """Two cohorts, the share of each that reached the outcome by that age: YES where 0 lies outside the 95 % interval.

    INSUFFICIENT where at most `minimum` - 1 records of a cohort are in it, or one has no record so old.

    >>> from polso.statistics.aalen_johansen import aalen_johansen
    >>> slow, fast = aalen_johansen([30] * 20, [1] + [0] * 19), aalen_johansen([5] * 12 + [30] * 8, [1] * 12 + [0] * 8)
    >>> shares_differ(fast, slow, 30), shares_differ(fast, slow, 60)
    (<Verdict.YES: 1>, <Verdict.INSUFFICIENT: -1>)
    """
    change = share_difference(curve, other, age, cause)
    sizes = [float(one.events.sum() + one.left.sum()) for one in (curve, other)]
    if min(sizes) < minimum or np.isnan(change.low) or np.isnan(change.high):
        return Verdict.INSUFFICIENT
    return Verdict.YES if change.low > 0 or change.high < 0 else Verdict.NO
