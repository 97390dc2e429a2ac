"""One import: prepared, laid over what is known, derived, and committed whole, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb

from polso.base.errors import UserError
from polso.store import derived
from polso.store.batch_context import BatchContext, Json
from polso.store.company_calendar import company_calendar
from polso.store.instants import aware, stored
from polso.store.laying import AppliedTable, Prepare, lay
from polso.store.replay import Again, later_batches, relay, rewind
from polso.store.versions import Counts, drop_touched, touched_relation
from polso.store.workspace import Workspace

__all__ = ["AppliedTable", "BatchKind", "BatchResult", "Prepare", "load"]

ONE_TICK = timedelta(microseconds=1)
Look = Callable[[BatchContext], None]
"""Called when everything is laid and derived, inside the transaction, before it is committed or taken back."""
BatchKind = Literal["files", "hand"]
"""Files that were imported, or what people entered."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """A batch that was loaded; with `dry_run` one that would have been, under the number it would have had."""

    batch_id: int
    imported_at: datetime
    extracted_at: datetime
    tables: tuple[AppliedTable, ...]
    rejected: int
    dry_run: bool
    replayed: tuple[int, ...] = ()
    """Later extracts that were laid anew over this older one."""

    @property
    def counts(self) -> Counts:
        return sum((table.counts for table in self.tables), Counts())


def load(
    workspace: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    prepare: Prepare,
    *,
    extracted_at: datetime | None = None,
    imported_at: datetime | None = None,
    dry_run: bool = False,
    kind: BatchKind = "files",
    options: Mapping[str, Json] | None = None,
    originals: Sequence[tuple[str, Path]] = (),
    again: Again | None = None,
    look: Look | None = None,
) -> BatchResult:
    """Load what `prepare` stages as one batch, in one transaction on `cursor`.

    `prepare` registers its files and rejects with the context and returns the staged tables, which are laid over what
    is known in that order. `extracted_at` is the instant at which the files were true; without it, now, and always
    later than any extract known. An extract that is older than known ones goes beneath them: they are taken off and
    laid anew with `again`. `options` and `originals` (name and file) are kept for that: what preparing this batch again
    needs. After any exception, `prepare`'s own included, the workspace is as before. With `dry_run` everything is done
    and then taken back.
    Raises UserError `extract_in_future`, `disk_full` and what `relay` raises.
    """
    now = imported_at or datetime.now(UTC)
    if extracted_at is not None and extracted_at > now:
        local = extracted_at.astimezone(workspace.company.zone).replace(tzinfo=None)
        raise UserError("extract_in_future", moment=local.isoformat(timespec="minutes"))
    kept: list[Path] = []
    with workspace.turn():
        try:
            with workspace.transaction(cursor, commit=not dry_run):
                context = _begin(workspace, cursor, extracted_at, now, dry_run, kept)
                _write_down(context, kind, options or {}, originals, given=extracted_at is not None)
                result = _fill(workspace, context, prepare, again)
                if look is not None:
                    look(context)
                return result
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
) -> BatchContext:
    row = cursor.execute(
        "SELECT coalesce(max(batch_id), 0) + 1, max(extracted_at) FILTER (WHERE undone_at IS NULL) FROM batch"
    ).fetchone()
    assert row is not None
    batch_id, newest = row
    if extracted_at is None:
        # A clock that was set back must not make today's file older than yesterday's.
        extracted_at = now if newest is None else max(now, aware(newest) + ONE_TICK)
    temp_folder = workspace.layout.temporary / f"batch-{batch_id}"
    return BatchContext(
        batch_id, extracted_at, now, cursor, temp_folder, workspace.layout.originals, dry_run=dry_run, kept=kept
    )


def _write_down(
    context: BatchContext,
    kind: BatchKind,
    options: Mapping[str, Json],
    originals: Sequence[tuple[str, Path]],
    *,
    given: bool,
) -> None:
    context.options.update(options)
    if originals:
        context.options["originals"] = [[name, context.keep(file)] for name, file in originals]
    context.cursor.execute(
        "INSERT INTO batch VALUES (?, ?, ?, ?, NULL, 0, 0, 0, 0, '{}', ?, ?)",
        [
            *(context.batch_id, stored(context.imported_at), stored(context.extracted_at), given, kind),
            json.dumps(context.options, ensure_ascii=False),
        ],
    )


def _fill(workspace: Workspace, context: BatchContext, prepare: Prepare, again: Again | None) -> BatchResult:
    cursor = context.cursor
    later = later_batches(cursor, context.extracted_at, context.batch_id)
    drop_touched(cursor)
    if later:
        rewind(cursor, later, context.imported_at)
    applied = lay(context, prepare)
    touched = {table.staged.table: touched_relation(table.staged.table) for table in applied}
    if later:
        relay(workspace, cursor, later, again, context.kept)
    calendar = company_calendar(cursor, workspace.company)
    is_whole = bool(later) or calendar != workspace.calendar
    derived.rebuild(cursor, workspace.company, calendar, None if is_whole else touched)
    drop_touched(cursor)
    return BatchResult(
        context.batch_id,
        context.imported_at,
        context.extracted_at,
        applied,
        context.rejected,
        context.dry_run,
        tuple(batch.batch_id for batch in later),
    )
