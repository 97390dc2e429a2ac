"""A workspace to try things on, and a short way to load rows into it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import duckdb
import pytest

from polso.base.company import Company
from polso.catalog.schema import TABLE
from polso.store.batch_context import BatchContext
from polso.store.batches import BatchResult, load
from polso.store.originals import original_path
from polso.store.replay import Again, StoredBatch
from polso.store.staging import StagedTable
from polso.store.workspace import Workspace

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Row = Mapping[str, object]


class LoadRows(Protocol):
    def __call__(
        self,
        rows: Sequence[Row],
        at: datetime | None = None,
        *,
        table: str = "account",
        source: str = "files",
        dry_run: bool = False,
        imported_at: datetime | None = None,
    ) -> BatchResult: ...


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace to be copied, never opened itself."""
    folder = tmp_path_factory.mktemp("store") / "workspace"
    Workspace.create(folder, Company(name="Officina"), NOW).close()
    return folder


@pytest.fixture
def workspace(new_workspace: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(new_workspace, tmp_path / "workspace")
    with Workspace.open(tmp_path / "workspace", NOW) as opened:
        yield opened


def stage_rows(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    rows: Sequence[Row],
    file_id: int,
    source: str,
    relation: str = "staged",
) -> StagedTable:
    """Rows as dictionaries; `id` is the external id, `stub` marks a stub, the rest are the provided columns."""
    provided = tuple(name for name in rows[0] if name not in ("id", "stub"))
    kinds = dict(TABLE[table].physical())
    columns = ", ".join(f'"{name}" {kinds[name]}' for name in provided)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} (line INTEGER, external_id VARCHAR, is_stub BOOLEAN, {columns})"
    )
    values = [
        [line, row["id"], bool(row.get("stub", False)), *(row[name] for name in provided)]
        for line, row in enumerate(rows, start=2)
    ]
    cursor.executemany(f"INSERT INTO {relation} VALUES ({', '.join('?' * (3 + len(provided)))})", values)
    return StagedTable(table, source, file_id, relation, provided)


@pytest.fixture
def stage() -> Callable[..., StagedTable]:
    return stage_rows


Said = dict[int, tuple[str, str, Sequence[Row]]]


@pytest.fixture
def said() -> Said:
    """Table, source and rows of every batch that was loaded."""
    return {}


@pytest.fixture
def again(said: Said) -> Again:
    """Prepares a batch of rows once more."""

    def prepare(batch: StoredBatch, context: BatchContext) -> list[StagedTable]:
        table, source, rows = said[batch.batch_id]
        (original,) = batch.originals
        file_id = context.register_file(original.name, original_path(context.originals, original.sha256))
        return [stage_rows(context.cursor, table, rows, file_id, source, "again")]

    return prepare


@pytest.fixture
def load_rows(workspace: Workspace, tmp_path: Path, said: Said, again: Again) -> LoadRows:
    """Load the rows as one file of one batch; older ones go beneath the others."""

    def run(
        rows: Sequence[Row],
        at: datetime | None = None,
        *,
        table: str = "account",
        source: str = "files",
        dry_run: bool = False,
        imported_at: datetime | None = None,
    ) -> BatchResult:
        file = tmp_path / "rows.csv"
        file.write_text(repr(rows), encoding="utf-8")

        def prepare(context: BatchContext) -> list[StagedTable]:
            file_id = context.register_file("rows.csv", file, table=table, source_system=source, rows=len(rows))
            return [stage_rows(context.cursor, table, rows, file_id, source)]

        with workspace.cursor() as cursor:
            loaded = load(
                workspace,
                cursor,
                prepare,
                extracted_at=at,
                imported_at=imported_at or at,
                dry_run=dry_run,
                again=again,
            )
        if not dry_run:
            said[loaded.batch_id] = (table, source, rows)
        return loaded

    return run
