"""What a database holds, as numbers that two copies of it must share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from polso.store.derive.tables import COLUMNS
from polso.store.statement_text import fill, quoted

PROGRAM_OWN = "meta"
"""The numbers that a database keeps about itself; they are no business statement."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """Rows of a table and the sum of each of its decimal columns, as text; a column without a value has no sum."""

    rows: int
    sums: dict[str, str] = field(default_factory=dict)


def kept_tables(cursor: duckdb.DuckDBPyConnection, database: str) -> tuple[str, ...]:
    """Tables of `database` that hold what was learned; the relations made from them are left out."""
    rows = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT temporary ORDER BY table_name",
        [database],
    ).fetchall()
    return tuple(name for (name,) in rows if name not in COLUMNS and name != PROGRAM_OWN)


def column_types(cursor: duckdb.DuckDBPyConnection, database: str, table: str) -> dict[str, str]:
    """Columns of a table with their SQL types, in their order."""
    rows = cursor.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = ? AND table_name = ?"
        " ORDER BY column_index",
        [database, table],
    ).fetchall()
    return dict(rows)


def table_facts(cursor: duckdb.DuckDBPyConnection, database: str) -> dict[str, TableFacts]:
    """The facts of every kept table of `database`."""
    return {table: _facts(cursor, database, table) for table in kept_tables(cursor, database)}


def _facts(cursor: duckdb.DuckDBPyConnection, database: str, table: str) -> TableFacts:
    decimals = [name for name, kind in column_types(cursor, database, table).items() if kind.startswith("DECIMAL")]
    sums = "".join(fill(", CAST(sum({column}) AS VARCHAR)", column=quoted(name)) for name in decimals)
    row = cursor.execute(
        fill("SELECT count(*){sums} FROM {database}.{table}", sums=sums, database=quoted(database), table=quoted(table))
    ).fetchone()
    assert row is not None
    found = {name: total for name, total in zip(decimals, row[1:], strict=True) if total is not None}
    return TableFacts(int(row[0]), found)


def differences(said: dict[str, TableFacts], found: dict[str, TableFacts]) -> tuple[str, ...]:
    """The names of the tables that are not as said, in order.

    >>> differences({"rep": TableFacts(2)}, {"rep": TableFacts(1)})
    ('rep',)
    """
    return tuple(sorted(name for name in {*said, *found} if said.get(name) != found.get(name)))


def current_database(cursor: duckdb.DuckDBPyConnection) -> str:
    """The name under which the workspace's own database is known to SQL."""
    row = cursor.execute("SELECT current_database()").fetchone()
    assert row is not None
    return str(row[0])


def file_text(path: Path) -> str:
    """A path as an SQL text, for statements that take no parameter there."""
    return "'" + str(path).replace("'", "''") + "'"
