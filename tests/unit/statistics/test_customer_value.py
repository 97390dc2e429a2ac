"""Customer values: the discounted sum, the hold-out, the gates and the whole, on simulated and on CDNOW customers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from polso.statistics.bg_nbd import BG_NBD
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.customer_value import (
    discounted_purchases,
    discounted_purchases_of_new,
    discounted_values,
    mean_value_interval,
)
from polso.statistics.hold_out import hold_out, split
from polso.statistics.mbg_nbd import MBG_NBD
from polso.statistics.purchase_history import purchase_history
from polso.statistics.value_gates import ValueGate, value_gates
from polso.statistics.value_model import ValueModel, fit_value_model
from tests.support.data import real_data
from tests.unit.statistics.test_customer_value_vectors import cdnow

CDNOW = (0.243, 4.414, 0.793, 2.426)
UNTIL = date(1998, 6, 30).toordinal()
CUT = date(1997, 9, 30).toordinal()


def simulated(customers: int, days: int, seed: int) -> tuple[list[int], list[int], list[float]]:
    """Purchases of customers who live as MBG/NBD and Gamma-Gamma say, begun within the first 12 weeks."""
    random = np.random.default_rng(seed)
    rows: list[tuple[int, int, float]] = []
    for customer in range(customers):
        pace, leaving = random.gamma(0.8) / 6.0, random.beta(0.8, 2.5)
        scale = random.gamma(4.0) / 15.0
        when = random.uniform(0, 84)
        while when <= days:
            rows.append((customer, int(when), float(random.gamma(6.0) / scale)))
            if random.random() < leaving:
                break
            when += 7 * random.exponential(1 / pace)
    who, day, amount = zip(*rows, strict=True)
    return list(who), list(day), list(amount)


@pytest.fixture(scope="module")
def shop() -> ValueModel:
    return fit_value_model(*simulated(800, 560, 7), 560)


@pytest.fixture(scope="module")
def sample() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Purchases of the 2,357 CDNOW customers: number, day, dollars."""
    lines = (real_data() / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    rows = [line.split() for line in lines]
    days = [date(int(row[2][:4]), int(row[2][4:6]), int(row[2][6:])).toordinal() for row in rows]
    return np.array([int(row[1]) for row in rows]), np.array(days), np.array([float(row[4]) for row in rows])


@pytest.mark.parametrize("model", [BG_NBD, MBG_NBD], ids=lambda model: model.name)
@pytest.mark.parametrize("weeks", [1, 16, 17, 52, 156])
@pytest.mark.parametrize("parameters", [CDNOW, (0.1, 0.05, 0.6, 3.0), (4.0, 90.0, 1.0, 20.0)])
def test_the_sum_of_few_places_is_the_sum_of_all_weeks(
    model: PurchaseModel, weeks: int, parameters: tuple[float, float, float, float]
) -> None:
    repeats, recency, age = (
        np.array([0, 1, 2, 2, 30]),
        np.array([0, 2.0, 4.0, 30.0, 70.0]),
        np.array([3, 3.0, 38, 38, 78]),
    )
    every = np.arange(weeks + 1)
    expected = model.expected_further(parameters, repeats[:, None], recency[:, None], age[:, None], every)
    direct = np.diff(expected, axis=1) @ 1.1 ** (-every[1:] / 52)
    found = discounted_purchases(model, parameters, repeats, recency, age, weeks, 0.10)
    np.testing.assert_allclose(found, direct, rtol=1e-6)
    undiscounted = discounted_purchases(model, parameters, repeats, recency, age, weeks, 0.0)
    np.testing.assert_allclose(undiscounted, expected[:, -1], rtol=1e-6)


def test_horizons_and_discounts_that_mean_nothing() -> None:
    for weeks, discount in ((0, 0.1), (52, -1.0)):
        with pytest.raises(ValueError, match="at least one week"):
            discounted_purchases_of_new(BG_NBD, CDNOW, weeks, discount)


def test_value_is_margin_times_spend_times_purchases() -> None:
    history = purchase_history([1, 1, 1, 2], [0, 100, 213, 0], 272, [9, 22, 22.7, 5])
    values = discounted_values(BG_NBD, CDNOW, (6.25, 3.74, 15.44), history, 0.4, 39, 0.0)
    spend = [24.6637, 35.218978]
    purchases = BG_NBD.expected_further(CDNOW, history.repeats, history.recency, history.age, 39)
    np.testing.assert_allclose(values, 0.4 * np.array(spend) * purchases, rtol=1e-4)


def test_a_new_customer_at_the_published_parameters() -> None:
    """1.8605 repeat purchases in 78 weeks, of which discounting takes some."""
    assert discounted_purchases_of_new(BG_NBD, CDNOW, 78, 0.0) == pytest.approx(1.8605, abs=5e-5)
    assert 1.75 < discounted_purchases_of_new(BG_NBD, CDNOW, 78, 0.10) < 1.8605


def test_split_leaves_out_who_came_later_and_counts_days() -> None:
    found = split([1, 1, 1, 1, 2, 3, 3], [0, 21, 21, 30, 20, 21, 25], 20, 27)
    assert found.calibration.customer.tolist() == [1, 2]
    assert found.later.tolist() == [1.0, 0.0]
    assert found.weeks == 1.0


def test_hold_out_prefers_the_modified_model_unless_clearly_worse() -> None:
    compared = hold_out(*simulated(800, 560, 7)[:2], 560)
    modified, plain, historic = compared.scores
    assert [score.method for score in compared.scores] == ["mbg_nbd", "bg_nbd", "historic_rate"]
    assert compared.chosen is (BG_NBD if modified.error > plain.error + 0.01 else MBG_NBD)
    assert compared.error < 0.15
    assert historic.error > 0.5
    assert compared.better_than_historic_rate


def test_hold_out_without_purchases_has_no_error() -> None:
    compared = hold_out([1, 2, 2], [0, 0, 5], 100)
    assert np.isnan(compared.error)
    assert compared.chosen is MBG_NBD
    assert not compared.better_than_historic_rate
    assert np.isnan(hold_out([], [], 100).error)


def test_gates_open_and_close_at_their_limits() -> None:
    at_limits = value_gates(100, 50, 26.0, False, 0.299, 1.001, -0.3)
    assert at_limits.open
    assert at_limits.passed == tuple(ValueGate)
    below = value_gates(99, 49, 25.9, True, 0.30, 1.0, 0.31)
    assert below.failed == tuple(ValueGate)
    unknown = value_gates(100, 50, 26.0, False, float("nan"), 2.0, float("nan"))
    assert unknown.failed == (ValueGate.HOLD_OUT, ValueGate.SPEND_UNRELATED)
    assert [(result.found, result.needed) for result in below.results[:2]] == [(99, 100), (49, 50)]


def test_a_simulated_shop_is_recovered(shop: ValueModel) -> None:
    """True parameters 0.8, 6, 0.8, 2.5 and a mean spend of 6·15/3 = 30, within three standard errors."""
    assert shop.gates.open
    truth = np.log([0.8, 6.0, 0.8, 2.5])
    assert np.all(
        np.abs(np.log(shop.purchases.parameters) - truth) < 3 * np.sqrt(np.diag(shop.purchases.log_covariance))
    )
    p, q, gamma = shop.spend.parameters
    assert p * gamma / (q - 1) == pytest.approx(30, rel=0.15)


def test_values_of_a_simulated_shop(shop: ValueModel) -> None:
    values = shop.values(0.5, 156, 0.10)
    assert values.shape == shop.history.customer.shape
    assert np.all(values >= 0)
    np.testing.assert_allclose(shop.values(1.0, 156, 0.10), 2 * values)
    assert np.all(shop.values(0.5, 52, 0.10) < values)
    interval = shop.mean_interval(0.5, 156, 0.10)
    assert interval.low < values.mean() < interval.high
    narrower = shop.mean_interval(0.5, 156, 0.10, level=0.80)
    assert interval.low < narrower.low < narrower.high < interval.high
    assert float(shop.mean_interval(0.5, 156, 0.10).low) == float(interval.low)
    assert shop.probability_alive().shape == values.shape
    assert shop.value_of_new(0.5, 156, 0.10) > 0.5 * 25


def test_a_small_shop_says_which_gates_are_shut() -> None:
    found = fit_value_model(*simulated(60, 120, 3), 120)
    assert {ValueGate.CUSTOMERS, ValueGate.REPEATERS, ValueGate.WEEKS} <= set(found.gates.failed)
    assert found.purchases.prior


def test_a_missing_amount_is_not_a_value_of_nothing() -> None:
    who, day, amount = simulated(120, 560, 5)
    whole, gap = fit_value_model(who, day, amount, 560), fit_value_model(who, day, [float("nan"), *amount[1:]], 560)
    assert gap.value_of_new(1.0, 52, 0.1) == pytest.approx(whole.value_of_new(1.0, 52, 0.1), rel=0.1)
    assert np.all(np.isfinite(gap.values(1.0, 52, 0.1)))


def test_an_empty_shop_has_no_value() -> None:
    found = fit_value_model([], [], [], 100)
    assert not found.gates.open
    interval = mean_value_interval(found.model, found.purchases, found.spend, found.history, 1.0, 52, 0.1)
    assert np.isnan(interval.low)
    assert found.values(1.0, 52, 0.1).shape == (0,)
    assert np.isnan(found.value_of_new(1.0, 52, 0.1))


def test_cdnow_histories_are_those_published(
    sample: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
) -> None:
    """From the purchases: x, t_x and T of all customers to the two decimals of the table, and the mean spend."""
    found = purchase_history(sample[0], sample[1], CUT, sample[2])
    x, recency, age, spend = map(np.array, cdnow("x", "t_x", "T", "zbar"))
    np.testing.assert_array_equal(found.repeats, x)
    np.testing.assert_allclose(found.recency, recency, atol=5.1e-3)
    np.testing.assert_allclose(found.age, age, atol=5.1e-3)
    np.testing.assert_allclose(np.nan_to_num(found.spend), spend, atol=5.1e-3)
    assert found.repeaters == 946


def test_cdnow_hold_out(sample: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]) -> None:
    """39 weeks on 39: both models within a sixth of the 1,882 purchases, the historic rate half too high."""
    compared = hold_out(sample[0], sample[1], UNTIL)
    assert (compared.cut, compared.weeks, compared.customers, compared.actual) == (CUT, 39.0, 2357, 1882.0)
    modified, plain, historic = compared.scores
    assert modified.error < 1 / 6
    assert plain.error < 1 / 6
    assert historic.error > 0.5
    assert fit_value_model(*sample, UNTIL).gates.open
