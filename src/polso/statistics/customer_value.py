"""What customers are expected to bring within a horizon, discounted: purchases × spend × margin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics import gamma_gamma
from polso.statistics.arrays import Floats, floats
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.interval import Interval
from polso.statistics.maximum_likelihood import Estimate
from polso.statistics.purchase_history import PurchaseHistory

WEEKS_IN_YEAR = 52
WEEKS_IN_36_MONTHS = 156
NODES = 16
DRAWS = 200


def discounted_purchases(
    model: PurchaseModel,
    parameters: Sequence[float],
    repeats: ArrayLike,
    recency: ArrayLike,
    age: ArrayLike,
    weeks: int,
    yearly_discount: float,
) -> Floats:
    """Σ_{k=1..weeks} (E[Y(k)] - E[Y(k-1)]) / (1+d)^(k/52) of each customer, shape (customers,) as the flat histories.

    `yearly_discount` d is a ratio (0.10 is 10 % a year); 0 gives E[Y(weeks)]. Sums over more than sixteen weeks are
    taken from sixteen places of the smooth E[Y], exact to about a millionth.

    >>> from polso.statistics.bg_nbd import BG_NBD
    >>> place = (0.243, 4.414, 0.793, 2.426), [2], [30.43], [38.86]
    >>> [discounted_purchases(BG_NBD, *place, 39, d).round(3).tolist() for d in (0.0, 0.10)]
    [[1.226], [1.185]]
    """
    x, t, total = floats(repeats), floats(recency), floats(age)
    pairs, place = np.unique(np.stack((x, total), axis=1), axis=0, return_inverse=True)
    if_alive = _discounted_if_alive(model, parameters, pairs, weeks, yearly_discount)
    return floats(model.probability_alive(parameters, x, t, total) * if_alive[place])


def discounted_purchases_of_new(
    model: PurchaseModel,
    parameters: Sequence[float],
    weeks: int,
    yearly_discount: float,
) -> float:
    """The same for the repeat purchases of a customer who has just made the first."""
    expected = model.expected_of_new(parameters, np.arange(weeks + 1))
    return float(np.diff(expected) @ _discounts(weeks, yearly_discount))


def discounted_values(
    model: PurchaseModel,
    purchases: Sequence[float],
    spend: Sequence[float],
    history: PurchaseHistory,
    margin_share: float,
    weeks: int,
    yearly_discount: float,
) -> Floats:
    """Expected margin of each customer's purchases in the coming `weeks`, shape (customers,), in the amounts' currency.

    margin_share × E[M | x, m] × `discounted_purchases`, with `purchases` r, α, a, b and `spend` p, q, γ. A margin share
    of 1 gives revenue. NaN where the mean spend is not finite (q ≤ 1).

    Misleads as a promise about one customer: it is the mean over many alike, most of whom will bring nothing.
    """
    place = history.repeats, history.recency, history.age
    expected = discounted_purchases(model, purchases, *place, weeks, yearly_discount)
    return floats(margin_share * gamma_gamma.expected_spend(spend, history.repeats, history.spend) * expected)


def mean_value_interval(
    model: PurchaseModel,
    purchases: Estimate,
    spend: Estimate,
    history: PurchaseHistory,
    margin_share: float,
    weeks: int,
    yearly_discount: float,
    level: float = 0.95,
) -> Interval:
    """Interval of the *mean* of `discounted_values` over the customers.

    The quantiles of that mean over 200 parameter vectors spread as the estimates are: normal on the logarithms, with
    the inverse Hessian as covariance, purchases and spend apart. That stands in for the parametric bootstrap at a
    thirtieth of its time (800 simulated customers: 87 to 106, by 200 refits 86 to 105; 150: 36 to 60 and 37 to 59), and
    is the same each time: the vectors are an even (Kronecker) sequence, not random ones. NaN for degenerate fits, or
    where the upper end has no finite mean spend.

    Covers what is unknown about the base, not the chance in what each customer then does, nor a model that is wrong:
    for that look at the hold-out.
    """
    nothing = Interval(floats(np.nan), floats(np.nan), level, "hessian_normal")
    if purchases.degenerate or spend.degenerate or history.customers == 0:
        return nothing
    around = np.split(_even_normals(DRAWS, purchases.parameters.size + spend.parameters.size), [4], axis=1)
    ways, amounts = (_drawn(one, normals) for one, normals in zip((purchases, spend), around, strict=True))
    x, t, total = history.repeats, history.recency, history.age
    pairs, place = np.unique(np.stack((x, total), axis=1), axis=0, return_inverse=True)
    means = np.empty(DRAWS)
    for draw, (way, amount) in enumerate(zip(ways.tolist(), amounts.tolist(), strict=True)):
        expected = _discounted_if_alive(model, way, pairs, weeks, yearly_discount)[place]
        expected *= model.probability_alive(way, x, t, total)
        means[draw] = np.mean(gamma_gamma.expected_spend(amount, x, history.spend) * expected)
    means = np.where(np.isfinite(means), margin_share * means, np.inf)
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], method="inverted_cdf")
    return Interval(floats(low), floats(high), level, "hessian_normal") if np.isfinite(high) else nothing


def _discounted_if_alive(
    model: PurchaseModel,
    parameters: Sequence[float],
    pairs: Floats,
    weeks: int,
    yearly_discount: float,
) -> Floats:
    """Discounted purchases for each pair of repeats and age, shape (pairs, 2), of someone still a customer."""
    if pairs.size == 0:
        return np.empty(0)
    at, weights = _places(parameters[1] + float(pairs[:, 1].min()), weeks, yearly_discount)
    expected = model.expected_if_alive(parameters, pairs[:, :1], pairs[:, 1:], at[None, :])
    return floats(expected @ weights)


def _places(scale: float, weeks: int, yearly_discount: float) -> tuple[Floats, Floats]:
    """Weeks at which to look at E[Y], and their weights in the discounted sum of its weekly increases.

    By parts the sum is Σ_k E[Y(k)]·w_k. On the scale ln(1 + t/scale), scale the smallest α + T, E[Y] has no singularity
    nearer than π, so a polynomial through sixteen Chebyshev points gives every E[Y(k)] from them.
    """
    every = np.arange(1, weeks + 1)
    discounts = _discounts(weeks, yearly_discount)
    by_week = discounts - np.concatenate((discounts[1:], [0.0]))
    if weeks <= NODES:
        return floats(every), by_week
    length = np.log1p(weeks / scale)
    points = np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)
    basis = np.polynomial.chebyshev.chebvander(points, NODES - 1)
    wanted = np.polynomial.chebyshev.chebvander(2 * np.log1p(every / scale) / length - 1, NODES - 1)
    at = scale * np.expm1(length * (1 + points) / 2)
    return floats(at), floats(np.linalg.solve(basis.T, wanted.T @ by_week))


def _discounts(weeks: int, yearly_discount: float) -> Floats:
    if weeks < 1 or not yearly_discount > -1:
        raise ValueError("a horizon has at least one week and a discount more than -1")
    return floats((1 + yearly_discount) ** (-np.arange(1, weeks + 1) / WEEKS_IN_YEAR))


def _drawn(estimate: Estimate, normals: Floats) -> Floats:
    spread = np.linalg.cholesky(estimate.log_covariance)
    return floats(estimate.parameters * np.exp(normals @ spread.T))


def _even_normals(draws: int, dimensions: int) -> Floats:
    """Points of the additive recurrence of the generalised golden ratio, as standard normals; (draws, dimensions)."""
    from scipy.special import ndtri

    ratio = 2.0
    for _ in range(64):
        ratio = (1 + ratio) ** (1 / (dimensions + 1))
    steps = ratio ** -np.arange(1, dimensions + 1)
    return floats(ndtri((0.5 + np.arange(1, draws + 1)[:, None] * steps) % 1))
