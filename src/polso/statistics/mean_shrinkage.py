"""Amounts of small groups (deal size by rep), fit for ranking: shrunk on their logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, Integers, critical_value, floats, sample_of
from polso.statistics.shrinkage import GROUPS_FOR_LIKELIHOOD, REPS_STRENGTH, STRONGEST, WEAKEST

VALUES_FOR_LIKELIHOOD = 5


@dataclass(frozen=True, slots=True, eq=False)
class ShrunkenAmounts:
    """One value a group, in the order given, in the unit of the amounts.

    `typical` is the geometric mean (about the median deal), with its credible bounds `low` and `high`; `mean` the mean
    that it implies for log-normal amounts, with as much spread as all groups share. `centre` is the typical amount
    towards which all are drawn, by as much as `strength` deals weigh; `method` is "likelihood" or "decree".
    """

    typical: Floats
    low: Floats
    high: Floats
    mean: Floats
    centre: float
    strength: float
    spread: float
    method: str
    level: float


def shrink_amounts(
    values: ArrayLike,
    sizes: ArrayLike,
    decreed_strength: float = REPS_STRENGTH,
    level: float = 0.80,
) -> ShrunkenAmounts:
    """Posterior means (n·ȳ + K·μ) / (n + K) of log amounts, ȳ the mean logarithm of a group of n; then exponentials.

    `values` holds the groups one after the other, `sizes` their lengths. Logarithms are normal with one spread σ in all
    groups, and the groups' means normal around μ with variance σ²/K (Lindley & Smith 1972). With at least six groups of
    five values or more K is fitted by maximum likelihood and held within [5, 200]; with fewer it is decreed: 20 for
    reps, 10 for sources. μ and σ follow by generalised least squares. The interval is exp(mean ± z·σ/√(n + K)). A group
    without values gets the centre. NaN without values; no interval where σ cannot be known. Raises ValueError for an
    amount that is missing or not positive: leave out what is free, and say so.

    Misleads for amounts that are far from log-normal (two price lists in one table), and `mean` more than `typical`.

    >>> amounts = shrink_amounts([1000, 1200, 900, 8000, 2000, 2500, 1800], [3, 1, 3])
    >>> amounts.typical.round(0).tolist(), round(amounts.centre), amounts.method
    ([1753.0, 2034.0, 1922.0], 1899, 'decree')
    """
    amounts = sample_of(values)
    n = np.asarray(sizes, dtype=np.int64)
    if n.ndim != 1 or np.any(n < 0) or int(n.sum()) != amounts.size:
        raise ValueError("sizes must be the lengths of the groups in values")
    if np.any(amounts <= 0):
        raise ValueError("amounts must be positive")
    if not amounts.size:
        empty = np.full(n.shape, np.nan)
        return ShrunkenAmounts(empty, empty, empty, empty, np.nan, decreed_strength, np.nan, "decree", level)
    logs, member = np.log(amounts), np.repeat(np.arange(n.size), n)
    means = np.bincount(member, logs, minlength=n.size) / np.maximum(n, 1)
    within = float(((logs - means[member]) ** 2).sum())
    strength, method = decreed_strength, "decree"
    if np.count_nonzero(n >= VALUES_FOR_LIKELIHOOD) >= GROUPS_FOR_LIKELIHOOD and within > 0:
        strength = min(max(fit_strength(n, means, within), WEAKEST), STRONGEST)
        method = "likelihood"
    centre, squares = _centre_and_squares(n, means, within, strength)
    variance = squares / (amounts.size - 1) if squares > 0 else np.nan
    place = (n * means + strength * centre) / (n + strength)
    half = critical_value(level) * np.sqrt(variance / (n + strength))
    return ShrunkenAmounts(
        typical=floats(np.exp(place)),
        low=floats(np.exp(place - half)),
        high=floats(np.exp(place + half)),
        mean=floats(np.exp(place + variance / 2)),
        centre=float(np.exp(centre)),
        strength=strength,
        spread=float(np.sqrt(variance)),
        method=method,
        level=level,
    )


def fit_strength(sizes: ArrayLike, means: ArrayLike, within: float) -> float:
    """Maximum-likelihood K = σ²/τ² of the one-way normal model, within [0.01, 10 000].

    `means` are the groups' means of logarithms and `within` the sum of squares around them. The upper end means that
    the groups differ no more than chance makes them.

    >>> round(fit_strength([10] * 6, [7.0, 7.5, 6.8, 7.2, 8.0, 7.1], 30.0), 2)
    5.75
    """
    from scipy.optimize import minimize_scalar

    n, y = np.asarray(sizes, dtype=np.int64), floats(means)

    def loss(log_strength: float) -> float:
        strength = float(np.exp(log_strength))
        _, squares = _centre_and_squares(n, y, within, strength)
        return float(n.sum() * np.log(squares) + np.log1p(n / strength).sum())

    bounds = (float(np.log(0.01)), float(np.log(1e4)))
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-10})
    return float(np.exp(found.x))


def _centre_and_squares(n: Integers, means: Floats, within: float, strength: float) -> tuple[float, float]:
    """μ of highest likelihood given K, and the sum of squares around it of which σ² is the mean."""
    weight = n * strength / (n + strength)
    centre = float((weight * means).sum() / weight.sum())
    return centre, within + float((weight * (means - centre) ** 2).sum())
