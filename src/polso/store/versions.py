"""Records as versions `[known_from, known_to)`: what a file says is laid over what was known.

The open version of a record has no `known_to`. A file that says nothing new makes no version; a file that says
something else closes the open version at its instant and opens another, which keeps what the file does not speak of.
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
    values = {
        "source_system": staged.source_system,
        "batch_id": stamp.batch_id,
        "file_id": staged.file_id,
        "imported_at": stamp.imported_at,
        "extracted_at": stamp.extracted_at,
    }
    for statement in (_DECIDE, _CHANGE_IN_PLACE, _INSERT_VERSIONS, _CLOSE_REPLACED, _TOUCHED, _NOTE_TOUCHED):
        text = fill(statement, **names)
        cursor.execute(text, {name: value for name, value in values.items() if f"${name}" in text})
    rows = cursor.execute("SELECT outcome, count(*) FROM outcome_of_apply GROUP BY outcome").fetchall()
    cursor.execute("DROP TABLE outcome_of_apply")
    found: dict[str, int] = dict(rows)
    return Counts(
        found.get("new", 0) + found.get("realised", 0),
        found.get("changed", 0),
        found.get("unchanged", 0),
        found.get("stub", 0),
    )


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
        "touched": quoted(touched_relation(table.name)),
        "is_same": " AND ".join(f"staged.{name} IS NOT DISTINCT FROM stored.{name}" for name in given) or "TRUE",
        "assignments": "".join(f"{name} = staged.{name}, " for name in given),
        "columns": ", ".join(columns),
        "chosen": ", ".join(chosen.get(name, f"stored.{name}") for name in columns),
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

_DECIDE = """
    CREATE OR REPLACE TEMP TABLE outcome_of_apply AS
    SELECT staged.external_id,
        CASE
            WHEN stored.external_id IS NULL AND staged.is_stub THEN 'stub'
            WHEN stored.external_id IS NULL THEN 'new'
            WHEN staged.is_stub THEN 'kept'
            WHEN stored.is_stub THEN 'realised'
            WHEN stored.deleted_at IS NULL AND {is_same} THEN 'unchanged'
            ELSE 'changed'
        END AS outcome,
        stored.known_from < $extracted_at AS is_older
    FROM {staged} AS staged
    LEFT JOIN {table} AS stored ON stored.source_system = $source_system
        AND stored.external_id = staged.external_id AND stored.known_to IS NULL
"""

# Several files of one extract are one statement; and a stub learned later than a file's extract begins with it.
_CHANGE_IN_PLACE = """
    UPDATE {table} AS stored
    SET {assignments} is_stub = FALSE, deleted_at = NULL, line = staged.line, batch_id = $batch_id,
        file_id = $file_id, known_from = $extracted_at
    FROM {staged} AS staged JOIN outcome_of_apply AS decided USING (external_id)
    WHERE stored.source_system = $source_system AND stored.external_id = staged.external_id
        AND stored.known_to IS NULL AND decided.outcome IN ('changed', 'realised') AND NOT decided.is_older
"""

_INSERT_VERSIONS = """
    INSERT INTO {table} ({columns})
    SELECT {chosen}
    FROM {staged} AS staged JOIN outcome_of_apply AS decided USING (external_id)
    LEFT JOIN {table} AS stored ON stored.source_system = $source_system
        AND stored.external_id = staged.external_id AND stored.known_to IS NULL
    WHERE decided.outcome IN ('new', 'stub')
        OR (decided.outcome IN ('changed', 'realised') AND decided.is_older)
    ORDER BY {time_order} staged.line
"""

_CLOSE_REPLACED = """
    UPDATE {table} AS stored
    SET known_to = $extracted_at, closed_by = $batch_id
    FROM outcome_of_apply AS decided
    WHERE stored.source_system = $source_system AND stored.external_id = decided.external_id
        AND stored.known_to IS NULL AND stored.known_from < $extracted_at
        AND decided.outcome IN ('changed', 'realised') AND decided.is_older
"""

_TOUCHED = "CREATE TEMP TABLE IF NOT EXISTS {touched} (source_system VARCHAR, external_id VARCHAR)"

_NOTE_TOUCHED = """
    INSERT INTO {touched}
    SELECT $source_system, external_id FROM outcome_of_apply WHERE outcome NOT IN ('kept', 'unchanged')
    EXCEPT SELECT source_system, external_id FROM {touched}
"""
