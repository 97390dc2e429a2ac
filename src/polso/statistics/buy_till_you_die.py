"""Customers who buy at their own pace until, unseen, they are gone: what BG/NBD and MBG/NBD share.

While alive a customer buys at the rate λ a week, λ ~ Gamma(r, α) over the customers; after a purchase each is gone with
the chance p, p ~ Beta(a, b). The two models differ only in whether the *first* purchase can already be the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, floats
from polso.statistics.maximum_likelihood import Estimate, maximise
from polso.statistics.purchase_history import EqualHistories

SINGULAR = 1e-6
PRIOR_BELOW = 500
STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 5.0, 0.8, 2.5), (1.5, 15.0, 0.4, 5.0))


class PurchaseParameters(NamedTuple):
    """Pace λ ~ Gamma(r, α), mean r/α purchases a week; chance of leaving p ~ Beta(a, b), mean a/(a + b)."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class PurchaseModel:
    """One of the two models, `bg_nbd.BG_NBD` or `mbg_nbd.MBG_NBD`.

    `repeats` x, `recency` t_x and `age` T are in the sense of `purchase_history`, times in weeks; they broadcast, and
    results have their common shape. `parameters` is r, α, a, b.
    """

    name: str
    first_can_be_last: bool

    def log_likelihood(self, parameters: Sequence[float], histories: EqualHistories) -> float:
        """Sum over all customers. Fader, Hardie and Lee 2005 (BG); Batislam, Denizel and Filiztekin 2007 (MBG)."""
        return self._likelihood(floats(parameters), histories)[0]

    def fit(self, histories: EqualHistories, prior: bool | None = None) -> Estimate:
        """Parameters r, α, a, b of highest likelihood from three starts; degenerate, and NaN, without customers.

        `prior` as in `maximum_likelihood.maximise`; unless given, it is used below 500 customers. Misleads with few: of
        simulated bases of 50 one in five ran away without a prior, of 500 none, and half the forecasts of the total
        were off by more than 17 % and 6 %.
        """
        customers = histories.customers.sum()
        if customers == 0:
            nothing = np.full(4, np.nan)
            return Estimate(nothing, nothing, np.full((4, 4), np.nan), np.nan, degenerate=True, prior=False)
        weak = customers < PRIOR_BELOW if prior is None else prior
        return maximise(lambda theta: self._likelihood(theta, histories), STARTS, weak)

    def probability_alive(
        self,
        parameters: Sequence[float],
        repeats: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
    ) -> Floats:
        """Chance that the customer is still one: a ratio in [0, 1].

        Misleads as a verdict on one customer: who buys once a year and who left look alike for a year.
        """
        from scipy.special import expit

        r, alpha, a, b = parameters
        x, t, total = floats(repeats), floats(recency), floats(age)
        can_be_gone = self.first_can_be_last | (x > 0)
        chances = np.where(can_be_gone, b + x + self._offset - 1, 1.0)
        odds_gone = np.log(a / chances) + (r + x) * np.log((alpha + total) / (alpha + t))
        return floats(np.where(can_be_gone, expit(-odds_gone), 1.0))

    def expected_further(
        self,
        parameters: Sequence[float],
        repeats: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        weeks: ArrayLike,
    ) -> Floats:
        """E[Y(t) | x, t_x, T]: purchases expected of this customer in the next `weeks`."""
        alive = self.probability_alive(parameters, repeats, recency, age)
        return floats(alive * self.expected_if_alive(parameters, repeats, age, weeks))

    def expected_if_alive(
        self,
        parameters: Sequence[float],
        repeats: ArrayLike,
        age: ArrayLike,
        weeks: ArrayLike,
    ) -> Floats:
        """The same for a customer known to be there at the age; when the last purchase was no longer matters then."""
        r, alpha, a, b = parameters
        x = floats(repeats)
        return _expected(r + x, alpha + floats(age), a, b + x + self._offset, floats(weeks))

    def expected_of_new(self, parameters: Sequence[float], weeks: ArrayLike) -> Floats:
        """E[X(t)]: repeat purchases expected of a new customer in the `weeks` after the first purchase."""
        r, alpha, a, b = parameters
        stays = b / (a + b) if self.first_can_be_last else 1.0
        return floats(stays * _expected(floats(r), floats(alpha), a, floats(b + self._offset), floats(weeks)))

    def probability_of_no_repeat(self, parameters: Sequence[float], weeks: ArrayLike) -> Floats:
        """P(X(t) = 0): chance that a new customer buys nothing more in `weeks`."""
        r, alpha, a, b = parameters
        stays = b / (a + b) if self.first_can_be_last else 1.0
        return floats(1 - stays + stays * (alpha / (alpha + floats(weeks))) ** r)

    @property
    def _offset(self) -> int:
        """Chances to leave that were survived, beyond one a repeat purchase."""
        return 1 if self.first_can_be_last else 0

    def _likelihood(self, parameters: Floats, histories: EqualHistories) -> tuple[float, Floats]:
        """Value and gradient. With B the chances survived, b + x or b + x + 1, and the two ways to have this history,
        alive (weight 1 - w) or gone since the last purchase (w):
        ln Γ(r+x)/Γ(r) + r ln α + ln B(a, B)/B(a, b) + ln[(α+T)^-(r+x) + a/(B-1)·(α+t_x)^-(r+x)].
        """
        from scipy.special import betaln, gammaln, psi

        r, alpha, a, b = parameters
        x, t, total, n = histories.repeats, histories.recency, histories.age, histories.customers
        survived = b + x + self._offset
        can_be_gone = self.first_can_be_last | (x > 0)
        others = np.where(can_be_gone, survived - 1, 1.0)
        log_alive, log_gone = np.log(alpha + total), np.log(alpha + t)
        alive = -(r + x) * log_alive
        gone = np.where(can_be_gone, np.log(a / others) - (r + x) * log_gone, -np.inf)
        either = np.logaddexp(alive, gone)
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, survived) - betaln(a, b) + either
        w = np.exp(gone - either)
        common = psi(a + b) - psi(a + survived)
        by_r = psi(r + x) - psi(r) + np.log(alpha) - (1 - w) * log_alive - w * log_gone
        by_alpha = r / alpha - (r + x) * ((1 - w) / (alpha + total) + w / (alpha + t))
        by_a = common + w / a
        by_b = common + psi(survived) - psi(b) - w / others
        # Not a product of matrices: on long lists its threads wait for each other longer than the sum takes.
        return float(np.sum(n * value)), np.array([np.sum(n * by) for by in (by_r, by_alpha, by_a, by_b)])


