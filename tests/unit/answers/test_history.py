"""A restless count is judged by the periods before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.office import Office

FIRST = date(2026, 6, 8)
"""A Monday; no holiday falls on a working day of the thirteen weeks from it on."""
HISTORY = (40, 75, 52, 90, 38, 61, 83, 47, 70, 44, 66, 54)


def _weeks(*likes: int) -> list[dict[str, Any]]:
    rows = [
        {"platform": "Instagram", "rep_or_brand": "x", "stat_date": FIRST + timedelta(weeks=week), "likes": count}
        for week, count in enumerate(likes)
    ]
    end = {"platform": "Instagram", "rep_or_brand": "x", "stat_date": FIRST + timedelta(weeks=13, days=-1), "likes": 0}
    return [*rows, end] if len(likes) == len(HISTORY) + 1 else rows


def test_restless_weeks_make_a_low_one_no_news(office: Office) -> None:
    """Variance 4.85 times the mean: 30 is p = 0.056 where Poisson would say 0.00005 (published vector T21)."""
    office.load({"social_stat": _weeks(*HISTORY, 30)})
    asked: dict[str, Any] = {"compare": "previous", "grain": "week"}
    found = office.ask("social_engagement", period="2026-08-31..2026-09-06", **asked)[-1]
    assert (found.value, found.previous) == (30, 54)
    assert found.distinguishable is False
    assert found.p_value == pytest.approx(0.056152, abs=1e-6)
    sixth = office.ask("social_engagement", period="2026-07-13..2026-07-19", **asked)[-1]
    assert (sixth.value, sixth.distinguishable) == (61, None)


def test_a_week_as_high_as_the_one_before_did_not_rise(office: Office) -> None:
    """120 is far above the mean of 60 and as far from 118 as nothing."""
    office.load({"social_stat": _weeks(*HISTORY[:-1], 118, 120)})
    found = office.ask("social_engagement", period="2026-08-31..2026-09-06", grain="week", compare="previous")[-1]
    assert found.distinguishable is False


def test_a_week_far_below_all_before_it_fell(office: Office) -> None:
    office.load({"social_stat": _weeks(*HISTORY, 3)})
    found = office.ask("social_engagement", period="2026-08-31..2026-09-06", grain="week", compare="previous")[-1]
    assert found.distinguishable is True
