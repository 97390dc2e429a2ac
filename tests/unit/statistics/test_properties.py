"""What must hold for any input."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.statistics.count_history import gamma_poisson
from polso.statistics.counts import conditional_test, garwood
from polso.statistics.effective_size import effective_size
from polso.statistics.false_discovery import adjusted_p
from polso.statistics.fisher import fisher
from polso.statistics.mann_whitney import mann_whitney
from polso.statistics.means import estimate_mean
from polso.statistics.order_statistics import grouped_medians, median_interval
from polso.statistics.rates import newcombe, wilson
from polso.statistics.revenue import growth_interval, revenue_z
from polso.statistics.shrinkage import shrink

levels = st.sampled_from([0.5, 0.8, 0.95, 0.99])
amounts = st.lists(st.floats(0.01, 1e7), min_size=1, max_size=40)


@st.composite
def rates(draw: Any, largest: int = 100_000) -> tuple[int, int]:
    trials = draw(st.integers(1, largest))
    return draw(st.integers(0, trials)), trials


@given(rates(), levels)
def test_wilson_lies_in_the_unit_interval_and_holds_the_rate(rate: tuple[int, int], level: float) -> None:
    k, n = rate
    interval = wilson(k, n, level)
    assert 0 <= interval.low <= k / n <= interval.high <= 1
    assert interval.low < interval.high


@given(rates(), levels)
def test_wilson_of_failures_is_its_mirror(rate: tuple[int, int], level: float) -> None:
    k, n = rate
    won, lost = wilson(k, n, level), wilson(n - k, n, level)
    np.testing.assert_allclose(won.low, 1 - lost.high, atol=1e-12)


@given(st.integers(1, 300), levels)
def test_wilson_rises_with_the_successes(n: int, level: float) -> None:
    interval = wilson(np.arange(n + 1), n, level)
    assert np.all(np.diff(interval.low) > 0)
    assert np.all(np.diff(interval.high) > 0)


@given(rates(), rates(), levels)
def test_newcombe_is_antisymmetric(first: tuple[int, int], second: tuple[int, int], level: float) -> None:
    there, back = newcombe(*first, *second, level), newcombe(*second, *first, level)
    assert float(there.difference) == -float(back.difference)
    assert (float(there.low), float(there.high)) == (-float(back.high), -float(back.low))
    assert -1 <= there.low <= there.difference <= there.high <= 1


@given(rates(60), rates(60))
def test_fisher_is_symmetric_and_mid_p_smaller(first: tuple[int, int], second: tuple[int, int]) -> None:
    there, back = fisher(*first, *second), fisher(*second, *first)
    np.testing.assert_allclose(there.p, back.p, rtol=1e-9)
    assert 0 < there.mid_p < there.p <= 1 + 1e-12


@given(st.integers(0, 10**7), levels)
def test_garwood_holds_the_count_and_rises(y: int, level: float) -> None:
    here, next_one = garwood(y, level), garwood(y + 1, level)
    assert 0 <= here.low <= y <= here.high
    assert here.low < next_one.low
    assert here.high < next_one.high


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 260), st.integers(1, 260))
def test_conditional_test_is_symmetric_and_scale_free(k1: int, k2: int, w1: int, w2: int) -> None:
    there = conditional_test(k1, k2, w1, w2)
    np.testing.assert_allclose(there, conditional_test(k2, k1, w2, w1), rtol=1e-6)
    np.testing.assert_allclose(there, conditional_test(k1, k2, w1 * 8, w2 * 8), rtol=1e-6)
    assert np.isnan(there) == (k1 + k2 == 0)


@given(st.lists(st.integers(0, 200), min_size=2, max_size=24), st.randoms(), st.integers(0, 300))
def test_order_of_the_history_does_not_matter(history: list[int], random: Any, y: int) -> None:
    shuffled = random.sample(history, len(history))
    here, there = gamma_poisson(y, history), gamma_poisson(y, shuffled)
    np.testing.assert_allclose(here.p, there.p, rtol=1e-9)
    assert 0 <= here.p <= 1


@given(amounts, st.randoms())
def test_order_of_a_sample_does_not_matter(sample: list[float], random: Any) -> None:
    here, there = estimate_mean(sample), estimate_mean(random.sample(sample, len(sample)))
    assert (here.mean, here.median, here.flags) == (there.mean, there.median, there.flags)
    assert (here.interval is None) == (there.interval is None)
    if here.interval and there.interval:
        assert (float(here.interval.low), float(here.interval.high)) == (
            float(there.interval.low),
            float(there.interval.high),
        )


@given(amounts)
def test_the_interval_of_a_mean_is_not_negative_and_holds_a_plausible_mean(sample: list[float]) -> None:
    estimate = estimate_mean(sample)
    if estimate.interval:
        assert 0 <= estimate.interval.low <= estimate.interval.high
    if "indicative" in estimate.flags:
        assert estimate.interval is not None
        rounding = 1e-9 * estimate.mean
        assert estimate.interval.low - rounding <= estimate.mean <= estimate.interval.high + rounding


@given(st.lists(amounts, min_size=1, max_size=6))
def test_groups_together_are_as_groups_apart(groups: list[list[float]]) -> None:
    together = grouped_medians([value for group in groups for value in group], [len(group) for group in groups])
    for place, group in enumerate(groups):
        apart = median_interval(group)
        assert together.median[place] == np.median(group)
        np.testing.assert_array_equal(together.interval.low[place], apart.low)
        np.testing.assert_array_equal(together.interval.high[place], apart.high)
        if len(group) >= 6:
            assert apart.low <= np.median(group) <= apart.high


@given(amounts, amounts)
def test_rank_test_is_symmetric(first: list[float], second: list[float]) -> None:
    there, back = mann_whitney(first, second), mann_whitney(second, first)
    assert there.statistic + back.statistic == len(first) * len(second)
    np.testing.assert_allclose(there.p, back.p, rtol=1e-9)
    assert 0 < there.p <= 1


@given(amounts, amounts, st.floats(0.01, 100))
def test_revenue_comparison_ignores_the_currency_unit(now: list[float], before: list[float], rate: float) -> None:
    a, b = np.array(now), np.array(before)
    sums = (a.sum(), (a**2).sum(), b.sum(), (b**2).sum())
    scaled = (a.sum() * rate, (a**2).sum() * rate**2, b.sum() * rate, (b**2).sum() * rate**2)
    np.testing.assert_allclose(revenue_z(*scaled), revenue_z(*sums), rtol=1e-9, atol=1e-9)
    here, there = growth_interval(*sums), growth_interval(*scaled)
    np.testing.assert_allclose(there.low + 1, here.low + 1, rtol=1e-6)
    growth = a.sum() / b.sum() - 1
    assert -1 <= here.low <= growth * (1 + 1e-12) + 1e-12
    assert growth <= here.high * (1 + 1e-12) + 1e-12


@given(amounts)
def test_effective_size_lies_between_one_and_n(weights: list[float]) -> None:
    v = np.array(weights)
    assert 1 - 1e-9 <= effective_size(v.sum(), (v**2).sum()) <= v.size * (1 + 1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_adjusting_only_raises_and_keeps_the_order(p_values: list[float], random: Any) -> None:
    adjusted = adjusted_p(p_values)
    assert np.all(adjusted >= p_values)
    order = np.argsort(p_values)
    assert np.all(np.diff(adjusted[order]) >= 0)
    shuffled = random.sample(range(len(p_values)), len(p_values))
    np.testing.assert_allclose(adjusted_p(np.array(p_values)[shuffled]), adjusted[shuffled])


@settings(max_examples=60)
@given(st.lists(rates(200), min_size=1, max_size=9))
def test_shrunken_rates_lie_between_the_raw_rate_and_the_centre(groups: list[tuple[int, int]]) -> None:
    k, n = np.array(groups).T
    found = shrink(k, n)
    raw = k / n
    slack = 1e-12
    assert np.all(found.rate >= np.minimum(raw, found.centre) - slack)
    assert np.all(found.rate <= np.maximum(raw, found.centre) + slack)
    assert 5 <= found.strength <= 200
    with_newcomer = shrink(np.append(k, 0), np.append(n, 0))
    np.testing.assert_allclose(with_newcomer.rate[-1], with_newcomer.centre, rtol=1e-12)
    np.testing.assert_allclose(with_newcomer.rate[:-1], found.rate, rtol=1e-6)
