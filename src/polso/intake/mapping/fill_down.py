"""Documents that stand on several lines of which only the first has number, day and customer."""

from __future__ import annotations

from collections.abc import Mapping

from polso.intake.mapping.model import TableMapping
from polso.intake.mapping.record_lines import key_target
from polso.intake.reading import ReadTable
from polso.intake.reading.nulls import null_sql
from polso.intake.recognise.veto import kind_of

_DAYS = {"invoice": "issued_on", "sales_order": "ordered_at"}
_HEAD = ("number", "invoice_id", "order_id", "issued_on", "ordered_at", "account_id", "kind")
_CENT = "0.011"


def fill_down(read: ReadTable, mapping: TableMapping, amounts: Mapping[int, str]) -> int:
    """Write number, day, customer and kind of a document into its further lines, in the staging table; how many.

    A further line has none of number, day and customer, and an amount (`amounts`: SQL by column number). One that says
    nothing but what the lines above it add up to is a subtotal and stays as it is. Done once for a table.
    """
    key, day = mapping.binding(key_target(mapping) or ""), mapping.binding(_DAYS.get(mapping.table, ""))
    money = [b.index for b in mapping.bindings if kind_of(mapping.table, b.target) == "money" and b.index in amounts]
    if key is None or day is None or not money or read.profiles[key.index].filled == read.staged.rows:
        return 0
    if was_filled(read):
        return _count(read)
    bound = {binding.target: binding.index for binding in mapping.bindings}
    head = [bound[target] for target in _HEAD if target in bound]
    blank = " AND ".join(_blank(index) for index in {key.index, day.index, bound.get("account_id", day.index)})
    width = len(read.profiles)
    rest = [index for index in range(width) if index not in head and not _is_number(mapping, index)]
    silent = " AND ".join(_blank(index) for index in rest) or "TRUE"
    value = f"coalesce({', '.join(amounts[index] for index in money)})"
    connection, table = read.staged.connection, read.staged.table
    cells = ", ".join(f"first_value(c{i}) OVER document AS c{i}" for i in head)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {_relation(read)} AS
        WITH said AS (
            SELECT line, {", ".join(f"c{i}" for i in head)}, NOT {_blank(key.index)} AS is_head,
                {blank} AND {value} IS NOT NULL AS is_further, {silent} AS is_silent, {value} AS value
            FROM {table}
        ),
        numbered AS (SELECT *, count(*) FILTER (is_head) OVER (ORDER BY line) AS place FROM said),
        known AS (
            SELECT line, is_further, is_silent, value, {cells},
                sum(value) OVER (PARTITION BY place ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                    AS so_far
            FROM numbered WHERE place > 0 WINDOW document AS (PARTITION BY place ORDER BY line)
        )
        SELECT * EXCLUDE (is_further, is_silent, value, so_far) FROM known
        WHERE is_further AND NOT (is_silent AND abs(value - so_far) <= {_CENT})
    """)
    if _count(read):
        sets = ", ".join(f"c{i} = coalesce(staged.c{i}, down.c{i})" for i in head)
        down = _relation(read)
        connection.execute(f"UPDATE {table} AS staged SET {sets} FROM {down} AS down WHERE down.line = staged.line")
    return _count(read)


def was_filled(read: ReadTable) -> bool:
    """Whether `fill_down` has looked at the table."""
    row = read.staged.connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = ?", [_relation(read)]
    ).fetchone()
    return row is not None and row[0] > 0


def _is_number(mapping: TableMapping, index: int) -> bool:
    """Whether a column is an amount, a rate or a count by its place in the table."""
    target = next((binding.target for binding in mapping.bindings if binding.index == index), None)
    return target is not None and kind_of(mapping.table, target) in ("money", "rate", "integer")


def _relation(read: ReadTable) -> str:
    return read.staged.table.rpartition(".")[2].strip('"') + "_down"


def _blank(index: int) -> str:
    return null_sql(f"c{index}", text=True)


def _count(read: ReadTable) -> int:
    row = read.staged.connection.execute(f"SELECT count(*) FROM {_relation(read)}").fetchone()
    return int(row[0]) if row else 0
