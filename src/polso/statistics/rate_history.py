"""A rate beside its own, longer history."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats, successes_of


class RatePrediction(NamedTuple):
    """What the history leads one to expect of the new period; arrays of one shape.

    `expected` successes, `at_most` = P(Y ≤ y), `at_least` = P(Y ≥ y), `p` two-sided.
    """

    expected: Floats
    at_most: Floats
    at_least: Floats
    p: Floats


def beta_binomial(
    successes: ArrayLike,
    trials: ArrayLike,
    history_successes: ArrayLike,
    history_trials: ArrayLike,
) -> RatePrediction:
    """Predictive distribution of the successes among `trials` new deals, given a history at one steady rate.

    Y ~ BetaBinomial(n, ½ + Σk, ½ + Σ(n - k)): the Jeffreys prior updated by the history, so that the uncertainty of the
    history counts too. p = min(1, 2·min(P(Y ≤ y), P(Y ≥ y))). Arguments broadcast; NaN without new trials or history.

    Misleads when the history itself drifted or has a season: the prediction is then too sure of itself.

    >>> prediction = beta_binomial(9, 20, 60, 240)
    >>> round(float(prediction.at_least), 4)
    0.0485
    """
    k, n = successes_of(successes, trials)
    old_k, old_n = successes_of(history_successes, history_trials)
    cells = np.broadcast_arrays(k, n, old_k + 0.5, old_n - old_k + 0.5)
    k, n, a, b = cells
    tails = [_tails(*cell) for cell in zip(*(cell.ravel().tolist() for cell in cells), strict=True)]
    both = np.array(tails, dtype=np.float64).reshape(-1, 2)
    at_most, at_least = both[:, 0].reshape(k.shape), both[:, 1].reshape(k.shape)
    p = np.minimum(1.0, 2 * np.minimum(at_most, at_least))
    return RatePrediction(floats(n * a / (a + b)), at_most, at_least, floats(p))


def _tails(k: float, n: float, a: float, b: float) -> tuple[float, float]:
    from scipy.special import betaln

    if np.isnan(k + n + a + b):
        return np.nan, np.nan
    y = np.arange(n + 1)
    mass = np.exp(betaln(y + a, n - y + b) - betaln(a, b) - np.log(n + 1) - betaln(n - y + 1, y + 1))
    observed = int(k)
    return min(1.0, float(mass[: observed + 1].sum())), min(1.0, float(mass[observed:].sum()))
