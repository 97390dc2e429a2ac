"""What was open is frozen each night; what is learned or undone later is told from it and changes nothing in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from polso.answers.snapshots import differing, snapshots, take_snapshot
from tests.support.office import Office, deal

NIGHT = date(2026, 9, 14)


def at(day: int) -> datetime:
    return datetime(2026, 9, day, 6, tzinfo=UTC)


def open_deal(number: int, amount: int) -> dict[str, object]:
    return deal(
        number, status="open", amount=amount, owner_id=f"r{number % 2}", created_on=date(2026, 9, 1), closed_on=None
    )


def test_a_night_is_frozen_once_and_by_scope(office: Office) -> None:
    office.load({"opportunity": [open_deal(1, 100), open_deal(2, 250)]}, at(14))
    assert take_snapshot(office.workspace, office.door, at(15)) > 0
    frozen = {(one.metric_id, one.scope, one.key): one.value for one in snapshots(office.workspace)}
    assert frozen[("pipeline_value", "company", None)] == Decimal(350)
    assert frozen[("open_deals", "company", None)] == 2
    assert frozen[("pipeline_value", "rep", "r1")] == Decimal(100)
    assert {one.day for one in snapshots(office.workspace)} == {NIGHT}
    assert take_snapshot(office.workspace, office.door, at(15) + timedelta(hours=5)) == 0


def test_missed_nights_are_not_made_up(office: Office) -> None:
    office.load({"opportunity": [open_deal(1, 100)]}, at(14))
    take_snapshot(office.workspace, office.door, at(15))
    take_snapshot(office.workspace, office.door, at(19))
    assert {one.day for one in snapshots(office.workspace)} == {NIGHT, date(2026, 9, 18)}


def test_what_is_learned_later_makes_no_difference_and_another_past_is_told(office: Office) -> None:
    office.load({"opportunity": [open_deal(1, 100)]}, at(13))
    office.load({"opportunity": [open_deal(1, 130)]}, at(14))
    take_snapshot(office.workspace, office.door, at(15))
    office.load({"opportunity": [open_deal(1, 90), open_deal(3, 10)]}, at(16))
    assert differing(office.workspace, office.door, office.today) == []
    with office.workspace.cursor() as cursor, office.workspace.transaction(cursor):
        cursor.execute("UPDATE deal_span SET amount = 100 WHERE amount = 130")
    found = differing(office.workspace, office.door, office.today)
    told = {(one.snapshot.scope, one.snapshot.key): (one.snapshot.value, one.answered) for one in found}
    assert told == dict.fromkeys([("company", None), ("rep", "r1"), ("team", None)], (Decimal(130), Decimal(100)))
    assert {one.value for one in snapshots(office.workspace) if one.metric_id == "pipeline_value"} >= {Decimal(130)}
