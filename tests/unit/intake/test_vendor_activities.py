"""Activities, requests and stages as HubSpot and Salesforce export them, without a mapping: kinds, minutes, ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from tests.support.office import Office
from tests.unit.intake.cells import write_csv

CALL = "engagement_id,property_hs_createdate,property_hs_timestamp,type,property_hs_call_duration"
CALL += ",property_hs_call_direction,property_hs_call_status,property_hubspot_owner_id"
EMAIL = "engagement_id,property_hs_createdate,property_hs_timestamp,type,property_hs_email_direction"
MEETING = "engagement_id,property_hs_createdate,property_hs_timestamp,type,property_hs_meeting_start_time"
MEETING += ",property_hs_meeting_end_time,property_hs_meeting_outcome"
TICKET = "id,is_deleted,property_createdate,property_first_agent_reply_date,property_hs_pipeline"
TICKET += ",property_hs_pipeline_stage,property_source_type"
TASK = "Id,TaskSubtype,Status,ActivityDate,WhoId,WhatId,CallDurationInSeconds,CallType,OwnerId"
EVENT = "Id,StartDateTime,EndDateTime,EventSubtype,WhoId,WhatId,DurationInMinutes,Type"
CASE = "Id,CaseNumber,Origin,CreatedDate,Status,AccountId"
DEAL = "Id,Name,StageName,CloseDate,CreatedDate,Amount,IsWon,IsClosed"
STAGE = "Id,MasterLabel,ApiName,SortOrder,IsClosed,IsWon"
FIELD = "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate"
DAY = "2026-03-02 09:00:00"


def _hubspot(folder: Path) -> list[Path]:
    out, later = "OUTBOUND COMPLETED 7", "2026-03-02 09:45:00"
    return [
        write_csv(
            folder / "calls.csv",
            CALL,
            [
                ["1", DAY, DAY, "CALL", "120000", *out.split()],
                ["2", DAY, DAY, "CALL", "89999", "INBOUND", "NO_ANSWER", "7"],
                ["3", DAY, DAY, "CALL", "", "", "", ""],
            ],
        ),
        write_csv(
            folder / "emails.csv",
            EMAIL,
            [["4", DAY, DAY, "EMAIL", "EMAIL"], ["5", DAY, DAY, "EMAIL", "INCOMING_EMAIL"]],
        ),
        write_csv(folder / "meetings.csv", MEETING, [["6", DAY, DAY, "MEETING", DAY, later, "COMPLETED"]]),
        write_csv(
            folder / "old_calls.csv",
            "engagement_id,duration_milliseconds,to_number,from_number,status",
            [["8", "600000", "1", "2", "COMPLETED"]],
        ),
        write_csv(
            folder / "engagements.csv",
            "id,type,portal_id,_fivetran_synced,owner_id,timestamp",
            [["8", "CALL", "1", DAY, "9", DAY]],
        ),
        write_csv(
            folder / "tickets.csv",
            TICKET,
            [["t1", "false", DAY, later, "p", "s", "PHONE"], ["t2", "false", DAY, "", "p", "s", "EMAIL"]],
        ),
    ]


def _salesforce(folder: Path) -> list[Path]:
    day = "2026-03-02"
    ways = {
        "won": ["Contatto", "Offerta", "Trattativa", "Vinta"],
        "back": ["Contatto", "Offerta", "Contatto", "Persa"],
        "skip": ["Contatto", "Trattativa", "Persa"],
        "open": ["Contatto", "Offerta"],
        "first": ["Contatto", "Persa"],
    }
    deals = [
        [name, name, way[-1], "2026-03-20", "2026-03-01T08:00:00Z", "100", *_flags(way[-1])]
        for name, way in ways.items()
    ]
    moves = [
        [f"{name}{place}", name, "StageName", before, after, f"2026-03-{place + 2:02}T09:00:00Z"]
        for name, way in ways.items()
        for place, (before, after) in enumerate(pairwise(way))
    ]
    moves.append(["x", "won", "Description", "a", "b", "2026-03-02T09:00:00Z"])
    stages = [
        ["s1", "Contatto", "Contatto", "1", "false", "false"],
        ["s2", "Offerta", "Offerta", "2", "false", "false"],
        ["s3", "Trattativa", "Trattativa", "3", "false", "false"],
        ["s4", "Vinta", "Vinta", "4", "true", "true"],
        ["s5", "Persa", "Persa", "5", "true", "false"],
    ]
    return [
        write_csv(folder / "deals.csv", DEAL, deals),
        write_csv(folder / "stages.csv", STAGE, stages),
        write_csv(folder / "moves.csv", FIELD, moves),
        write_csv(
            folder / "tasks.csv",
            TASK,
            [
                ["k1", "Call", "Completed", day, "", "won", "330", "Outbound", "u"],
                ["k2", "Email", "Completed", day, "", "", "", "", "u"],
                ["k3", "Task", "Not Started", day, "", "", "", "", "u"],
            ],
        ),
        write_csv(folder / "events.csv", EVENT, [["e1", DAY, DAY, "Event", "", "", "30", "Meeting"]]),
        write_csv(
            folder / "cases.csv", CASE, [["c1", "1", "Phone", DAY, "New", ""], ["c2", "2", "Web", DAY, "New", ""]]
        ),
    ]


def _flags(stage: str) -> tuple[str, str]:
    return ("true", "true") if stage == "Vinta" else ("false", "true" if stage == "Persa" else "false")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, ImportReport]]:
    folder = tmp_path_factory.mktemp("vendors")
    files = []
    for name, make in (("hubspot", _hubspot), ("salesforce", _salesforce)):
        (folder / name).mkdir()
        files += make(folder / name)
    office = Office(tmp_path_factory.mktemp("office"))
    report = import_files(office.workspace, files)
    assert not report.questions
    yield office, report
    office.close()


def _rows(office: Office, query: str) -> list[tuple[Any, ...]]:
    return office.workspace.cursor().execute(query).fetchall()


def test_activities_have_kind_direction_state_and_whole_minutes(both: tuple[Office, ImportReport]) -> None:
    found = _rows(
        both[0],
        "SELECT activity_id, kind, direction, status, duration_min, rep_id FROM activity WHERE known_to IS NULL"
        " ORDER BY ALL",
    )
    assert found == [
        ("hubspot:1", "call", "out", "done", 2, "hubspot:7"),
        ("hubspot:2", "call", "in", "no_show", 1, "hubspot:7"),
        ("hubspot:3", "call", None, "done", None, None),
        ("hubspot:4", "email", "out", "done", None, None),
        ("hubspot:5", "email", "in", "done", None, None),
        ("hubspot:6", "meeting", None, "done", 45, None),
        ("hubspot:8", "call", None, "done", 10, "hubspot:9"),
        ("salesforce:e1", "meeting", None, "done", 30, None),
        ("salesforce:k1", "call", "out", "done", 6, "salesforce:u"),
        ("salesforce:k2", "email", None, "done", None, "salesforce:u"),
        ("salesforce:k3", "other", None, "scheduled", None, "salesforce:u"),
    ]


def test_tickets_and_cases_are_requests(both: tuple[Office, ImportReport]) -> None:
    found = _rows(both[0], "SELECT inquiry_id, channel, first_response_on IS NOT NULL FROM inquiry ORDER BY 1")
    assert found == [
        ("hubspot:t1", "phone", True),
        ("hubspot:t2", "email", False),
        ("salesforce:c1", "phone", False),
        ("salesforce:c2", "form", False),
    ]


def test_changes_of_a_field_are_a_way_through_the_stages_that_the_list_of_stages_orders(
    both: tuple[Office, ImportReport],
) -> None:
    office, report = both
    moves = next(file for file in report.files if file.file == "moves.csv")
    assert [(row.column, row.reason) for row in moves.rejected] == [("Field", "not_a_record")]
    leaks = office.by("funnel_leakage", "stage", period="2026-03")
    found = {names[0]: (one.numerator, one.denominator, one.flags) for names, one in leaks.items() if names}
    # Contatto: 5 came, 1 lost there, 4 went on. Offerta: 4, 1 lost (it went back first), 1 open. Trattativa: 2, 1 lost.
    assert {name: one[:2] for name, one in found.items()} == {
        "Contatto": (1, 5),
        "Offerta": (1, 3),
        "Trattativa": (1, 2),
    }
    assert not any("stage_order_observed" in one[2] for one in found.values())
