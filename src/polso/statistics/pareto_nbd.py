"""Pareto/NBD: customers leave at any moment, not only after a purchase (Schmittlein, Morrison and Colombo 1987).

Only its likelihood, to compare how well the quicker BG/NBD and MBG/NBD fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from polso.statistics.arrays import Floats
from polso.statistics.purchase_history import EqualHistories


def log_likelihood(parameters: Sequence[float], histories: EqualHistories) -> float:
    """Sum over all customers for pace λ ~ Gamma(r, α) and rate of leaving μ ~ Gamma(s, β), times in weeks.

    With m = max(α, β): ln Γ(r+x)/Γ(r) + r ln α + s ln β + ln[(α+T)^-(r+x) (β+T)^-s + s/(r+s+x)·(F(t_x) - F(T))], where
    F(t) = ₂F₁(r+s+x, k; r+s+x+1; |α-β|/(m+t))·(m+t)^-(r+s+x) and k = s+1 if α ≥ β, else r+x (Fader and Hardie 2005, "A
    note on deriving the Pareto/NBD model").

    Misleads as a ranking by itself: a difference of a few units among models of four parameters says little.
    """
    from scipy.special import gammaln

    r, alpha, s, beta = parameters
    x, t, total, n = histories.repeats, histories.recency, histories.age, histories.customers
    power = r + s + x
    upper = s + 1 if alpha >= beta else r + x
    largest, distance = max(alpha, beta), abs(alpha - beta)
    until_last = _log_tail(power, upper, distance, largest + t)
    until_now = _log_tail(power, upper, distance, largest + total)
    with np.errstate(divide="ignore"):  # nobody can be gone who bought on the day of the look
        between = until_last + np.log1p(-np.exp(until_now - until_last))
    alive = -(r + x) * np.log(alpha + total) - s * np.log(beta + total)
    gone = np.log(s / power) + between
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + np.logaddexp(alive, gone)
    return float(n @ value)


def _log_tail(power: Floats, upper: Floats | float, distance: float, total: Floats) -> Floats:
    from scipy.special import hyp2f1

    return np.asarray(np.log(hyp2f1(power, upper, power + 1, distance / total)) - power * np.log(total))
