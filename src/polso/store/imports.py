"""What has been imported, read back: the list of batches, their files, their rejects, and files seen before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from polso.store.batch_context import Reject
from polso.store.instants import aware
from polso.store.versions import Counts


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of a batch; `table` is the canonical table that it was chiefly read as, `rows` those read from it."""

    file_id: int
    name: str
    sha256: str
    bytes: int
    table: str | None
    source_system: str | None
    rows: int | None
    mapping: dict[str, Any]
    counts: Counts
    """Over all tables that it brought."""
    own: Counts
    """Over the records that it is of; those that they mention are not among them."""
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportedBatch:
    batch_id: int
    imported_at: datetime
    extracted_at: datetime
    extracted_given: bool
    """Whether somebody said when the files were true; else it is the instant of the import."""
    undone_at: datetime | None
    kind: str
    """`files`, or `hand` for what people entered."""
    options: dict[str, Any]
    files: tuple[ImportedFile, ...]
    counts: Counts
    rejected: int
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeenFile:
    """An earlier import of a file with the very same content."""

    batch_id: int
    name: str
    imported_at: datetime


COUNTED = 5
_FILES = """
    SELECT f.batch_id, f.file_id, f.name, f.sha256, f.bytes, f.table_name, f.source_system, f.rows, f.mapping,
        coalesce(t.new, 0), coalesce(t.changed, 0), coalesce(t.unchanged, 0), coalesce(t.stubs, 0),
        coalesce(t.gone, 0),
        coalesce(o.new, 0), coalesce(o.changed, 0), coalesce(o.unchanged, 0), coalesce(o.stubs, 0),
        coalesce(o.gone, 0),
        (SELECT count(*) FROM reject AS r WHERE r.file_id = f.file_id)
    FROM batch_file AS f
    LEFT JOIN (
        SELECT file_id, sum(rows_new)::BIGINT AS new, sum(rows_changed)::BIGINT AS changed,
            sum(rows_unchanged)::BIGINT AS unchanged, sum(rows_stub)::BIGINT AS stubs,
            sum(rows_gone)::BIGINT AS gone
        FROM batch_table GROUP BY file_id
    ) AS t USING (file_id)
    LEFT JOIN (
        SELECT file_id, table_name, sum(rows_new)::BIGINT AS new, sum(rows_changed)::BIGINT AS changed,
            sum(rows_unchanged)::BIGINT AS unchanged, sum(rows_stub)::BIGINT AS stubs,
            sum(rows_gone)::BIGINT AS gone
        FROM batch_table GROUP BY file_id, table_name
    ) AS o ON o.file_id = f.file_id AND o.table_name = f.table_name
    WHERE $batch_id IS NULL OR f.batch_id = $batch_id
    ORDER BY f.file_id
"""


def imported_batches(cursor: duckdb.DuckDBPyConnection, batch_id: int | None = None) -> tuple[ImportedBatch, ...]:
    """All batches, oldest first, or the one asked for."""
    files: dict[int, list[ImportedFile]] = {}
    for row in cursor.execute(_FILES, {"batch_id": batch_id}).fetchall():
        batch, file_id, name, sha256, size, table, source_system, read, mapping, *counted, rejected = row
        file = ImportedFile(
            file_id,
            name,
            sha256,
            size,
            table,
            source_system,
            read,
            json.loads(mapping),
            Counts(*counted[:COUNTED]),
            Counts(*counted[COUNTED:]),
            rejected,
        )
        files.setdefault(batch, []).append(file)
    rows = cursor.execute(
        "SELECT batch_id, imported_at, extracted_at, extracted_given, undone_at, kind, coalesce(options, '{}'),"
        " rows_rejected, summary FROM batch"
        " WHERE $batch_id IS NULL OR batch_id = $batch_id ORDER BY batch_id",
        {"batch_id": batch_id},
    ).fetchall()
    return tuple(
        ImportedBatch(
            number,
            aware(imported_at),
            aware(extracted_at),
            given,
            aware(undone_at) if undone_at else None,
            kind,
            json.loads(options),
            tuple(files.get(number, ())),
            sum((file.counts for file in files.get(number, ())), Counts()),
            rejected,
            json.loads(summary),
        )
        for number, imported_at, extracted_at, given, undone_at, kind, options, rejected, summary in rows
    )


def seen_before(cursor: duckdb.DuckDBPyConnection, sha256: str) -> tuple[SeenFile, ...]:
    """Imports, not undone, that held a file of this content, oldest first."""
    rows = cursor.execute(
        "SELECT b.batch_id, f.name, b.imported_at FROM batch_file AS f JOIN batch AS b USING (batch_id)"
        " WHERE f.sha256 = ? AND b.undone_at IS NULL ORDER BY f.file_id",
        [sha256],
    ).fetchall()
    return tuple(SeenFile(batch_id, name, aware(imported_at)) for batch_id, name, imported_at in rows)


def rejects_of(cursor: duckdb.DuckDBPyConnection, file_id: int) -> tuple[Reject, ...]:
    """The rejected rows of a file, in the order of its lines."""
    rows = cursor.execute(
        "SELECT line, column_name, value, reason FROM reject WHERE file_id = ? ORDER BY line NULLS FIRST, rowid",
        [file_id],
    ).fetchall()
    return tuple(Reject(*row) for row in rows)
