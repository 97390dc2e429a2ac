from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from polso.intake.reading import ColumnReading, ReadTable, open_connection, open_source, read_table

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[object]]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    folder = tmp_path / "spill"
    folder.mkdir()
    with open_connection(folder) as made:
        yield made


@pytest.fixture
def reader(tmp_path: Path, connection: DuckDBPyConnection) -> Reader:
    """Read text or bytes as a file; `answers` as `read_table` takes them."""

    def read(
        content: str | bytes, answers: Mapping[str, str] | None = None, encoding: str = "utf-8", name: str = "file.csv"
    ) -> ReadTable:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        (raw,) = open_source(path)
        return read_table(raw, connection, tmp_path, "staging", answers)

    return read


@pytest.fixture
def values() -> Values:
    """The typed values of a column in the order of the file."""

    def fetch(table: ReadTable, reading: ColumnReading) -> list[object]:
        rows = table.staged.connection.execute(
            f"SELECT {reading.sql()} FROM {table.staged.table} ORDER BY line"
        ).fetchall()
        return [value for (value,) in rows]

    return fetch
