from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.base.errors import NotFoundError, UserError
from polso.store.holder import announce_server, announced, find_server
from polso.store.instants import stored
from polso.store.setting_history import setting_changes
from polso.store.workspace import Workspace

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_what_is_created_can_be_opened(tmp_path: Path) -> None:
    company = Company(name="Forge", timezone="Europe/London", language="en", holidays_country="GB")
    folder = tmp_path / "a" / "workspace"
    with Workspace.create(folder, company, NOW) as workspace:
        version = workspace.data_version
    with Workspace.open(folder, NOW) as workspace:
        assert (workspace.company, workspace.path, workspace.data_version) == (company, folder, version)
        assert not workspace.calendar.is_working(date(2026, 12, 25))
        assert workspace.calendar.is_working(date(2026, 4, 25 - 1))
    assert sorted(path.name for path in folder.iterdir()) == ["facts.duckdb", "polso.toml", "temp"]


def test_a_workspace_is_not_made_over_something(new_workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="workspace_exists"):
        Workspace.create(new_workspace, Company())
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UserError, match="folder_not_empty"):
        Workspace.create(tmp_path, Company())
    with pytest.raises(UserError, match="setting_not_timezone"):
        Workspace.create(tmp_path / "new", Company(timezone="Rome"))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_is_no_whole_workspace(workspace: Workspace, load_rows: Any, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="workspace_not_found"):
        Workspace.open(tmp_path / "nowhere")
    load_rows([{"id": "a", "account_id": "a"}], NOW)
    workspace.close()
    settings, facts = workspace.layout.settings, workspace.layout.facts
    settings.rename(tmp_path / "aside.toml")
    with pytest.raises(UserError, match="settings_missing"):
        Workspace.open(workspace.path)
    (tmp_path / "aside.toml").rename(settings)
    facts.unlink()
    with pytest.raises(UserError, match="facts_missing"):
        Workspace.open(workspace.path)
    facts.write_bytes(b"no database at all" * 1000)
    with pytest.raises(UserError, match="not_a_database"):
        Workspace.open(workspace.path)


def test_an_interrupted_creation_is_finished(tmp_path: Path) -> None:
    (tmp_path / "polso.toml").write_text('[company]\nname = "A"\n', encoding="utf-8")
    with Workspace.open(tmp_path, NOW) as workspace:
        assert workspace.cursor().execute("SELECT count(*) FROM batch").fetchall() == [(0,)]


