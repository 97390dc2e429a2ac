"""What every engine can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from polso.sql.dialect import Dialect
from polso.sql.expressions import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a result with the names of their columns."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def column(self, name: str) -> list[Any]:
        position = self.names.index(name)
        return [row[position] for row in self.rows]


class Engine(Protocol):
    """Runs statements; `rows` for results of some thousand rows, `columns` for the long and narrow ones."""

    @property
    def dialect(self) -> Dialect: ...

    def on(self, cursor: DuckDBPyConnection) -> Engine:
        """An engine that reads in the transaction of `cursor`, where the workspace's own database is what it reads."""
        ...

    def rows(self, statement: Statement) -> Table: ...

    def columns(self, statement: Statement) -> Mapping[str, NDArray[Any]]: ...


def as_integers(column: NDArray[Any]) -> NDArray[np.int64]:
    """A column of whole numbers without nulls."""
    return np.asarray(column, dtype=np.int64)
