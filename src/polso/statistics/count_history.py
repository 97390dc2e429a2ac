"""A count beside its own history, with a check that the history is no more restless than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Flags, Floats, counts_of, floats


@dataclass(frozen=True, slots=True, eq=False)
class CountPrediction:
    """What the history leads one to expect of the new period; arrays of one shape.

    `expected` events, `at_most` = P(Y ≤ y), `at_least` = P(Y ≥ y), `p` two-sided, `dispersion` the variance of the
    history in units of its mean (1 for Poisson, NaN where it has no events), `overdispersed` whether that was used,
    `periods` the comparable periods found.
    """

    expected: Floats
    at_most: Floats
    at_least: Floats
    p: Floats
    dispersion: Floats
    overdispersed: Flags
    periods: Floats


def gamma_poisson(
    events: ArrayLike,
    history: ArrayLike,
    exposure: ArrayLike = 1.0,
    history_exposure: ArrayLike = 1.0,
    *,
    check_dispersion: bool = True,
) -> CountPrediction:
    """Predictive distribution of a count, given the counts of comparable past periods.

    `history` has the periods along its last axis, shape (..., m); NaN there is a period outside the data. `events`,
    shape (...), is the new count. Exposures are in any one unit (working days). Y ~ NB(½ + Σy, Σw / (Σw + w)), the
    Jeffreys prior updated. Where the Pearson statistic Σ(yᵢ - wᵢλ)²/(wᵢλ) exceeds the 95 % point of χ² with m - 1
    degrees, the counts vary more than Poisson allows and NB has the mean μ = wλ and the variance φμ(1 + w/Σw) instead,
    φ the statistic over m - 1 (for equal exposures s²/ȳ). p = min(1, 2·min(P(Y ≤ y), P(Y ≥ y))). NaN without history.

    Misleads on a history with a trend or season, which it takes for restlessness and then misses real changes; and
    below six periods it cannot tell restless from calm.

    >>> prediction = gamma_poisson(0, [4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 6, 4], exposure=10 / 21)
    >>> round(float(prediction.expected), 4), round(float(prediction.p), 4)
    (2.4008, 0.1899)
    """
    from scipy.special import betainc

    y = counts_of(events, "events")
    past, past_exposure = np.broadcast_arrays(counts_of(history, "history"), floats(history_exposure))
    known = np.isfinite(past) & (past_exposure > 0)
    periods = known.sum(axis=-1).astype(np.float64)
    past, past_exposure = np.where(known, past, 0.0), np.where(known, past_exposure, 0.0)
    total, total_exposure = past.sum(axis=-1), past_exposure.sum(axis=-1)
    total_exposure = np.where(total_exposure > 0, total_exposure, np.nan)
    w = np.where(floats(exposure) > 0, floats(exposure), np.nan)

    dispersion, restless = _dispersion(past, past_exposure, total / total_exposure, periods)
    restless = restless & check_dispersion
    mean = np.where(restless, w * total / total_exposure, (total + 0.5) * w / total_exposure)
    excess = np.where(restless, mean * (dispersion * (1 + w / total_exposure) - 1), 1.0)
    size = np.where(restless, mean * mean / excess, total + 0.5)
    stop = size / (size + mean)

    at_most = floats(betainc(size, y + 1, stop))
    at_least = np.where(y > 0, betainc(np.maximum(y, 1), size, 1 - stop), np.where(np.isnan(stop), np.nan, 1.0))
    p = np.minimum(1.0, 2 * np.minimum(at_most, at_least))
    return CountPrediction(floats(mean), at_most, at_least, floats(p), dispersion, restless, periods)


def _dispersion(past: Floats, exposure: Floats, pace: Floats, periods: Floats) -> tuple[Floats, Flags]:
    from scipy.special import chdtrc

    expected = exposure * np.where(pace > 0, pace, np.nan)[..., np.newaxis]
    squares = np.where(exposure > 0, (past - expected) ** 2 / np.where(exposure > 0, expected, 1.0), 0.0)
    pearson = squares.sum(axis=-1)
    degrees = np.where(periods > 1, periods - 1, np.nan)
    return floats(pearson / degrees), np.asarray(chdtrc(degrees, pearson) < 0.05)