def _expected(shape: Floats, rate: Floats, a: float, b: Floats, weeks: Floats) -> Floats:
    """∫∫ (1 - e^(-λpt))/p over λ ~ Gamma(shape, rate), p ~ Beta(a, b), for someone alive at the start.

    (a+b-1)/(a-1) · [1 - ₂F₁(shape, a-1; a+b-1; -t/rate)]. The published form has shape and b, which grow with the
    purchases, in the upper places of ₂F₁ at t/(rate + t) and overflows for frequent buyers; Euler's transformation
    leaves (1-z)^(a-1) ₂F₁(a+b-1-shape, a-1; a+b-1; z), which does not. a = 1 and a + b = 1 are removable
    singularities: the mean of both sides.
    """
    if abs(a - 1) >= SINGULAR and np.all(np.abs(a + b - 1) >= SINGULAR):
        return _expected_regular(shape, rate, a, b, weeks)
    sides = []
    for aside in (-SINGULAR, SINGULAR):
        near_a = 1 + aside if abs(a - 1) < SINGULAR else a
        near_b = np.where(np.abs(near_a + b - 1) < SINGULAR, 1 - near_a + aside, b)
        sides.append(_expected_regular(shape, rate, near_a, near_b, weeks))
    return floats((sides[0] + sides[1]) / 2)


def _expected_regular(shape: Floats, rate: Floats, a: float, b: Floats, weeks: Floats) -> Floats:
    from scipy.special import hyp2f1

    total = a + b - 1
    left = rate / (rate + weeks)
    survival = left ** (a - 1) * hyp2f1(total - shape, a - 1, total, weeks / (rate + weeks))
    return floats(total / (a - 1) * (1 - survival))
