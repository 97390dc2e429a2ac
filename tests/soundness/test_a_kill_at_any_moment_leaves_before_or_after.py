"""`kill -9` in undo, backup, restore, export, reading an export and migration: as before or as after, never between.

Imports have a file of their own. `POLSO_LONG=N` kills N times each.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.store.layout import Layout
from polso.store.migration import open_migrated, published_migrations
from polso.store.workspace import Workspace
from tests.support.command import polso, start
from tests.support.state import state_of

MOMENTS = int(os.environ.get("POLSO_LONG", "2"))
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = "Id,Owner,Stage,Amount,Created Date,Close Date"
ROWS = 3000
LOADED = 0.35
"""Share of a run in which only the program is loaded: kills come after it."""


def deals(amount: int, rows: int = ROWS) -> str:
    lines = [
        f"D{n},{('Anna', 'Bruno')[n % 2]},Won,{amount}.00,2026-01-01,2026-01-{n % 28 + 1:02d}" for n in range(rows)
    ]
    return "\n".join([HEAD, *lines])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three imports, each of which changes every deal."""
    folder = tmp_path_factory.mktemp("kills")
    for number, amount in enumerate((10, 20, 30), 1):
        file = folder / f"week-{number}.csv"
        file.write_text(deals(amount), encoding="utf-8")
        done = polso(folder / "workspace", "import", file, "--extracted-at", f"2026-02-0{number}", "--json")
        assert done.code == 0, done.err
    return folder / "workspace"


@dataclass(frozen=True, slots=True)
class Trial:
    """A command on a workspace that was copied for it, and what can be seen of the copy afterwards."""

    command: Sequence[object]
    look: Callable[[], object]


def kill_at_moments(
    tmp_path: Path, prepare: Callable[[Path], Trial], *, before: object, after: object, seed: int
) -> None:
    """Run the command whole for its time, then kill it at random moments and compare what is left."""
    whole = prepare(tmp_path / "whole")
    started = time.monotonic()
    done = polso(tmp_path / "whole" / "workspace", *whole.command)
    taken = time.monotonic() - started
    assert done.code == 0, done.err
    assert whole.look() == after
    assert before != after
    chance = random.Random(seed)
    for moment in range(MOMENTS):
        folder = tmp_path / f"moment-{moment}"
        trial = prepare(folder)
        process = start(folder / "workspace", trial.command)
        time.sleep(chance.uniform(LOADED * taken, 1.05 * taken))
        process.kill()
        process.wait()
        assert trial.look() in (before, after), f"moment {moment}"
        shutil.rmtree(folder)


def facts_of(folder: Path) -> object:
    """Everything in the workspace but its clocks."""
    with Workspace.open(folder, NOW) as workspace:
        assert not [*folder.rglob("*.part")]
        return state_of(workspace, without=frozenset({"undone_at", "known_from", "known_to", "summary"}))


def test_undo(imported: Path, tmp_path: Path) -> None:
    def prepare(folder: Path) -> Trial:
        shutil.copytree(imported, folder / "workspace")
        return Trial(("undo", 2, "--json"), lambda: amounts(folder / "workspace"))

    kill_at_moments(tmp_path, prepare, before=[10, 20, 30], after=[10, 30], seed=1)


def amounts(folder: Path) -> list[int]:
    """The amount of the first deal in each of its versions, which all deals share."""
    with Workspace.open(folder, NOW) as workspace, workspace.cursor() as cursor:
        rows = cursor.execute(
            "SELECT amount, count(*) FROM opportunity WHERE known_to IS NULL OR known_from < known_to"
            " GROUP BY amount ORDER BY min(known_from)"
        ).fetchall()
        assert {count for _, count in rows} == {ROWS}
        spans = cursor.execute("SELECT count(DISTINCT opportunity_id) FROM deal").fetchone()
        assert spans == (ROWS,)
        return [int(amount) for amount, _ in rows]


