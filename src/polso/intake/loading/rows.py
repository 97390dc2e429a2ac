"""From values to the rows that are loaded: typed, identified, checked, one a record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.intake.loading.adding_up import note_not_adding_up
from polso.intake.loading.checks import CLOCKS, checks, reject_sql
from polso.intake.loading.columns import Expressions, bound_columns, code_sql
from polso.intake.loading.credit_totals import agree_with_credit_notes
from polso.intake.loading.invoices import invoice_key
from polso.intake.loading.keys import PART, content_sql, key_parts, name_keys, record_sql
from polso.intake.loading.lines import gather_lines
from polso.intake.loading.settle import settle
from polso.intake.loading.unit import Unit, id_column
from polso.intake.loading.values import make_values
from polso.intake.reading.sqltext import literal
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ORDERED: dict[str, tuple[tuple[str, str], ...]] = {
    "lead": (("created_on", "converted_on"), ("created_on", "qualified_on")),
    "opportunity": (("created_on", "closed_on"),),
    "inquiry": (("received_on", "first_response_on"),),
    "survey_response": (("sent_on", "responded_on"),),
    "team_membership": (("valid_from", "valid_to"),),
    "subscription_span": (("valid_from", "valid_to"),),
    "expense": (("span_start", "span_end"),),
    "target": (("period_start", "period_end"),),
    "rep": (("hired_on", "left_on"),),
}
"""Days of which the second cannot lie before the first."""


def make_rows(cursor: DuckDBPyConnection, unit: Unit, zone: str, latest: date, salt: str = "") -> Expressions:
    """Create `unit.values`, `unit.typed`, `unit.rejects` and `unit.kept`; the expressions of the typed columns.

    `kept` has `line`, `external_id`, `record_id`, the physical columns (references as `r_<column>`) and the values.
    `latest` is the last day on which something can have happened; `salt` makes the rows of a keyless file others than
    equal rows known already. Raises UserError `key_column_missing`, `column_missing`.
    """
    make_values(cursor, unit)
    if unit.mapping.gathered:
        gather_lines(cursor, unit)
    columns = bound_columns(unit, zone)
    settle(cursor, unit, columns, zone)
    _require(unit, columns)
    _make_typed(cursor, unit, columns, salt)
    for check in checks(unit, columns, latest):
        cursor.execute(reject_sql(unit, check))
    _make_kept(cursor, unit)
    _count(cursor, unit, columns)
    note_not_adding_up(cursor, unit)
    if unit.table.name == "invoice":
        agree_with_credit_notes(cursor, unit, columns)
    return columns


def _require(unit: Unit, columns: Expressions) -> None:
    """Refuse a file without a column that every record must have."""
    place = Place(file=unit.file)
    table = unit.table.name
    key_known = unit.by_content or unit.key_target is not None or (unit.is_named and "name" in columns)
    if not key_known and len(unit.table.key) == 1:
        raise UserError("key_column_missing", place=place, table=table, needed=unit.table.key[0])
    for column in unit.table.columns:
        name = f"r_{column.name}" if column.references else column.name
        if not column.required or name in columns or column.default is not None:
            continue
        if column.name in unit.table.key and (key_known or len(unit.table.key) == 1):
            continue
        if column.name == id_column(table) and unit.is_named:
            continue
        raise UserError("column_missing", place=place, table=table, needed=column.name)


def _make_typed(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions, salt: str) -> None:
    selected = [f'{expression} AS "{name}"' for name, expression in columns.items()]
    if unit.by_content:
        key = content_sql(unit, unit.source_system + salt)
    else:
        parts = key_parts(unit, columns) if unit.key_target != "number" else [invoice_key(columns)]
        key = f" || {literal(PART)} || ".join(parts)
    if unit.mapping.has("currency"):
        selected.append(f"{code_sql('v_currency')} AS currency_of_cell")
    inner = f"SELECT v.*, {', '.join([*selected, f'{key} AS key'])} FROM {unit.values} AS v"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {unit.typed} AS {inner}")
    if not unit.is_named:
        return
    names, id_name = f"keys_{unit.number}", id_column(unit.table.name)
    name_keys(cursor, f"SELECT name FROM {unit.typed}", names)
    others = {name: f"coalesce(CAST(typed.{name} AS VARCHAR), '')" for name in unit.table.key if name in columns}
    own = ["keyed.key" if name == id_name else others.get(name, "''") for name in unit.table.key]
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {unit.typed} AS
        SELECT typed.* REPLACE ({f" || {literal(PART)} || ".join(own)} AS key), keyed.key AS named_id
        FROM {unit.typed} AS typed LEFT JOIN {names} AS keyed ON keyed.raw = typed.name
    """)


