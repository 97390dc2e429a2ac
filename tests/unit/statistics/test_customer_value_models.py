"""What the models of purchases promise beyond their published numbers: any customers, any place, few customers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from polso.statistics import gamma_gamma
from polso.statistics import shifted_beta_geometric as sbg
from polso.statistics.bg_nbd import BG_NBD
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.maximum_likelihood import maximise
from polso.statistics.mbg_nbd import MBG_NBD
from polso.statistics.purchase_history import EqualHistories, equal_histories, purchase_history

MODELS = pytest.mark.parametrize("model", [BG_NBD, MBG_NBD], ids=lambda model: model.name)
HISTORIES = equal_histories([0, 0, 1, 2, 3, 9, 0, 1], [0, 0, 1, 5, 7, 30, 0, 4], [1, 5, 6, 9, 7, 40, 20, 22])


def test_nothing_here_loads_scipy_before_it_is_needed() -> None:
    script = """
import sys
from polso.statistics import cohort_table, unit_economics, value_model
assert not any(name.startswith("scipy") for name in sys.modules), "imported before it was needed"
value_model.fit_value_model([1, 1, 2], [0, 9, 3], [5, 6, 7], 30)
assert "scipy.stats" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def assert_gradient(likelihood: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]], *at: float) -> None:
    place, step = np.array(at), 1e-6
    for which, slope in enumerate(likelihood(place)[1]):
        aside = np.zeros_like(place)
        aside[which] = step
        numeric = (likelihood(place + aside)[0] - likelihood(place - aside)[0]) / (2 * step)
        assert slope == pytest.approx(numeric, rel=1e-6, abs=1e-6)


def test_gradients_are_those_of_the_likelihoods() -> None:
    for model in (BG_NBD, MBG_NBD):
        assert_gradient(lambda theta, model=model: model._likelihood(theta, HISTORIES), 0.4, 3.0, 0.8, 1.9)  # type: ignore[misc]
    x, spend = np.array([1.0, 4.0, 9.0]), np.array([12.0, 30.0, 7.0])
    assert_gradient(lambda theta: gamma_gamma._likelihood(theta, x, spend), 2.0, 3.0, 11.0)
    record = sbg.renewals_of([[100, 80, 70], [50, 30, 25, 24]])
    assert_gradient(lambda theta: sbg._likelihood(theta, record), 0.7, 2.0)


@MODELS
def test_a_customer_counted_twice_is_two_customers(model: PurchaseModel) -> None:
    twice = EqualHistories(HISTORIES.repeats, HISTORIES.recency, HISTORIES.age, HISTORIES.customers * 2)
    parameters = (0.4, 3.0, 0.8, 1.9)
    assert model.log_likelihood(parameters, twice) == pytest.approx(2 * model.log_likelihood(parameters, HISTORIES))


@MODELS
@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (0.3, 0.7), (1.0, 1e-7)])
def test_singular_places_lie_between_their_neighbours(model: PurchaseModel, a: float, b: float) -> None:
    repeats, age = np.array([0, 1, 5]), np.array([10.0, 4.0, 30.0])
    here = model.expected_if_alive((0.4, 3.0, a, b), repeats, age, 26)
    aside = 1e-4
    before = model.expected_if_alive((0.4, 3.0, a - aside, b), repeats, age, 26)
    after = model.expected_if_alive((0.4, 3.0, a + aside, b), repeats, age, 26)
    np.testing.assert_allclose(here, (before + after) / 2, rtol=1e-6)
    close = model.expected_if_alive((0.4, 3.0, a + 2e-7, b), repeats, age, 26)
    np.testing.assert_allclose(close, here, rtol=1e-5)


@MODELS
def test_predictions_are_sound_everywhere(model: PurchaseModel) -> None:
    """Never negative, never above the pace without leaving, growing with the horizon; frequent buyers included."""
    weeks = np.array([0.0, 1.0, 13.0, 52.0, 156.0])
    for parameters in (
        (0.243, 4.414, 0.793, 2.426),
        (5.0, 50.0, 0.01, 30.0),
        (0.1, 0.05, 3.0, 0.5),
        (90.0, 2.0, 0.5, 400.0),
    ):
        for x, recency, age in ((0, 0.0, 1.0), (1, 0.2, 300.0), (40, 39.0, 40.0), (800, 300.0, 301.0)):
            alive = float(model.probability_alive(parameters, x, recency, age))
            further = model.expected_further(parameters, x, recency, age, weeks)
            assert 0 <= alive <= 1
            assert further[0] == pytest.approx(0, abs=1e-9)
            assert np.all(np.diff(further) >= 0)
            pace = (parameters[0] + x) / (parameters[1] + age)
            assert np.all(further <= alive * pace * weeks * (1 + 1e-9) + 1e-9)


def test_only_the_modified_model_doubts_a_customer_of_one_purchase() -> None:
    parameters = (0.5, 6.0, 0.9, 1.6)
    assert BG_NBD.probability_alive(parameters, 0, 0, [1, 500]).tolist() == [1.0, 1.0]
    doubted = MBG_NBD.probability_alive(parameters, 0, 0, [1, 500])
    assert doubted[1] < doubted[0] < 1


