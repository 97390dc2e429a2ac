"""Rates of small groups, fit for ranking: each is drawn towards the common rate by as much as it is uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats, successes_of

REPS_STRENGTH = 20.0
SOURCES_STRENGTH = 10.0
WEAKEST, STRONGEST = 5.0, 200.0
GROUPS_FOR_LIKELIHOOD = 6
TRIALS_FOR_LIKELIHOOD = 5


@dataclass(frozen=True, slots=True, eq=False)
class ShrunkenRates:
    """One value a group, in the order given. `strength` is K: the common rate weighs as much as K deals.

    `centre` is the rate towards which all are drawn, `method` "likelihood" or "decree" (written beside the figures),
    the posterior of a group Beta(`posterior_a`, `posterior_b`).
    """

    rate: Floats
    low: Floats
    high: Floats
    posterior_a: Floats
    posterior_b: Floats
    centre: float
    strength: float
    method: str
    level: float


def shrink(
    successes: ArrayLike,
    trials: ArrayLike,
    decreed_strength: float = REPS_STRENGTH,
    level: float = 0.80,
) -> ShrunkenRates:
    """Posterior means (k + K·p̄) / (n + K) of groups, shape (groups,), and their equal-tailed credible intervals.

    With at least six groups of five trials or more, K = a + b and p̄ = a / (a + b) are fitted by maximum likelihood of
    the beta-binomial Beta(a, b) and K is held within [5, 200] (an infinite K means that no difference can be seen).
    With fewer groups K is decreed: 20 for reps, 10 for sources, and p̄ is the pooled rate. The interval is that of
    Beta(k + K·p̄, n - k + K·(1 - p̄)). A group without trials gets p̄. NaN where no group has any; no interval where
    nobody, or everybody, succeeded.

    Ranking by this rate puts one win of one (38 %) below forty of a hundred (39 %). Misleads when one group is known to
    be different beforehand (a rep who takes only renewals): shrink it among its like.

    >>> rates = shrink([1, 40, 12, 3], [1, 100, 40, 20])
    >>> rates.rate.round(4).tolist(), rates.strength, rates.method
    ([0.3789, 0.3913, 0.3159, 0.2489], 20.0, 'decree')
    """
    from scipy.special import betaincinv

    k, positive = successes_of(successes, trials)
    n = np.where(np.isnan(positive), 0.0, positive)
    if k.ndim != 1:
        raise ValueError("groups are a flat list")
    if n.sum() == 0:
        empty = np.full(k.shape, np.nan)
        return ShrunkenRates(empty, empty, empty, empty, empty, np.nan, decreed_strength, "decree", level)
    fitted = None
    if np.count_nonzero(n >= TRIALS_FOR_LIKELIHOOD) >= GROUPS_FOR_LIKELIHOOD and 0 < k.sum() < n.sum():
        fitted = fit_beta_binomial(k, n)
    centre = fitted[0] if fitted else float(k.sum() / n.sum())
    strength = min(max(fitted[1], WEAKEST), STRONGEST) if fitted else decreed_strength
    a, b = k + strength * centre, n - k + strength * (1 - centre)
    tail = (1 - level) / 2
    proper = (a > 0) & (b > 0)
    spread_a, spread_b = np.where(proper, a, np.nan), np.where(proper, b, np.nan)
    return ShrunkenRates(
        rate=a / (a + b),
        low=floats(betaincinv(spread_a, spread_b, tail)),
        high=floats(betaincinv(spread_a, spread_b, 1 - tail)),
        posterior_a=a,
        posterior_b=b,
        centre=centre,
        strength=strength,
        method="likelihood" if fitted else "decree",
        level=level,
    )


def fit_beta_binomial(successes: ArrayLike, trials: ArrayLike) -> tuple[float, float]:
    """Maximum-likelihood mean a/(a + b) and strength a + b of the beta-binomial, the strength within [0.01, 10 000].

    The upper end means that the groups differ no more than chance makes them. Needs some, but not only, successes.

    >>> mean, strength = fit_beta_binomial([2, 5, 8, 12, 15, 4], [20] * 6)
    >>> round(mean, 3), round(strength, 2)
    (0.385, 5.22)
    """
    from scipy.optimize import minimize
    from scipy.special import betaln, expit, logit, psi

    k, n = floats(successes), floats(trials)

    def negative_log_likelihood(place: Floats) -> tuple[float, Floats]:
        mean, strength = expit(place[0]), np.exp(place[1])
        a, b = strength * mean, strength * (1 - mean)
        value = (betaln(k + a, n - k + b) - betaln(a, b)).sum()
        common = psi(a + b) - psi(n + a + b)
        by_a = (psi(k + a) - psi(a) + common).sum()
        by_b = (psi(n - k + b) - psi(b) + common).sum()
        return -value, -np.array([(by_a - by_b) * strength * mean * (1 - mean), by_a * a + by_b * b])

    start = np.array([logit(k.sum() / n.sum()), np.log(REPS_STRENGTH)])
    found = minimize(
        negative_log_likelihood,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-20.0, 20.0), (np.log(0.01), np.log(1e4))],
        options={"ftol": 1e-14, "gtol": 1e-9},
    )
    return float(expit(found.x[0])), float(np.exp(found.x[1]))


def probability_best(rates: ShrunkenRates) -> Floats:
    """P(this group has the highest underlying rate), one a group, adding up to 1; of the posterior of `shrink`.

    ∫ fᵢ(x) Π_{j≠i} Fⱼ(x) dx over the posterior densities, by Gauss-Legendre quadrature over the quantiles of fᵢ: the
    same answer each time. NaN where no group has trials.

    Misleads as a ranking of people: 0.48 for the best of four says mainly that they cannot be told apart.

    >>> rates = shrink([1, 40, 12, 3], [1, 100, 40, 20])
    >>> probability_best(rates).round(2).tolist()
    [0.42, 0.48, 0.08, 0.02]
    """
    from scipy.special import betainc, betaincinv

    a, b = rates.posterior_a, rates.posterior_b
    if np.isnan(rates.centre):
        return np.full(a.shape, np.nan)
    if not (np.all(a > 0) and np.all(b > 0)):
        return np.full(a.shape, 1 / a.size)  # all lost or all won everywhere: the posteriors are one point
    nodes, weights = np.polynomial.legendre.leggauss(256)
    places = betaincinv(a[:, None], b[:, None], (nodes + 1) / 2)
    below = np.ones(places.shape)
    for group in range(a.size):
        others = np.arange(a.size) != group
        below[others] *= betainc(a[group], b[group], places[others])
    best = below @ (weights / 2)
    return floats(best / best.sum())
