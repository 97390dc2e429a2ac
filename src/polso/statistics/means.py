"""What may honestly be said about the mean of skewed amounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats, sample_of
from polso.statistics.interval import Interval
from polso.statistics.mean_intervals import modified_cox, student_t
from polso.statistics.shapiro_wilk import LARGEST, SMALLEST, of_ordered

SMALLEST_FOR_INTERVAL = 5
LARGEST_TOP_SHARE = 0.40
LOG_NORMAL_ABOVE = 0.10

INDICATIVE = "indicative"
ONE_DEAL_DOMINATES = "one_deal_dominates"
TOO_FEW = "too_few_values"


@dataclass(frozen=True, slots=True, eq=False)
class MeanEstimate:
    """A mean with what keeps it honest; amounts in the unit of the sample, NaN where undefined.

    `top_share` is the largest value over the sum, `mean_without_largest` the mean of the others. `interval` is None
    where it is withheld, and then `flags` says why.
    """

    n: int
    mean: float
    median: float
    top_share: float
    mean_without_largest: float
    interval: Interval | None
    flags: tuple[str, ...]


def estimate_mean(sample: ArrayLike, level: float = 0.95) -> MeanEstimate:
    """Mean, median, top-1 share, mean without the largest, and the interval that the sample allows.

    - below 5 values: none, `too_few_values` (list the values instead);
    - largest value above 40 % of the sum: none, `one_deal_dominates`: no method covers there (at eight deals with
      one in ten twenty times the others, a nominal 95 % is 59 %);
    - all positive, 8 to 5000 values and the logarithms not rejected as normal (Shapiro-Wilk p > 0.10): modified Cox;
    - else Student's t, cut at 0 where no value is negative, `indicative`.

    Measured coverage of this choice at a nominal 95 %: 92-95 % for log-normal amounts, 94-96 % for exponential ones.
    The order of the sample has no influence. Raises ValueError for missing values.

    >>> estimate = estimate_mean([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    >>> estimate.mean, estimate.median, round(estimate.top_share, 4), estimate.interval, estimate.flags
    (20.2, 10.5, 0.4703, None, ('one_deal_dominates',))
    """
    x = np.sort(sample_of(sample))
    n = x.size
    total, top_share = _top_share(x)
    interval, flags = _gated_interval(x, top_share, level)
    return MeanEstimate(
        n=n,
        mean=total / n if n else np.nan,
        median=float(np.median(x)) if n else np.nan,
        top_share=top_share,
        mean_without_largest=float(x[:-1].mean()) if n > 1 else np.nan,
        interval=interval,
        flags=flags,
    )


def mean_interval(sample: ArrayLike, level: float = 0.95) -> tuple[Interval | None, tuple[str, ...]]:
    """The interval and the flags of `estimate_mean` alone, for tables of many cells.

    >>> mean_interval([3, 4, 6, 7, 9, 12, 15, 21, 30, 95])
    (None, ('one_deal_dominates',))
    """
    x = np.sort(sample_of(sample))
    return _gated_interval(x, _top_share(x)[1], level)


def geometric_mean(sample: ArrayLike) -> float:
    """The exponential of the mean logarithm: the centre of log-normal amounts, below their mean. NaN unless all > 0.

    >>> round(geometric_mean([3, 4, 6, 7, 9, 12, 15, 21, 30, 95]), 4)
    11.7193
    """
    x = sample_of(sample)
    return float(np.exp(np.log(x).mean())) if x.size and x.min() > 0 else np.nan


def _top_share(ordered: Floats) -> tuple[float, float]:
    total = float(ordered.sum())
    known = ordered.size > 0 and total > 0 and ordered[0] >= 0
    return total, float(ordered[-1]) / total if known else np.nan


def _gated_interval(ordered: Floats, top_share: float, level: float) -> tuple[Interval | None, tuple[str, ...]]:
    n = ordered.size
    if n < SMALLEST_FOR_INTERVAL:
        return None, (TOO_FEW,)
    if top_share > LARGEST_TOP_SHARE:
        return None, (ONE_DEAL_DOMINATES,)
    if ordered[0] > 0 and SMALLEST <= n <= LARGEST and of_ordered(np.log(ordered)).p > LOG_NORMAL_ABOVE:
        return modified_cox(ordered, level), ()
    plain = student_t(ordered, level)
    low = np.maximum(plain.low, 0.0) if ordered[0] >= 0 else plain.low
    return Interval(floats(low), plain.high, level, plain.method), (INDICATIVE,)
