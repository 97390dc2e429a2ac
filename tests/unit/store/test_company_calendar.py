"""Opening hours and days that files bring: they hold for working days, waiting times and the days of people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from polso.base.business_time import BusinessClock
from polso.base.company import Company
from polso.base.period import Period
from polso.intake.importing import import_files
from polso.intake.undoing import undo
from polso.store.workspace import Workspace

MARCH = Period.of_months(2026, 3)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace", Company(name="Prova"))


def give(workspace: Workspace, folder: Path, table: str, text: str) -> int:
    path = folder / f"{table}.csv"
    path.write_text(text)
    number = import_files(workspace, [path], as_table=table).batch
    assert number is not None
    return number


def is_working(workspace: Workspace, day: date) -> bool:
    with workspace.cursor() as cursor:
        row = cursor.execute("SELECT is_working FROM calendar_day WHERE day = ?", [day]).fetchone()
    assert row is not None
    assert row[0] == workspace.calendar.is_working(day)
    return bool(row[0])


def test_days_of_a_file_stand_above_weekdays_and_holidays(workspace: Workspace, tmp_path: Path) -> None:
    """March 2026 has 22 working days; one is closed, a Sunday and a Saturday are open: 23."""
    assert workspace.calendar.working_days(MARCH) == 22
    days = (
        "local_date,kind,open_min,close_min,label\n"
        "2026-03-19,closed,,,San Giuseppe\n2026-03-22,open,540,780,Fiera\n2026-03-28,open,,,Inventario\n"
        "2026-04-06,open,,,Pasquetta\n"
    )
    number = give(workspace, tmp_path, "calendar_exception", days)
    assert workspace.calendar.working_days(MARCH) == 23
    assert not is_working(workspace, date(2026, 3, 19))
    assert is_working(workspace, date(2026, 3, 22))
    assert is_working(workspace, date(2026, 4, 6)), "a public holiday"
    clock = BusinessClock.of(workspace.calendar)
    begins = workspace.calendar.start_of_day(date(2026, 3, 22))
    assert clock.minutes(begins, workspace.calendar.start_of_day(date(2026, 3, 23))) == 240
    with Workspace.open(_closed(workspace)) as again:
        assert again.calendar.working_days(MARCH) == 23
        undo(again, number, datetime.now(UTC))
        assert again.calendar.working_days(MARCH) == 22
        assert is_working(again, date(2026, 3, 19))


def _closed(workspace: Workspace) -> Path:
    workspace.close()
    return workspace.path


def test_opening_hours_of_a_file_stand_in_place_of_the_settings(workspace: Workspace, tmp_path: Path) -> None:
    """Tuesday to Saturday, with a break: 21 such days in March 2026."""
    rows = "".join(f"shop,{day},{begins}\n" for day in range(2, 7) for begins in ("540,780", "900,1140"))
    give(workspace, tmp_path, "calendar_hours", f"calendar_id,weekday,open_min,close_min\n{rows}")
    assert workspace.calendar.company.hours[1] == ((time(9), time(13)), (time(15), time(19)))
    assert workspace.calendar.working_days(MARCH) == 21
    assert not is_working(workspace, date(2026, 3, 2))


def test_of_several_calendars_none_is_the_companys(workspace: Workspace, tmp_path: Path) -> None:
    rows = "calendar_id,local_date,kind\nshop,2026-03-03,closed\nworkshop,2026-03-04,closed\n,2026-03-05,closed\n"
    give(workspace, tmp_path, "calendar_exception", rows)
    assert [day for day, _ in workspace.calendar.special] == [date(2026, 3, 5)]


def test_hours_that_are_none_leave_the_settings_as_they_are(workspace: Workspace, tmp_path: Path) -> None:
    rows = "shop,1,1500,1600\nshop,2,600,540\nshop,3,1439,1440\n"
    give(workspace, tmp_path, "calendar_hours", f"calendar_id,weekday,open_min,close_min\n{rows}")
    days = "local_date,kind,open_min,close_min\n2026-03-03,open,2000,3000\n"
    give(workspace, tmp_path, "calendar_exception", days)
    assert workspace.calendar.company.hours == Company().hours
    assert workspace.calendar.special == ((date(2026, 3, 3), Company().hours[1]),)
    with Workspace.open(_closed(workspace)) as again:
        assert again.calendar.working_days(MARCH) == 22
