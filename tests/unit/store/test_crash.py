"""A program that is killed, or whose disk is full, in the middle of an import."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from polso.store.workspace import Workspace

MOMENTS = 8
ROWS = 20_000
LOAD = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from polso.store import derived
from polso.store.batches import load
from polso.store.staging import StagedTable
from polso.store.workspace import Workspace

folder, rows, mark = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
original = folder.parent / "rows.csv"


def prepare(context):
    number = context.register_file("rows.csv", original)
    context.cursor.execute(
        "CREATE TEMP TABLE staged AS SELECT range::INTEGER AS line, range::VARCHAR AS external_id, FALSE AS is_stub,"
        f" range::VARCHAR AS order_id, '{mark} ' || hash(range) AS channel, 'completed' AS status,"
        " CAST(range AS DECIMAL(18,4)) AS net_amount, NULL::TIMESTAMP AS ordered_at,"
        f" DATE '2026-01-01' + (range % 300)::INTEGER AS ordered_on FROM range({rows})"
    )
    provided = ("order_id", "channel", "status", "net_amount", "ordered_at", "ordered_on")
    return [StagedTable("sales_order", "files", number, "staged", provided)]
"""
KILLED = (
    LOAD
    + """
workspace = Workspace.open(folder)
print("ready", flush=True)
load(workspace, workspace.cursor(), prepare)
print("loaded", flush=True)
sys.stdin.read()
"""
)
FULL = (
    LOAD
    + """
import resource, signal
from polso.base.errors import UserError

limit, late = int(sys.argv[4]), sys.argv[5] == "late"
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def fill_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def prepare_then_fill(context):
    staged = prepare(context)
    fill_disk()
    return staged


workspace = Workspace.open(folder)
if not late:
    fill_disk()
try:
    load(workspace, workspace.cursor(), prepare_then_fill if late else prepare)
except UserError as error:
    print(error.code, workspace.cursor().execute("SELECT count(*) FROM batch").fetchall(), flush=True)
import os
os._exit(0)
"""
)


def state(folder: Path) -> tuple[Any, ...]:
    """Each table by count and a sum over its whole rows, and the originals that batches point to."""
    with Workspace.open(folder) as workspace:
        cursor = workspace.cursor()
        names = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        kept = {path.name for path in workspace.layout.originals.glob("*")}
        files = {sha256 for (sha256,) in cursor.execute("SELECT sha256 FROM batch_file").fetchall()}
        assert files <= kept
        assert not list(folder.rglob("*.part"))
        business = [name for name in names if name not in ("batch", "batch_file", "meta")]
        return tuple(
            cursor.execute(
                f'SELECT count(*), sum(hash(t::VARCHAR)) FROM (SELECT * EXCLUDE ({TIMES}) FROM "{name}") AS t'
                if name == "sales_order"
                else f'SELECT count(*), 0 FROM "{name}"'
            ).fetchone()
            for name in business
        )


TIMES = "first_seen_at, known_from, known_to"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds one import already."""
    from polso.base.company import Company

    folder = tmp_path_factory.mktemp("crash") / "workspace"
    Workspace.create(folder, Company()).close()
    (folder.parent / "rows.csv").write_text("first", encoding="utf-8")
    run_whole(folder, "first")
    return folder


def run_whole(folder: Path, mark: str) -> float:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(ROWS), mark],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "ready\nloaded\n"
    return time.monotonic() - started


def copy_of(loaded: Path, folder: Path) -> Path:
    shutil.copytree(loaded, folder / "workspace")
    (folder / "rows.csv").write_text("second", encoding="utf-8")
    return folder / "workspace"


def test_a_kill_leaves_the_data_as_before_or_as_after(loaded: Path, tmp_path: Path) -> None:
    before = state(loaded)
    whole = copy_of(loaded, tmp_path / "whole")
    run_whole(whole, "second")
    after = state(whole)
    assert before != after
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(copy_of(loaded, tmp_path / "timed")), str(ROWS), "second"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as timed:  # fmt: skip
        assert timed.stdout is not None
        assert timed.stdout.readline() == "ready\n"
        started = time.monotonic()
        assert timed.stdout.readline() == "loaded\n"
        duration = time.monotonic() - started
        timed.communicate("")
    chance = random.Random(8)
    for moment in range(MOMENTS):
        folder = copy_of(loaded, tmp_path / str(moment))
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder), str(ROWS), "second"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as killed:  # fmt: skip
            assert killed.stdout is not None
            assert killed.stdout.readline() == "ready\n"
            # Half of them near the end, where the transaction is written.
            time.sleep(duration * (chance.uniform(0.8, 1.3) if moment % 2 else chance.uniform(0.0, 1.0)))
            killed.kill()
        assert state(folder) in (before, after)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a full disk is made by a Linux limit on file sizes")
@pytest.mark.parametrize(("more", "moment"), [(0, "early"), (0, "late"), (200_000, "late")])
def test_a_full_disk_leaves_the_workspace_as_before(loaded: Path, tmp_path: Path, more: int, moment: str) -> None:
    folder = copy_of(loaded, tmp_path)
    (tmp_path / "rows.csv").write_text("second" * 100_000, encoding="utf-8")
    before, kept = state(folder), sorted(path.name for path in (folder / "files").iterdir())
    limit = 100_000 if moment == "early" else (folder / "facts.duckdb").stat().st_size + more
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), str(20 * ROWS), "second", str(limit), moment],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("disk_full [(1,)]\n", "")
    assert state(folder) == before
    assert sorted(path.name for path in (folder / "files").iterdir()) == kept
