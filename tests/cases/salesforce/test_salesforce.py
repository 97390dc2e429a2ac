"""Salesforce's objects as a connector lays them down, imported as they are, against the raw files read by `csv`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from tests.cases.stage_oracle import Seen, leakage
from tests.support.data import real_data
from tests.support.office import Office

NAMES = ("sf_opportunity_data", "sf_opportunity_history_data", "sf_event_data")
KEY = "sf_opportunity_data.csv:all_deleted"


def _path(name: str) -> Path:
    return real_data() / "exports" / "salesforce" / f"{name}.csv"


def _raw(name: str) -> list[dict[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, ImportReport]]:
    """All files, once it is said that deals are wanted of which every row is marked as deleted."""
    files = [_path(name) for name in NAMES]
    office = Office(tmp_path_factory.mktemp("salesforce"), Company(name="Salesforce"))
    report = import_files(office.workspace, files, answers={KEY: "take"})
    assert [one.question.recommended for one in report.answers if one.question] == ["take"]
    yield office, report
    office.close()


def _rows(office: Office, query: str) -> list[tuple[Any, ...]]:
    return office.workspace.cursor().execute(query).fetchall()


def _status(row: dict[str, str]) -> str:
    return "won" if row["is_won"] == "true" else "lost" if row["is_closed"] == "true" else "open"


def _deals() -> dict[str, Seen]:
    """By deal the open stages of its versions in the order of time, and the state of the last one."""
    deals: dict[str, Seen] = {}
    for row in sorted(_raw("sf_opportunity_history_data"), key=lambda row: row["_fivetran_start"]):
        deal = deals.setdefault(row["id"], Seen())
        deal.status = _status(row)
        if deal.status == "open":
            deal.stages.append(row["stage_name"])
    return deals


def test_every_deal_and_every_version_is_marked_as_deleted() -> None:
    for name in NAMES[:2]:
        assert {row["is_deleted"] for row in _raw(name)} == {"true"}


def test_deals_won_and_lost(loaded: tuple[Office, ImportReport]) -> None:
    current = [row for row in _raw("sf_opportunity_data") if row["_fivetran_active"] == "true"]
    expected = Counter(_status(row) for row in current)
    won, lost = (loaded[0].one(metric, period="2018-Q4").value for metric in ("deals_won", "deals_lost"))
    assert (won, lost) == (expected["won"], expected["lost"])
    amounts = [Decimal(row["amount"]) for row in current if row["amount"]]
    total = "SELECT count(amount), sum(amount) FROM opportunity WHERE NOT is_stub"
    assert _rows(loaded[0], total) == [(len(amounts), sum(amounts))]


def test_how_far_the_deals_came_and_where_they_were_lost(loaded: tuple[Office, ImportReport]) -> None:
    office, _ = loaded
    deals = _deals()
    expected = leakage(list(deals.values()), {})
    assert len(expected) == 1
    standing = dict(_rows(office, "SELECT opportunity_id, status FROM deal WHERE known_to IS NULL"))
    assert standing == {f"salesforce:{key}": deal.status for key, deal in deals.items()}
    for metric, place in (("funnel_reached", 0), ("funnel_leakage:count", 2)):
        found = office.by(metric, "stage", period="2019")
        assert {names[0]: one.value for names, one in found.items() if names} == {
            stage: one[place] for stage, one in expected.items()
        }
    leaked = office.by("funnel_leakage", "stage", period="2019")
    for stage, (_, resolved, lost) in expected.items():
        one = leaked[stage,]
        # Nobody knows from which stage the lost ones went: a share of none is no share.
        assert (one.numerator, one.denominator, resolved) == (lost, resolved, 0)
        assert one.value is None
        assert {"stage_order_observed", "no_denominator"} <= set(one.flags)


def test_every_version_is_an_event(loaded: tuple[Office, ImportReport]) -> None:
    fields = {"stage": "stage_name", "amount": "amount", "expected_close": "close_date", "owner": "owner_id"}
    versions = _raw("sf_opportunity_history_data")
    expected = {field: sum(bool(row[column]) for row in versions) for field, column in fields.items()}
    assert dict(_rows(loaded[0], "SELECT field, count(new) FROM opportunity_event GROUP BY field")) == expected


def test_minutes_and_owners_of_activities(loaded: tuple[Office, ImportReport]) -> None:
    source = "salesforce:"
    expected = sorted(
        (source + row["id"], int(row["duration_in_minutes"]), source + row["owner_id"]) for row in _raw("sf_event_data")
    )
    found = "SELECT activity_id, duration_min, rep_id FROM activity WHERE known_to IS NULL ORDER BY 1"
    assert _rows(loaded[0], found) == expected


def test_every_row_is_in_a_table_or_among_the_rejects(loaded: tuple[Office, ImportReport]) -> None:
    office, report = loaded
    for file in report.files:
        rejected = [row.line for row in file.rejected]
        kept = _rows(
            office,
            f"SELECT DISTINCT t.line FROM {file.table} t JOIN batch_file f USING (file_id)"
            f" WHERE f.name = '{file.file}' AND NOT t.is_stub",
        )
        name = file.file.removesuffix(".csv")
        assert sorted([*rejected, *(line for (line,) in kept)]) == list(range(2, len(_raw(name)) + 2)), name
