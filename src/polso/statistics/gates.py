"""The gate on words: may a change be called a rise or a fall?

The difference itself is always shown. Only the judgement (rose, fell, better, worse, colour, arrow) needs a YES here;
after NO it "lies within the usual swings", after INSUFFICIENT there are too few records to say anything. Why not a
plain 20 % rule: with a steady five deals a month it would cry wolf in 65 % of the months.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polso.statistics.arrays import Flags, Floats, counts_of, critical_value, floats, sample_of
from polso.statistics.count_history import gamma_poisson
from polso.statistics.counts import conditional_test
from polso.statistics.false_discovery import rejected
from polso.statistics.mann_whitney import mann_whitney
from polso.statistics.rate_history import beta_binomial
from polso.statistics.rates import newcombe
from polso.statistics.revenue import revenue_z

SIGNIFICANCE = 0.05


class Verdict(IntEnum):
    """Is the change distinguishable from chance?"""

    INSUFFICIENT = -1
    NO = 0
    YES = 1


Verdicts: TypeAlias = NDArray[np.int8]


def rates_differ(
    successes: ArrayLike,
    trials: ArrayLike,
    other_successes: ArrayLike,
    other_trials: ArrayLike,
    minimum: int = 5,
) -> Verdicts:
    """YES where 0 lies outside Newcombe's 95 % interval; INSUFFICIENT where a group has fewer than `minimum` trials.

    Simulated false alarms at a rate of 30 %: 5.7 % at 5 deals, 4.0 % at 10, 5.2 % at 20, 5.0 % at 50.

    >>> rates_differ([56, 3, 1], [70, 10, 4], [48, 5, 0], [80, 10, 4]).tolist()
    [1, 0, -1]
    """
    change = newcombe(successes, trials, other_successes, other_trials)
    enough = (floats(trials) >= minimum) & (floats(other_trials) >= minimum)
    return _verdicts(enough, (change.low > 0) | (change.high < 0))


def rate_differs_from_history(
    successes: ArrayLike,
    trials: ArrayLike,
    history_successes: ArrayLike,
    history_trials: ArrayLike,
    minimum: int = 5,
) -> Verdicts:
    """YES where the rate is unlikely (p < 0.05) after its history; INSUFFICIENT where either has fewer than `minimum`.

    Arguments as in `rate_history.beta_binomial`.

    >>> rate_differs_from_history([1, 2, 10, 0], [20, 20, 20, 4], 60, 240).tolist()
    [0, 0, 1, -1]
    """
    prediction = beta_binomial(successes, trials, history_successes, history_trials)
    enough = (floats(trials) >= minimum) & (floats(history_trials) >= minimum) & np.isfinite(prediction.p)
    return _verdicts(enough, prediction.p < SIGNIFICANCE)


def counts_differ(
    events: ArrayLike,
    other_events: ArrayLike,
    exposure: ArrayLike = 1.0,
    other_exposure: ArrayLike = 1.0,
    minimum_total: int = 15,
) -> Verdicts:
    """YES where the conditional test gives p < 0.05; INSUFFICIENT below `minimum_total` events in both periods
    together.

    Exposures in any one unit (working days), so that a partial period may be compared with a whole one.

    >>> counts_differ([3, 5, 5], [10, 10, 30]).tolist()
    [-1, 0, 1]
    """
    total = counts_of(events, "events") + counts_of(other_events, "events")
    p = conditional_test(events, other_events, exposure, other_exposure)
    return _verdicts((total >= minimum_total) & np.isfinite(p), p < SIGNIFICANCE)


def count_differs_from_history(
    events: ArrayLike,
    history: ArrayLike,
    exposure: ArrayLike = 1.0,
    history_exposure: ArrayLike = 1.0,
    minimum_periods: int = 6,
) -> Verdicts:
    """YES where the count is unlikely (p < 0.05) after its history; INSUFFICIENT below `minimum_periods` past periods.

    Shapes as in `count_history.gamma_poisson`.

    >>> months = [4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 6, 4]
    >>> count_differs_from_history([0, 1, 11], [months] * 3).tolist()
    [1, 0, 1]
    """
    prediction = gamma_poisson(events, history, exposure, history_exposure)
    enough = (prediction.periods >= minimum_periods) & np.isfinite(prediction.p)
    return _verdicts(enough, prediction.p < SIGNIFICANCE)


def money_differs(
    revenue: ArrayLike,
    squares: ArrayLike,
    records: ArrayLike,
    other_revenue: ArrayLike,
    other_squares: ArrayLike,
    other_records: ArrayLike,
    minimum_total: int = 10,
) -> Verdicts:
    """YES where |z| > 1.96 (`revenue.revenue_z`); INSUFFICIENT below `minimum_total` records in both periods together.

    >>> thirteen, ten = (13_000, 13e6, 13), (10_000, 10e6, 10)
    >>> money_differs(*thirteen, *ten).tolist(), money_differs(150_000, 150e6, 150, 100_000, 100e6, 100).tolist()
    (0, 1)
    """
    z = revenue_z(revenue, squares, other_revenue, other_squares)
    total = counts_of(records, "records") + counts_of(other_records, "records")
    return _verdicts((total >= minimum_total) & np.isfinite(z), np.abs(z) > critical_value(1 - SIGNIFICANCE))


def samples_differ(sample: ArrayLike, other: ArrayLike, minimum: int = 10) -> Verdict:
    """Amounts, or durations of finished records, of two periods: YES where Mann-Whitney gives p < 0.05.

    INSUFFICIENT where a sample has fewer than `minimum` values. For durations it misleads while many records are open:
    the fast ones finish first, so a recent period looks faster.

    >>> samples_differ(range(10), range(20, 30)), samples_differ(range(9), range(20, 30))
    (<Verdict.YES: 1>, <Verdict.INSUFFICIENT: -1>)
    """
    first, second = sample_of(sample), sample_of(other)
    if min(first.size, second.size) < minimum:
        return Verdict.INSUFFICIENT
    return Verdict.YES if mann_whitney(first, second).p < SIGNIFICANCE else Verdict.NO


def judged_together(verdicts: ArrayLike, p_values: ArrayLike, q: float = 0.10) -> Verdicts:
    """The verdicts of figures shown side by side: a YES stays one only if Benjamini and Hochberg reject it too.

    `p_values` has the shape of `verdicts`; all that could be asked belong in it, the NO ones too. A YES without a
    p-value stays. p-values of counts and rates should be mid-p, since the discrete ones are conservative.

    >>> judged_together([1, 1, 0, -1], [0.001, 0.2, 0.5, float("nan")]).tolist()
    [1, 0, 0, -1]
    """
    given = np.asarray(verdicts, dtype=np.int8)
    p: Floats = np.where(given == Verdict.INSUFFICIENT, np.nan, floats(p_values))
    withdrawn = (given == Verdict.YES) & np.isfinite(p) & ~rejected(p, q)
    return np.where(withdrawn, np.int8(Verdict.NO), given).astype(np.int8)


def as_optional(verdicts: ArrayLike) -> list[bool | None]:
    """The verdicts, flat, as answers carry them: True, False, and None for insufficient.

    >>> as_optional([1, 0, -1])
    [True, False, None]
    """
    return [None if verdict < 0 else verdict > 0 for verdict in np.ravel(np.asarray(verdicts)).tolist()]


def _verdicts(enough: Flags, differ: Flags) -> Verdicts:
    found = np.where(enough, np.where(differ, Verdict.YES, Verdict.NO), Verdict.INSUFFICIENT)
    return found.astype(np.int8)
