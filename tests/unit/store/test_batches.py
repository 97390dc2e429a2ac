from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import InternalError, UserError
from polso.store.batch_context import BatchContext, Reject
from polso.store.batches import load
from polso.store.imports import imported_batches, rejects_of, seen_before
from polso.store.staging import StagedTable
from polso.store.versions import Counts
from polso.store.workspace import Workspace

FIRST, SECOND = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 9, 12, tzinfo=UTC)
ANNA, BRUNO = ({"id": name, "account_id": name, "name": name} for name in ("anna", "bruno"))


def everything(workspace: Workspace) -> dict[str, Any]:
    cursor = workspace.cursor()
    names = [
        name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    ]
    return {name: cursor.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names} | {
        "files/": sorted(path.name for path in workspace.layout.originals.glob("*")),
        "temp/": sorted(path.name for path in workspace.temporary.iterdir() if path.name != "spill"),
        "version": workspace.data_version,
    }


def test_a_batch_raises_the_data_version_by_one(workspace: Workspace, load_rows: Any) -> None:
    before = workspace.data_version
    load_rows([ANNA], FIRST)
    load_rows([ANNA], SECOND)
    assert workspace.data_version == before + 2


@pytest.mark.parametrize("failure", [ValueError("broken"), KeyboardInterrupt()])
def test_after_a_failure_the_workspace_is_as_before(
    workspace: Workspace, load_rows: Any, stage: Callable[..., StagedTable], tmp_path: Path, failure: BaseException
) -> None:
    load_rows([ANNA], FIRST)
    before = everything(workspace)
    file = tmp_path / "other.csv"
    file.write_text("other", encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file("other.csv", file)
        context.reject(number, [Reject(3, "name", "?", "unreadable")])
        (context.temp_folder / "decoded.csv").write_text("x", encoding="utf-8")
        stage(context.cursor, "account", [BRUNO], number, "files")
        raise failure

    with pytest.raises(type(failure)):
        load(workspace, workspace.cursor(), prepare)
    assert everything(workspace) == before
    assert load_rows([BRUNO], SECOND).batch_id == 2


def test_a_dry_run_counts_the_same_and_leaves_nothing(workspace: Workspace, load_rows: Any) -> None:
    load_rows([ANNA], FIRST)
    before = everything(workspace)
    tried = load_rows([ANNA, BRUNO], SECOND, dry_run=True)
    assert everything(workspace) == before
    done = load_rows([ANNA, BRUNO], SECOND)
    assert (tried.dry_run, tried.batch_id, tried.counts) == (True, done.batch_id, Counts(new=1, unchanged=1))
    assert done.counts == tried.counts


def test_what_was_imported_can_be_listed(
    workspace: Workspace, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    file = tmp_path / "clienti.csv"
    file.write_bytes(b"id;nome\nanna;Anna\n")
    rejects = [Reject(4, "name", None, "missing_key"), Reject(3, "name", "?", "unreadable")]

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file("clienti.csv", file)
        context.describe_file(number, table="account", source_system="files", rows=3, mapping={"nome": "name"})
        context.reject(number, rejects)
        context.cursor.execute(
            "CREATE TEMP TABLE bad AS SELECT 5 AS line, NULL AS column_name, NULL AS value, 'ragged' AS reason"
        )
        context.reject_from(number, "bad")
        context.summary["money"] = {"amount": "12.50"}
        return [stage(context.cursor, "account", [ANNA], number, "files")]

    load(workspace, workspace.cursor(), prepare, extracted_at=FIRST, imported_at=SECOND)
    (batch,) = imported_batches(workspace.cursor())
    (read,) = batch.files
    assert (batch.batch_id, batch.imported_at, batch.extracted_at, batch.undone_at) == (1, SECOND, FIRST, None)
    assert (batch.extracted_given, batch.counts, batch.rejected) == (True, Counts(new=1), 3)
    assert batch.summary == {"money": {"amount": "12.50"}}
    assert (read.name, read.bytes, read.table, read.rows, read.mapping) == (
        "clienti.csv",
        18,
        "account",
        3,
        {"nome": "name"},
    )
    assert (read.counts, read.rejected) == (Counts(new=1), 3)
    assert rejects_of(workspace.cursor(), read.file_id) == (rejects[1], rejects[0], Reject(5, None, None, "ragged"))
    assert imported_batches(workspace.cursor(), 2) == ()


def test_a_file_seen_before_is_found_and_kept_once(workspace: Workspace, load_rows: Any, tmp_path: Path) -> None:
    load_rows([ANNA], FIRST)
    load_rows([ANNA], SECOND)
    content = (tmp_path / "rows.csv").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    assert [(seen.batch_id, seen.imported_at) for seen in seen_before(workspace.cursor(), sha256)] == [
        (1, FIRST),
        (2, SECOND),
    ]
    assert seen_before(workspace.cursor(), "0" * 64) == ()
    assert [path.name for path in workspace.layout.originals.iterdir()] == [sha256]
    assert (workspace.layout.originals / sha256).read_bytes() == content


def test_an_older_extract_needs_a_way_to_lay_the_later_ones_anew(
    workspace: Workspace, load_rows: Any, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    load_rows([ANNA], SECOND)
    before = everything(workspace)

    def prepare(context: BatchContext) -> list[StagedTable]:
        return [
            stage(context.cursor, "account", [BRUNO], context.register_file("rows.csv", tmp_path / "rows.csv"), "x")
        ]

    with pytest.raises(InternalError, match="replay_impossible"):
        load(workspace, workspace.cursor(), prepare, extracted_at=FIRST, imported_at=SECOND)
    assert everything(workspace) == before


def test_an_extract_of_tomorrow_is_refused(load_rows: Any) -> None:
    with pytest.raises(UserError, match="extract_in_future"):
        load_rows([ANNA], SECOND, imported_at=FIRST)


def test_a_clock_set_back_does_not_make_today_older_than_yesterday(workspace: Workspace, load_rows: Any) -> None:
    load_rows([ANNA | {"name": "Anna"}], None, imported_at=SECOND)
    later = load_rows([ANNA | {"name": "Anna B."}], None, imported_at=FIRST)
    assert later.extracted_at == SECOND + timedelta(microseconds=1)
    found = workspace.cursor().execute("SELECT name FROM account ORDER BY known_from").fetchall()
    assert found == [("Anna",), ("Anna B.",)]


def test_readers_see_the_last_committed_state(
    workspace: Workspace, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    file, reader, seen = tmp_path / "any.csv", workspace.cursor(), []
    count = "SELECT count(*) FROM holiday WHERE country = 'XX'"
    file.write_text("any", encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file("any.csv", file)
        context.cursor.execute("INSERT INTO holiday VALUES ('XX', DATE '2026-01-01')")
        seen.extend(reader.execute(count).fetchall())
        return [stage(context.cursor, "account", [ANNA], number, "files")]

    load(workspace, workspace.cursor(), prepare)
    assert (seen, reader.execute(count).fetchall()) == ([(0,)], [(1,)])


def test_the_loader_reads_files_in_its_temporary_folder_only(
    workspace: Workspace, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    import duckdb

    outside = tmp_path / "outside.csv"
    outside.write_text("name\nAnna\n", encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        inside = context.temp_folder / "inside's.csv"
        inside.write_bytes(outside.read_bytes())
        number = context.register_file("outside.csv", outside)
        read = context.cursor.execute("SELECT name FROM read_csv(?, all_varchar = true)", [str(inside)]).fetchall()
        with pytest.raises(duckdb.PermissionException):
            workspace.cursor().execute("SELECT name FROM read_csv(?, all_varchar = true)", [str(outside)])
        return [stage(context.cursor, "account", [{"id": "a", "name": read[0][0]}], number, "files")]

    load(workspace, workspace.cursor(), prepare)
    assert workspace.cursor().execute("SELECT name FROM account").fetchall() == [("Anna",)]
    assert not list(workspace.temporary.glob("batch-*"))
