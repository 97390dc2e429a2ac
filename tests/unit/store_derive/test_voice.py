"""What customers say and ask, and what social counters gained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

NOW = "2025-06-30T10:00:00"


def _counted(facts: Any, instant: str = "2026-01-01") -> list[Any]:
    return [row[0] for row in facts.at("survey_answer", instant, "response_id", "counts")]


def _answer(number: int, day: str, score: int = 4, **more: Any) -> dict[str, Any]:
    row = {"response_id": f"S{number}", "responded_at": day, "account_id": "a", "score": score}
    return {**row, "scale_min": 1, "scale_max": 5, **more}


def test_one_voice_in_thirty_days_the_last(facts: Any) -> None:
    facts.batch(NOW).put(
        "survey_response",
        _answer(1, "2025-01-01"),
        _answer(2, "2025-01-20"),
        _answer(3, "2025-02-10"),
        _answer(4, "2025-02-10", account_id="b"),
        _answer(5, "2025-02-11", survey="nps"),
        _answer(6, "2025-02-11", account_id=None),
        _answer(7, "2025-02-11", account_id=None),
    ).derive()
    assert _counted(facts) == ["S1", "S3", "S4", "S5", "S6", "S7"]


def test_a_later_answer_replaces_an_earlier_one_from_when_it_is_known(facts: Any) -> None:
    facts.batch("2025-01-10T08:00:00").put("survey_response", _answer(1, "2025-01-05"))
    facts.batch("2025-02-10T08:00:00").put("survey_response", _answer(2, "2025-01-25")).derive()
    assert _counted(facts, "2025-01-20") == ["S1"]
    assert _counted(facts, "2025-03-01") == ["S2"]


def test_marks_outside_of_their_scale_are_unknown(facts: Any) -> None:
    facts.batch(NOW).put(
        "survey_response",
        _answer(1, "2025-01-01", 9),
        _answer(2, "2025-03-01", 4),
        _answer(3, "2025-05-01", 4, scale_max=None),
    ).derive()
    assert facts.ask("select satisfied, rescaled from survey_answer where known_to is null order by response_id") == [
        (None, None),
        (True, Decimal("0.7500")),
        (None, None),
    ]


def _request(number: int, response: str | None, **more: Any) -> dict[str, Any]:
    row = {"inquiry_id": f"I{number}", "channel": "chat", "received_at": "2025-03-10T09:00:00"}
    return {**row, "first_response_at": response, **more}


def test_only_a_person_ends_the_wait(facts: Any) -> None:
    facts.batch(NOW).put("rep", {"rep_id": "robot", "kind": "bot"}, {"rep_id": "r1"})
    facts.put(
        "inquiry",
        _request(1, "2025-03-10T09:30:00", first_response_by="r1"),
        _request(2, "2025-03-10T09:01:00", first_response_is_auto=True),
        _request(3, "2025-03-10T09:01:00", first_response_by="robot"),
        _request(4, None),
        _request(5, "2025-03-10T08:00:00"),
        _request(7, None, abandoned_at="2025-03-10T09:05:00"),
        _request(8, "2025-03-10T09:06:00", abandoned_at="2025-03-10T09:05:00"),
        {"inquiry_id": "I6", "received_at": "2025-03-10", "first_response_at": "2025-03-10T09:30:00"},
    ).derive()
    assert facts.ask(
        "select inquiry_id, minutes, ended_as, begun is null from inquiry_response where known_to is null order by 1"
    ) == [
        ("I1", 30, "answered", False),
        ("I2", None, None, False),
        ("I3", None, None, False),
        ("I4", None, None, False),
        ("I5", None, "answered", True),
        ("I6", None, "answered", True),
        ("I7", 5, "abandoned", False),
        ("I8", 5, "abandoned", False),
    ]


def _post(day: int, likes: int, **more: Any) -> dict[str, Any]:
    row = {"platform": "ig", "post_id": "p", "stat_date": date(2025, 3, day), "likes": likes, "is_cumulative": True}
    return {**row, **more}


def test_running_totals_become_what_each_day_added(facts: Any) -> None:
    facts.batch(NOW).put("rep", {"rep_id": "r1", "name": "Anna Neri"}).put(
        "social_stat",
        _post(1, 10),
        _post(2, 30, comments=2, impressions=5),
        _post(5, 7),
        _post(5, 4, post_id="new", rep_or_brand="anna neri"),
        _post(6, 3, platform="in", is_cumulative=False),
    ).derive()
    assert facts.ask("select day, channel, post_id, rep_id, gained from social_gain order by all") == [
        (date(2025, 3, 2), "ig", "p", None, 22),
        (date(2025, 3, 5), "ig", "new", "r1", 4),
        (date(2025, 3, 5), "ig", "p", None, 7),
        (date(2025, 3, 6), "in", "p", None, 3),
    ]
