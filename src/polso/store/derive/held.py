"""Which canonical tables hold anything: what is made of empty ones is empty, and need not be worked out."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from polso.store.derive.statements import fill
from polso.store.derive.tables import empty


def held(cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> frozenset[str]:
    """Those of the tables that have a row, whenever it held."""
    ordered = sorted(tables)
    if not ordered:
        return frozenset()
    tests = [fill("exists (select 1 from $table)", table=table) for table in ordered]
    row = cursor.execute("select " + ", ".join(tests)).fetchone() or ()
    return frozenset(table for table, there in zip(ordered, row, strict=True) if there)


def clear(cursor: duckdb.DuckDBPyConnection, *relations: str) -> None:
    """Leave the relations without rows; those that have none are not touched."""
    for relation in sorted(held(cursor, relations)):
        empty(cursor, relation)
