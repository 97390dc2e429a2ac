"""Records as versions `[known_from, known_to)`: what a file says is laid over what was known.

The open version of a record has no `known_to`. A file that says nothing new makes no version; a file that says
something else closes the open version at its instant and opens another, which keeps what the file does not speak of.
A version is never changed but in being closed, with the batch that closed it: so a batch can be taken off again. One
that is replaced at the instant at which it began never held; it stays with `known_to` = `known_from`. A record that a
full export no longer has is closed by a version with `deleted_at`; it lives again when a file brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from polso.catalog.schema import TABLE, Table
from polso.store.ddl import stored_columns
from polso.store.staging import StagedTable, check_staging
from polso.store.statement_text import fill, quoted


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the staged rows: `new` records (a stub that became real is one), `changed`, `unchanged`, and
    `stubs` made for records that are only mentioned; `gone` are known records that a full export no longer has."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    stubs: int = 0
    gone: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.stubs + other.stubs,
            self.gone + other.gone,
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every version of one batch carries; both instants as stored (UTC, without zone)."""

    batch_id: int
    imported_at: datetime
    extracted_at: datetime


def apply_staged(cursor: duckdb.DuckDBPyConnection, staged: StagedTable, stamp: Stamp) -> Counts:
    """Lay the staged rows over the open versions, inside the caller's transaction.

    The temp table `touched_relation(table)` gains the identity of every record that got a version or changed in place.
    Raises InternalError `bad_staging` when the relation is not what `StagedTable` promises.
    """
    table = TABLE[staged.table]
    check_staging(cursor, table, staged)
    names = _names(table, staged)
    values: dict[str, object] = {
        "source_system": staged.source_system,
        "batch_id": stamp.batch_id,
        "file_id": staged.file_id,
        "imported_at": stamp.imported_at,
        "extracted_at": stamp.extracted_at,
    }
    _run(cursor, (_DECIDE, _REPLACED, _CLOSE_REPLACED, _INSERT_VERSIONS, _TOUCHED, _NOTE_TOUCHED), names, values)
    rows = cursor.execute("SELECT outcome, count(*) FROM outcome_of_apply GROUP BY outcome").fetchall()
    found: dict[str, int] = dict(rows)
    gone = 0
    if staged.gone is not None:
        _run(cursor, (_GONE, _CLOSE_REPLACED, _INSERT_DELETED, _NOTE_DELETED), names, values)
        row = cursor.execute("SELECT count(*) FROM replaced_by_apply").fetchone()
        gone = int(row[0]) if row else 0
    cursor.execute("DROP TABLE outcome_of_apply")
    cursor.execute("DROP TABLE replaced_by_apply")
    return Counts(
        found.get("new", 0) + found.get("realised", 0),
        found.get("changed", 0),
        found.get("unchanged", 0),
        found.get("stub", 0),
        gone,
    )


def _run(
    cursor: duckdb.DuckDBPyConnection,
    statements: tuple[str, ...],
    names: dict[str, str],
    values: dict[str, object],
) -> None:
    for statement in statements:
        text = fill(statement, **names)
        cursor.execute(text, {name: value for name, value in values.items() if f"${name}" in text})


def touched_relation(table: str) -> str:
    """The temp table (source_system, external_id) of the records of `table` that a batch touched."""
    return f"touched_{table}"


