"""DuckDB in this process: the default engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from polso.engines.engine import Table
from polso.sql.dialect import Dialect
from polso.sql.duckdb import DUCKDB
from polso.sql.expressions import Statement
from polso.sql.render import render

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class DuckDBEngine:
    """Runs statements on cursors of one connection, so that readers do not wait for each other."""

    def __init__(self, cursor: Callable[[], AbstractContextManager[DuckDBPyConnection]]) -> None:
        self._cursor = cursor

    @property
    def dialect(self) -> Dialect:
        return DUCKDB

    def on(self, cursor: DuckDBPyConnection) -> DuckDBEngine:
        return DuckDBEngine(lambda: nullcontext(cursor))

    def rows(self, statement: Statement) -> Table:
        text = render(statement, DUCKDB)
        with self._cursor() as cursor:
            result = cursor.execute(text.text, list(text.parameters))
            return Table(tuple(str(column[0]) for column in result.description or ()), result.fetchall())

    def columns(self, statement: Statement) -> Mapping[str, NDArray[Any]]:
        text = render(statement, DUCKDB)
        with self._cursor() as cursor:
            return dict(cursor.execute(text.text, list(text.parameters)).fetchnumpy())
