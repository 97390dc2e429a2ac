"""From purchases to a value a customer, or to the gates that say why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics import gamma_gamma
from polso.statistics.arrays import Floats
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.customer_value import discounted_purchases_of_new, discounted_values, mean_value_interval
from polso.statistics.hold_out import HoldOut, hold_out
from polso.statistics.interval import Interval
from polso.statistics.maximum_likelihood import Estimate
from polso.statistics.purchase_history import PurchaseHistory, equal_histories, purchase_history
from polso.statistics.value_gates import ValueGates, value_gates

INTERVALS_KEPT = 16


@dataclass(frozen=True, slots=True, eq=False)
class ValueModel:
    """Histories, the model that the hold-out chose, both fits and the gates. Figures need `gates.open`.

    `purchases` has parameters r, α, a, b (weeks), `spend` p, q, γ (γ in the amounts' currency), `weeks` is the length
    of the history.
    """

    history: PurchaseHistory
    model: PurchaseModel
    purchases: Estimate
    spend: Estimate
    hold_out: HoldOut
    gates: ValueGates
    weeks: float

    def probability_alive(self) -> Floats:
        """Of each customer, in the order of `history.customer`."""
        known = self.history
        return self.model.probability_alive(self.purchases.parameters.tolist(), known.repeats, known.recency, known.age)

    def values(self, margin_share: float, weeks: int, yearly_discount: float) -> Floats:
        """Expected margin of each customer in the coming `weeks`, in the order of `history.customer`."""
        fits = self.purchases.parameters.tolist(), self.spend.parameters.tolist()
        return discounted_values(self.model, *fits, self.history, margin_share, weeks, yearly_discount)

    def mean_interval(self, margin_share: float, weeks: int, yearly_discount: float, level: float = 0.95) -> Interval:
        """Interval of the mean of `values`, see `customer_value.mean_value_interval`."""
        return _interval_once(self, margin_share, weeks, yearly_discount, level)

    def value_of_new(self, margin_share: float, weeks: int, yearly_discount: float) -> float:
        """Expected margin of a new customer, the first purchase (its mean so far) included: what CAC is compared with.

        NaN where the mean spend is not finite, or without amounts.
        """
        p, q, gamma = self.spend.parameters.tolist()
        repeat = float(gamma_gamma.expected_spend((p, q, gamma), 0, np.nan))
        known = np.isfinite(self.history.first_spend)
        first = float(self.history.first_spend[known].mean()) if known.any() else np.nan
        further = discounted_purchases_of_new(self.model, self.purchases.parameters.tolist(), weeks, yearly_discount)
        return margin_share * (first + repeat * further)


@lru_cache(maxsize=INTERVALS_KEPT)
def _interval_once(
    known: ValueModel, margin_share: float, weeks: int, yearly_discount: float, level: float
) -> Interval:
    """It takes longer than the fits, and one page asks for it several times."""
    place = known.model, known.purchases, known.spend, known.history
    return mean_value_interval(*place, margin_share, weeks, yearly_discount, level)


def fit_value_model(customer: ArrayLike, day: ArrayLike, amount: ArrayLike, until: int) -> ValueModel:
    """Hold-out, choice, fits and gates for purchases of flat `customer`, `day` and net `amount` up to day `until`.

    Arguments as in `purchase_history`. Deterministic; a tenth of a second for some thousand customers. Where a gate is
    closed the fits are still there to be looked at, not to be shown. Misleads for subscriptions, which have no own
    pace: `shifted_beta_geometric` is for them.
    """
    history = purchase_history(customer, day, until, amount)
    compared = hold_out(customer, day, until)
    purchases = compared.chosen.fit(equal_histories(history.repeats, history.recency, history.age))
    spend = gamma_gamma.fit(history.repeats, history.spend)
    weeks = float(history.age.max()) if history.customers else 0.0
    gates = value_gates(
        customers=history.customers,
        repeaters=history.repeaters,
        weeks=weeks,
        degenerate=purchases.degenerate or spend.degenerate,
        hold_out_error=compared.error,
        spend_shape=float(spend.parameters[1]),
        spend_correlation=gamma_gamma.correlation(history.repeats, history.spend),
    )
    return ValueModel(history, compared.chosen, purchases, spend, compared, gates, weeks)
