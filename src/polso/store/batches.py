"""One import: prepared, laid over what is known, derived, and committed whole, or nothing of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb

from polso.base.errors import Place, UserError
from polso.store import derived
from polso.store.batch_context import BatchContext, Json
from polso.store.instants import aware, stored
from polso.store.staging import StagedTable
from polso.store.statement_text import fill, quoted
from polso.store.versions import Counts, Stamp, apply_staged, drop_touched, touched_relation
from polso.store.workspace import Workspace

ONE_TICK = timedelta(microseconds=1)
BatchKind = Literal["files", "hand"]
"""Files that were imported, or what people entered."""


@dataclass(frozen=True, slots=True)
class AppliedTable:
    """What became of one staged table."""

    staged: StagedTable
    counts: Counts


@dataclass(frozen=True, slots=True)
class BatchResult:
    """A batch that was loaded; with `dry_run` one that would have been, under the number it would have had."""

    batch_id: int
    imported_at: datetime
    extracted_at: datetime
    tables: tuple[AppliedTable, ...]
    rejected: int
    dry_run: bool

    @property
    def counts(self) -> Counts:
        return sum((table.counts for table in self.tables), Counts())


def load(
    workspace: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    prepare: Callable[[BatchContext], Sequence[StagedTable]],
    *,
    extracted_at: datetime | None = None,
    imported_at: datetime | None = None,
    dry_run: bool = False,
    kind: BatchKind = "files",
    options: Mapping[str, Json] | None = None,
) -> BatchResult:
    """Load what `prepare` stages as one batch, in one transaction on `cursor`.

    `prepare` registers its files and rejects with the context and returns the staged tables, which are laid over what
    is known in that order. `extracted_at` is the instant at which the files were true; without it, now, and always
    later than any extract known. `options` are what preparing the batch again needs
    besides its originals. After any exception, `prepare`'s own included, the workspace is as before. With
    `dry_run` everything is done and then taken back.
    Raises UserError `extract_older_than_known`, `extract_in_future`, `disk_full`.
    """
    now = imported_at or datetime.now(UTC)
    if extracted_at is not None and extracted_at > now:
        raise UserError("extract_in_future", given=extracted_at.isoformat(timespec="seconds"))
    kept: list[Path] = []
    with workspace.turn():
        try:
            with workspace.transaction(cursor, commit=not dry_run):
                context = _begin(workspace, cursor, extracted_at, now, dry_run, kept, kind, options or {})
                try:
                    return _fill(workspace, context, prepare)
                finally:
                    shutil.rmtree(context.temp_folder, ignore_errors=True)
        except BaseException:
            for original in kept:
                original.unlink(missing_ok=True)
            raise


def _begin(
    workspace: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    extracted_at: datetime | None,
    now: datetime,
    dry_run: bool,
    kept: list[Path],
    kind: BatchKind,
    options: Mapping[str, Json],
) -> BatchContext:
    row = cursor.execute(
        "SELECT coalesce(max(batch_id), 0) + 1, max(extracted_at) FILTER (WHERE undone_at IS NULL) FROM batch"
    ).fetchone()
    assert row is not None
    batch_id, newest = row
    given = extracted_at is not None
    if extracted_at is None:
        # A clock that was set back must not make today's file older than yesterday's.
        extracted_at = now if newest is None else max(now, aware(newest) + ONE_TICK)
    temp_folder = workspace.layout.temporary / f"batch-{batch_id}"
    temp_folder.mkdir(exist_ok=True)
    cursor.execute(
        "INSERT INTO batch VALUES (?, ?, ?, ?, NULL, 0, 0, 0, 0, '{}', ?, ?)",
        [batch_id, stored(now), stored(extracted_at), given, kind, json.dumps(dict(options), ensure_ascii=False)],
    )
    return BatchContext(
        batch_id, extracted_at, now, cursor, temp_folder, workspace.layout.originals, dry_run=dry_run, kept=kept
    )


def _fill(
    workspace: Workspace, context: BatchContext, prepare: Callable[[BatchContext], Sequence[StagedTable]]
) -> BatchResult:
    cursor = context.cursor
    staged_tables = tuple(prepare(context))
    stamp = Stamp(context.batch_id, stored(context.imported_at), stored(context.extracted_at))
    drop_touched(cursor)
    applied: list[AppliedTable] = []
    for staged in staged_tables:
        _refuse_older(cursor, staged, stamp)
        counts = apply_staged(cursor, staged, stamp)
        cursor.execute(
            "INSERT INTO batch_table VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(context.batch_id, staged.file_id, staged.table, staged.source_system),
                *(counts.new, counts.changed, counts.unchanged, counts.stubs, counts.gone),
            ],
        )
        applied.append(AppliedTable(staged, counts))
    touched = {table.staged.table: touched_relation(table.staged.table) for table in applied}
    derived.rebuild(cursor, workspace.company, workspace.calendar, touched)
    drop_touched(cursor)
    result = BatchResult(
        context.batch_id,
        context.imported_at,
        context.extracted_at,
        tuple(applied),
        context.rejected,
        context.dry_run,
    )
    cursor.execute(
        "UPDATE batch SET rows_new = ?, rows_changed = ?, rows_unchanged = ?, rows_rejected = ?, summary = ?"
        " WHERE batch_id = ?",
        [
            *(result.counts.new, result.counts.changed, result.counts.unchanged, result.rejected),
            *(json.dumps(context.summary, ensure_ascii=False), context.batch_id),
        ],
    )
    return result


def _refuse_older(cursor: duckdb.DuckDBPyConnection, staged: StagedTable, stamp: Stamp) -> None:
    """An extract older than one laid down would have to go beneath it; records only mentioned never conflict."""
    row = cursor.execute(
        "SELECT max(b.extracted_at) FROM batch_table AS t JOIN batch AS b USING (batch_id)"
        " WHERE t.table_name = ? AND t.source_system = ? AND b.undone_at IS NULL AND b.batch_id <> ?"
        "  AND t.rows_new + t.rows_changed + t.rows_unchanged > 0",
        [staged.table, staged.source_system, stamp.batch_id],
    ).fetchone()
    known = row[0] if row else None
    if known is None or known <= stamp.extracted_at or not _has_real_rows(cursor, staged):
        return
    file = cursor.execute("SELECT name FROM batch_file WHERE file_id = ?", [staged.file_id]).fetchone()
    raise UserError(
        "extract_older_than_known",
        table=staged.table,
        source=staged.source_system,
        given=aware(stamp.extracted_at).isoformat(timespec="seconds"),
        known=aware(known).isoformat(timespec="seconds"),
        place=Place(file=file[0] if file else None),
    )


def _has_real_rows(cursor: duckdb.DuckDBPyConnection, staged: StagedTable) -> bool:
    real = fill("SELECT 1 FROM {relation} WHERE NOT is_stub LIMIT 1", relation=quoted(staged.relation))
    return cursor.execute(real).fetchone() is not None
