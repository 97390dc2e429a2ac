"""One write at a time, whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from polso.store.database import disk_failures


class Writer:
    """The queue of those who write to one workspace: DuckDB refuses two who change the same rows at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.RLock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn to write and keep it."""
        with self._turn:
            yield

    @contextmanager
    def transaction(self, cursor: duckdb.DuckDBPyConnection, *, commit: bool = True) -> Iterator[None]:
        """A transaction on `cursor`, begun when it is this caller's turn; any exception takes all of it back.

        `commit=False` takes it back in any case: everything can be seen inside, nothing remains.
        Raises UserError `disk_full`, with the database as it was before.
        """
        with self._turn, disk_failures(self._folder):
            cursor.begin()
            try:
                yield
            except BaseException:
                take_back(cursor)
                raise
            if not commit:
                take_back(cursor)
                return
            try:
                cursor.commit()
            except BaseException:
                take_back(cursor)
                raise


def take_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll back after a failure, which is what the caller has to tell."""
    # A commit that fails has ended the transaction already, and a broken connection has none.
    with suppress(duckdb.Error):
        cursor.rollback()
