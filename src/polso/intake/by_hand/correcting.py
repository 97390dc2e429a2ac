"""A person puts a value right that a file gave wrong; the correction stays through later imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from polso.base.errors import NotFoundError, Place, UserError, did_you_mean
from polso.catalog.schema import TABLE, Column
from polso.intake.by_hand.corrections import correction_of
from polso.intake.by_hand.entering import SOURCE, Statement, enter
from polso.intake.by_hand.finding import Found, find_record
from polso.intake.by_hand.parsing import parse_value
from polso.intake.by_hand.texts import text_sql
from polso.intake.loading.unit import id_column
from polso.intake.mapping.map_file import check_table
from polso.store.statement_text import fill, quoted
from polso.store.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Change:
    """A column of a record before and after, as texts of `polso.intake.by_hand.texts`."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """`batch` is the number under which the correction can be undone."""

    batch: int
    record: Found
    changes: tuple[Change, ...]


def correct(workspace: Workspace, table: str, record: str, given: Mapping[str, str], now: datetime) -> Corrected:
    """Set columns of one record, found by id or name, to what was written; one batch that can be undone.

    An amount in a record without a currency gets the company's. Raises NotFoundError `unknown_table`, `unknown_column`;
    UserError `nothing_given`, `column_is_key`, `corrected_already` (nothing would change); and what `find_record` and
    `parse_value` raise.
    """
    check_table(table)
    if not given:
        raise UserError("nothing_given")
    zone = workspace.company.zone
    with workspace.cursor() as cursor:
        found = find_record(cursor, table, record)
        columns = {name: _column(table, name) for name in given}
        values = {name: parse_value(cursor, columns[name], text, zone) for name, text in given.items()}
        before = _before(cursor, found, [*columns.values()])
        values |= _currency(cursor, found, values, workspace.company.currency)
        before |= _before(cursor, found, [_column(table, name) for name in values if name not in before])
    changes = [Change(name, before[name], value) for name, value in values.items() if before[name] != value]
    if not changes:
        raise UserError("corrected_already", table=table, name=found.name)
    result = enter(workspace, [_statement(found, change) for change in changes], now)
    return Corrected(result.batch_id, found, tuple(changes))


def _column(table: str, name: str) -> Column:
    known = {column.name: column for column in TABLE[table].columns}
    if name not in known:
        place = Place(column=name)
        near = did_you_mean(name, known)
        raise NotFoundError("unknown_column", place=place, table=table, name=name, suggestions=near)
    if name in TABLE[table].key or name == id_column(table):
        raise UserError("column_is_key", place=Place(column=name), table=table)
    return known[name]


def _before(cursor: DuckDBPyConnection, found: Found, columns: list[Column]) -> dict[str, str | None]:
    if not columns:
        return {}
    row = cursor.execute(
        fill(
            "SELECT {values} FROM main.{table} AS stored"
            " WHERE source_system = ? AND external_id = ? AND known_to IS NULL",
            values=", ".join(text_sql(column, "stored") for column in columns),
            table=quoted(found.table),
        ),
        [found.source_system, found.external_id],
    ).fetchone()
    assert row is not None
    return {column.name: value for column, value in zip(columns, row, strict=True)}


def _currency(
    cursor: DuckDBPyConnection, found: Found, values: Mapping[str, str | None], company: str
) -> dict[str, str | None]:
    """The company's currency for an amount that has none."""
    table = TABLE[found.table]
    amounts = {column.name for column in table.money}
    currency = next((column for column in table.columns if column.kind == "currency"), None)
    if currency is None or currency.name in values or not any(values.get(name) is not None for name in amounts):
        return {}
    return {} if _before(cursor, found, [currency])[currency.name] is not None else {currency.name: company}


def _statement(found: Found, change: Change) -> Statement:
    """What people made themselves is simply said anew; what a file said is corrected."""
    if found.source_system == SOURCE:
        return Statement(found.table, SOURCE, found.external_id, {change.column: change.after})
    return correction_of(
        found.table, found.source_system, found.external_id, change.column, change.after, change.before
    )
