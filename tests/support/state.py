"""The whole state of a workspace, to be held against that of another."""

from __future__ import annotations

from typing import Any

from polso.store.workspace import Workspace

STAMPS = frozenset({"batch_id", "file_id", "closed_by", "first_seen_at", "imported_at"})
"""Columns that tell of the imports rather than of the business."""
PROGRAM_OWN = frozenset({"meta"})


def state_of(workspace: Workspace, *, without: frozenset[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the database with all its rows, sorted as text; `without` names columns to leave out."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with workspace.cursor() as cursor:
        tables = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database()"
        ).fetchall()
        for (table,) in tables:
            if table in PROGRAM_OWN:
                continue
            columns = [
                str(name)
                for (name,) in cursor.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name ="
                    " current_database() ORDER BY column_index",
                    [table],
                ).fetchall()
                if name not in without
            ]
            listed = ", ".join(f'"{name}"' for name in columns)
            rows = cursor.execute(f'SELECT {listed} FROM "{table}"').fetchall()
            found[table] = sorted(rows, key=repr)
    return found
