"""One state of the workspace for everything that is asked together, whatever is imported meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from polso.engines.engine import Engine
from polso.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reading:
    """`engine` and `cursor` see the data of `version`, and of no import that was committed later.

    With `is_own` it is somebody's open transaction: what it holds may never be committed, so no answer is kept.
    """

    cursor: duckdb.DuckDBPyConnection
    engine: Engine
    version: int
    is_own: bool = False


@contextmanager
def read_state(workspace: Workspace, engine: Engine) -> Iterator[Reading]:
    """A transaction that only reads; the database keeps its state of the first statement until it ends."""
    with workspace.cursor() as cursor:
        cursor.begin()
        try:
            yield Reading(cursor, engine.on(cursor), _version(cursor))
        finally:
            with suppress(duckdb.Error):
                cursor.rollback()


def read_within(cursor: duckdb.DuckDBPyConnection, engine: Engine) -> Reading:
    """What an open transaction of the caller sees, its own changes included."""
    return Reading(cursor, engine.on(cursor), _version(cursor), is_own=True)


def _version(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("SELECT value FROM meta WHERE name = 'data_version'").fetchone()
    return int(row[0]) if row else 0
