"""Restated: the figure at the close of its period, as the first extract after it had it, beside the figure now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from polso.access.viewer import OWNER
from polso.answers.restated import restated
from polso.commands.ask import ask
from polso.commands.progress import silent
from polso.commands.session import Session
from tests.support.office import Office, deal


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 6, tzinfo=UTC)


@pytest.fixture
def told_late(office: Office) -> Office:
    june = {"created_on": date(2026, 6, 1), "closed_on": date(2026, 6, 20)}
    office.load({"opportunity": [deal(1, amount=100, **june), deal(2, amount=50, owner_id="r2", **june)]}, at(6, 25))
    office.load({"rep": [{"rep_id": "r9", "name": "Nina"}]}, at(7, 1))
    office.load({"opportunity": [deal(1, amount=120, **june)]}, at(7, 3))
    office.load({"opportunity": [deal(3, amount=30, owner_id="r3", **june)]}, at(8, 3))
    return office


def test_the_first_extract_that_covers_the_end_is_the_close(told_late: Office) -> None:
    answers = told_late.answers("net_revenue", period="2026-06", by=("rep",))
    found = dict(
        zip((one.group.keys for one in answers), restated(told_late.door, answers, OWNER, told_late.today), strict=True)
    )
    close = at(7, 3).replace(tzinfo=None)
    assert {key: (one.known_then, one.known_then_at, one.restated) for key, one in found.items()} == {
        ("r1",): (Decimal(120), close, Decimal(0)),
        ("r2",): (Decimal(50), close, Decimal(0)),
        ("r3",): (Decimal(0), close, Decimal(30)),
        (): (Decimal(170), close, Decimal(30)),
    }


def test_a_period_that_is_not_over_has_none(told_late: Office) -> None:
    answers = told_late.answers("net_revenue", period="2026-11")
    (one,) = restated(told_late.door, answers, OWNER, told_late.today)
    assert (one.known_then, one.known_then_at, one.restated) == (None, None, None)


def test_without_a_later_extract_the_end_itself_is_the_close(told_late: Office) -> None:
    answers = told_late.answers("net_revenue", period="2026-08")
    (one,) = restated(told_late.door, answers, OWNER, told_late.today)
    assert one.known_then_at == datetime.fromisoformat("2026-08-31T21:59:59.999999")


def test_the_command_says_it_in_every_form(told_late: Office) -> None:
    session = Session(told_late.workspace, told_late.door, now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC))
    asked: dict[str, Any] = {"metrics": ["net_revenue"], "period": "2026-06", "restated": True}
    (row,) = ask(session, asked | {"format": "json"}, silent)["answers"]
    assert (row["value"], row["known_then"], row["known_then_at"], row["restated"]) == (
        "200.00",
        "170.00",
        "2026-07-03T06:00:00Z",
        "30.00",
    )
    assert (
        ask(session, asked | {"format": "csv"}, silent)["csv"]
        .splitlines()[0]
        .endswith("known_then,known_then_at,restated")
    )
    (section,) = ask(session, asked | {"format": "table", "language": "en"}, silent)["table"]["sections"]
    assert "+€30.00" in section["lines"][0]["cells"]
    (plain,) = ask(session, asked | {"format": "json", "restated": False}, silent)["answers"]
    assert "restated" not in plain
