"""The record that a person means: by its id, else by its name where only one has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polso.base.errors import NotFoundError, UserError, did_you_mean
from polso.catalog.schema import TABLE
from polso.intake.loading.keys import fold_sql
from polso.intake.loading.unit import id_column
from polso.store.statement_text import fill, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_NAMES = 10_000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A record that is there now; `record_id` is what others point to, `name` what people see, the id without one."""

    table: str
    source_system: str
    external_id: str
    record_id: str
    name: str


def find_record(cursor: DuckDBPyConnection, table: str, text: str) -> Found:
    """The one record of `table` whose id, or else whose name, is `text`; a key of several parts is written `a/b`.

    Raises NotFoundError `record_unknown`; UserError `record_ambiguous` with the ids.
    """
    column, display = id_column(table), _shown(table)
    names = {
        "table": quoted(table),
        "id": f"CAST({quoted(column)} AS VARCHAR)",
        "shown": f"CAST({quoted(display)} AS VARCHAR)",
    }
    for condition in (_BY_ID, _BY_NAME):
        where = fill(condition, fold=fold_sql(names["shown"]), given=fold_sql("$text"), **names)
        rows = cursor.execute(fill(_FIND, where=where, **names), {"text": text.strip()}).fetchall()
        if len(rows) == 1:
            return Found(table, *map(str, rows[0]))
        if rows:
            raise UserError("record_ambiguous", table=table, name=text, ids=tuple(str(row[2]) for row in rows[:_SHOWN]))
    known = cursor.execute(fill(_NAMES, most=str(_MOST_NAMES), **names)).fetchall()
    raise NotFoundError(
        "record_unknown", table=table, name=text, suggestions=did_you_mean(text, [str(name) for (name,) in known])
    )


def _shown(table: str) -> str:
    """The column of the name that people know a record by."""
    known = TABLE[table]
    return "number" if table == "invoice" else known.display or id_column(table)


_FIND = """
    SELECT source_system, external_id, coalesce({id}, external_id), coalesce({shown}, {id}, external_id)
    FROM main.{table} WHERE known_to IS NULL AND deleted_at IS NULL AND ({where}) ORDER BY source_system, external_id
"""
_BY_ID = "{id} = $text OR external_id = $text OR replace(external_id, chr(31), '/') = $text"
_BY_NAME = "{fold} = {given}"
_NAMES = """
    SELECT DISTINCT {shown} FROM main.{table}
    WHERE known_to IS NULL AND deleted_at IS NULL AND {shown} IS NOT NULL LIMIT {most}
"""
