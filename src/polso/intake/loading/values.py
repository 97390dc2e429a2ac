"""The cells of a mapped table as typed values, and the rows in which one cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.mapping.model import IN_A_MINUTE
from polso.intake.reading import ColumnReading
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.veto import kind_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MINOR_UNITS = {
    "1.000": frozenset(
        {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
    ),
    "0.001": frozenset({"BHD", "JOD", "KWD", "OMR", "TND"}),
}
"""Currencies without a hundredth, as payment services write their amounts (ISO 4217, but UGX and ISK keep two digits
there); all others have one."""


def make_values(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Create `unit.values`: `line`, `v_<target>` typed, `z_<target>` (the cell carried an offset) for moments,
    `m_<target>` (currency in the cell) for money, `a_<number>` the text of columns that become attributes.

    Closed words that all rows share are `v_<target>` too. A row that shows a deal after a change becomes one row for
    each field that differs from the row before it. Creates `unit.rejects` too, with the rows that are no records and
    every row that holds an unreadable cell in a mapped column.
    """
    columns = ["line", *(f"{literal(value)} AS v_{target}" for target, value in unit.mapping.constants.items())]
    for binding in unit.mapping.bindings:
        reading = unit.readings[binding.target]
        columns.append(f"{_value(unit, binding.target, reading)} AS v_{binding.target}")
        if reading.kind == "timestamp":
            utc = unit.mapping.utc or "utc" in normal_header(binding.header).split()
            columns.append(f"{'TRUE' if utc else reading.zoned_sql} AS z_{binding.target}")
        if kind_of(unit.table.name, binding.target) == "money":
            columns.append(f"{reading.currency_sql} AS m_{binding.target}")
    for index, _ in unit.mapping.unmapped:
        columns.append(f"{_text(unit, index)} AS a_{index}")
    source = unit.read.staged.table
    if unit.mapping.fields:
        spread = " UNION ALL ".join(
            f"SELECT {', '.join(columns)}, {literal(name)} AS v_field, {_text(unit, index)} AS v_new FROM {source}"
            for name, index in unit.mapping.fields
        )
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {unit.values} AS {spread}")
        _drop_unchanged(cursor, unit)
    else:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {unit.values} AS SELECT {', '.join(columns)} FROM {source}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {unit.rejects} "
        "(line INTEGER, column_name VARCHAR, value VARCHAR, reason VARCHAR)"
    )
    _leave_out(cursor, unit)
    for binding in unit.mapping.bindings:
        reading = unit.readings[binding.target]
        if reading.unreadable_rows:
            cursor.execute(
                f"INSERT INTO {unit.rejects} SELECT line, {literal(binding.header)}, c{binding.index}, "
                f"{reading.reason_sql} FROM {unit.read.staged.table} "
                f"WHERE NOT {reading.null_sql} AND {reading.sql()} IS NULL "
                f"AND line NOT IN (SELECT line FROM {unit.rejects} WHERE column_name IS NULL)"
            )
    if unit.mapping.rows_left_out:
        _name_columns(cursor, unit)


def _text(unit: Unit, index: int) -> str:
    """A cell as text, NULL where it spells nothing; hundreds of columns in one statement must not each ask for that."""
    cell = f"c{index}"
    if all(not spelling for spelling, _ in unit.read.profiles[index].spellings):
        return cell
    return f"CASE WHEN NOT {null_sql(cell, text=True)} THEN {cell} END"


def _leave_out(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Put the rows that are no records of the table aside; their unreadable cells are nobody's trouble."""
    for rule in unit.mapping.rows_left_out:
        cell = f"lower(coalesce(c{rule.index}, ''))"
        words = ", ".join(literal(word) for word in rule.words)
        cursor.execute(
            f"INSERT INTO {unit.rejects} SELECT line, NULL, c{rule.index}, {literal(rule.reason)} "
            f"FROM {unit.read.staged.table} WHERE {cell} {'NOT ' if rule.keep else ''}IN ({words}) "
            f"AND line NOT IN (SELECT line FROM {unit.rejects})"
        )


def _name_columns(cursor: DuckDBPyConnection, unit: Unit) -> None:
    for rule in unit.mapping.rows_left_out:
        cursor.execute(
            f"UPDATE {unit.rejects} SET column_name = ? WHERE column_name IS NULL AND reason = ?",
            [unit.mapping.headers[rule.index], rule.reason],
        )


def _drop_unchanged(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Keep the fields that a row changed; of a row that changed none, only the first field."""
    order = "ORDER BY v_happened_at, line" if unit.mapping.has("happened_at") else "ORDER BY line"
    first = literal(unit.mapping.fields[0][0])
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {unit.values} AS
        SELECT * EXCLUDE (differs, any_differs) FROM (
            SELECT *, bool_or(differs) OVER (PARTITION BY line) AS any_differs FROM (
                SELECT *, v_new IS DISTINCT FROM lag(v_new) OVER (PARTITION BY v_opportunity_id, v_field {order})
                    AS differs FROM {unit.values}
            )
        ) WHERE differs OR (v_field = {first} AND NOT any_differs)
    """)


def _unit_of_currency(unit: Unit) -> str:
    """SQL for what one minor unit of the row's currency is worth."""
    binding = unit.mapping.binding("currency")
    company = unit.currency.code if unit.currency is not None else None
    code = f"upper(coalesce(c{binding.index}, {literal(company or '')}))" if binding else literal(company or "")
    branches = " ".join(
        f"WHEN {code} IN ({', '.join(map(literal, sorted(codes)))}) THEN {worth}"
        for worth, codes in MINOR_UNITS.items()
    )
    return f"CAST(CASE {branches} ELSE 0.01 END AS DECIMAL(4,3))"


def _value(unit: Unit, target: str, reading: ColumnReading) -> str:
    """The typed value; rates keep eight decimals where the cell has them, amounts in minor units become whole units,
    durations minutes."""
    if unit.mapping.minor_units and kind_of(unit.table.name, target) == "money":
        return f"CAST({reading.sql()} * {_unit_of_currency(unit)} AS DECIMAL(18,4))"
    if target in unit.mapping.durations:
        return f"CAST(round({reading.sql()} / {IN_A_MINUTE[unit.mapping.durations[target]]}.0) AS BIGINT)"
    if kind_of(unit.table.name, target) != "rate":
        return reading.sql()
    cell = f"c{reading.index}"
    digits = f"replace(replace({cell}, '.', ''), ',', '.')" if reading.form.value == "comma" else cell
    return f"coalesce(TRY_CAST({digits} AS DECIMAL(18,8)), CAST({reading.sql()} AS DECIMAL(18,8)))"
