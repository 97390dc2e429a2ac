"""Empty, degenerate and impossible input; shapes; what is imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from polso.statistics.count_history import gamma_poisson
from polso.statistics.counts import conditional_test, garwood
from polso.statistics.effective_size import effective_size, weighted_wilson
from polso.statistics.exact_rates import clopper_pearson, jeffreys
from polso.statistics.false_discovery import adjusted_p
from polso.statistics.homogeneity import homogeneity
from polso.statistics.mann_whitney import mann_whitney
from polso.statistics.mean_intervals import modified_cox
from polso.statistics.means import estimate_mean
from polso.statistics.order_statistics import grouped_medians, median_interval, quantiles
from polso.statistics.rate_history import beta_binomial
from polso.statistics.rates import newcombe, wilson
from polso.statistics.revenue import growth_interval, normal_p, revenue_z
from polso.statistics.sample_size import deals_needed
from polso.statistics.shapiro_wilk import shapiro_wilk
from polso.statistics.shrinkage import probability_best, shrink

NAN = float("nan")


def test_nothing_here_loads_the_slow_library() -> None:
    script = """
import sys
from polso.statistics import aalen_johansen, count_shrinkage, duration_gates, durations, gates, log_rank, mean_shrinkage
from polso.statistics import means, shrinkage, unit_cost
assert not any(name.startswith("scipy") for name in sys.modules), "imported before it was needed"
means.estimate_mean([3, 4, 6, 7, 9, 12, 15, 21])
gates.samples_differ(range(12), range(3, 15))
gates.counts_differ(10, 20)
shrinkage.shrink([2, 5, 8, 12, 15, 4], [20] * 6)
count_shrinkage.shrink_counts([12, 30, 22, 41, 9, 26], [20] * 6)
mean_shrinkage.shrink_amounts([1, 2, 3, 4, 6] * 6, [5] * 6)
durations.estimate_duration(range(12), [1] * 11 + [0])
duration_gates.durations_differ(range(12), [1] * 12, [0, 1] * 6)
unit_cost.unit_cost(12_000, 8)
assert "scipy.stats" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson, jeffreys])
def test_rates_without_trials_are_undefined(interval: Callable[..., Any]) -> None:
    found = interval([0, 3, NAN, None], [0, 10, 10, 10])
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [True, False, True, True]


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_rates_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="between 0 and trials"):
        wilson(successes, trials)
    with pytest.raises(ValueError, match="between 0 and trials"):
        newcombe(1, 2, successes, trials)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_impossible_levels_are_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, level)


def test_shapes_broadcast() -> None:
    successes = np.arange(6).reshape(2, 3)
    assert wilson(successes, 10).low.shape == (2, 3)
    assert newcombe(successes, 10, 3, 10).low.shape == (2, 3)
    assert garwood(successes).high.shape == (2, 3)
    assert conditional_test(successes, 4).shape == (2, 3)
    assert beta_binomial(successes, 10, 30, 100).p.shape == (2, 3)
    assert gamma_poisson(successes, np.ones((2, 3, 7))).p.shape == (2, 3)
    assert revenue_z(successes, 1.0, 2.0, 1.0).shape == (2, 3)
    for found in (wilson(3, 10).low, garwood(3).low, newcombe(3, 10, 4, 10).high, conditional_test(3, 4)):
        assert np.shape(found) == ()


def test_no_cells_give_no_cells() -> None:
    assert wilson([], []).low.shape == (0,)
    assert conditional_test([], []).shape == (0,)
    assert garwood([]).low.shape == (0,)
    assert adjusted_p([]).shape == (0,)
    assert grouped_medians([], []).median.shape == (0,)


def test_counts() -> None:
    assert np.isnan(garwood(NAN).low)
    assert np.isnan(conditional_test([3, 3, 3], 4, [0, -1, NAN], 1)).all()
    with pytest.raises(ValueError, match="negative"):
        garwood(-1)


def test_history_outside_the_data_is_left_out() -> None:
    here = gamma_poisson(3, [4, NAN, 6, 5], 1, [20, 20, 21, 22])
    there = gamma_poisson(3, [4, 6, 5], 1, [20, 21, 22])
    assert float(here.p) == float(there.p)
    assert float(here.periods) == 3
    nothing = gamma_poisson(3, [NAN, NAN])
    assert np.isnan([nothing.p, nothing.expected, nothing.at_least]).all()
    assert np.isnan(beta_binomial(0, 0, 3, 10).p)
    assert np.isnan(beta_binomial([1, NAN], 4, [0, 3], [0, 10]).p).all()


def test_small_and_odd_samples() -> None:
    assert estimate_mean([]).n == 0
    assert np.isnan(estimate_mean([]).mean)
    four = estimate_mean([1, 2, 3, 4])
    assert (four.interval, four.flags) == (None, ("too_few_values",))
    assert np.isnan(estimate_mean([7]).mean_without_largest)
    with pytest.raises(ValueError, match="finite"):
        estimate_mean([1, 2, NAN])
    with pytest.raises(ValueError, match="flat"):
        estimate_mean([[1, 2], [3, 4]])


