"""Agreement of the customer-value models with lifetimes and with integration from first principles.

Neither shares code with them. lifetimes 0.11.3 is archived but fits and predicts on this stack; its import warns once,
of an option of pandas, and that warning alone is let pass.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import gammaln, roots_genlaguerre, roots_jacobi

from polso.statistics import gamma_gamma, pareto_nbd
from polso.statistics import shifted_beta_geometric as sbg
from polso.statistics.bg_nbd import BG_NBD
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.mbg_nbd import MBG_NBD
from polso.statistics.purchase_history import equal_histories
from tests.unit.statistics.test_customer_value_vectors import cdnow

PLACES = [
    (0, 0.0, 0.5),
    (0, 0.0, 40.0),
    (1, 2.0, 2.0),
    (1, 1.71, 38.86),
    (2, 30.43, 38.86),
    (7, 29.43, 38.86),
    (25, 60, 70),
]
PARAMETERS = [(0.243, 4.414, 0.793, 2.426), (0.6, 8.0, 0.8, 2.5), (2.0, 10.0, 1.7, 3.0), (0.3, 2.0, 0.2, 1.4)]
MODELS = pytest.mark.parametrize("model", [BG_NBD, MBG_NBD], ids=lambda model: model.name)


@pytest.fixture(scope="module")
def lifetimes() -> ModuleType:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The 'mode.chained_assignment' option is deprecated")
        return import_module("lifetimes")


def theirs(lifetimes: ModuleType, model: PurchaseModel) -> Any:
    names = {"bg_nbd": "BetaGeoFitter", "mbg_nbd": "ModifiedBetaGeoFitter"}
    return getattr(lifetimes, names[model.name])(penalizer_coef=0.0)


@MODELS
def test_fit_of_lifetimes(lifetimes: ModuleType, model: PurchaseModel) -> None:
    x, t, age = map(np.array, cdnow("x", "t_x", "T"))
    fitter = theirs(lifetimes, model).fit(x, t, age)
    found = model.fit(equal_histories(x, t, age))
    np.testing.assert_allclose(found.parameters, fitter.params_[["r", "alpha", "a", "b"]], rtol=1e-4)
    once = np.ones(x.size)
    value = fitter._negative_log_likelihood(np.log(found.parameters), x, t, age, once, 0.0)
    assert found.log_likelihood == pytest.approx(-value * x.size, abs=1e-8)


def test_spend_of_lifetimes(lifetimes: ModuleType) -> None:
    x, spend = map(np.array, cdnow("x", "zbar"))
    bought = x > 0
    fitter = lifetimes.GammaGammaFitter(penalizer_coef=0.0).fit(x[bought], spend[bought])
    found = gamma_gamma.fit(x, spend)
    np.testing.assert_allclose(found.parameters, fitter.params_[["p", "q", "v"]], rtol=1e-3)
    theirs_each = fitter.conditional_expected_average_profit(x, spend)
    ours = gamma_gamma.expected_spend(fitter.params_[["p", "q", "v"]].tolist(), x, spend)
    np.testing.assert_allclose(ours, theirs_each, rtol=1e-10)


@MODELS
@pytest.mark.parametrize("parameters", PARAMETERS)
def test_predictions_of_lifetimes(
    lifetimes: ModuleType, model: PurchaseModel, parameters: tuple[float, float, float, float]
) -> None:
    fitter = theirs(lifetimes, model)
    fitter.params_ = dict(zip(("r", "alpha", "a", "b"), parameters, strict=True))
    x, t, age = np.array(PLACES).T
    alive = fitter.conditional_probability_alive(x, t, age)
    np.testing.assert_allclose(model.probability_alive(parameters, x, t, age), alive, rtol=1e-10)
    for weeks in (1.0, 39.0, 156.0):
        name = "conditional_expected_number_of_purchases_up_to_time"
        further = getattr(fitter, name)(weeks, x, t, age)
        np.testing.assert_allclose(model.expected_further(parameters, x, t, age, weeks), further, rtol=1e-9)
        new = fitter.expected_number_of_purchases_up_to_time(weeks)
        np.testing.assert_allclose(model.expected_of_new(parameters, weeks), new, rtol=1e-9)


class Integral:
    """Means over λ ~ Gamma(r, α) and p ~ Beta(a, b) of what one customer does, by Gauss quadrature."""

    def __init__(self, parameters: tuple[float, float, float, float], model: PurchaseModel) -> None:
        r, alpha, a, b = parameters
        pace, weight = roots_genlaguerre(150, r - 1)
        chance, other = roots_jacobi(150, b - 1, a - 1)
        self.pace: NDArray[np.float64] = pace[:, None] / alpha
        self.chance: NDArray[np.float64] = (1 + chance[None, :]) / 2
        self.weight = (weight / weight.sum())[:, None] * (other / other.sum())[None, :]
        self.chances = 1 if model is MBG_NBD else 0

    def alive(self, x: int, age: float) -> NDArray[np.float64]:
        """Density of x purchases at given times, and still there."""
        return (1 - self.chance) ** (x + self.chances) * self.pace**x * np.exp(-self.pace * age)

    def gone(self, x: int, recency: float) -> NDArray[np.float64]:
        """The same, and left after the last of them."""
        if x == 0 and self.chances == 0:
            return np.zeros_like(self.weight)
        left = self.chance * (1 - self.chance) ** (x - 1 + self.chances)
        return left * self.pace**x * np.exp(-self.pace * recency)

    def mean(self, values: NDArray[np.float64]) -> float:
        return float((self.weight * values).sum())


@MODELS
@pytest.mark.parametrize(
    "parameters",
    [(0.6, 8.0, 0.8, 2.5), (2.0, 10.0, 1.7, 3.0), (1.2, 15.0, 1.0, 1.3), (0.9, 9.0, 0.2, 0.4)],
)
@pytest.mark.parametrize(("x", "recency", "age"), [(0, 0.0, 4.0), (1, 1.0, 3.0), (3, 6.0, 8.0)])
def test_integration_over_the_customers(
    model: PurchaseModel, parameters: tuple[float, float, float, float], x: int, recency: float, age: float
) -> None:
    """Also at a = 1, where the closed form is singular, and at a + b < 1, where lifetimes fails."""
    over = Integral(parameters, model)
    alive, gone = over.alive(x, age), over.gone(x, recency)
    both = over.mean(alive + gone)
    likelihood = model.log_likelihood(parameters, equal_histories([x], [recency], [age]))
    assert likelihood == pytest.approx(np.log(both), rel=1e-6)
    found = model.probability_alive(parameters, x, recency, age)
    assert float(found) == pytest.approx(over.mean(alive) / both, rel=1e-6)
    weeks = 6.0
    further = (1 - np.exp(-over.pace * over.chance * weeks)) / over.chance
    expected = model.expected_further(parameters, x, recency, age, weeks)
    assert float(expected) == pytest.approx(over.mean(alive * further) / both, rel=1e-6)
    stays = (1 - over.chance) ** over.chances
    assert float(model.expected_of_new(parameters, weeks)) == pytest.approx(over.mean(stays * further), rel=1e-6)
    none = 1 - stays + stays * np.exp(-over.pace * weeks)
    assert float(model.probability_of_no_repeat(parameters, weeks)) == pytest.approx(over.mean(none), rel=1e-6)


@pytest.mark.parametrize(("alpha", "beta"), [(10.578, 11.669), (11.669, 10.578), (8.0, 8.0)])
def test_pareto_by_integration(alpha: float, beta: float) -> None:
    r, s = 1.5, 2.2
    pace, weight = roots_genlaguerre(150, r - 1)
    end, other = roots_genlaguerre(150, s - 1)
    pace, end = pace[:, None] / alpha, end[None, :] / beta
    weights = (weight / weight.sum())[:, None] * (other / other.sum())[None, :]
    for x, recency, age in ((0, 0.0, 5.0), (2, 3.0, 6.0), (1, 4.0, 4.0)):
        both = pace + end
        density = pace**x * (np.exp(-both * age) + end / both * (np.exp(-both * recency) - np.exp(-both * age)))
        found = pareto_nbd.log_likelihood((r, alpha, s, beta), equal_histories([x], [recency], [age]))
        assert found == pytest.approx(np.log((weights * density).sum()), rel=1e-7)


def test_spend_by_integration() -> None:
    """Mean amount m of x purchases is Gamma(px, νx), ν ~ Gamma(q, γ)."""
    p, q, gamma = 2.0, 3.5, 15.0
    scale, weight = roots_genlaguerre(150, q - 1)
    nu, weights = scale / gamma, weight / weight.sum()
    for x, mean in ((1, 9.0), (4, 22.0)):
        logs = p * x * np.log(nu * x) + (p * x - 1) * np.log(mean) - nu * x * mean - gammaln(p * x)
        density = weights * np.exp(logs)
        found = gamma_gamma.log_likelihood((p, q, gamma), [x], [mean])
        assert found == pytest.approx(np.log(density.sum()), rel=1e-8)
        expected = (density * p / nu).sum() / density.sum()
        assert float(gamma_gamma.expected_spend((p, q, gamma), x, mean)) == pytest.approx(expected, rel=1e-8)


def test_lifetimes_of_contracts_by_adding_up() -> None:
    alpha, beta, discount = 0.668, 3.806, 0.1
    still, total, left = 1.0, 0.0, []
    for term in range(600):
        total += still / 1.1**term
        left.append(still)
        still *= 1 - alpha / (alpha + beta + term)
    assert sbg.discounted_lifetime((alpha, beta), discount) == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(sbg.survival((alpha, beta), range(600)), left, rtol=1e-10)
    eighth = sum(left[8 + more] / left[7] / 1.1**more for more in range(592))
    assert float(sbg.discounted_residual_lifetime((alpha, beta), 8, discount)) == pytest.approx(eighth, rel=1e-12)
    short = sum(left[term] / 1.1**term for term in range(4))
    assert sbg.discounted_lifetime((alpha, beta), discount, renewals=3) == pytest.approx(short, rel=1e-12)
