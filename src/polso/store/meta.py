"""The few numbers that the database keeps about itself."""

from __future__ import annotations

from typing import Literal

import duckdb

Name = Literal["schema_version", "data_version", "derived_shape"]


def read_number(cursor: duckdb.DuckDBPyConnection, name: Name) -> int:
    """The number, 0 where it was never written or the database is new."""
    exists = cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'").fetchone()
    if exists is None or not exists[0]:
        return 0
    row = cursor.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def write_number(cursor: duckdb.DuckDBPyConnection, name: Name, value: int) -> None:
    cursor.execute("CREATE TABLE IF NOT EXISTS meta (name VARCHAR NOT NULL, value BIGINT NOT NULL)")
    cursor.execute("DELETE FROM meta WHERE name = ?", [name])
    cursor.execute("INSERT INTO meta VALUES (?, ?)", [name, value])


def raise_data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """One more than before; every committed change of what answers are made from calls this in its transaction."""
    version = read_number(cursor, "data_version") + 1
    write_number(cursor, "data_version", version)
    return version
