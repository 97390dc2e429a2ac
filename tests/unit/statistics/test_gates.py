"""When the words "rose" and "fell" may be used."""

from __future__ import annotations

import numpy as np
import pytest

from polso.statistics.false_discovery import rejected
from polso.statistics.fisher import fisher
from polso.statistics.gates import (
    Verdict,
    as_optional,
    count_differs_from_history,
    counts_differ,
    judged_together,
    money_differs,
    rates_differ,
    samples_differ,
)

YES, NO, INSUFFICIENT = int(Verdict.YES), int(Verdict.NO), int(Verdict.INSUFFICIENT)


@pytest.mark.parametrize(
    ("size", "base", "falls_until", "rises_from"),
    [(10, 3, None, 8), (20, 6, 1, 13), (30, 9, 2, 17), (50, 15, 6, 25), (100, 30, 18, 44), (200, 60, 42, 79)],
)
def test_what_a_change_of_rate_takes(size: int, base: int, falls_until: int | None, rises_from: int) -> None:
    """What it takes to tell a change: from a base of 30 %, with equal numbers of deals."""
    now = np.arange(size + 1)
    verdicts = rates_differ(now, size, base, size)
    changed = now[verdicts == YES]
    assert changed[changed > base].min() == rises_from
    assert changed[changed < base].max(initial=-1) == (-1 if falls_until is None else falls_until)
    assert not np.any(verdicts == INSUFFICIENT)


def test_rates_need_five_in_each_period() -> None:
    assert rates_differ([4, 5, 5], [4, 5, 5], 0, [5, 4, 5]).tolist() == [INSUFFICIENT, INSUFFICIENT, YES]
    assert rates_differ(0, 0, 5, 10).tolist() == INSUFFICIENT


def test_counts_need_fifteen_in_total() -> None:
    assert counts_differ([1, 1, 7], [13, 14, 8]).tolist() == [INSUFFICIENT, YES, NO]
    assert counts_differ(0, 0).tolist() == INSUFFICIENT


def test_counts_are_judged_by_the_pace() -> None:
    """Ten in ten days against twenty-one in twenty-one is one pace; ten against sixty-three is not."""
    assert counts_differ(10, [21, 63], 10, 21).tolist() == [NO, YES]
    assert counts_differ(10, 21, 0, 21).tolist() == INSUFFICIENT


def test_a_history_needs_six_periods() -> None:
    nan = float("nan")
    assert count_differs_from_history(0, [5, 6, 4, 5, 6, nan]).tolist() == INSUFFICIENT
    assert count_differs_from_history(0, [5, 6, 4, 5, 6, 6]).tolist() == YES
    assert count_differs_from_history([5, 30], np.array([[5, 6, 4, 5, 6, 6, nan], [5, 6, 4, 5, 6, 6, 7]])).tolist() == [
        NO,
        YES,
    ]


def test_a_history_without_events_is_a_history() -> None:
    assert count_differs_from_history([0, 4], [[0] * 8, [0] * 8]).tolist() == [NO, YES]


def test_money_needs_ten_records_in_total() -> None:
    def of_equal_deals(now: int, before: int) -> int:
        return int(money_differs(now * 100, now * 1e4, now, before * 100, before * 1e4, before))

    assert of_equal_deals(8, 1) == INSUFFICIENT
    assert of_equal_deals(9, 1) == YES
    assert of_equal_deals(6, 5) == NO
    assert money_differs(0, 0, 10, 0, 0, 10).tolist() == INSUFFICIENT


def test_one_whale_is_not_a_rise() -> None:
    now, before = np.array([1000, 2000, 3000, 500, 1500, 20_000]), np.array([1000, 2000, 3000, 500, 1500])
    verdict = money_differs(now.sum(), (now**2).sum(), now.size, before.sum(), (before**2).sum(), before.size)
    assert int(verdict) == NO


def test_samples_need_ten_each() -> None:
    low, high = list(range(10)), list(range(100, 110))
    assert samples_differ(low, high) is Verdict.YES
    assert samples_differ(low, low) is Verdict.NO
    assert samples_differ(low[:9], high) is Verdict.INSUFFICIENT
    assert samples_differ([], high) is Verdict.INSUFFICIENT


def test_a_team_is_judged_together() -> None:
    """T16: of six reps against the rest, reps 1, 4 and 5 stand at q = 0.10; rep 6's 20 % does not."""
    k = np.array([2, 5, 8, 12, 15, 4])
    p = fisher(k, 20, 46 - k, 100).p
    assert rejected(p, 0.10).tolist() == [True, False, False, True, True, False]
    assert judged_together(np.ones(6), p).tolist() == [YES, NO, NO, YES, YES, NO]


def test_what_could_not_be_asked_does_not_count() -> None:
    nan = float("nan")
    assert judged_together([YES, INSUFFICIENT, YES], [0.08, 0.001, nan]).tolist() == [YES, INSUFFICIENT, YES]
    assert judged_together([YES, NO], [0.08, 0.5]).tolist() == [NO, NO]


def test_answers_carry_true_false_and_none() -> None:
    assert as_optional(np.array([[YES, NO], [INSUFFICIENT, YES]], dtype=np.int8)) == [True, False, None, True]
    assert rates_differ([5], [5], [0], [5]).dtype == np.int8