def test_which_interval_a_mean_gets() -> None:
    log_normal = np.exp(np.linspace(-1, 1, 20) ** 3 + np.linspace(-1, 1, 20))
    chosen = estimate_mean(log_normal)
    assert chosen.interval is not None
    assert (chosen.interval.method, chosen.flags) == ("modified_cox", ())
    two_prices = [100.0] * 10 + [300.0] * 10
    equal = [1000.0] * 9
    with_free_pilot = [0.0, 1, 2, 3, 4, 5, 6, 7]
    with_refund = [-50.0, 10, 20, 30, 40, 50]
    seven = [1.0, 2, 3, 4, 5, 6, 7]
    for sample in (two_prices, equal, with_free_pilot, with_refund, seven, np.linspace(1, 2, 5001)):
        plain = estimate_mean(sample)
        assert plain.interval is not None
        assert (plain.interval.method, plain.flags) == ("student_t", ("indicative",))
    assert np.isnan(estimate_mean(with_refund).top_share)


def test_the_plain_interval_is_cut_at_zero_only_without_refunds() -> None:
    free_pilots = estimate_mean([0.0, 0, 0, 0, 3, 4, 4])
    refunds = estimate_mean([-9.0, 0, 0, 0, 3, 4, 4])
    assert free_pilots.interval is not None
    assert refunds.interval is not None
    assert float(free_pilots.interval.low) >= 0
    assert float(refunds.interval.low) < 0


def test_top_share_of_exactly_forty_percent_keeps_its_interval() -> None:
    assert estimate_mean([40, 15, 15, 15, 15]).interval is not None
    assert estimate_mean([41, 15, 15, 15, 14]).interval is None


def test_undefined_intervals_of_means() -> None:
    assert np.isnan(modified_cox([1, 2, 0]).low)
    assert np.isnan(modified_cox([1]).low)
    assert np.isnan(shapiro_wilk([1, 2, 3]).p)
    assert np.isnan(shapiro_wilk([5] * 20).p)


def test_medians_and_quantiles() -> None:
    assert np.isnan(median_interval([1, 2, 3, 4, 5]).low)
    assert np.isnan(median_interval([]).low)
    assert np.isnan(quantiles([], [0.5])).all()
    empty_between = grouped_medians([3, 1, 2], [1, 0, 2]).median
    np.testing.assert_array_equal(empty_between, [3, NAN, 1.5])
    with pytest.raises(ValueError, match="lengths"):
        grouped_medians([1, 2, 3], [1, 1])


def test_rank_test_without_values_or_differences() -> None:
    assert np.isnan(mann_whitney([], [1]).p)
    assert mann_whitney([5] * 4, [5] * 6).p == 1


def test_revenue() -> None:
    assert np.isnan(revenue_z(0, 0, 0, 0))
    assert np.isnan(growth_interval([0, 5, -3], [0, 25, 9], [5, 0, 4], [25, 0, 16]).low).all()
    assert float(normal_p(0)) == 1
    with pytest.raises(ValueError, match="squares"):
        revenue_z(1, -1, 1, 1)


def test_effective_size() -> None:
    assert np.isnan(effective_size(0, 0))
    assert float(effective_size(700, 70_000)) == pytest.approx(7)
    assert np.isnan(weighted_wilson(0, 0, 0).low)
    equal = weighted_wilson(300, 1000, 100_000)
    assert float(equal.low) == pytest.approx(float(wilson(3, 10).low))
    with pytest.raises(ValueError, match="won value"):
        weighted_wilson(2, 1, 1)


def test_false_discovery() -> None:
    np.testing.assert_allclose(adjusted_p([NAN, 0.04, 0.01]), [NAN, 0.04, 0.02])
    assert adjusted_p([[0.2, 0.4]]).shape == (1, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted_p([1.5])


def test_shrinking_degenerate_teams() -> None:
    nobody = shrink([0, 0], [0, 0])
    assert np.isnan(nobody.rate).all()
    assert np.isnan(probability_best(nobody)).all()
    none_won = shrink([0, 0, 0], [3, 9, 0])
    assert none_won.rate.tolist() == [0, 0, 0]
    assert np.isnan(none_won.high).all()
    assert probability_best(none_won).tolist() == pytest.approx([1 / 3] * 3)
    assert shrink([0] * 7, [9] * 7).method == "decree"
    assert shrink([], []).rate.shape == (0,)


def test_chances_of_being_the_best_add_up() -> None:
    best = probability_best(shrink([300, 900, 0, 5], [1000, 2900, 0, 9]))
    assert float(best.sum()) == pytest.approx(1)
    assert best.min() > 0


def test_homogeneity_of_nothing() -> None:
    assert np.isnan(homogeneity([3], [10]).p)
    assert np.isnan(homogeneity([0, 0], [10, 10]).p)
    assert homogeneity([3, 0, 4], [10, 0, 12]).degrees == 1


def test_deals_needed_outside_the_unit_interval() -> None:
    assert np.isnan(deals_needed([0.95, -0.1, 1.2])).all()
    assert float(deals_needed(0.4, -0.10)) == float(deals_needed(0.3, 0.10))
    assert float(deals_needed(0.3, 0.0)) == np.inf
