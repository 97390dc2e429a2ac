"""Shrinkage of counts and amounts, unit costs and sizes of samples against independent arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.regression.mixed_linear_model import MixedLM

from polso.statistics.count_shrinkage import fit_gamma_poisson, shrink_counts
from polso.statistics.gates import rate_differs_from_history
from polso.statistics.mean_shrinkage import shrink_amounts
from polso.statistics.revenue import change_interval, revenue_z
from polso.statistics.sample_size import deals_needed, events_needed, payments_needed
from polso.statistics.shrinkage import probability_best, shrink
from polso.statistics.unit_cost import unit_cost

CALLS, DAYS = np.array([120, 340, 90, 410, 220, 260, 30]), np.array([60, 62, 40, 61, 20, 58, 5])


def test_paces_are_at_the_top_of_their_likelihood() -> None:
    def loss(place: list[float]) -> float:
        centre, shape = np.exp(place)
        return -float(stats.nbinom.logpmf(CALLS, shape, shape / (shape + DAYS * centre)).sum())

    wanted = optimize.minimize(loss, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    assert fit_gamma_poisson(CALLS, DAYS) == pytest.approx(tuple(np.exp(wanted.x)), rel=1e-5)
    paces = shrink_counts(CALLS, DAYS)
    assert paces.method == "likelihood"
    assert paces.strength == pytest.approx(np.exp(wanted.x[1]), rel=1e-5)


@pytest.mark.parametrize("level", [0.5, 0.8])
def test_posteriors_of_paces(level: float) -> None:
    paces = shrink_counts(CALLS[:4], DAYS[:4], level=level)
    assert (paces.method, paces.strength) == ("decree", 10.0)
    assert paces.centre == 960 / 223
    posterior = stats.gamma(CALLS[:4] + 10, scale=1 / (DAYS[:4] + 10 / paces.centre))
    np.testing.assert_allclose(paces.pace, posterior.mean())
    np.testing.assert_allclose(paces.low, posterior.ppf((1 - level) / 2))
    np.testing.assert_allclose(paces.high, posterior.ppf((1 + level) / 2))


def test_paces_without_difference_or_events() -> None:
    even = shrink_counts([50] * 6)
    assert (even.strength, even.method) == (100.0, "likelihood")
    nothing = shrink_counts([0, 0], [10, 20])
    assert nothing.pace.tolist() == [0, 0]
    assert np.isnan(nothing.high).all()
    assert np.isnan(shrink_counts([0, 0], [0, 0]).pace).all()
    assert shrink_counts([], []).pace.shape == (0,)
    with pytest.raises(ValueError, match="exposure"):
        shrink_counts([1, 2], [0, 2])


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), min_size=1, max_size=9))
def test_shrunken_paces_lie_between_the_raw_pace_and_the_centre(groups: list[tuple[int, int]]) -> None:
    y, w = np.array(groups).T
    found = shrink_counts(np.append(y, 0), np.append(w, 0))
    assert found.pace[-1] == pytest.approx(found.centre)
    raw, slack = y / w, 1e-12 + 1e-9 * found.centre
    assert np.all(found.pace[:-1] >= np.minimum(raw, found.centre) - slack)
    assert np.all(found.pace[:-1] <= np.maximum(raw, found.centre) + slack)


def amounts_by_rep(seed: int, between: float) -> tuple[list[float], list[int]]:
    random = np.random.default_rng(seed)
    sizes = random.integers(5, 14, 8)
    return [
        float(v) for n in sizes for v in np.exp(random.normal(7 + between * random.normal(), 0.8, n))
    ], sizes.tolist()


def test_amounts_are_those_of_a_mixed_model() -> None:
    values, sizes = amounts_by_rep(4, 0.3)
    rep = np.repeat(np.arange(len(sizes)), sizes)
    fitted = MixedLM(np.log(values), np.ones(len(values)), groups=rep).fit(reml=False)
    strength = fitted.scale / float(np.asarray(fitted.cov_re).item())
    found = shrink_amounts(values, sizes)
    assert found.method == "likelihood"
    assert 5 < strength == pytest.approx(found.strength, rel=1e-3)
    centre = float(fitted.fe_params[0])
    assert np.log(found.centre) == pytest.approx(centre, abs=1e-4)
    effects = [centre + float(np.asarray(effect).item()) for effect in fitted.random_effects.values()]
    np.testing.assert_allclose(np.log(found.typical), effects, atol=1e-3)
    assert found.spread == pytest.approx(np.sqrt(fitted.scale * len(values) / (len(values) - 1)), rel=1e-3)


def test_amounts_by_decree_are_those_of_generalised_least_squares() -> None:
    values, sizes = [1000.0, 1200, 900, 8000, 2000, 2500, 1800], [3, 1, 3]
    rep = np.repeat(np.arange(3), sizes)
    logs, same = np.log(values), rep[:, None] == rep
    inverse = np.linalg.inv(np.eye(7) + same / 20)
    centre = float(inverse.sum(axis=0) @ logs / inverse.sum())
    variance = float((logs - centre) @ inverse @ (logs - centre)) / 6
    found = shrink_amounts(values, sizes)
    assert (found.centre, found.spread) == pytest.approx((np.exp(centre), np.sqrt(variance)))
    place = centre + (same[[0, 3, 4]] / 20) @ inverse @ (logs - centre)
    np.testing.assert_allclose(np.log(found.typical), place)
    half = stats.norm.ppf(0.9) * np.sqrt(variance / (np.array(sizes) + 20))
    np.testing.assert_allclose(np.log(found.high), place + half)
    np.testing.assert_allclose(found.mean, np.exp(place + variance / 2))


def test_amounts_of_odd_groups() -> None:
    values, sizes = amounts_by_rep(5, 0.0)
    assert shrink_amounts(values, sizes).strength > 20
    with_newcomer = shrink_amounts([100.0, 200.0], [2, 0])
    assert with_newcomer.typical[1] == pytest.approx(with_newcomer.centre)
    equal = shrink_amounts([100.0] * 3, [2, 1])
    np.testing.assert_allclose(equal.typical, 100)
    assert np.isnan(equal.low).all()
    assert np.isnan(shrink_amounts([50.0], [1]).high).all()
    assert np.isnan(shrink_amounts([], [0, 0]).typical).all()
    for wrong, words in (([0.0], "positive"), ([float("nan")], "finite"), ([1.0, 2.0], "lengths")):
        with pytest.raises(ValueError, match=words):
            shrink_amounts(wrong, [1])


def test_chance_of_being_the_best_by_drawing() -> None:
    rates = shrink([30, 12, 40, 3, 0], [100, 60, 110, 6, 2])
    draws = np.random.default_rng(12).beta(rates.posterior_a, rates.posterior_b, (200_000, 5))
    drawn = np.bincount(draws.argmax(axis=1), minlength=5) / 200_000
    np.testing.assert_allclose(probability_best(rates), drawn, atol=0.005)


@settings(max_examples=30)
@given(st.integers(1, 400), st.floats(0.01, 1e6))
def test_unit_costs_hold_their_cost(events: int, spend: float) -> None:
    low, high = stats.chi2.ppf(0.025, 2 * events) / 2, stats.chi2.ppf(0.975, 2 * events + 2) / 2
    found = unit_cost(spend, events)
    assert float(found.low) == pytest.approx(spend / high)
    assert float(found.high) == pytest.approx(spend / low)
    assert found.low < found.cost < found.high


def test_nothing_spent_costs_nothing_and_nobody_won_costs_no_number() -> None:
    found = unit_cost([0, 100], [4, 0])
    np.testing.assert_array_equal(found.cost, [0, np.nan])
    with pytest.raises(ValueError, match="spend"):
        unit_cost(-1, 4)


@pytest.mark.parametrize("change", [-0.5, -0.2, 0.2, 0.5, 1.0])
def test_events_needed_are_seen_four_times_in_five(change: float) -> None:
    """The power of the conditional test, by its exact distribution; a little less, since that test is strict."""
    mean = float(events_needed(change))
    counts = np.arange(int(stats.poisson.isf(1e-9, mean * max(1, 1 + change))) + 1)
    first, second = stats.poisson.pmf(counts, mean), stats.poisson.pmf(counts, mean * (1 + change))
    total = counts[:, None] + counts[None, :]
    tail = stats.binom.cdf(counts[:, None], total, 0.5)
    p = 2 * np.minimum(tail, stats.binom.sf(counts[:, None] - 1, total, 0.5))
    power = float(first @ ((p < 0.05) @ second))
    assert 0.74 < power < 0.82


def test_what_makes_more_records_needed() -> None:
    assert float(events_needed(0.2, dispersion=4.0)) == pytest.approx(4 * float(events_needed(0.2)), abs=4)
    assert float(events_needed(0.2, dispersion=0.3)) == float(events_needed(0.2))
    assert float(events_needed(0.2, power=0.9)) > float(events_needed(0.2))
    assert float(events_needed(0)) == np.inf
    assert np.isnan(events_needed(-1.2))
    assert np.isnan(payments_needed(0.2, [0, 1.5])).all()
    assert deals_needed(0.3, [0.1, -0.1, 0.05]).shape == (3,)


def test_an_interval_of_a_change_of_revenue_leaves_zero_out_where_z_is_large() -> None:
    sums = ([13_000, 150_000, 0], [13e6, 150e6, 0], [10_000, 100_000, 0], [10e6, 100e6, 0])
    change, z = change_interval(*sums), revenue_z(*sums)
    np.testing.assert_array_equal(change.difference[:2], [3000, 50_000])
    assert (change.low > 0).tolist() == (np.abs(z) > stats.norm.ppf(0.975)).tolist() == [False, True, False]
    assert np.isnan(change.difference[2])


def test_a_rate_after_its_history() -> None:
    verdicts = rate_differs_from_history([0, 1, 4, 0, 0], [20, 20, 20, 4, 20], [60] * 4 + [2], [240] * 4 + [4])
    tail = stats.betabinom.cdf([0, 1], 20, 60.5, 180.5) * 2
    assert tail.round(3).tolist() == [0.008, 0.056]
    assert verdicts.tolist() == [1, 0, 0, -1, -1]
