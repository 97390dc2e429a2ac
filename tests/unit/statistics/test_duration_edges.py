"""Estimators of time on empty, degenerate and impossible input; their gates; how long a million records take."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from polso.statistics.aalen_johansen import (
    aalen_johansen,
    conditional_incidence,
    incidence_at,
    incidence_band,
    incidence_quantile,
    still_open_at,
)
from polso.statistics.duration_gates import durations_differ, shares_differ
from polso.statistics.durations import estimate_duration
from polso.statistics.gates import Verdict
from polso.statistics.incidence_shares import share_difference, share_interval
from polso.statistics.kaplan_meier import kaplan_meier, survival_at, survival_band, survival_quantile
from polso.statistics.log_rank import log_rank
from polso.statistics.risk_table import risk_table

NAN = float("nan")


def test_no_records() -> None:
    curve = kaplan_meier([], [])
    assert (curve.records, curve.time.size) == (0, 0)
    assert np.isnan(survival_quantile(curve)).all()
    assert np.isnan(survival_at(curve, [0, 1])).all()
    assert survival_band(curve).low.shape == (0,)
    incidence = aalen_johansen([], [], causes=3)
    assert incidence.incidence.shape == (3, 0)
    assert np.isnan(incidence_at(incidence, [0, 1])).all()
    assert np.isnan(incidence_quantile(incidence, 0.25)).all()
    assert np.isnan(share_interval(incidence, [0, 1]).high).all()
    assert np.isnan(log_rank([], [], []).p)
    assert estimate_duration([], []).flags == ("too_few_events",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"durations": [-1], "ended": [1]}, "negative"),
        ({"durations": [1, NAN], "ended": [1, 1]}, "finite"),
        ({"durations": [1, 2], "ended": [1]}, "one length"),
        ({"durations": [1], "ended": [2]}, "outcome"),
        ({"durations": [1], "ended": [-1]}, "outcome"),
        ({"durations": [1], "ended": [0.5]}, "outcome"),
        ({"durations": [1], "ended": [1], "entry": [2]}, "before it is followed"),
        ({"durations": [1], "ended": [1], "records": [-2]}, "negative"),
        ({"durations": [[1]], "ended": [[1]]}, "flat"),
    ],
)
def test_impossible_records_are_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        kaplan_meier(**given)


def test_impossible_questions_are_refused() -> None:
    curve = aalen_johansen([1, 2], [1, 2])
    for cause in (0, 3):
        with pytest.raises(ValueError, match="cause"):
            incidence_at(curve, 1, cause)
    with pytest.raises(ValueError, match="probability"):
        incidence_quantile(curve, 0)
    with pytest.raises(ValueError, match="probability"):
        survival_quantile(kaplan_meier([1], [1]), 1)
    with pytest.raises(ValueError, match="one length"):
        log_rank([1, 2], [1, 1], [0])


def test_ended_at_once_is_an_end_at_age_zero() -> None:
    curve = kaplan_meier([0, 0, 3], [1, 1, 0])
    assert survival_at(curve, [0, 3]).tolist() == pytest.approx([1 / 3, 1 / 3])
    assert survival_quantile(curve).time == 0


def test_at_one_age_the_end_comes_before_the_last_sight() -> None:
    assert kaplan_meier([5, 5], [1, 0]).survival.tolist() == [0.5]


def test_what_was_known_at_one_instant_only_was_never_at_risk() -> None:
    table = risk_table([10, 20, 30], [1, 1, 1], 1, entry=[10, 5, 0], records=[2, 1, 1])
    assert (table.unseen, table.truncated) == (2, True)
    assert table.time.tolist() == [20, 30]
    assert log_rank([10, 20, 30], [1, 1, 1], [0, 0, 1], [10, 5, 0]).observed.tolist() == [1, 1]


def test_late_followed_deals_count_only_from_then_on() -> None:
    """Two deals known from day 20 on say nothing of the first twenty days."""
    curve = kaplan_meier([10, 15, 30, 40], [1, 1, 1, 1], entry=[0, 0, 20, 20])
    assert curve.at_risk.tolist() == [2, 1, 2, 1]
    assert curve.survival.tolist() == [0.5, 0, 0, 0]
    late = aalen_johansen([10, 30, 40], [0, 2, 2], entry=[0, 20, 20])
    assert np.isnan(share_interval(late, 15).low)


def test_beyond_the_oldest_record_nothing_is_known_unless_all_ended() -> None:
    some_open, all_ended = aalen_johansen([5, 8], [1, 0]), aalen_johansen([5, 8], [1, 2])
    assert incidence_at(some_open, [0, 5, 8]).tolist() == [0, 0.5, 0.5]
    assert np.isnan(incidence_at(some_open, [-1, 9, NAN])).all()
    assert incidence_at(all_ended, 100).tolist() == 0.5
    assert np.isnan(conditional_incidence(some_open, [4, 8], 5)).all()
    assert np.isnan(conditional_incidence(all_ended, 8, 5))
    assert still_open_at(all_ended, 8).time.size == 0


def test_shapes() -> None:
    curve = aalen_johansen([5, 8, 12], [1, 0, 2])
    assert incidence_at(curve, np.ones((2, 3))).shape == (2, 3)
    assert incidence_at(curve, 1).shape == share_interval(curve, 1).low.shape == ()
    assert share_interval(curve, np.ones((2, 3))).low.shape == (2, 3)
    assert conditional_incidence(curve, [0, 1, 2], [[1], [2]]).shape == (2, 3)
    assert incidence_band(curve, 2).low.shape == (3,)
    assert share_difference(curve, curve, [1, 5]).low.shape == (2,)


@pytest.mark.parametrize(("ended", "curve", "flags"), [(4, False, 1), (5, True, 1), (9, True, 1), (10, True, 0)])
def test_how_many_must_have_ended(ended: int, curve: bool, flags: int) -> None:
    estimate = estimate_duration(range(1, 13), [1] * ended + [0] * (12 - ended))
    assert (estimate.curve is not None) is curve
    assert len(estimate.flags) == flags
    assert np.isnan(estimate.median) == (estimate.interval is None) == bool(flags)
    assert (estimate.records, estimate.ended, estimate.still_open) == (12, ended, 12 - ended)


def test_more_than_half_open() -> None:
    estimate = estimate_duration(list(range(1, 11)) + [50] * 20, [1] * 10 + [0] * 20)
    assert np.isnan(estimate.median)
    assert estimate.flags == ("more_than_half_open",)
    assert estimate.interval is not None
    assert float(estimate.interval.high) == np.inf


def test_groups_that_cannot_be_compared() -> None:
    assert np.isnan(log_rank([1, 2, 3], [1, 1, 1], [0, 0, 0]).p)
    assert np.isnan(log_rank([1, 2], [0, 0], [0, 1]).p)
    # One group was gone before the other ended, all of it on one day: nothing was ever uncertain.
    assert np.isnan(log_rank([1, 1], [1, 1], [0, 1]).p)
    gone_before = log_rank([1, 1, 5, 6, 7], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1])
    assert (gone_before.degrees, np.isnan(gone_before.p)) == (0, True)
    named = log_rank([1, 2, 3, 4], [1, 1, 1, 1], ["shop", "fair", "shop", "fair"])
    assert named.observed.tolist() == [2, 2]


def test_a_group_never_at_risk_leaves_the_others_comparable() -> None:
    ages, done, group = [1, 5, 6, 7, 8], [0, 1, 1, 1, 1], [0, 1, 2, 1, 2]
    with_it, without = log_rank(ages, done, group), log_rank(ages[1:], done[1:], group[1:])
    assert with_it.degrees == without.degrees == 1
    assert with_it.statistic == pytest.approx(without.statistic)


def test_verdicts_need_five_ends_in_each_group() -> None:
    ages, group = list(range(1, 11)) + list(range(40, 50)), [0] * 10 + [1] * 10
    assert durations_differ(ages, [1] * 20, group) is Verdict.YES
    assert durations_differ(ages, [1] * 14 + [0] * 6, group) is Verdict.INSUFFICIENT
    assert durations_differ(ages[::2] + ages[::2], [1] * 20, group) is Verdict.NO
    assert durations_differ(ages, [1] * 20, [0] * 20) is Verdict.INSUFFICIENT


def test_verdicts_on_shares_need_five_records_and_the_age() -> None:
    def cohort(won: int, of: int) -> Any:
        return aalen_johansen([1] * won + [30] * (of - won), [1] * won + [0] * (of - won))

    assert shares_differ(cohort(9, 10), cohort(1, 10), 30) is Verdict.YES
    assert shares_differ(cohort(5, 10), cohort(3, 10), 30) is Verdict.NO
    assert shares_differ(cohort(4, 4), cohort(1, 10), 30) is Verdict.INSUFFICIENT
    assert shares_differ(cohort(9, 10), cohort(1, 10), 31) is Verdict.INSUFFICIENT


def test_a_million_records() -> None:
    """Well under a second each; the limit leaves room for a busy machine."""
    random = np.random.default_rng(1)
    ages, outcomes = random.exponential(40, 1_000_000), random.integers(0, 3, 1_000_000)
    start = time.perf_counter()
    curve = aalen_johansen(ages, outcomes)
    kaplan_meier(ages, outcomes > 0, entry=ages * 0.3)
    assert time.perf_counter() - start < 10
    np.testing.assert_allclose(curve.incidence.sum(axis=0) + curve.survival, 1, atol=1e-9)
    assert np.all(np.isfinite(curve.standard_error))


def test_a_share_of_all_is_one_whatever_the_rounding() -> None:
    """A fifth and four fifths once the record left out is gone add up to more than one in binary."""
    curve = aalen_johansen([33, 8, 16, 33, 33], [1, 1, 0, 1, 1])
    assert curve.incidence[0].max() == 1.0
    assert np.isfinite(share_interval(curve, 33).low)
