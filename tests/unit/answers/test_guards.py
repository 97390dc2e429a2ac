"""Shares that must be reached in the same period and scope for a figure to be trusted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.office import Office


def _calls(name: str, rep: str, monday: date, hours: int) -> list[dict[str, Any]]:
    """Calls of one hour and as many of internal work, on each of the five days from `monday` on."""
    rows = []
    for number in range(hours):
        day = monday + timedelta(days=number % 5)
        starts = datetime(day.year, day.month, day.day, 8 + number // 5, tzinfo=UTC)
        rows.append(
            {
                "activity_id": f"{name}{number}",
                "kind": "call" if number % 2 == 0 else "admin",
                "status": "done",
                "rep_id": rep,
                "starts_at": starts,
                "starts_on": day,
                "done_at": starts,
                "done_on": day,
                "duration_min": 60,
            }
        )
    return rows


def test_the_share_of_selling_is_given_where_enough_of_that_week_is_logged(office: Office) -> None:
    """Of the 40 hours of a week 30 are logged in the first and 20 in the second: 75 % and 50 %."""
    first, second = date(2026, 3, 2), date(2026, 3, 9)
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": "Anna"}],
            "activity": [*_calls("a", "r1", first, 30), *_calls("b", "r1", second, 20)],
        }
    )
    asked: dict[str, Any] = {"grain": "week", "compare": "none", "period": "2026-03-02..2026-03-15"}
    covered = office.ask("log_coverage", **asked)
    assert [one.value for one in covered] == [0.75, 0.5]
    enough, little = office.ask("sales_activity_time:selling_share", **asked)
    assert (enough.value, "low_log_coverage" in enough.flags) == (0.5, False)
    assert (little.value, "low_log_coverage" in little.flags) == (None, True)


def test_few_answers_are_said_in_the_month_that_has_few(office: Office) -> None:
    """One of ten sent in March was answered, two of ten in April."""

    def sent(month: int, number: int, answered: bool) -> dict[str, Any]:
        day = date(2026, month, 2)
        row = {"response_id": f"{month}-{number}", "survey": "csat", "account_id": f"a{number}", "sent_on": day}
        return row | ({"responded_on": day, "score": 5, "scale_min": 1, "scale_max": 5} if answered else {})

    rows = [sent(month, number, number < answers) for month, answers in ((3, 1), (4, 2)) for number in range(10)]
    office.load({"survey_response": rows})
    asked: dict[str, Any] = {"grain": "month", "compare": "none", "period": "2026-03..2026-04"}
    march, april = office.ask("csat", **asked)
    assert (march.value, "nonresponse" in march.flags) == (1.0, True)
    assert (april.value, "nonresponse" in april.flags) == (1.0, False)
    assert "nonresponse" in office.ask("csat:mean", **asked)[0].flags