def drop_touched(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take away the `touched_relation` of every table."""
    for name in TABLE:
        cursor.execute(fill("DROP TABLE IF EXISTS temp.{touched}", touched=quoted(touched_relation(name))))


def _names(table: Table, staged: StagedTable) -> dict[str, str]:
    given = [quoted(name) for name in staged.provided]
    chosen = {name: f"staged.{name}" for name in given} | _SYSTEM_VALUES
    columns = [quoted(name) for name, _ in stored_columns(table)]
    dated = next((name for name, kind in table.physical() if kind == "DATE" and name in staged.provided), None)
    return {
        "table": quoted(table.name),
        "staged": quoted(staged.relation),
        "gone": quoted(staged.gone or ""),
        "touched": quoted(touched_relation(table.name)),
        "is_same": " AND ".join(f"staged.{name} IS NOT DISTINCT FROM stored.{name}" for name in given) or "TRUE",
        "is_learned": "TRUE" if staged.is_learned else "FALSE",
        "columns": ", ".join(columns),
        "chosen": ", ".join(chosen.get(name, f"stored.{name}") for name in columns),
        "deleted": ", ".join(_DELETED_VALUES.get(name, f"stored.{name}") for name in columns),
        # Facts lie roughly in time order, so that a question about a period reads few blocks.
        "time_order": f"staged.{quoted(dated)} NULLS FIRST, " if dated else "",
    }


_SYSTEM_VALUES = {
    '"source_system"': "$source_system",
    '"external_id"': "staged.external_id",
    '"is_stub"': "staged.is_stub",
    '"batch_id"': "$batch_id",
    '"file_id"': "$file_id",
    '"line"': "staged.line",
    '"first_seen_at"': "coalesce(stored.first_seen_at, $imported_at)",
    '"deleted_at"': "NULL",
    '"known_from"': "$extracted_at",
    '"known_to"': "NULL",
    '"closed_by"': "NULL",
}

_DELETED_VALUES = {
    '"batch_id"': "$batch_id",
    '"file_id"': "$file_id",
    '"line"': "NULL",
    '"deleted_at"': "$extracted_at",
    '"known_from"': "$extracted_at",
    '"known_to"': "NULL",
    '"closed_by"': "NULL",
}

_DECIDE = """
    CREATE OR REPLACE TEMP TABLE outcome_of_apply AS
    SELECT staged.external_id,
        CASE
            WHEN stored.external_id IS NULL AND staged.is_stub THEN 'stub'
            WHEN stored.external_id IS NULL THEN 'new'
            WHEN staged.is_stub AND NOT {is_learned} THEN 'kept'
            WHEN stored.is_stub AND NOT staged.is_stub THEN 'realised'
            WHEN stored.deleted_at IS NULL AND {is_same} THEN 'unchanged'
            ELSE 'changed'
        END AS outcome
    FROM {staged} AS staged
    LEFT JOIN {table} AS stored ON stored.source_system = $source_system
        AND stored.external_id = staged.external_id AND stored.known_to IS NULL
"""

_REPLACED = """
    CREATE OR REPLACE TEMP TABLE replaced_by_apply AS
    SELECT stored.* FROM {table} AS stored JOIN outcome_of_apply AS decided USING (external_id)
    WHERE stored.source_system = $source_system AND stored.known_to IS NULL
        AND decided.outcome IN ('changed', 'realised')
"""

# Several files of one extract replace what never held at any instant.
_CLOSE_REPLACED = """
    UPDATE {table} AS stored
    SET known_to = greatest(stored.known_from, $extracted_at), closed_by = $batch_id
    FROM replaced_by_apply AS replaced
    WHERE stored.source_system = $source_system AND stored.external_id = replaced.external_id
        AND stored.known_to IS NULL
"""

_INSERT_VERSIONS = """
    INSERT INTO {table} ({columns})
    SELECT {chosen}
    FROM {staged} AS staged JOIN outcome_of_apply AS decided USING (external_id)
    LEFT JOIN replaced_by_apply AS stored USING (external_id)
    WHERE decided.outcome IN ('new', 'stub', 'changed', 'realised')
    ORDER BY {time_order} staged.line
"""

_GONE = """
    CREATE OR REPLACE TEMP TABLE replaced_by_apply AS
    SELECT stored.* FROM {table} AS stored
    WHERE stored.source_system = $source_system AND stored.known_to IS NULL AND stored.deleted_at IS NULL
        AND NOT stored.is_stub AND stored.external_id IN (SELECT external_id FROM {gone})
        AND stored.external_id NOT IN (SELECT external_id FROM {staged} WHERE NOT is_stub)
"""

_INSERT_DELETED = """
    INSERT INTO {table} ({columns}) SELECT {deleted} FROM replaced_by_apply AS stored ORDER BY stored.external_id
"""

_TOUCHED = "CREATE TEMP TABLE IF NOT EXISTS {touched} (source_system VARCHAR, external_id VARCHAR)"

_NOTE_TOUCHED = """
    INSERT INTO {touched}
    SELECT $source_system, external_id FROM outcome_of_apply WHERE outcome NOT IN ('kept', 'unchanged')
    EXCEPT SELECT source_system, external_id FROM {touched}
"""

_NOTE_DELETED = """
    INSERT INTO {touched} SELECT $source_system, external_id FROM replaced_by_apply
    EXCEPT SELECT source_system, external_id FROM {touched}
"""
