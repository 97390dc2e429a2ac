"""Agreement with statsmodels and scipy.stats, which share no code with the estimators."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportion_effectsize
from statsmodels.stats.rates import confint_poisson

from polso.statistics.count_history import gamma_poisson
from polso.statistics.counts import conditional_test, garwood
from polso.statistics.exact_rates import clopper_pearson, jeffreys
from polso.statistics.false_discovery import adjusted_p
from polso.statistics.fisher import fisher
from polso.statistics.homogeneity import homogeneity
from polso.statistics.mann_whitney import mann_whitney
from polso.statistics.mean_intervals import student_t
from polso.statistics.order_statistics import median_ranks
from polso.statistics.rate_history import beta_binomial
from polso.statistics.rates import newcombe, wilson
from polso.statistics.sample_size import deals_needed
from polso.statistics.shapiro_wilk import shapiro_wilk
from polso.statistics.shrinkage import fit_beta_binomial

TABLES = [(k, n, other, m) for n, m in ((1, 1), (5, 9), (12, 40)) for k in range(n + 1) for other in (0, m // 3, m)]


@pytest.mark.parametrize("level", [0.80, 0.95, 0.99])
def test_rate_intervals(level: float) -> None:
    n = np.repeat([1, 2, 7, 30, 500], 4)
    k = np.minimum(np.tile([0, 1, 6, 500], 5), n)
    for found, method in ((wilson, "wilson"), (clopper_pearson, "beta")):
        low, high = proportion_confint(k, n, alpha=1 - level, method=method)
        np.testing.assert_allclose(found(k, n, level).low, np.maximum(low, 0), atol=1e-12)
        np.testing.assert_allclose(found(k, n, level).high, np.minimum(high, 1), atol=1e-12)
    inner = (k > 0) & (k < n)
    low, high = proportion_confint(k[inner], n[inner], alpha=1 - level, method="jeffreys")
    np.testing.assert_allclose(jeffreys(k, n, level).low[inner], low, atol=1e-12)
    np.testing.assert_allclose(jeffreys(k, n, level).high[inner], high, atol=1e-12)


def test_difference_of_rates() -> None:
    found = newcombe(*np.array(TABLES).T)
    for place, (k, n, other, m) in enumerate(TABLES):
        low, high = confint_proportions_2indep(k, n, other, m, method="newcomb", compare="diff")
        assert found.low[place] == pytest.approx(low, abs=1e-12)
        assert found.high[place] == pytest.approx(high, abs=1e-12)


def test_fisher() -> None:
    found = fisher(*np.array(TABLES).T)
    for place, (k, n, other, m) in enumerate(TABLES):
        assert found.p[place] == pytest.approx(stats.fisher_exact([[k, n - k], [other, m - other]]).pvalue, rel=1e-9)


def test_count_interval() -> None:
    for y in (0, 1, 7, 400, 100_000):
        low, high = confint_poisson(y, 1, method="exact-c", alpha=0.05)
        interval = garwood(y)
        assert float(interval.low) == pytest.approx(np.nan_to_num(low), rel=1e-10)
        assert float(interval.high) == pytest.approx(high, rel=1e-10)


@pytest.mark.parametrize(("w1", "w2"), [(1, 1), (10, 21), (21, 1), (1, 3)])
def test_two_counts(w1: int, w2: int) -> None:
    first, second = (grid.ravel() for grid in np.meshgrid([0, 1, 2, 5, 13, 60, 900], [0, 1, 3, 5, 26, 61, 20_000]))
    found = conditional_test(first, second, w1, w2)
    for k1, k2, p in zip(first.tolist(), second.tolist(), found.tolist(), strict=True):
        if k1 + k2 == 0:
            assert np.isnan(p)
        else:
            assert p == pytest.approx(stats.binomtest(k1, k1 + k2, w1 / (w1 + w2)).pvalue, rel=1e-7, abs=1e-300)


def test_mid_p_counts_half_of_the_equally_likely_splits() -> None:
    for k1, k2, w1, w2 in ((3, 10, 1, 1), (5, 5, 1, 1), (2, 9, 2, 1), (0, 4, 1, 5)):
        mass = stats.binom.pmf(np.arange(k1 + k2 + 1), k1 + k2, w1 / (w1 + w2))
        equal = np.isclose(mass, mass[k1], rtol=1e-6)
        wanted = mass[(mass < mass[k1]) & ~equal].sum() + mass[equal].sum() / 2
        assert float(conditional_test(k1, k2, w1, w2, mid_p=True)) == pytest.approx(wanted, rel=1e-9)


def test_count_beside_history() -> None:
    history = np.array([4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 6, 4])
    y = np.arange(15)
    found = gamma_poisson(y, np.tile(history, (15, 1)), 0.5)
    calm = stats.nbinom(history.sum() + 0.5, 12 / 12.5)
    np.testing.assert_allclose(found.at_most, calm.cdf(y), rtol=1e-9)
    np.testing.assert_allclose(found.at_least, calm.sf(y - 1), rtol=1e-9)
    np.testing.assert_allclose(found.expected, calm.mean(), rtol=1e-12)


def test_restless_history_has_the_promised_mean_and_variance() -> None:
    history = np.array([40, 75, 52, 90, 38, 61, 83, 47, 70, 44, 66, 54])
    y = np.arange(20, 100, 5)
    found = gamma_poisson(y, np.tile(history, (y.size, 1)))
    mean, variance = 60.0, history.var(ddof=1) / 60 * 60 * (1 + 1 / 12)
    restless = stats.nbinom(mean**2 / (variance - mean), mean / variance)
    assert (restless.mean(), restless.var()) == pytest.approx((mean, variance))
    np.testing.assert_allclose(found.at_most, restless.cdf(y), rtol=1e-9)
    np.testing.assert_allclose(found.at_least, restless.sf(y - 1), rtol=1e-9)


def test_rate_beside_history() -> None:
    k = np.arange(21)
    found = beta_binomial(k, 20, 60, 240)
    wanted = stats.betabinom(20, 60.5, 180.5)
    np.testing.assert_allclose(found.at_most, wanted.cdf(k), rtol=1e-9)
    np.testing.assert_allclose(found.at_least, np.cumsum(wanted.pmf(k)[::-1])[::-1], rtol=1e-9)
    assert float(found.expected[0]) == pytest.approx(wanted.mean())


def test_median_ranks_by_the_definition() -> None:
    sizes = np.arange(1, 400)
    found = median_ranks(sizes)
    for place, n in enumerate(sizes.tolist()):
        k = np.arange(1, n // 2 + 1)
        covered = 1 - 2 * stats.binom.cdf(k - 1, n, 0.5)
        best = int(k[covered >= 0.95].max(initial=0))
        assert found.lower[place] == best
        assert found.upper[place] == (n + 1 - best if best else 0)
        if best:
            assert found.coverage[place] == pytest.approx(covered[best - 1], abs=1e-12)


def test_mean_by_student() -> None:
    sample = np.random.default_rng(7).lognormal(8, 1, 30)
    low, high = stats.t.interval(0.95, 29, sample.mean(), stats.sem(sample))
    interval = student_t(sample)
    assert (float(interval.low), float(interval.high)) == pytest.approx((low, high), rel=1e-9)


@pytest.mark.parametrize("size", [8, 9, 11, 12, 13, 50, 501, 5000])
def test_normality(size: int) -> None:
    random = np.random.default_rng(size)
    for sample in (random.normal(size=size), random.exponential(size=size), np.round(random.normal(size=size), 1)):
        wanted = stats.shapiro(sample)
        found = shapiro_wilk(sample)
        assert found.statistic == pytest.approx(wanted.statistic, abs=2e-6)
        assert found.p == pytest.approx(wanted.pvalue, rel=2e-3, abs=1e-6)


@pytest.mark.parametrize(("n1", "n2"), [(1, 1), (3, 4), (10, 10), (20, 20), (8, 50)])
def test_rank_test_without_ties(n1: int, n2: int) -> None:
    random = np.random.default_rng(n1 * n2)
    for shift in (0.0, 0.5, 3.0):
        first, second = random.normal(size=n1), random.normal(shift, size=n2)
        wanted = stats.mannwhitneyu(first, second, method="exact")
        found = mann_whitney(first, second)
        assert (found.statistic, found.p) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-9)


@pytest.mark.parametrize(("n1", "n2"), [(2, 3), (12, 15), (40, 200)])
def test_rank_test_with_ties(n1: int, n2: int) -> None:
    random = np.random.default_rng(n1 * n2)
    first, second = random.integers(0, 6, n1), random.integers(1, 8, n2)
    wanted = stats.mannwhitneyu(first, second, method="asymptotic")
    found = mann_whitney(first, second)
    assert (found.statistic, found.p) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-9)


def test_rank_test_of_large_samples_is_the_normal_one() -> None:
    random = np.random.default_rng(3)
    first, second = random.normal(size=60), random.normal(0.4, size=70)
    wanted = stats.mannwhitneyu(first, second, method="asymptotic")
    assert mann_whitney(first, second).p == pytest.approx(wanted.pvalue, rel=1e-9)


def test_many_questions() -> None:
    p = np.random.default_rng(5).uniform(size=40) ** 3
    np.testing.assert_allclose(adjusted_p(p), multipletests(p, method="fdr_bh")[1], rtol=1e-12)
    np.testing.assert_allclose(adjusted_p(p), stats.false_discovery_control(p), rtol=1e-12)


def test_homogeneity() -> None:
    k, n = np.array([3, 9, 4, 1]), np.array([10, 22, 30, 7])
    wanted = stats.chi2_contingency(np.array([k, n - k]), correction=False)
    found = homogeneity(k, n)
    assert (found.statistic, found.degrees, found.p) == pytest.approx((wanted.statistic, wanted.dof, wanted.pvalue))


@pytest.mark.parametrize("rate", [0.03, 0.1, 0.25, 0.5, 0.88])
@pytest.mark.parametrize("points", [0.05, 0.10])
def test_deals_needed(rate: float, points: float) -> None:
    effect = proportion_effectsize(rate + points, rate)
    wanted = NormalIndPower().solve_power(effect, alpha=0.05, power=0.8, ratio=1, alternative="two-sided")
    assert float(deals_needed(rate, points)) == np.ceil(wanted)


def test_likelihood_of_a_beta_binomial_is_at_its_top() -> None:
    k, n = np.array([1, 9, 3, 14, 0, 5, 6]), np.array([12, 20, 9, 25, 6, 30, 8])
    mean, strength = fit_beta_binomial(k, n)

    def likelihood(mean: float, strength: float) -> float:
        return float(stats.betabinom.logpmf(k, n, mean * strength, (1 - mean) * strength).sum())

    top = likelihood(mean, strength)
    for near in (0.99, 1.01):
        assert likelihood(mean * near, strength) < top
        assert likelihood(mean, strength * near) < top
