"""Two clocks: each weekly export of a moving pipeline can be asked as it was known, whatever came later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.office import Office, deal

WEEKS = [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 9, 16)]
KNOWN = [datetime(2026, 3, day + 1) for day in (2, 9, 16)]  # noqa: DTZ001 - as of the end of the day, stored without zone


def open_deal(number: int, **changed: Any) -> dict[str, Any]:
    row = {"status": "open", "closed_on": None, "created_on": date(2026, 2, 1)} | changed
    return deal(number, **row)


EXPORTS: list[list[dict[str, Any]]] = [
    [open_deal(1, amount=1000), open_deal(2, amount=500), deal(3, closed_on=date(2026, 2, 27), amount=70)],
    [
        open_deal(1, amount=1500),
        deal(2, status="lost", closed_on=date(2026, 3, 5), created_on=date(2026, 2, 1), amount=500),
        deal(3, closed_on=date(2026, 2, 27), amount=70),
        open_deal(4, amount=20, created_on=date(2026, 3, 4)),
    ],
    [
        deal(1, closed_on=date(2026, 3, 12), created_on=date(2026, 2, 1), amount=1400),
        # reopened: its loss is gone as now known, and stays as known on the ninth
        open_deal(2, amount=450),
        deal(3, closed_on=date(2026, 2, 27), amount=75),
        open_deal(4, amount=30, created_on=date(2026, 3, 4)),
    ],
]


@pytest.fixture
def informed(office: Office) -> Office:
    for week, rows in zip(WEEKS, EXPORTS, strict=True):
        office.load({"opportunity": rows}, week)
    return office


@pytest.mark.parametrize("week", range(3))
def test_each_week_gives_what_its_own_file_says(informed: Office, week: int) -> None:
    rows, day = EXPORTS[week], WEEKS[week].date()
    still_open = [row for row in rows if row["status"] == "open"]
    closed = [row for row in rows if row["status"] in ("won", "lost")]
    won = [row for row in closed if row["status"] == "won"]
    asked: dict[str, Any] = {"as_of": KNOWN[week], "period": f"2026-01-01..{day.isoformat()}"}
    assert informed.one("pipeline_value", **asked).value == sum(row["amount"] for row in still_open)
    assert informed.one("open_deals", **asked).value == len(still_open)
    rate = informed.one("win_rate", **asked)
    assert (rate.numerator, rate.denominator) == (len(won), len(closed))
    assert informed.one("net_revenue", **asked).value == sum(row["amount"] for row in won)
    assert "inferred_history" not in rate.flags


def test_the_amounts_of_past_days_are_those_seen_on_them(informed: Office) -> None:
    values = [informed.one("pipeline_value", period=f"2026-01-01..{week.date().isoformat()}").value for week in WEEKS]
    # Deal 2 was lost on the fifth and open again on the sixteenth: on the ninth it was in nobody's pipeline.
    assert values == [1500, 1500 + 20, 480]


def test_before_the_first_import_history_is_put_together_without_looking_ahead(informed: Office) -> None:
    answer = informed.one("open_deals", as_of=datetime(2026, 2, 20), period="2026-02-01..2026-02-19")  # noqa: DTZ001
    assert answer.value == 3
    assert "inferred_history" in answer.flags
    value = informed.one("pipeline_value", as_of=datetime(2026, 2, 20), period="2026-02-01..2026-02-19")  # noqa: DTZ001
    assert (value.value, value.n) == (None, 3)


def test_the_same_rows_again_change_no_version(informed: Office) -> None:
    before = informed.one("pipeline_value", period="2026-03-16")
    informed.load({"opportunity": EXPORTS[-1]}, datetime(2026, 3, 20, tzinfo=UTC))
    with informed.workspace.cursor() as cursor:
        newest = cursor.execute("SELECT count(*) FROM opportunity WHERE batch_id = 4").fetchone()
    assert newest == (0,)
    assert informed.one("pipeline_value", period="2026-03-16").value == before.value


def test_a_name_learned_later_is_better_than_a_key(office: Office) -> None:
    office.load({"opportunity": [deal(1, owner_id="r1"), deal(2, owner_id="r2")]}, datetime(2026, 2, 5, tzinfo=UTC))
    office.load({"rep": [{"rep_id": "r1", "name": "Anna"}]}, datetime(2026, 3, 1, tzinfo=UTC))
    office.load({"rep": [{"rep_id": "r1", "name": "Anna Rossi"}]}, datetime(2026, 4, 1, tzinfo=UTC))
    then = office.by("deals_won", "rep", period="2026-01", as_of=KNOWN[0])
    assert {("Anna",), ("r2",)} <= then.keys()
    before = WEEKS[0].replace(tzinfo=None, month=2, day=10)
    assert ("Anna",) in office.by("deals_won", "rep", period="2026-01", as_of=before)
    assert ("Anna Rossi",) in office.by("deals_won", "rep", period="2026-01")
