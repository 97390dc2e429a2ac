"""Backup and restore: what comes back is what was there, and nothing half."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.store.copies.archive import write_archive
from polso.store.copies.backup import back_up
from polso.store.copies.facts import TableFacts
from polso.store.copies.manifest import Manifest
from polso.store.copies.restore import restore
from polso.store.workspace import Workspace
from tests.support.office import LATER, Office, deal, order
from tests.support.state import state_of

NOW = LATER + timedelta(hours=1)


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


@pytest.fixture
def filled(office: Office) -> Office:
    office.load({"opportunity": [deal(n, amount=100 + n) for n in range(20)]}, datetime(2026, 3, 1, tzinfo=UTC))
    office.load({"opportunity": [deal(1, amount=7, status="lost")]}, datetime(2026, 3, 8, tzinfo=UTC))
    office.load({"sales_order": [order(n, date(2026, 2, 1), 3) for n in range(5)]})
    return office


def test_a_restored_workspace_is_the_same(filled: Office, tmp_path: Path) -> None:
    file, folder = tmp_path / "copy.zip", tmp_path / "again"
    made = back_up(filled.workspace, file, NOW, silent)
    assert made.tables["opportunity"].rows == 21
    assert made.tables["sales_order"].sums["net_amount"] == "15.0000"
    done = restore(file, folder, NOW, silent)
    assert done.manifest == made
    assert done.aside is None
    with Workspace.open(folder, NOW) as again:
        assert state_of(again) == state_of(filled.workspace)
        assert {one.name for one in (folder / "files").iterdir()} == {
            one.name for one in (filled.workspace.path / "files").iterdir()
        }
    assert [one.name for one in tmp_path.iterdir() if ".restoring-" in one.name or one.suffix == ".part"] == []


def test_a_copy_is_never_overwritten(filled: Office, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(b"precious")
    with pytest.raises(UserError) as caught:
        back_up(filled.workspace, file, NOW, silent)
    assert caught.value.code == "copy_exists"
    assert file.read_bytes() == b"precious"
    with pytest.raises(UserError) as caught:
        back_up(filled.workspace, tmp_path / "nowhere" / "copy.zip", NOW, silent)
    assert caught.value.code == "copy_folder_missing"


def test_what_an_open_import_has_not_committed_is_not_in_it(filled: Office, tmp_path: Path) -> None:
    before = state_of(filled.workspace)
    cursor = filled.workspace.cursor()
    with filled.workspace.transaction(cursor, commit=False):
        cursor.execute("DELETE FROM opportunity")
        back = threading.Thread(target=back_up, args=(filled.workspace, tmp_path / "copy.zip", NOW, silent))
        back.start()
        back.join(timeout=60)
        assert (tmp_path / "copy.zip").exists(), "a backup does not wait for the import"
    restore(tmp_path / "copy.zip", tmp_path / "again", NOW, silent)
    with Workspace.open(tmp_path / "again", NOW) as again:
        assert state_of(again) == before


def test_an_existing_workspace_stands_aside_only_when_told(filled: Office, tmp_path: Path) -> None:
    file, folder = tmp_path / "copy.zip", tmp_path / "old"
    back_up(filled.workspace, file, NOW, silent)
    Workspace.create(folder, filled.workspace.company, NOW).close()
    with pytest.raises(UserError) as caught:
        restore(file, folder, NOW, silent)
    assert caught.value.code == "restore_in_the_way"
    done = restore(file, folder, NOW, silent, replace=True)
    assert done.aside is not None
    with Workspace.open(done.aside, NOW) as old, Workspace.open(folder, NOW) as new:
        assert state_of(old)["opportunity"] == []
        assert state_of(new) == state_of(filled.workspace)


def test_a_workspace_in_use_is_not_replaced(filled: Office, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    back_up(filled.workspace, file, NOW, silent)
    with pytest.raises(UserError) as caught:
        restore(file, filled.workspace.path, NOW, silent, replace=True)
    assert caught.value.code == "workspace_in_use"
    assert filled.workspace.path.is_dir()


def _cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(bytes(content))


def _other(file: Path) -> None:
    file.write_text("Deal;Amount\n", encoding="utf-8")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "code"),
    [(_cut, "backup_damaged"), (_flip, "backup_damaged"), (_other, "not_a_backup"), (_empty, "not_a_backup")],
)
def test_a_damaged_backup_changes_nothing(
    filled: Office, tmp_path: Path, damage: Callable[[Path], None], code: str
) -> None:
    file, folder = tmp_path / "copy.zip", tmp_path / "again"
    back_up(filled.workspace, file, NOW, silent)
    damage(file)
    with pytest.raises(UserError) as caught:
        restore(file, folder, NOW, silent)
    assert caught.value.code == code
    assert not folder.exists()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("again")] == []


def _rewrite(file: Path, change: Callable[[dict[str, object]], None]) -> None:
    """The same archive with a manifest that says something else."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(held["manifest.json"])
    change(said)
    held["manifest.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def test_sums_that_differ_are_found(filled: Office, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    back_up(filled.workspace, file, NOW, silent)

    def change(said: dict[str, object]) -> None:
        tables = said["tables"]
        assert isinstance(tables, dict)
        tables["opportunity"]["sums"]["amount"] = "1.0000"

    _rewrite(file, change)
    with pytest.raises(UserError) as caught:
        restore(file, tmp_path / "again", NOW, silent)
    assert caught.value.code == "backup_damaged"
    assert caught.value.parameters["part"] == "opportunity"


def test_a_newer_backup_asks_for_a_newer_program(filled: Office, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    back_up(filled.workspace, file, NOW, silent)
    _rewrite(file, lambda said: said.update(schema_version=9999))
    with pytest.raises(UserError) as caught:
        restore(file, tmp_path / "again", NOW, silent)
    assert caught.value.code == "backup_newer"


def test_a_part_cannot_leave_its_folder(filled: Office, tmp_path: Path) -> None:
    del filled
    file, bait = tmp_path / "copy.zip", tmp_path / "bait"
    bait.write_text("bait", encoding="utf-8")
    manifest = write_archive(
        file,
        [("../bait-out", bait)],
        lambda parts: Manifest("polso-backup", NOW, 1, {"rep": TableFacts(0)}, parts),
        silent,
    )
    assert "../bait-out" in manifest.parts
    with pytest.raises(UserError) as caught:
        restore(file, tmp_path / "again", NOW, silent)
    assert caught.value.code == "backup_damaged"
    assert not (tmp_path / "bait-out").exists()
