"""What a killed backup, restore or export left goes with the next one to the same place; what is at work stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.cli.importing import _matches
from polso.store.copies.backup import back_up
from polso.store.copies.claim import claimed, lock_of, taken_over
from polso.store.copies.export import MARK, export
from polso.store.copies.export_checking import is_export
from polso.store.copies.export_reading import read_export
from polso.store.copies.restore import restore
from tests.support.office import LATER, Office, deal

NOW = LATER + timedelta(hours=1)
AT_WORK = """
import sys
from pathlib import Path
from polso.store.copies.claim import claimed
with claimed(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
EXPORTING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import polso.store.copies.export as module
from polso.store.workspace import Workspace
placed = module._place
def wait(file, target):
    part = placed(file, target)
    print("placed", flush=True)
    sys.stdin.read()
    return part
module._place = wait
now = datetime(2026, 11, 24, tzinfo=UTC)
module.export(Workspace.open(Path(sys.argv[1]), now), Path(sys.argv[2]), now, lambda *_: None)
"""


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


def running(script: str, *arguments: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.fixture
def filled(office: Office) -> Office:
    office.load({"opportunity": [deal(n, amount=100 + n) for n in range(3)]})
    return office


def test_a_lock_outlives_no_process(tmp_path: Path) -> None:
    lock = tmp_path / "one.lock"
    with taken_over(lock) as is_dead:
        assert not is_dead, "nobody was here"
    process = running(AT_WORK, lock)
    with taken_over(lock) as is_dead:
        assert not is_dead
    kill(process)
    with taken_over(lock) as is_dead:
        assert is_dead
        with taken_over(lock) as by_another:
            assert not by_another, "one alone sweeps"
    with pytest.raises(FileExistsError), claimed(lock):
        pass
    lock.unlink()
    with claimed(lock):
        assert lock.exists()
    assert not lock.exists()


@pytest.mark.parametrize("kind", ["backup", "restore"])
def test_only_the_dead_are_swept(filled: Office, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "places"
    place.mkdir()
    source = tmp_path / "source.zip"
    back_up(filled.workspace, source, NOW, silent)
    named = "copy[1].zip.{}.part" if kind == "backup" else "again[1].restoring-{}"
    dead, alive = place / named.format("0a0a0a0a"), place / named.format("1b1b1b1b")
    unmarked, own = place / named.format("2c2c2c2c"), place / named.format("notes")
    for left in (dead, alive, unmarked, own):
        if kind == "backup":
            left.write_bytes(b"PK")
        else:
            left.mkdir()
            (left / "facts.duckdb").write_bytes(b"half")
    lock_of(own).write_bytes(b"")
    kill(running(AT_WORK, lock_of(dead)))
    process = running(AT_WORK, lock_of(alive))
    try:
        if kind == "backup":
            back_up(filled.workspace, place / "copy[1].zip", NOW, silent)
        else:
            restore(source, place / "again[1]", NOW, silent)
        made = "copy[1].zip" if kind == "backup" else "again[1]"
        assert {one.name for one in place.iterdir()} == {
            made,
            alive.name,
            lock_of(alive).name,
            unmarked.name,
            own.name,
            lock_of(own).name,
        }
    finally:
        kill(process)


def test_an_export_cut_short_is_refused_and_then_written_anew(filled: Office, tmp_path: Path) -> None:
    folder, copied = tmp_path / "all", tmp_path / "workspace.zip"
    back_up(filled.workspace, copied, NOW, silent)
    other = tmp_path / "other"
    restore(copied, other, NOW, silent)
    process = running(EXPORTING, other, folder)
    with pytest.raises(UserError, match="folder_not_empty"):
        export(filled.workspace, folder, NOW, silent)
    kill(process)
    assert (folder / "tables").is_dir()
    assert not is_export(folder)
    for refused in (lambda: read_export(filled.workspace, folder, NOW, silent), lambda: _matches(folder)):
        with pytest.raises(UserError) as caught:
            refused()
        assert caught.value.code == "export_cut_short"
    (folder / "tables" / "own.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="folder_not_empty"):
        export(filled.workspace, folder, NOW, silent)
    assert (folder / MARK).exists()
    (folder / "tables" / "own.txt").unlink()
    export(filled.workspace, folder, NOW, silent)
    assert is_export(folder)
    assert not (folder / MARK).exists()


def test_a_whole_export_is_never_swept(filled: Office, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    export(filled.workspace, folder, NOW, silent)
    shutil.copy(folder / "manifest.json", folder / MARK)
    with pytest.raises(UserError, match="folder_not_empty"):
        export(filled.workspace, folder, NOW, silent)
    assert is_export(folder)
