"""Gamma-Gamma: what a customer spends on a purchase (Fader, Hardie and Lee 2005; Fader and Hardie 2013, note 025).

Amounts of one customer vary around an own mean as Gamma(p, ν), and ν ~ Gamma(q, γ) over the customers. A customer seen
once or twice is drawn towards the common mean, one seen often is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats
from polso.statistics.maximum_likelihood import Estimate, maximise

STARTS = ((1.0, 1.0, 1.0), (6.0, 4.0, 0.5), (2.0, 3.0, 1.0))
#: Up to here repeats and spend count as unrelated; CDNOW, the published example, has 0.11.
LARGEST_CORRELATION = 0.30


class SpendParameters(NamedTuple):
    """p and q have no unit, γ is in that of the amounts. The mean over customers is pγ/(q - 1)."""

    p: float
    q: float
    gamma: float


def known_spend(repeats: ArrayLike, spend: ArrayLike) -> tuple[Floats, Floats]:
    """Repeats and mean amount of those customers who have both; a mean of nothing or less (all refunded) is none.

    >>> [kept.tolist() for kept in known_spend([2, 0, 1, 3], [20, float("nan"), -5, 7])]
    [[2.0, 3.0], [20.0, 7.0]]
    """
    x, mean = floats(repeats), floats(spend)
    known = (x > 0) & (mean > 0)
    return x[known], mean[known]


def log_likelihood(parameters: Sequence[float], repeats: ArrayLike, spend: ArrayLike) -> float:
    """Sum over customers with x > 0 repeats of mean amount m > 0, both of shape (customers,):
    ln Γ(px+q)/(Γ(px)Γ(q)) + q ln γ + (px-1) ln m + px ln x - (px+q) ln(xm+γ).
    """
    return _likelihood(floats(parameters), *known_spend(repeats, spend))[0]


def fit(repeats: ArrayLike, spend: ArrayLike) -> Estimate:
    """Parameters p, q, γ of highest likelihood; customers without repeats or amounts are left out.

    Amounts are first divided by their mean, so that the bounds and the check for degenerate fits mean the same in any
    currency. NaN, and degenerate, with fewer than three customers. Misleads when large buyers buy more (or less) often:
    see `correlation`.
    """
    x, mean = known_spend(repeats, spend)
    if x.size < len(SpendParameters._fields):
        nothing = np.full(3, np.nan)
        return Estimate(nothing, nothing, np.full((3, 3), np.nan), np.nan, degenerate=True, prior=False)
    scale = float(mean.mean())
    found = maximise(lambda theta: _likelihood(theta, x, mean / scale), STARTS)
    units = np.array([1.0, 1.0, scale])
    return replace(
        found,
        parameters=found.parameters * units,
        standard_errors=found.standard_errors * units,
        log_likelihood=found.log_likelihood - x.size * float(np.log(scale)),
    )


def correlation(repeats: ArrayLike, spend: ArrayLike) -> float:
    """Pearson's r of repeats and mean amount over the repeaters: the model assumes none. NaN where one does not vary.

    >>> round(correlation([1, 2, 3, 0], [10, 10, 40, 99]), 4)
    0.866
    """
    x, mean = known_spend(repeats, spend)
    if x.size < 2 or np.ptp(x) == 0 or np.ptp(mean) == 0:
        return float("nan")
    return float(np.corrcoef(x, mean)[0, 1])


def expected_spend(parameters: Sequence[float], repeats: ArrayLike, spend: ArrayLike) -> Floats:
    """E[M | x, m] = p(γ + xm)/(px + q - 1): mean amount of the customer's future purchases, in the unit of the amounts.

    Arguments broadcast; without repeats, or without a known mean amount, the mean over all customers. NaN where q ≤ 1:
    that mean is then infinite, and no figure may be shown.

    >>> expected_spend((6.25, 3.74, 15.44), [2, 0], [22.35, float("nan")]).round(2).tolist()        # CDNOW
    [24.66, 35.22]
    """
    p, q, gamma = parameters
    x, mean = np.broadcast_arrays(floats(repeats), floats(spend))
    if not q > 1:
        return np.full(x.shape, np.nan)
    known = (x > 0) & (mean > 0)
    x, total = np.where(known, x, 0.0), np.where(known, x * mean, 0.0)
    return floats(p * (gamma + total) / (p * x + q - 1))


def _likelihood(parameters: Floats, x: Floats, mean: Floats) -> tuple[float, Floats]:
    from scipy.special import gammaln, psi

    p, q, gamma = parameters
    px, total = p * x, x * mean
    log_total = np.log(total + gamma)
    value = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(gamma)
    value = value + (px - 1) * np.log(mean) + px * np.log(x) - (px + q) * log_total
    by_p = x * (psi(px + q) - psi(px) + np.log(total) - log_total)
    by_q = psi(px + q) - psi(q) + np.log(gamma) - log_total
    by_gamma = q / gamma - (px + q) / (total + gamma)
    return float(value.sum()), np.array([by_p.sum(), by_q.sum(), by_gamma.sum()])
