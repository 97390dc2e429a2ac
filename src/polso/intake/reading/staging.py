"""Stage 3: the clean CSV into a table of text, read by DuckDB with our dialect and none of its guesses."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polso.base.errors import InternalError
from polso.intake.reading.model import CleanTable
from polso.intake.reading.sqltext import WHITE, identifier, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LINE = 2 << 20
_UNTIDY = r"^[\s\v]|[\s\v]$|[^\x00-\x7F]"


@dataclass(frozen=True, slots=True)
class Staged:
    """Temporary table `table(line INTEGER, c0 VARCHAR, c1 ..., kinds VARCHAR)` of `connection`.

    Cells are trimmed and Unicode NFC; an empty one is NULL. `kinds` (the letters of `cells.spell`) is NULL for text
    files. The table is visible to this very connection only, not to its cursors.
    """

    connection: DuckDBPyConnection
    table: str
    names: tuple[str, ...]
    rows: int
    has_kinds: bool

    def column(self, index: int) -> str:
        return f"c{index}"

    def kind(self, index: int) -> str:
        """SQL for the letter of how the cell of column `index` was stored."""
        return f"coalesce(substr(kinds, {index + 1}, 1), 't')" if self.has_kinds else "'t'"


def open_connection(folder: Path, memory: str = "1GB") -> DuckDBPyConnection:
    """A private in-memory DuckDB that loads no extension and spills into `folder`."""
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": memory,
            "temp_directory": str(folder),
        },
    )


def stage(connection: DuckDBPyConnection, clean: CleanTable, table: str) -> Staged:
    """Read the clean CSV of `clean` into the temporary table `table` of `connection`.

    Raises InternalError `rows_lost` when DuckDB did not find every row that was written.
    """
    names = clean.table.names
    has_kinds = clean.table.file.form == "workbook"
    numbered = clean.first_line is None
    types = {**({"line": "INTEGER"} if numbered else {}), **{f"c{index}": "VARCHAR" for index in range(len(names))}}
    if has_kinds:
        types["kinds"] = "VARCHAR"
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
    tidy = (lambda column: f"nullif({column}, '')") if clean.tidy else _tidy
    cells = ", ".join(f"{tidy(f'c{index}')} AS c{index}" for index in range(len(names)))
    kinds = "kinds" if has_kinds else "CAST(NULL AS VARCHAR) AS kinds"
    quote = literal(clean.dialect.quote)
    # The parallel reader guesses where a record starts in mid-file; with line ends inside cells it may guess wrong.
    parallel = "false" if clean.multiline else "true"
    # Over a file a window without an order counts in the order of the file, whatever the threads.
    line = "line" if numbered else f"CAST(row_number() OVER () + {(clean.first_line or 0) - 1} AS INTEGER) AS line"
    connection.execute(f"DROP TABLE IF EXISTS temp.{identifier(table)}")
    connection.execute(
        f"CREATE TEMP TABLE {identifier(table)} AS SELECT {line}, {cells}, {kinds} FROM read_csv("
        f"{literal(str(clean.path))}, header = false, auto_detect = false, columns = {{{columns}}}, "
        f"delim = {literal(clean.dialect.delimiter)}, quote = {quote}, escape = {quote}, "
        f"new_line = '\\n', parallel = {parallel}, "
        f"max_line_size = {max(_LINE, clean.longest)})"
    )
    counted = connection.execute(f"SELECT count(*) FROM temp.{identifier(table)}").fetchone()
    if counted is None or counted[0] != clean.rows:
        raise InternalError("rows_lost", written=clean.rows, read=counted[0] if counted else None)
    return Staged(connection, f"temp.{identifier(table)}", names, clean.rows, has_kinds)


def _tidy(column: str) -> str:
    """SQL for a cell trimmed and in NFC; the many plain ASCII cells without outer blanks are only looked at."""
    plain = f"NOT regexp_matches({column}, {literal(_UNTIDY)})"
    return f"CASE WHEN {plain} THEN nullif({column}, '') ELSE nullif(trim(nfc_normalize({column}), {WHITE}), '') END"


def raw_cells(clean: CleanTable, lines: frozenset[int]) -> dict[int, tuple[str, ...]]:
    """The cells of the rows on `lines` as they stood in the file, for reject files and drill-down."""
    found: dict[int, tuple[str, ...]] = {}
    width = clean.table.width
    dialect = clean.dialect
    quoting = {"quotechar": dialect.quote} if dialect.quote else {"quotechar": None, "quoting": csv.QUOTE_NONE}
    with clean.path.open("r", encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.reader(handle, delimiter=dialect.delimiter, **quoting), clean.first_line or 0):
            line, cells = (int(row[0]), row[1:]) if clean.first_line is None else (number, row)
            if line in lines:
                found[line] = tuple(cells[:width])
    return found
