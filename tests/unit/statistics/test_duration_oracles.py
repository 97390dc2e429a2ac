"""Agreement of the estimators of time with lifelines (its figures are in `tests/vectors`), statsmodels and scipy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from polso.statistics.aalen_johansen import (
    aalen_johansen,
    conditional_incidence,
    incidence_at,
    incidence_band,
    incidence_quantile,
    still_open_at,
)
from polso.statistics.incidence_shares import share_interval
from polso.statistics.kaplan_meier import kaplan_meier, survival_at, survival_band, survival_quantile
from polso.statistics.log_rank import log_rank
from polso.statistics.rates import wilson

LIFELINES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "lifelines.json").read_text(encoding="utf-8")
)


def records(seed: int, size: int = 80) -> tuple[Any, Any, Any]:
    """Whole days, many of them equal; what ended them, 0 for open; and the age from which each was followed."""
    random = np.random.default_rng(seed)
    ages = np.ceil(random.gamma(1.5, 15, size))
    entry = np.floor(ages * random.uniform(0, 0.9, size)) * (random.uniform(size=size) < 0.4)
    return ages, random.integers(0, 4, size), entry


@pytest.mark.parametrize("case", LIFELINES["kaplan_meier"])
def test_curves_of_lifelines(case: dict[str, Any]) -> None:
    curve = kaplan_meier(**case["input"])
    assert curve.time.tolist() == case["time"]
    np.testing.assert_allclose(curve.survival, case["survival"], atol=1e-9)
    band = survival_band(curve, case["level"])
    inside = (curve.survival > 0) & (curve.survival < 1)
    assert inside.sum() > 5
    np.testing.assert_allclose(band.low[inside], np.array(case["low"])[inside], rtol=1e-6)
    np.testing.assert_allclose(band.high[inside], np.array(case["high"])[inside], rtol=1e-6)
    assert list(survival_quantile(curve, 0.5, case["level"])) == case["median"]


@pytest.mark.parametrize("case", LIFELINES["aalen_johansen"])
def test_incidences_of_lifelines(case: dict[str, Any]) -> None:
    curve = aalen_johansen(**case["input"])
    for cause, wanted in enumerate(case["causes"], start=1):
        np.testing.assert_allclose(curve.incidence[cause - 1], wanted["incidence"], atol=1e-9)
        band = incidence_band(curve, cause)
        for found, name in (
            (curve.standard_error[cause - 1] ** 2, "variance"),
            (band.low, "low"),
            (band.high, "high"),
        ):
            theirs = np.array(wanted[name], dtype=np.float64)
            # It gives up where the last record ends, and where nothing has ended yet.
            told = np.isfinite(theirs) & (curve.incidence[cause - 1] > 0)
            assert told.sum() > 5
            np.testing.assert_allclose(found[told], theirs[told], rtol=1e-6)


@pytest.mark.parametrize("case", LIFELINES["log_rank"])
def test_log_rank_of_lifelines(case: dict[str, Any]) -> None:
    test = log_rank(**case["input"])
    assert (test.statistic, test.p) == pytest.approx((case["statistic"], case["p"]), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("late", [False, True])
def test_curves_of_statsmodels(seed: int, late: bool) -> None:
    ages, outcomes, entry = records(seed)
    ended = outcomes > 0
    wanted = SurvfuncRight(ages, ended, entry=entry if late else None)
    curve = kaplan_meier(ages, ended, entry if late else None)
    some = curve.events > 0
    np.testing.assert_array_equal(curve.time[some], wanted.surv_times)
    np.testing.assert_array_equal(curve.at_risk[some], wanted.n_risk)
    np.testing.assert_array_equal(curve.events[some], wanted.n_events)
    np.testing.assert_allclose(curve.survival[some], wanted.surv_prob, atol=1e-12)
    np.testing.assert_allclose(curve.standard_error[some], wanted.surv_prob_se, rtol=1e-9)
    for probability in (0.25, 0.5, 0.75):
        found = survival_quantile(curve, probability)
        assert found.time == wanted.quantile(probability)
        with np.errstate(all="ignore"):
            low, high = wanted.quantile_ci(probability)
        assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("seed", range(4))
def test_curves_of_scipy(seed: int) -> None:
    ages, outcomes, _ = records(seed)
    done = outcomes > 0
    theirs = stats.ecdf(stats.CensoredData(uncensored=ages[done], right=ages[~done])).sf
    curve = kaplan_meier(ages, done)
    np.testing.assert_array_equal(curve.time, theirs.quantiles)
    np.testing.assert_allclose(curve.survival, theirs.probabilities, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_incidences_of_statsmodels(seed: int) -> None:
    ages, outcomes, _ = records(seed)
    with np.errstate(all="ignore"):  # it divides by what is left after the last record
        wanted = CumIncidenceRight(ages, outcomes)
    curve = aalen_johansen(ages, outcomes, causes=3)
    np.testing.assert_array_equal(curve.time, wanted.times)
    not_the_end = curve.survival > 0
    for cause in range(3):
        np.testing.assert_allclose(curve.incidence[cause], wanted.cinc[cause], atol=1e-12)
        found, theirs = curve.standard_error[cause][not_the_end], wanted.cinc_se[cause][not_the_end]
        np.testing.assert_allclose(found, theirs, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("labels", [2, 3, 5])
@pytest.mark.parametrize("late", [False, True])
def test_log_rank_of_statsmodels(labels: int, late: bool) -> None:
    ages, outcomes, entry = records(labels, 150)
    group = np.random.default_rng(labels).integers(0, labels, 150)
    ended = outcomes > 0
    wanted = survdiff(ages, ended, group, entry=entry if late else None)
    test = log_rank(ages, ended, group, entry if late else None)
    assert (test.statistic, test.p) == pytest.approx(wanted, rel=1e-9)
    assert test.degrees == labels - 1
    assert test.observed.sum() == pytest.approx(test.expected.sum())


def test_log_rank_of_scipy() -> None:
    ages, outcomes, _ = records(17)
    done, first = outcomes > 0, np.arange(ages.size) % 2 == 0
    samples = [stats.CensoredData(uncensored=ages[g & done], right=ages[g & ~done]) for g in (first, ~first)]
    wanted = stats.logrank(*samples)
    test = log_rank(ages, done, first)
    assert (test.statistic, test.p) == pytest.approx((wanted.statistic**2, wanted.pvalue), rel=1e-9)


def test_without_anything_open_all_are_plain_shares() -> None:
    random = np.random.default_rng(23)
    ages, outcomes = np.ceil(random.exponential(20, 60)), random.integers(1, 3, 60)
    asked = np.arange(0, 120, 7)
    curve = aalen_johansen(ages, outcomes)
    for cause in (1, 2):
        plain = [np.mean((ages <= age) & (outcomes == cause)) for age in asked]
        np.testing.assert_allclose(incidence_at(curve, asked, cause), plain, atol=1e-12)
        last = curve.standard_error[cause - 1][-1]
        share = np.mean(outcomes == cause)
        assert last == pytest.approx(np.sqrt(share * (1 - share) / 60), rel=1e-9)
    ended = kaplan_meier(ages, np.ones(60))
    np.testing.assert_allclose(survival_at(ended, asked), [np.mean(ages > age) for age in asked], atol=1e-12)


def test_what_is_still_open_is_as_a_sample_of_its_own() -> None:
    """Records that got older than 20 days, and nothing else, tell what comes after the 20th."""
    ages, outcomes, _ = records(31, 200)
    curve = aalen_johansen(ages, outcomes, causes=3)
    older = ages > 20
    alone, sliced = aalen_johansen(ages[older], outcomes[older], causes=3), still_open_at(curve, 20)
    np.testing.assert_allclose(sliced.incidence, alone.incidence, atol=1e-12)
    np.testing.assert_allclose(sliced.standard_error, alone.standard_error, atol=1e-12)
    within = conditional_incidence(curve, 20, [5, 10, 30], cause=2)
    np.testing.assert_allclose(within, incidence_at(alone, [25, 30, 50], cause=2), atol=1e-12)


def test_a_quantile_of_an_incidence_is_where_it_gets_there() -> None:
    ages, outcomes, _ = records(37, 200)
    curve = aalen_johansen(ages, outcomes, causes=3)
    for probability in (0.05, 0.1, 0.2):
        found = incidence_quantile(curve, probability, cause=3)
        assert incidence_at(curve, found.time, 3) >= probability > incidence_at(curve, found.time - 0.5, 3)
        band = incidence_band(curve, 3)
        assert found.low == curve.time[band.high >= probability].min()
        assert found.high == curve.time[band.low >= probability].min()


def test_nobody_yet_is_nobody_of_those_seen_so_long() -> None:
    curve = aalen_johansen([5, 5, 10, 20, 20, 20, 40], [0, 2, 0, 2, 0, 0, 0])
    interval = share_interval(curve, [0, 5, 12, 40, 41])
    expected = wilson(0, [7, 7, 5, 3])
    np.testing.assert_allclose(interval.low, [0, 0, 0, 0, np.nan])
    np.testing.assert_allclose(interval.high[:4], expected.high)
    everybody = share_interval(aalen_johansen([1, 2, 3], [1, 1, 1]), 7)
    assert (float(everybody.low), float(everybody.high)) == (float(wilson(3, 3).low), 1.0)
