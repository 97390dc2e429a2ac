"""Activities of two CRMs: their counts equal a query over the raw files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from polso.base.company import Company
from polso.intake.importing import import_files
from tests.support.data import real_data
from tests.support.office import Office


def _raw(name: str) -> Path:
    return real_data() / "exports" / name


@pytest.fixture(scope="module")
def salesforce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Events and tasks as Salesforce keeps them, with no mapping written by hand."""
    office = Office(tmp_path_factory.mktemp("salesforce"), Company(name="Salesforce"))
    for name in ("sf_event_data", "sf_task_data"):
        report = import_files(office.workspace, [_raw(f"salesforce/{name}.csv")], as_table="activity")
        assert not report.questions
    yield office
    office.close()


@pytest.mark.parametrize(
    ("metric", "kind"), [("calls_made", "Call"), ("meetings_scheduled", "Meeting"), ("outreach_count:calls", "Call")]
)
def test_events_of_salesforce(salesforce: Office, metric: str, kind: str) -> None:
    row = duckdb.execute(
        "select count(*) from read_csv(?, all_varchar = true) where type = ? and is_deleted = 'FALSE'"
        " and start_date_time[:7] = '2019-11'",
        [str(_raw("salesforce/sf_event_data.csv")), kind],
    ).fetchone()
    assert row is not None
    assert row[0] > 0
    assert salesforce.one(metric, period="2019-11").value == row[0]


def test_what_was_never_logged_is_not_zero(salesforce: Office) -> None:
    """No demo and no event of that kind is in the files: nothing is said of them."""
    for metric, flag in (("demos_held", "no_demos"), ("networking_events", "no_events")):
        answer = salesforce.one(metric, period="2019-11")
        assert (answer.value, answer.flags) == (None, (flag,))


@pytest.fixture(scope="module")
def hubspot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The meetings of HubSpot's connector, which keeps the kind in another table, with their kind beside them."""
    folder = tmp_path_factory.mktemp("hubspot")
    office = Office(folder, Company(name="HubSpot"))
    file = folder / "meetings.csv"
    duckdb.execute(
        f"copy (select engagement_id, 'MEETING' as type, start_time, end_time"
        f" from read_csv('{_raw('hubspot/engagement_meeting_data.csv')}', all_varchar = true)) to '{file}'"
    )
    assert not import_files(office.workspace, [file], as_table="activity").questions
    yield office
    office.close()


def test_meetings_of_hubspot_by_month(hubspot: Office) -> None:
    rows = duckdb.execute(
        "select strftime(timezone('Europe/Rome', (start_time || '+00')::timestamptz), '%Y-%m') as month, count(*)"
        " from read_csv(?, all_varchar = true) where start_time is not null group by month order by count(*) desc"
        " limit 3",
        [str(_raw("hubspot/engagement_meeting_data.csv"))],
    ).fetchall()
    assert rows
    found: dict[str, Any] = {month: hubspot.one("meetings_scheduled", period=month) for month, _ in rows}
    assert {month: answer.value for month, answer in found.items()} == dict(rows)
    assert all("no_booking_day" in answer.flags for answer in found.values())