def _make_kept(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Leave out rejected rows and lines that continue a record; of several lines with one key the last one stays."""
    rejected = f"SELECT line FROM {unit.rejects}"
    continued = "FALSE"
    if unit.mapping.continuation and unit.mapping.has(unit.mapping.continuation):
        blank = f"v_{unit.mapping.continuation} IS NULL"
        continued = f"({blank} AND row_number() OVER (PARTITION BY key ORDER BY line) > 1)"
    own_id = "v_stage_id" if unit.table.name == "stage" else "key"
    record = "named_id" if unit.is_named else record_sql(unit.source_system, own_id)
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {unit.kept} AS
        SELECT *, key AS external_id, {record} AS record_id,
            row_number() OVER (PARTITION BY key ORDER BY line DESC) AS from_last
        FROM (SELECT *, {continued} AS continues FROM {unit.typed} WHERE line NOT IN ({rejected}))
        WHERE NOT continues
    """)
    row = cursor.execute(f"""
        SELECT (SELECT count(*) FROM {unit.typed} WHERE line NOT IN ({rejected}))
            - (SELECT count(*) FROM {unit.kept})
    """).fetchone()
    if row and row[0]:
        unit.notices.append(Notice("lines_continue", int(row[0])))
    target = unit.key_target or ("name" if unit.is_named else unit.table.key[0])
    cursor.execute(f"""
        INSERT INTO {unit.rejects}
        SELECT line, {literal(unit.header(target))}, external_id, 'replaced_by_later_line'
        FROM {unit.kept} WHERE from_last > 1
    """)
    cursor.execute(f"DELETE FROM {unit.kept} WHERE from_last > 1")


def _count(cursor: DuckDBPyConnection, unit: Unit, columns: Expressions) -> None:
    days = [name for name in CLOCKS.get(unit.table.name, ()) if name in columns]
    bounds = ", ".join(f"min({day}), max({day})" for day in days)
    row = cursor.execute(f"SELECT count(*){', ' + bounds if bounds else ''} FROM {unit.kept}").fetchone()
    assert row is not None
    unit.loaded_rows = int(row[0])
    found = [day for day in row[1:] if day is not None]
    unit.first_day, unit.last_day = (min(found), max(found)) if found else (None, None)
    for first, later in _ORDERED.get(unit.table.name, ()):
        if first in columns and later in columns:
            _note_disorder(cursor, unit, first, later)
    counted = cursor.execute(f"SELECT count(DISTINCT line) FROM {unit.rejects}").fetchone()
    unit.rejected_rows = int(counted[0]) if counted else 0


def _note_disorder(cursor: DuckDBPyConnection, unit: Unit, first: str, later: str) -> None:
    """Note rows of which the end lies before the beginning: they are kept, and no duration is taken from them."""
    condition = f"{later} < {first}"
    row = cursor.execute(
        f"SELECT count(*), list(line ORDER BY line)[:100] FROM {unit.kept} WHERE {condition}"
    ).fetchone()
    if row is not None and row[0]:
        unit.notices.append(Notice("data_error", int(row[0]), (later, first), tuple(row[1])))