@MODELS
def test_the_prior_reins_in_a_handful_of_customers(model: PurchaseModel) -> None:
    """Four customers who all came back the week before hold no chance of leaving at all."""
    faithful = equal_histories([5, 6, 5, 7], [20, 21, 20, 22], [21, 22, 21, 23])
    assert model.fit(faithful, prior=False).degenerate
    assert not model.fit(faithful, prior=True).degenerate
    assert model.fit(faithful).prior


@MODELS
def test_nobody_has_no_fit(model: PurchaseModel) -> None:
    found = model.fit(equal_histories([], [], []))
    assert found.degenerate
    assert np.all(np.isnan(found.parameters))


def test_the_prior_is_left_out_of_a_large_base() -> None:
    many = EqualHistories(HISTORIES.repeats, HISTORIES.recency, HISTORIES.age, np.full(8, 70.0))
    assert not MBG_NBD.fit(many).prior


def test_spend_does_not_depend_on_the_currency() -> None:
    x, spend = np.array([1, 2, 3, 4, 2, 1, 6]), np.array([12.0, 30.0, 7.0, 55.0, 18.0, 25.0, 14.0])
    one, other = gamma_gamma.fit(x, spend), gamma_gamma.fit(x, spend * 1936.27)
    np.testing.assert_allclose(other.parameters, one.parameters * [1, 1, 1936.27], rtol=1e-6)
    direct = gamma_gamma.log_likelihood(one.parameters.tolist(), x, spend)
    assert one.log_likelihood == pytest.approx(direct, rel=1e-12)
    assert one.degenerate == other.degenerate


def test_spend_without_a_mean_is_withheld() -> None:
    assert np.isnan(gamma_gamma.expected_spend((2.0, 1.0, 15.0), [1, 5], [10, 20])).all()


def test_spend_of_too_few_is_degenerate() -> None:
    assert gamma_gamma.fit([1, 2, 0], [10, 20, np.nan]).degenerate
    assert np.isnan(gamma_gamma.correlation([3, 3, 3], [1, 2, 3]))


def test_customers_who_do_not_differ_have_a_degenerate_curve() -> None:
    """Churn of exactly a tenth at each age: any spread of customers fits worse than none."""
    found = sbg.fit(sbg.renewals_of([[10_000, 9_000, 8_100, 7_290, 6_561]]))
    assert found.degenerate


def test_cohorts_are_pooled_by_age() -> None:
    one = sbg.renewals_of([[100, 80, 70], [50, 30]])
    assert (one.lost.tolist(), one.open.tolist(), one.enough) == ([40.0, 10.0], [30.0, 70.0], False)
    assert sbg.renewals_of([[60, 50, 45, 42, 40]]).enough
    assert not sbg.renewals_of([[40, 35, 34, 33, 32]]).enough
    with pytest.raises(ValueError, match="cannot grow"):
        sbg.renewals_of([[10, 11]])
    with pytest.raises(ValueError, match="at least one renewal"):
        sbg.renewals_of([[10]])
    with pytest.raises(ValueError, match="infinite"):
        sbg.discounted_lifetime((0.5, 2.0), 0.0)


def test_a_maximum_without_curvature_is_degenerate() -> None:
    found = maximise(lambda theta: (-1.0, np.zeros(1)), [[1.0]])
    assert found.degenerate
    assert np.isnan(found.standard_errors).all()


def test_histories_that_cannot_be() -> None:
    for x, recency, age in ((-1, 0, 5), (1, 6, 5), (0, 2, 5), (2, 0, 5), (0, 0, float("nan"))):
        with pytest.raises(ValueError, match="a history has"):
            equal_histories([x], [recency], [age])


def test_histories_do_not_depend_on_the_order_of_the_rows() -> None:
    customer, day, amount = np.array([5, 2, 5, 5, 2, 9]), np.array([3, 1, 1, 8, 15, 9]), np.array([4.0, 1, 2, 6, 3, 8])
    shuffled = [4, 0, 5, 2, 3, 1]
    one = purchase_history(customer, day, 20, amount)
    other = purchase_history(customer[shuffled], day[shuffled], 20, amount[shuffled])
    for name in ("customer", "repeats", "recency", "age", "spend", "first_spend"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.first_spend.tolist() == [1.0, 2.0, 8.0]
    assert (one.customers, one.repeaters) == (3, 2)


def test_a_missing_first_amount_leaves_the_later_ones_known() -> None:
    found = purchase_history([1, 1, 1], [0, 7, 14], 20, [float("nan"), 4, 6])
    assert (np.isnan(found.first_spend[0]), found.spend[0]) == (True, 5.0)


def test_no_history_before_the_look() -> None:
    found = purchase_history([1], [10], 9, [5])
    assert (found.customers, found.spend.shape) == (0, (0,))
    with pytest.raises(ValueError, match="one length"):
        purchase_history([1, 2], [10], 9)


def test_a_likelihood_flat_along_a_line_holds_no_parameters() -> None:
    """One renewal tells α ÷ β and neither of the two."""
    estimate = sbg.fit(sbg.renewals_of([[100, 60]]))
    assert estimate.degenerate
    assert np.isnan(estimate.standard_errors).all()
    assert estimate.parameters[0] / estimate.parameters[1] == pytest.approx(40 / 60)


def test_a_maximum_beyond_the_bounds_is_found_at_the_bound() -> None:
    estimate = maximise(lambda theta: (float(theta[0] - theta[1]), np.array([1.0, -1.0])), [[1.0, 1.0]])
    assert np.log(estimate.parameters) == pytest.approx([9.0, -7.0])
    assert estimate.degenerate
