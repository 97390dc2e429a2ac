"""The stored tables of the derived relations."""

from __future__ import annotations

import duckdb

from polso.catalog.relations import (
    CALENDAR_DAY_COLUMNS,
    COVERAGE_COLUMNS,
    FX_DAY_COLUMNS,
    RELATIONS,
    REP_TEAM_COLUMNS,
)
from polso.store.derive.statements import run

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    **{name: relation.columns for name, relation in RELATIONS.items()},
    "rep_team": REP_TEAM_COLUMNS,
    "fx_day": FX_DAY_COLUMNS,
    "calendar_day": CALENDAR_DAY_COLUMNS,
    "coverage": COVERAGE_COLUMNS,
}


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of all derived relations that are not there yet, empty."""
    found = cursor.execute("select table_name from duckdb_tables() where database_name = current_database()").fetchall()
    there = {name for (name,) in found}
    for name in COLUMNS:
        if name not in there:
            run(cursor, "create table $name ($columns)", name=name, columns=_columns(name))


def empty(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Replace the relation by an empty one: cheaper than deleting rows, which would stay until a checkpoint."""
    run(cursor, "create or replace table $name ($columns)", name=name, columns=_columns(name))


def _columns(name: str) -> str:
    return ", ".join(f"{column} {kind}" for column, kind in COLUMNS[name])
