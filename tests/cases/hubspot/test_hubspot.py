"""HubSpot's tables as a connector lays them down, imported as they are, against the raw files read by `csv`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from tests.cases.stage_oracle import Seen, leakage
from tests.support.data import real_data
from tests.support.office import Office

NAMES = (
    *("deal_data", "deal_stage_data", "deal_pipeline_stage_data", "deal_property_history_data"),
    *(f"engagement_{kind}_data" for kind in ("call", "communication", "email", "meeting", "note", "task")),
)
KINDS = {"CALL": "call", "EMAIL": "email", "MEETING": "meeting", "COMMUNICATION": "social"}


def _path(name: str) -> Path:
    return real_data() / "exports" / "hubspot" / f"{name}.csv"


def _raw(name: str) -> list[dict[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, ImportReport]]:
    files = [_path(name) for name in NAMES]
    office = Office(tmp_path_factory.mktemp("hubspot"), Company(name="HubSpot"))
    report = import_files(office.workspace, files)
    assert not report.questions
    yield office, report
    office.close()


def _rows(office: Office, query: str) -> list[tuple[Any, ...]]:
    return office.workspace.cursor().execute(query).fetchall()


def _deals() -> tuple[list[Seen], dict[str, float]]:
    """The deals of the history with their stages by time, and the place of the open stages that the list gives."""
    listed = [row for row in _raw("deal_pipeline_stage_data") if row["_fivetran_deleted"] != "TRUE"]
    given = {row["stage_id"]: float(row["display_order"]) for row in listed if row["is_closed"] != "TRUE"}
    deals: dict[str, Seen] = {}
    for row in sorted(_raw("deal_stage_data"), key=lambda row: row["date_entered"]):
        deals.setdefault(row["deal_id"], Seen()).stages.append(row["value"])
    return list(deals.values()), given


def test_the_history_names_no_stage_and_no_deal_of_the_other_tables() -> None:
    """Why nothing is known of how these deals ended: the values were replaced differently in each table."""
    history = _raw("deal_stage_data")
    assert not {row["value"] for row in history} & {row["stage_id"] for row in _raw("deal_pipeline_stage_data")}
    assert not {row["deal_id"] for row in history} & {row["deal_id"] for row in _raw("deal_data")}
    assert not any(row["deal_pipeline_stage_id"] for row in _raw("deal_data"))


def test_how_far_the_deals_came_and_where_they_were_lost(loaded: tuple[Office, ImportReport]) -> None:
    office, _ = loaded
    expected = leakage(*_deals())
    assert sum(came for came, _, _ in expected.values()) == len(_raw("deal_stage_data"))
    reached = office.by("funnel_reached", "stage", period="2021-01")
    assert {names[0]: one.value for names, one in reached.items() if names} == {
        stage: came for stage, (came, _, _) in expected.items()
    }
    assert all("stage_order_observed" in one.flags for one in reached.values())
    counted = _rows(
        office,
        "SELECT split_part(stage_id, ':', -1), count(*) FILTER (WHERE outcome IN ('advanced', 'lost')),"
        " count(*) FILTER (WHERE outcome = 'lost') FROM stage_reach WHERE known_to IS NULL GROUP BY 1",
    )
    assert {stage: tuple(more) for stage, *more in counted} == {stage: one[1:] for stage, one in expected.items()}
    # None of them has ended as far as the files say: there is no share, and the reason is told.
    (leaked,) = office.ask("funnel_leakage", by=("stage",), period="2021-01")
    assert sum(resolved for _, resolved, _ in expected.values()) == 0
    assert (leaked.value, leaked.flags) == (None, ("no_losses_recorded",))


def test_each_stay_begins_when_the_history_says(loaded: tuple[Office, ImportReport]) -> None:
    stays = _rows(
        loaded[0],
        "SELECT t.opportunity_id, CAST(e.happened_at AS VARCHAR), t.days FROM stage_time t"
        " JOIN opportunity_event e USING (opportunity_id) WHERE t.known_to IS NULL",
    )
    assert sorted(stays) == sorted(
        (f"hubspot:{row['deal_id']}", f"{row['date_entered'][:10]} {row['date_entered'][11:]:0>8}", None)
        for row in _raw("deal_stage_data")
    )


def test_activities_by_kind(loaded: tuple[Office, ImportReport]) -> None:
    expected: Counter[str] = Counter()
    for name in NAMES[4:]:
        for row in _raw(name):
            kind = "MEETING" if "meeting" in name else row["type"] or "NOTE"
            expected[KINDS.get(kind, "other")] += 1
    assert dict(_rows(loaded[0], "SELECT kind, count(*) FROM activity GROUP BY kind")) == expected
    owners = {row["engagement_id"]: row["property_hubspot_owner_id"] for row in _raw("engagement_task_data")}
    found = _rows(loaded[0], "SELECT activity_id, rep_id FROM activity WHERE rep_id IS NOT NULL")
    assert dict(found) == {f"hubspot:{key}": f"hubspot:{owner}" for key, owner in owners.items()}


def test_every_row_is_in_a_table_or_among_the_rejects(loaded: tuple[Office, ImportReport]) -> None:
    office, report = loaded
    for file in report.files:
        name = file.file.removesuffix(".csv")
        rejected = [row.line for row in file.rejected]
        kept = _rows(
            office,
            f"SELECT DISTINCT t.line FROM {file.table} t JOIN batch_file f USING (file_id)"
            f" WHERE f.name = '{file.file}' AND NOT t.is_stub",
        )
        assert sorted([*rejected, *(line for (line,) in kept)]) == list(range(2, len(_raw(name)) + 2)), name
