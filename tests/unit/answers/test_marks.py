"""The mean mark beside the share of satisfied customers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from polso.answers.marks import mark_of, mark_request
from tests.support.office import Office


def answered(number: int, score: int, best: int = 5) -> dict[str, Any]:
    return {
        "response_id": f"R{number}",
        "account_id": f"a{number}",
        "responded_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "responded_on": date(2026, 3, 2),
        "score": score,
        "scale_min": 1,
        "scale_max": best,
    }


def said(office: Office) -> str:
    answers = office.answers("csat", period="2026-03")
    beside = mark_request(next(iter(answers)), answers.request)
    assert beside is not None
    found = mark_of(office.answers(*beside.metrics, period=beside.period), office.door.context(office.today).best_mark)
    return "" if found is None else found.words("it")


def test_the_mean_of_one_scale(office: Office) -> None:
    office.load({"survey_response": [answered(number, score) for number, score in enumerate((5, 4, 2, 4))]})
    assert office.one("csat", period="2026-03").value == 0.75
    assert said(office) == "media 3,8 su 5"


def test_of_several_scales_the_rescaled_mean(office: Office) -> None:
    """(4 − 1) ÷ 4 = 0.75 and (4 − 1) ÷ 9 = 0.33: a mean mark of 4 would say nothing."""
    office.load({"survey_response": [answered(1, 4), answered(2, 4, best=10)]})
    assert said(office) == "media 54 su 100 (scale diverse)"


def test_no_other_figure_has_a_mean_mark(office: Office) -> None:
    office.load({"survey_response": [answered(1, 4)]})
    answers = office.answers("csat:mean", period="2026-03")
    assert mark_request(next(iter(answers)), answers.request) is None
    assert office.one("csat", period="2026-03").period.start == date(2026, 3, 1)
