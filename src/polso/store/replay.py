"""Batches taken off what is known and laid anew, so that one can be taken out of the middle or put beneath others.

Batches lie in the order of their extracts, and of their numbers where those are of one instant. Off a batch goes by
deleting its versions and opening again those that it closed; nothing else ever changes a version. What lies anew is
prepared again from the originals, for it may read otherwise over another past.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from polso.base.errors import InternalError
from polso.catalog.schema import TABLE
from polso.store.batch_context import BatchContext, Json
from polso.store.instants import aware, stored
from polso.store.laying import lay
from polso.store.local_days import rebuild_local_days
from polso.store.staging import StagedTable
from polso.store.statement_text import fill, quoted
from polso.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class KeptOriginal:
    """A file as it was given: its name and the hash under which its content is kept."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch with all that preparing it again needs."""

    batch_id: int
    imported_at: datetime
    extracted_at: datetime
    undone_at: datetime | None
    kind: str
    options: dict[str, Json]
    originals: tuple[KeptOriginal, ...]


Again = Callable[[StoredBatch, BatchContext], Sequence[StagedTable]]
"""Prepares a stored batch once more, over what is known at that point; it never asks."""

_BATCHES = "SELECT batch_id, imported_at, extracted_at, undone_at, kind, coalesce(options, '{}') FROM batch"


def stored_batch(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> StoredBatch | None:
    rows = cursor.execute(f"{_BATCHES} WHERE batch_id = ?", [batch_id]).fetchall()
    return _batch(cursor, rows[0]) if rows else None


def later_batches(cursor: duckdb.DuckDBPyConnection, extracted_at: datetime, batch_id: int) -> tuple[StoredBatch, ...]:
    """Batches that lie over that place, in laying order; those undone do not lie anywhere."""
    rows = cursor.execute(
        f"{_BATCHES} WHERE undone_at IS NULL AND (extracted_at, batch_id) > ($at, $batch_id)"
        " ORDER BY extracted_at, batch_id",
        {"at": stored(extracted_at), "batch_id": batch_id},
    ).fetchall()
    return tuple(_batch(cursor, row) for row in rows)


def _batch(cursor: duckdb.DuckDBPyConnection, row: tuple[Any, ...]) -> StoredBatch:
    batch_id, imported_at, extracted_at, undone_at, kind, text = row
    options: dict[str, Json] = json.loads(text)
    return StoredBatch(
        batch_id,
        aware(imported_at),
        aware(extracted_at),
        None if undone_at is None else aware(undone_at),
        kind,
        options,
        _originals(cursor, batch_id, options),
    )


def _originals(cursor: duckdb.DuckDBPyConnection, batch_id: int, options: dict[str, Json]) -> tuple[KeptOriginal, ...]:
    listed = options.get("originals")
    if isinstance(listed, list):
        return tuple(KeptOriginal(str(pair[0]), str(pair[1])) for pair in listed if isinstance(pair, list))
    rows = cursor.execute(
        "SELECT name, sha256 FROM batch_file WHERE batch_id = ? GROUP BY ALL ORDER BY min(file_id)", [batch_id]
    ).fetchall()
    return tuple(KeptOriginal(name, sha256) for name, sha256 in rows)


def rewind(cursor: duckdb.DuckDBPyConnection, batches: Sequence[StoredBatch], now: datetime) -> None:
    """Take the batches off, in the caller's transaction: they are undone until they lie again. Nothing is derived.

    They are all that lie over the oldest of them. Their files and their numbers stay.
    """
    numbers = [batch.batch_id for batch in batches]
    tables = cursor.execute(
        "SELECT DISTINCT table_name FROM batch_table WHERE list_contains($numbers, batch_id)", {"numbers": numbers}
    ).fetchall()
    for (name,) in tables:
        if name in TABLE:
            for statement in (_DELETE, _REOPEN):
                cursor.execute(fill(statement, table=quoted(name)), {"numbers": numbers})
    cursor.execute(
        "UPDATE batch SET undone_at = $now WHERE list_contains($numbers, batch_id)",
        {"now": stored(now), "numbers": numbers},
    )


_DELETE = "DELETE FROM {table} WHERE list_contains($numbers, batch_id)"
_REOPEN = "UPDATE {table} SET known_to = NULL, closed_by = NULL WHERE list_contains($numbers, closed_by)"


def relay(
    workspace: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    batches: Sequence[StoredBatch],
    again: Again | None,
    kept: list[Path],
) -> None:
    """Lay the batches anew, in laying order and in the caller's transaction, under their own numbers and instants.

    Raises what `again` raises; InternalError `replay_impossible` without it.
    """
    if again is None:
        raise InternalError("replay_impossible", batches=tuple(str(batch.batch_id) for batch in batches))
    for batch in batches:
        for name in ("batch_table", "reject"):
            cursor.execute(fill("DELETE FROM {table} WHERE batch_id = ?", table=quoted(name)), [batch.batch_id])
        context = _context(workspace, cursor, batch, kept)
        lay(context, partial(again, batch))
        # Only now: while it is prepared, its files are none of those that were imported before.
        cursor.execute("UPDATE batch SET undone_at = NULL WHERE batch_id = ?", [batch.batch_id])
    zone = workspace.company.timezone
    if any(batch.options.get("timezone", zone) != zone for batch in batches):
        # A batch is read in the zone in which it was read first; its days are those of the zone that holds now.
        rebuild_local_days(cursor, workspace.calendar)


def _context(
    workspace: Workspace, cursor: duckdb.DuckDBPyConnection, batch: StoredBatch, kept: list[Path]
) -> BatchContext:
    row = cursor.execute("SELECT summary FROM batch WHERE batch_id = ?", [batch.batch_id]).fetchone()
    files = cursor.execute(
        "SELECT file_id, name, sha256 FROM batch_file WHERE batch_id = ? ORDER BY file_id", [batch.batch_id]
    ).fetchall()
    return BatchContext(
        batch.batch_id,
        batch.extracted_at,
        batch.imported_at,
        cursor,
        workspace.layout.temporary / f"batch-{batch.batch_id}",
        workspace.layout.originals,
        dry_run=False,
        kept=kept,
        summary=json.loads(row[0]) if row else {},
        options=batch.options,
        known_files=files,
    )
