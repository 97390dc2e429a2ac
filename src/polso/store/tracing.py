"""Where a record comes from: the import, the file and the line that it was last read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from polso.catalog.schema import TABLE
from polso.store.statement_text import fill, quoted

_HELD = """
    SELECT held.{key}, held.batch_id, file.name, held.line
    FROM main.{table} AS held JOIN batch_file AS file USING (file_id)
    WHERE held.known_to IS NULL AND NOT held.is_stub AND held.{key} IN (SELECT unnest($identities))
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """`line` is None for a record that no line describes, such as one that is only mentioned."""

    batch_id: int
    file: str
    line: int | None


def origins(cursor: duckdb.DuckDBPyConnection, table: str, identities: Sequence[str]) -> dict[str, Origin]:
    """The origin of the version that holds now of each record of a canonical table, by its own key.

    Records without a version that holds now are left out. `table` has a key of one column.
    """
    (key,) = TABLE[table].key
    statement = fill(_HELD, key=quoted(key), table=quoted(table))
    rows = cursor.execute(statement, {"identities": list(dict.fromkeys(identities))}).fetchall()
    return {str(identity): Origin(batch, name, line) for identity, batch, name, line in rows}
