"""What a loader hands over: rows of one file for one canonical table."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from polso.base.errors import InternalError
from polso.catalog.schema import Table
from polso.store.statement_text import fill, quoted

STAGED_COLUMNS: tuple[tuple[str, str], ...] = (("line", "INTEGER"), ("external_id", "VARCHAR"), ("is_stub", "BOOLEAN"))


@dataclass(frozen=True, slots=True)
class StagedTable:
    """Rows of one file for one canonical table, ready to be laid over what is known.

    `relation` is a temp table on the loading cursor with the columns `line`, `external_id`, `is_stub` and `provided`:
    physical columns of `table`, already typed, one row an external id. A *stub* row stands for a record that the file
    only mentions (the account of a deal): it makes a record where there is none and never changes one. `gone` is a temp
    table with the `external_id` of records that a full export no longer has. Where the rows are *learned* from files of
    other tables, a record that is a stub gets their values and stays one.
    """

    table: str
    source_system: str
    file_id: int
    relation: str
    provided: tuple[str, ...]
    gone: str | None = None
    is_learned: bool = False


def check_staging(cursor: duckdb.DuckDBPyConnection, table: Table, staged: StagedTable) -> None:
    """Raises InternalError `bad_staging` when the relation has other columns, or an external id twice or missing."""
    physical = dict(table.physical())
    expected = dict(STAGED_COLUMNS) | {name: physical.get(name, "") for name in staged.provided}
    relation = quoted(staged.relation)
    described = cursor.execute(fill("DESCRIBE SELECT * FROM {relation}", relation=relation)).fetchall()
    found = {str(name): str(kind) for name, kind, *_ in described}
    wrong = tuple(f"{name} {found.get(name)}" for name, kind in expected.items() if found.get(name) != kind)
    if wrong:
        raise InternalError("bad_staging", table=table.name, columns=wrong)
    row = cursor.execute(fill(_FAULTS, relation=relation)).fetchone()
    if row != (0, 0):
        raise InternalError("bad_staging", table=table.name, columns=("external_id", "is_stub"))


_FAULTS = """
    SELECT count(*) - count(DISTINCT external_id), count(*) FILTER (WHERE is_stub IS NULL) FROM {relation}
"""
