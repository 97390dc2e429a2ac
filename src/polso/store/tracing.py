"""Where a record comes from: the import, the file and the line that it was last read from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polso.base.stacks import Stack, place_in
from polso.catalog.schema import TABLE
from polso.store.statement_text import fill, quoted

if TYPE_CHECKING:
    import duckdb

STACK = "stack"
"""Of what is kept of a file's reading: name and offset of each sheet, where several make its table."""

_HELD = """
    SELECT held.{key}, held.batch_id, file.name, held.line, file.mapping
    FROM main.{table} AS held JOIN batch_file AS file USING (file_id)
    WHERE held.known_to IS NULL AND NOT held.is_stub AND held.{key} IN (SELECT unnest($identities))
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """`line` is None for a record that no line describes, such as one that is only mentioned; where the table was made
    of several sheets, it is the row in `sheet`."""

    batch_id: int
    file: str
    line: int | None
    sheet: str | None = None


def stack_of(mapping: str | None) -> Stack:
    """The sheets that made the table of a file, from what was kept of its reading; none where it is one."""
    if mapping is None or f'"{STACK}"' not in mapping:
        return ()
    return [(str(name), int(offset)) for name, offset in json.loads(mapping).get(STACK, ())]


def place_from(mapping: str | None, line: int | None) -> tuple[str | None, int | None]:
    """The sheet, of stacked ones, and the row of a line of a kept file."""
    return (None, None) if line is None else place_in(stack_of(mapping), line)


def origins(cursor: duckdb.DuckDBPyConnection, table: str, identities: Sequence[str]) -> dict[str, Origin]:
    """The origin of the version that holds now of each record of a canonical table, by its own key.

    Records without a version that holds now are left out. `table` has a key of one column.
    """
    (key,) = TABLE[table].key
    statement = fill(_HELD, key=quoted(key), table=quoted(table))
    rows = cursor.execute(statement, {"identities": list(dict.fromkeys(identities))}).fetchall()
    found: dict[str, Origin] = {}
    for identity, batch, name, line, mapping in rows:
        sheet, row = place_from(mapping, line)
        found[str(identity)] = Origin(batch, name, row, sheet)
    return found
