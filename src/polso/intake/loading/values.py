"""The cells of a mapped table as typed values, and the rows in which one cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.reading import ColumnReading
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.veto import kind_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_values(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Create `unit.values`: `line`, `v_<target>` typed, `z_<target>` (the cell carried an offset) for moments,
    `m_<target>` (currency in the cell) for money, `a_<number>` the text of columns that become attributes.

    Creates `unit.rejects` too, with every row that holds an unreadable cell in a mapped column.
    """
    columns = ["line"]
    for binding in unit.mapping.bindings:
        reading = unit.readings[binding.target]
        columns.append(f"{_value(unit, binding.target, reading)} AS v_{binding.target}")
        if reading.kind == "timestamp":
            columns.append(f"{reading.zoned_sql} AS z_{binding.target}")
        if kind_of(unit.table.name, binding.target) == "money":
            columns.append(f"{reading.currency_sql} AS m_{binding.target}")
    for index, _ in unit.mapping.unmapped:
        cell = f"c{index}"
        columns.append(f"CASE WHEN NOT {null_sql(cell, text=True)} THEN {cell} END AS a_{index}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {unit.values} AS SELECT {', '.join(columns)} FROM {unit.read.staged.table}"
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {unit.rejects} "
        "(line INTEGER, column_name VARCHAR, value VARCHAR, reason VARCHAR)"
    )
    for binding in unit.mapping.bindings:
        reading = unit.readings[binding.target]
        if reading.unreadable_rows:
            cursor.execute(
                f"INSERT INTO {unit.rejects} SELECT line, {literal(binding.header)}, c{binding.index}, "
                f"{reading.reason_sql} FROM {unit.read.staged.table} "
                f"WHERE NOT {reading.null_sql} AND {reading.sql()} IS NULL"
            )


def _value(unit: Unit, target: str, reading: ColumnReading) -> str:
    """The typed value; rates keep eight decimals where the cell has them."""
    if kind_of(unit.table.name, target) != "rate":
        return reading.sql()
    cell = f"c{reading.index}"
    digits = f"replace(replace({cell}, '.', ''), ',', '.')" if reading.form.value == "comma" else cell
    return f"coalesce(TRY_CAST({digits} AS DECIMAL(18,8)), CAST({reading.sql()} AS DECIMAL(18,8)))"
