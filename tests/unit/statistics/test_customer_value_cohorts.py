"""Cohort tables: weighted, masked where not complete, whatever the order of the rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.statistics.cohort_table import cohort_counts, cohort_table
from polso.statistics.rates import wilson

EVENTS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 9)), max_size=60)


def test_totals_weigh_by_customers() -> None:
    """Ten of a hundred and one of one is 11 of 101, not the mean of 10 % and 100 %."""
    table = cohort_table([100, 1], [[100, 10], [1, 1]], [2, 2])
    assert table.total_active.tolist() == [101.0, 11.0]
    assert table.total_rate[1] == pytest.approx(11 / 101)
    expected = wilson(11, 101)
    assert (table.total_interval.low[1], table.total_interval.high[1]) == (expected.low, expected.high)


def test_an_age_that_is_not_complete_is_undefined_and_in_no_total() -> None:
    table = cohort_table([10, 20], [[10, 4, 3], [20, 7, 1]], [3, 1])
    np.testing.assert_array_equal(table.rate, [[1, 0.4, 0.3], [1, np.nan, np.nan]])
    np.testing.assert_array_equal(table.active, [[10, 4, 3], [20, np.nan, np.nan]])
    np.testing.assert_array_equal(np.isnan(table.interval.low), [[False, False, False], [False, True, True]])
    assert table.complete.tolist() == [[True, True, True], [True, False, False]]
    assert table.total_size.tolist() == [30.0, 10.0, 10.0]
    assert table.total_rate.tolist() == [1.0, 0.4, 0.3]


def test_an_age_that_no_cohort_has_completed_has_no_total() -> None:
    table = cohort_table([10], [[10, 4]], [1])
    for column in (table.total_rate, table.total_size, table.total_active, table.total_interval.high):
        assert np.isnan(column).tolist() == [False, True]


def test_more_active_than_there_are() -> None:
    with pytest.raises(ValueError, match="more are active"):
        cohort_table([10], [[11]], [1])
    assert np.isnan(cohort_table([10], [[11]], [0]).rate).all()


def test_nobody() -> None:
    counts = cohort_counts([], [], 5)
    assert counts.size.size == 0
    assert cohort_table(counts.size, counts.active, counts.observed).rate.shape == (0, 0)


@settings(deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_and_repeated_rows_change_nothing(rows: list[tuple[int, int]], random: object) -> None:
    shuffled = [*rows, *rows[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = cohort_counts([who for who, _ in rows], [when for _, when in rows], 7)
    other = cohort_counts([who for who, _ in shuffled], [when for _, when in shuffled], 7)
    np.testing.assert_array_equal(one.active, other.active)
    np.testing.assert_array_equal(one.size, other.size)


@settings(deadline=None)
@given(EVENTS)
def test_counts_are_those_of_a_plain_loop(rows: list[tuple[int, int]]) -> None:
    seen: dict[int, set[int]] = {}
    for who, when in rows:
        if when <= 7:
            seen.setdefault(who, set()).add(when)
    counts = cohort_counts([who for who, _ in rows], [when for _, when in rows], 7)
    for row, cohort in enumerate(counts.cohort.tolist()):
        members = [periods for periods in seen.values() if min(periods) == cohort]
        assert counts.size[row] == len(members)
        for age in range(int(counts.observed[row])):
            assert counts.active[row, age] == sum(cohort + age in periods for periods in members)
    assert counts.size.sum() == len(seen)
    table = cohort_table(counts.size, counts.active, counts.observed)
    assert np.all(table.rate[:, :1] == 1)
