"""SQL for the canonical columns of a row, by the kind of each column."""

from __future__ import annotations

from polso.catalog.schema import PHYSICAL_TYPES, Column, day_column
from polso.intake.loading.moments import local_sql, utc_sql
from polso.intake.loading.unit import Unit
from polso.intake.mapping.money import money_targets
from polso.intake.reading.currencies import SIGNS
from polso.intake.reading.iso_currencies import iso_currencies
from polso.intake.reading.sqltext import literal

Expressions = dict[str, str]
"""Physical column (references as `r_<column>`, the raw text) to SQL over the values relation."""


def bound_columns(unit: Unit, zone: str) -> Expressions:
    """Expressions of all columns of the table that have a header, besides what a table settles for itself."""
    found: Expressions = {}
    for column in unit.table.columns:
        if unit.mapping.has(column.name):
            found |= column_sql(unit, column, zone)
    if any(column.name == "currency" for column in unit.table.columns):
        currency = currency_sql(unit)
        if currency is not None:
            found["currency"] = currency
    return found


def column_sql(unit: Unit, column: Column, zone: str) -> Expressions:
    """The physical columns of one bound column."""
    value = f"v_{column.name}"
    if column.references:
        return {f"r_{column.name}": value}
    match column.kind:
        case "instant":
            return instant_sql(unit, column.name, zone)
        case "date":
            day = day_sql(unit, column.name, zone)
            if column.open_end:
                # Connectors write a far day where an end has not come; in another zone it is the day before or after.
                ends = (*unit.mapping.still_holds, "9999-12-31")
                near = " OR ".join(f"abs({day} - DATE '{text}') <= 1" for text in ends)
                day = f"CASE WHEN NOT ({near}) THEN {day} END"
            # An end in a file is the last day that belongs to the range; stored ranges exclude their end.
            return {column.name: f"CAST({day} + 1 AS DATE)" if column.open_end else day}
        case "choice":
            meant = words_sql(value, unit.words.get(column.name, {}))
            if column.name in unit.mapping.blank:
                blank = literal(unit.mapping.blank[column.name])
                meant = f"CASE WHEN {value} IS NULL THEN {blank} ELSE {meant} END"
            return {column.name: f"coalesce({meant}, {literal(column.default)})" if column.default else meant}
        case "boolean" | "share":
            typed = f"CAST({value} AS {PHYSICAL_TYPES[column.kind]})"
            return {column.name: f"coalesce({typed}, {column.default})" if column.default else typed}
        case "currency":
            return {column.name: code_sql(value)}
        case _:
            return {column.name: f"CAST({value} AS {PHYSICAL_TYPES[column.kind]})"}


def instant_sql(unit: Unit, target: str, zone: str, name: str | None = None) -> Expressions:
    """`<name>_at` (null where the file knows the day only) and its local day, from the moment bound to `target`."""
    name, value = name or target, f"v_{target}"
    day = day_sql(unit, target, zone)
    if unit.readings[target].kind != "timestamp":
        return {name: "CAST(NULL AS TIMESTAMP)", day_column(name): day}
    instant = f"CASE WHEN z_{target} THEN {value} ELSE {utc_sql(value, zone)} END"
    return {name: instant, day_column(name): day}


def day_sql(unit: Unit, target: str, zone: str) -> str:
    """The company's local day of the day or moment bound to `target`."""
    value = f"v_{target}"
    if unit.readings[target].kind != "timestamp":
        return f"CAST({value} AS DATE)"
    return f"CAST(CASE WHEN z_{target} THEN {local_sql(value, zone)} ELSE {value} END AS DATE)"


def words_sql(value: str, meanings: dict[str, str]) -> str:
    """What the word in `value` means, NULL for any other."""
    if not meanings:
        return "CAST(NULL AS VARCHAR)"
    branches = " ".join(f"WHEN {literal(word)} THEN {literal(meaning)}" for word, meaning in meanings.items())
    return f"CASE {value} {branches} END"


def code_sql(value: str) -> str:
    """The currency code that a cell names by sign or letters, NULL for anything else."""
    signs = " ".join(f"WHEN {literal(sign)} THEN {literal(code)}" for sign, code in SIGNS.items())
    codes = ", ".join(map(literal, sorted(iso_currencies())))
    return f"CASE {value} {signs} ELSE CASE WHEN upper({value}) IN ({codes}) THEN upper({value}) END END"


def currency_sql(unit: Unit) -> str | None:
    """The currency of the row: its own cell, else the file's; NULL where the row has no amount.

    None where no amount is bound.
    """
    amounts = [f"v_{name}" for name in money_targets(unit.mapping)]
    if unit.table.name == "fx_rate" or not amounts or unit.currency is None:
        return code_sql("v_currency") if unit.mapping.has("currency") else None
    constant = "NULL" if unit.currency.code is None else literal(unit.currency.code)
    own = f"coalesce({code_sql('v_currency')}, {constant})" if unit.mapping.has("currency") else constant
    return f"CASE WHEN coalesce({', '.join(f'CAST({name} AS VARCHAR)' for name in amounts)}) IS NOT NULL THEN {own} END"
