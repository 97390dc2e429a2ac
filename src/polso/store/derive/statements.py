"""Running statements whose names, never values, are filled in."""

from __future__ import annotations

from string import Template

import duckdb

FOREVER = "timestamp 'infinity'"
BEFORE_ALL = "timestamp '0001-01-01'"
FIRST_DAY = "date '0001-01-01'"
"""Stands for an unknown start while intervals are worked out; never stored as a day."""


def run(cursor: duckdb.DuckDBPyConnection, text: str, **names: str) -> None:
    """Execute `text` with `$name` replaced by names of the catalog or fixed fragments of this package."""
    cursor.execute(fill(text, **names))


def fill(text: str, **names: str) -> str:
    return Template(text).substitute(forever=FOREVER, before_all=BEFORE_ALL, first_day=FIRST_DAY, **names)


def replace_temp(cursor: duckdb.DuckDBPyConnection, name: str, query: str, **names: str) -> None:
    """Create the working table `name` from a query; `drop_temporaries` removes it."""
    run(cursor, "create or replace temp table $target as\n" + query, target=name, **names)


def drop_temporaries(cursor: duckdb.DuckDBPyConnection) -> None:
    """Remove every working table and view of this package; they are named `derive_...`."""
    found = cursor.execute(
        "select table_name, table_type from information_schema.tables"
        " where table_catalog = 'temp' and starts_with(table_name, 'derive_') order by table_type desc"
    ).fetchall()
    for name, kind in found:
        run(cursor, "drop $kind temp.$name", kind="view" if kind == "VIEW" else "table", name=name)
