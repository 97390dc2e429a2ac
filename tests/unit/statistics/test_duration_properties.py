"""What must hold for the estimators of time, whatever the records."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polso.statistics.aalen_johansen import aalen_johansen, incidence_at, incidence_band
from polso.statistics.incidence_shares import share_difference, share_interval
from polso.statistics.kaplan_meier import kaplan_meier, survival_at, survival_band, survival_quantile
from polso.statistics.log_rank import log_rank

levels = st.sampled_from([0.5, 0.8, 0.95, 0.99])
deals = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=60)
followed_late = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 20)).map(lambda d: (d[0] + d[2], d[1], d[2])),
    min_size=1,
    max_size=60,
)


@given(followed_late)
def test_won_lost_and_open_add_up_to_one(records: list[tuple[int, int, int]]) -> None:
    ages, outcomes, entry = np.array(records).T
    curve = aalen_johansen(ages, outcomes, entry=entry)
    np.testing.assert_allclose(curve.incidence.sum(axis=0) + curve.survival, 1, atol=1e-12)
    assert np.all(np.diff(curve.incidence, axis=1) >= 0)
    assert np.all(curve.incidence >= 0)
    assert np.all(np.isfinite(curve.standard_error))
    np.testing.assert_allclose(curve.survival, kaplan_meier(ages, outcomes > 0, entry).survival, atol=1e-12)


@given(deals, st.integers(0, 60))
def test_one_more_open_deal_promises_nothing_until_its_age(records: list[tuple[int, int]], age: int) -> None:
    """It was watched so long and nothing came of it: no share by an age up to its own becomes higher."""
    ages, outcomes = np.array(records).T
    before = aalen_johansen(ages, outcomes)
    after = aalen_johansen(np.append(ages, age), np.append(outcomes, 0))
    asked = np.arange(min(age, int(ages.max())) + 1)
    for cause in (1, 2):
        assert np.all(incidence_at(after, asked, cause) <= incidence_at(before, asked, cause) + 1e-12)
    whole = np.arange(ages.max() + 1)
    still_open = [survival_at(kaplan_meier(ages, outcomes > 0), whole)]
    still_open.append(survival_at(kaplan_meier(np.append(ages, age), np.append(outcomes > 0, 0)), whole))
    assert np.all(still_open[1] >= still_open[0] - 1e-12)


@given(deals)
def test_a_deal_younger_than_the_first_end_changes_nothing(records: list[tuple[int, int]]) -> None:
    ages, outcomes = np.array(records).T
    ages = ages + 1
    before = aalen_johansen(ages, outcomes)
    after = aalen_johansen(np.append(ages, 0.5), np.append(outcomes, 0))
    asked = np.arange(ages.max() + 1)
    for cause in (1, 2):
        np.testing.assert_array_equal(incidence_at(after, asked, cause), incidence_at(before, asked, cause))


@given(deals, levels)
def test_bands_hold_their_curve_within_the_unit_interval(records: list[tuple[int, int]], level: float) -> None:
    ages, outcomes = np.array(records).T
    curve, alive = aalen_johansen(ages, outcomes), kaplan_meier(ages, outcomes > 0)
    for band, values in (
        (incidence_band(curve, 1, level), curve.incidence[0]),
        (survival_band(alive, level), alive.survival),
    ):
        known = np.isfinite(band.low)
        assert np.array_equal(known, (values > 0) & (values < 1))
        assert np.all(band.low[known] >= 0)
        assert np.all(band.high[known] <= 1)
        assert np.all((band.low[known] <= values[known]) & (values[known] <= band.high[known]))
    asked = np.arange(int(ages.max()) + 1)
    interval, share = share_interval(curve, asked, 1, level), incidence_at(curve, asked)
    assert np.all((interval.low >= 0) & (interval.low <= share) & (share <= interval.high) & (interval.high <= 1))


@given(deals, deals)
def test_a_difference_of_shares_is_antisymmetric(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    one, other = (aalen_johansen(*np.array(records).T) for records in (first, second))
    asked = np.arange(60)
    there, back = share_difference(one, other, asked), share_difference(other, one, asked)
    np.testing.assert_array_equal(there.difference, -back.difference)
    np.testing.assert_array_equal(there.low, -back.high)
    known = np.isfinite(there.difference)
    assert np.all((there.low[known] >= -1) & (there.low[known] <= there.difference[known]))


@given(followed_late, st.randoms())
def test_neither_order_nor_bundling_matters(records: list[tuple[int, int, int]], random: Any) -> None:
    ages, outcomes, entry = np.array(records).T
    shuffled = np.array(random.sample(records, len(records))).T
    rows, sizes = np.unique(np.array(records), axis=0, return_counts=True)
    curves = [
        aalen_johansen(ages, outcomes, entry=entry),
        aalen_johansen(shuffled[0], shuffled[1], entry=shuffled[2]),
        aalen_johansen(rows[:, 0], rows[:, 1], entry=rows[:, 2], records=sizes),
    ]
    for other in curves[1:]:
        for name in ("time", "at_risk", "events", "left", "survival", "incidence", "standard_error"):
            np.testing.assert_array_equal(getattr(other, name), getattr(curves[0], name))


@given(deals, st.sampled_from([0.1, 0.25, 0.5, 0.9]), levels)
def test_a_quantile_lies_within_its_bounds(records: list[tuple[int, int]], probability: float, level: float) -> None:
    ages, outcomes = np.array(records).T
    curve = kaplan_meier(ages, outcomes > 0)
    found = survival_quantile(curve, probability, level)
    if np.isfinite(found.time):
        assert found.low <= found.time <= found.high
        assert survival_at(curve, found.time) <= 1 - probability + 1e-9
    else:
        assert curve.survival[-1] > 1 - probability


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.integers(0, 3)), max_size=60), st.integers(1, 9))
def test_log_rank_knows_neither_the_names_of_groups_nor_the_unit(
    records: list[tuple[int, bool, int]], unit: int
) -> None:
    ages, done, group = np.array(records, dtype=np.int64).reshape(-1, 3).T
    here, there = log_rank(ages, done, group), log_rank(ages * unit, done, 9 - group)
    np.testing.assert_allclose(there.statistic, here.statistic, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(there.observed, here.observed[::-1])
    np.testing.assert_allclose(here.observed.sum(), here.expected.sum(), atol=1e-9)
    assert np.isnan(here.p) or 0 <= here.p <= 1