def test_backup_and_export(imported: Path, tmp_path: Path) -> None:
    state = facts_of(imported)

    def prepare(folder: Path, command: str, name: str) -> Trial:
        shutil.copytree(imported, folder / "workspace")

        def look() -> object:
            assert facts_of(folder / "workspace") == state, "a copy never touches the workspace"
            made = folder / name
            if not made.exists() or (made.is_dir() and not (made / "manifest.json").exists()):
                return None
            again = folder / "again"
            reading = ("restore", made) if command == "backup" else ("import", made)
            done = polso(again, *reading, "--json")
            assert done.code == 0, done.err
            return facts_of(again) == state

        return Trial((command, folder / name, "--json"), look)

    kill_at_moments(
        tmp_path / "backup", lambda folder: prepare(folder, "backup", "copy.zip"), before=None, after=True, seed=2
    )
    kill_at_moments(
        tmp_path / "export", lambda folder: prepare(folder, "export", "all"), before=None, after=True, seed=3
    )


def test_restore_and_reading_an_export(imported: Path, tmp_path: Path) -> None:
    state = facts_of(imported)
    copy, everything = tmp_path / "copy.zip", tmp_path / "all"
    assert polso(imported, "backup", copy, "--json").code == 0
    assert polso(imported, "export", everything, "--json").code == 0
    empty = tmp_path / "empty"
    Workspace.create(empty, Company(), NOW).close()
    nothing = facts_of(empty)

    def restoring(folder: Path) -> Trial:
        folder.mkdir(parents=True)

        def look() -> object:
            place = folder / "workspace"
            return facts_of(place) == state if place.exists() else None

        return Trial(("restore", copy, "--json"), look)

    def reading(folder: Path) -> Trial:
        shutil.copytree(empty, folder / "workspace")

        def look() -> object:
            found = facts_of(folder / "workspace")
            if found == state:
                return True
            return None if held(found) == held(nothing) else different(held(found), held(nothing))

        return Trial(("import", everything, "--json"), look)

    kill_at_moments(tmp_path / "restore", restoring, before=None, after=True, seed=4)
    kill_at_moments(tmp_path / "reading", reading, before=None, after=True, seed=5)


def different(one: dict[str, int], two: dict[str, int]) -> str:
    return ", ".join(f"{name}: {one[name]} / {two[name]}" for name in one if one[name] != two[name])


def held(state: object) -> dict[str, int]:
    """Rows by table, without the journal of settings, which a reading that was taken back may have grown."""
    assert isinstance(state, dict)
    return {name: len(rows) for name, rows in state.items() if name != "setting_history"}


def test_migration(tmp_path: Path) -> None:
    first = tmp_path / "first"
    Workspace.create(first, Company(), NOW).close()
    Layout(first).facts.unlink()
    with open_migrated(Layout(first), published_migrations()[:2]) as connection:
        connection.execute(
            "INSERT INTO account (source_system, external_id, is_stub, batch_id, first_seen_at, known_from, account_id)"
            " SELECT 'files', 'a' || range, FALSE, 1, TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', 'a' || range"
            " FROM range(200000)"
        )
        connection.execute(
            "INSERT INTO batch VALUES"
            " (1, TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', FALSE, NULL, 200000, 0, 0, 0, '{}')"
        )

    def prepare(folder: Path) -> Trial:
        shutil.copytree(first, folder / "workspace")
        return Trial(("imports", "--json"), lambda: accounts(folder / "workspace"))

    expected = (len(published_migrations()), 200_000)
    # Looking opens the workspace, which takes a migration up again: whatever the moment, nothing may be missing then.
    whole = prepare(tmp_path / "whole")
    started = time.monotonic()
    assert polso(tmp_path / "whole" / "workspace", *whole.command).code == 0
    taken = time.monotonic() - started
    assert whole.look() == expected
    chance = random.Random(6)
    for moment in range(MOMENTS):
        folder = tmp_path / f"moment-{moment}"
        trial = prepare(folder)
        process = start(folder / "workspace", trial.command)
        time.sleep(chance.uniform(LOADED * taken, 1.05 * taken))
        process.kill()
        process.wait()
        assert trial.look() == expected, f"moment {moment}"
        shutil.rmtree(folder)


def accounts(folder: Path) -> tuple[int, int]:
    with Workspace.open(folder, NOW) as workspace, workspace.cursor() as cursor:
        version = cursor.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
        counted = cursor.execute("SELECT count(*) FROM account WHERE account_id IS NOT NULL").fetchone()
        assert version is not None
        assert counted is not None
        return int(version[0]), int(counted[0])