HOLD = """
import sys
from pathlib import Path
from polso.store.workspace import Workspace
with Workspace.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_holds_the_workspace(new_workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(new_workspace, folder)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(UserError) as caught:
            Workspace.open(folder)
        assert (caught.value.code, caught.value.parameters["pid"]) == ("workspace_in_use", str(other.pid))
        assert (folder / ".holder.json").exists()
        other.communicate("")
    with Workspace.open(folder):
        pass


def test_a_second_opening_in_one_process_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError) as caught:
        Workspace.open(workspace.path)
    assert (caught.value.code, caught.value.parameters["pid"]) == ("workspace_in_use", str(os.getpid()))
    assert workspace.cursor().execute("SELECT 1").fetchall() == [(1,)]


def test_a_cursor_left_open_does_not_hold_the_workspace(workspace: Workspace) -> None:
    left = workspace.cursor()
    workspace.close()
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.cursor().execute("SELECT 1").fetchall() == [(1,)]
    assert left is not None


def test_leftovers_are_cleaned_when_the_workspace_is_ours(workspace: Workspace) -> None:
    folder = workspace.path
    announce_server(folder, "127.0.0.1", 8765)
    workspace.close()
    for name in ("temp/batch-7/decoded.csv", "temp/x.csv", "files/abc.1234.part", "polso.toml.77.part"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("left", encoding="utf-8")
    with Workspace.open(folder):
        assert find_server(folder) is None
        left = [path.name for path in folder.rglob("*") if path.suffix in (".part", ".csv")]
        assert (left, list((folder / "temp").glob("batch-*"))) == ([], [])


def test_sorting_may_still_spill_after_the_cleaning(workspace: Workspace) -> None:
    assert workspace.cursor().execute("SELECT current_setting('temp_directory')").fetchall() == [
        (str(workspace.temporary / "spill"),)
    ]


def test_memory_is_bounded_alike_on_every_machine(workspace: Workspace) -> None:
    assert workspace.cursor().execute("SELECT current_setting('memory_limit')").fetchall() == [("953.6 MiB",)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('{folder}/polso.toml')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET autoinstall_known_extensions = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM glob('{folder}/*')",
    ],
)
def test_sql_reaches_nothing_outside(workspace: Workspace, statement: str) -> None:
    import duckdb

    with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
        workspace.cursor().execute(statement.format(folder=workspace.path))


def test_a_changed_setting_is_written_journaled_and_followed(workspace: Workspace) -> None:
    before = workspace.data_version
    done = workspace.change_settings({"company.name": "Forge", "hours.sat": ()}, NOW)
    assert [(change.key, change.old, change.new) for change in done.changes] == [
        ("company.name", '"Officina"', '"Forge"')
    ]
    assert (done.rebuilt, workspace.data_version, workspace.company.name) == (False, before + 1, "Forge")
    assert 'name = "Forge"' in workspace.layout.settings.read_text(encoding="utf-8")
    assert setting_changes(workspace.cursor())[-1] == done.changes[0]
    assert workspace.change_settings({"company.name": "Forge"}, NOW).changes == ()
    assert workspace.data_version == before + 1


def test_a_bad_setting_changes_nothing(workspace: Workspace) -> None:
    text, version = workspace.layout.settings.read_bytes(), workspace.data_version
    with pytest.raises(UserError, match="unknown_country") as caught:
        workspace.change_settings({"company.name": "Forge", "holidays.country": "XX"}, NOW)
    row = caught.value.place.row
    assert row is not None
    assert text.decode().splitlines()[row - 1] == 'country = "IT"'
    with pytest.raises(UserError, match="setting_not_currency"):
        workspace.change_settings({"company.currency": "euro"}, NOW)
    assert (workspace.layout.settings.read_bytes(), workspace.data_version) == (text, version)
    assert workspace.company.name == "Officina"


def test_what_a_person_edited_is_noticed_when_opening(workspace: Workspace) -> None:
    workspace.close()
    file = workspace.layout.settings
    text = file.read_text(encoding="utf-8").replace("fiscal_start = 1\n", "fiscal_start = 7\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    with Workspace.open(workspace.path, NOW) as again:
        assert again.company.fiscal_start == 7
        assert [(one.key, one.new) for one in setting_changes(again.cursor())][-1] == ("company.fiscal_start", "7")
        assert again.data_version == workspace.data_version + 1


def test_a_new_zone_moves_the_local_days(workspace: Workspace, load_rows: Any) -> None:
    late = stored(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    before, four = stored(datetime(2026, 7, 1, 3, 59, tzinfo=UTC)), stored(datetime(2026, 7, 1, 4, tzinfo=UTC))
    rows = [
        {"id": "1", "status": "open", "created_at": late, "created_on": date(2026, 2, 1)},
        {"id": "2", "status": "open", "created_at": None, "created_on": date(2026, 2, 1)},
        {"id": "3", "status": "open", "created_at": before, "created_on": date(2026, 7, 1)},
        {"id": "4", "status": "open", "created_at": four, "created_on": date(2026, 7, 1)},
    ]
    load_rows(rows, NOW, table="opportunity")
    done = workspace.change_settings({"company.timezone": "America/New_York"}, NOW)
    found = workspace.cursor().execute("SELECT created_on FROM opportunity ORDER BY external_id").fetchall()
    expected = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert ([day for (day,) in found], done.moved_days, done.rebuilt) == (expected, 2, True)


def test_the_token_is_the_owners_alone(workspace: Workspace) -> None:
    with announced(workspace.path, "127.0.0.1", 8765) as place:
        assert find_server(workspace.path) == place
        assert (place.url, place.pid) == ("http://127.0.0.1:8765", os.getpid())
        assert len(place.token()) > 32
        if os.name == "posix":
            assert stat.S_IMODE(workspace.layout.token.stat().st_mode) == 0o600
        token = place.token()
    assert find_server(workspace.path) is None
    assert announce_server(workspace.path, "::1", 1).token() == token
    assert json.loads(workspace.layout.serving.read_text(encoding="utf-8"))["port"] == 1


def test_a_broken_announcement_is_none(tmp_path: Path) -> None:
    (tmp_path / "serving.json").write_text('{"host": "127.0.0.1", "po', encoding="utf-8")
    assert find_server(tmp_path) is None


def test_writers_take_turns(workspace: Workspace) -> None:
    before, failures = workspace.data_version, []

    def write(number: int) -> None:
        try:
            with workspace.cursor() as cursor, workspace.transaction(cursor):
                cursor.execute("DELETE FROM holiday WHERE country = 'XX'")
                cursor.execute("INSERT INTO holiday VALUES ('XX', ?)", [date(2026, 1, number)])
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, workspace.data_version) == ([], before + 8)
    assert workspace.cursor().execute("SELECT count(*) FROM holiday WHERE country = 'XX'").fetchall() == [(1,)]
