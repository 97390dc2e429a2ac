"""Shifted beta-geometric: how long contracts last that are renewed or not at fixed dates.

Each customer refuses a renewal with an own constant chance θ, θ ~ Beta(α, β) over the customers; the loyal are left, so
the retention rate of a cohort *rises* with age although nobody changed (Fader and Hardie 2007, Journal of Interactive
Marketing 21(1):76-90). A plain average of early churn therefore understates how long customers stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of, floats
from polso.statistics.maximum_likelihood import Estimate, maximise

STARTS = ((1.0, 1.0), (0.5, 3.0), (3.0, 30.0))
CUSTOMERS_NEEDED = 50
RENEWALS_NEEDED = 4


class RenewalRecord(NamedTuple):
    """Cohorts pooled by age, shape (renewals,): `lost` at the 1st, 2nd ... renewal; `open`, still customers after it
    and not observed any later.
    """

    lost: Floats
    open: Floats

    @property
    def enough(self) -> bool:
        """At least 50 customers over at least 4 renewals: below that the curve is a guess."""
        return float(self.lost.sum() + self.open.sum()) >= CUSTOMERS_NEEDED and self.lost.size >= RENEWALS_NEEDED


def renewals_of(cohorts: Sequence[ArrayLike]) -> RenewalRecord:
    """Cohorts given by their customers at the start and after each renewal, of whatever lengths, pooled by age.

    Raises ValueError where a cohort grows or none has a renewal.

    >>> record = renewals_of([[1000, 869, 743], [100, 80]])
    >>> record.lost.tolist(), record.open.tolist()
    ([151.0, 126.0], [80.0, 743.0])
    """
    found = [counts_of(cohort, "customers") for cohort in cohorts]
    longest = max((cohort.size - 1 for cohort in found), default=0)
    if longest < 1:
        raise ValueError("a cohort has its customers at the start and after at least one renewal")
    lost, still = np.zeros(longest), np.zeros(longest)
    for cohort in found:
        gone = -np.diff(cohort)
        if np.any(gone < 0):
            raise ValueError("a cohort cannot grow")
        lost[: gone.size] += gone
        if gone.size:
            still[gone.size - 1] += cohort[-1]
    return RenewalRecord(lost, still)


def survival(parameters: Sequence[float], age: ArrayLike) -> Floats:
    """S(t) = B(α, β+t)/B(α, β): share of a cohort that is still there after t renewals.

    >>> survival((0.668, 3.806), [0, 1, 7]).round(3).tolist()
    [1.0, 0.851, 0.489]
    """
    from scipy.special import betaln

    alpha, beta = parameters
    return floats(np.exp(betaln(alpha, beta + floats(age)) - betaln(alpha, beta)))


def retention(parameters: Sequence[float], renewal: ArrayLike) -> Floats:
    """r_t = (β+t-1)/(α+β+t-1): share of those still there who accept renewal t = 1, 2 ...

    >>> retention((0.668, 3.806), [1, 2, 3]).round(4).tolist()
    [0.8507, 0.878, 0.8968]
    """
    alpha, beta = parameters
    before = beta + floats(renewal) - 1
    return floats(before / (alpha + before))


def log_likelihood(parameters: Sequence[float], record: RenewalRecord) -> float:
    """Σ lost_t ln P(T=t) + Σ open_t ln S(t), with P(T=t) = B(α+1, β+t-1)/B(α, β)."""
    return _likelihood(floats(parameters), record)[0]


def fit(record: RenewalRecord, prior: bool = False) -> Estimate:
    """Parameters α, β of highest likelihood. Degenerate where customers do not differ: churn is then one rate for all.

    Misleads with cohorts that differ (a discount year, another plan) pooled together, and see `RenewalRecord.enough`.

    >>> estimate = fit(renewals_of([[1000, 869, 743, 653, 593, 551, 517, 491]]))     # published: 0.668 and 3.806
    >>> estimate.parameters.round(3).tolist(), round(estimate.log_likelihood, 3)
    ([0.668, 3.806], -1611.158)
    """
    return maximise(lambda theta: _likelihood(theta, record), STARTS, prior)


def discounted_lifetime(parameters: Sequence[float], discount: float, renewals: int | None = None) -> float:
    """Expected payments of a new customer, each at the start of a term, the first undiscounted: Σ_{t≥0} S(t)/(1+d)^t =
    ₂F₁(1, β; α+β; 1/(1+d)).

    `discount` d is a ratio a term, above 0; `renewals` ends the sum after that many terms beyond the first.

    >>> round(discounted_lifetime((0.668, 3.806), 0.1), 4), discounted_lifetime((0.668, 3.806), 0.1, renewals=0)
    (5.9226, 1.0)
    """
    from scipy.special import hyp2f1

    alpha, beta = parameters
    if renewals is None:
        return float(hyp2f1(1, beta, alpha + beta, 1 / _above_one(discount)))
    terms = np.arange(renewals + 1)
    return float(survival(parameters, terms) @ _above_one(discount) ** -floats(terms))


def discounted_residual_lifetime(parameters: Sequence[float], renewal: ArrayLike, discount: float) -> Floats:
    """Expected payments still to come of a customer who stands just before renewal n = 1, 2 ..., its own undiscounted:
    (β+n-1)/(α+β+n-1) · ₂F₁(1, β+n; α+β+n; 1/(1+d)).

    >>> round(float(discounted_residual_lifetime((0.668088, 3.806095), 8, 0.1)), 4)
    7.5296
    """
    from scipy.special import hyp2f1

    alpha, beta = parameters
    n = floats(renewal)
    return floats(retention(parameters, n) * hyp2f1(1, beta + n, alpha + beta + n, 1 / _above_one(discount)))


def _above_one(discount: float) -> float:
    if not discount > 0:
        raise ValueError("without a discount the sum may be infinite")
    return 1 + discount


def _likelihood(parameters: Floats, record: RenewalRecord) -> tuple[float, Floats]:
    """Value and gradient; the beta functions rather than a recursion, of which shifted variants circulate."""
    from scipy.special import betaln, psi

    alpha, beta = parameters
    t = np.arange(1, record.lost.size + 1)
    lost, still = record.lost, record.open
    start = betaln(alpha, beta)
    value = lost @ (betaln(alpha + 1, beta + t - 1) - start) + still @ (betaln(alpha, beta + t) - start)
    common = psi(alpha + beta) - psi(alpha + beta + t)
    by_alpha = lost @ (common + psi(alpha + 1) - psi(alpha)) + still @ common
    by_beta = lost @ (common + psi(beta + t - 1) - psi(beta)) + still @ (common + psi(beta + t) - psi(beta))
    return float(value), np.array([by_alpha, by_beta])
