"""What was learned of records, version by version: appeared, changed field by field, gone, back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from polso.catalog.schema import TABLE, Column, Table, day_column
from polso.store.statement_text import fill, quoted
from polso.store.tracing import place_from

if TYPE_CHECKING:
    import duckdb

Value = str | int | bool | float | date | datetime | Decimal | None
ChangeKind = Literal["appeared", "changed", "gone", "back", "mentioned"]
EVERYTHING = datetime(1, 1, 1)  # noqa: DTZ001 - instants are stored without a zone


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column before and after; `old_name` and `new_name` name the records that a reference points to."""

    column: str
    old: Value
    new: Value
    old_name: str | None = None
    new_name: str | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One version of a record against the one before it.

    `known_from` is when it was learned (UTC, as stored), `seen_before` when the version before was. `file` and `line`
    say where it was read, of stacked sheets `sheet` and the row in it; `by_hand` that a person entered it. A record
    that is `gone` was deleted, or a full export no longer has it; a `mentioned` one is known from other records only.
    `facts` is what a record without a name holds (`new` of each), by which a person recognises it.
    """

    table: str
    source_system: str
    external_id: str
    record_id: str
    name: str | None
    kind: ChangeKind
    known_from: datetime
    seen_before: datetime | None
    batch_id: int
    file: str | None
    line: int | None
    by_hand: bool
    fields: tuple[FieldChange, ...]
    sheet: str | None = None
    facts: tuple[FieldChange, ...] = ()


def record_changes(
    cursor: duckdb.DuckDBPyConnection,
    table_name: str,
    *,
    after: tuple[datetime, int] = (EVERYTHING, 0),
    record: tuple[str, str] | None = None,
    limit: int | None = None,
) -> list[RecordChange]:
    """The changes of a table learned after an instant and batch, oldest first; of one (source, external id) alone if
    `record` is given, and then with what is only mentioned."""
    table = TABLE[table_name]
    rows = cursor.execute(
        _statement(table, "*", limit),
        {"after": after[0], "batch": after[1], "source": record and record[0], "key": record and record[1]},
    )
    names = [column[0] for column in rows.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    labels = _labels(cursor, table, found)
    return [_change(table, row, labels) for row in found]


def count_changes(
    cursor: duckdb.DuckDBPyConnection, table_name: str, after: tuple[datetime, int]
) -> dict[tuple[int, ChangeKind], int]:
    """How many records changed in which way, by batch."""
    statement = fill(
        "SELECT batch_id, change_kind, count(*) FROM ({inner}) GROUP BY ALL",
        inner=_statement(TABLE[table_name], "batch_id, change_kind", None),
    )
    given = {"after": after[0], "batch": after[1], "source": None, "key": None}
    return {(batch, kind): int(n) for batch, kind, n in cursor.execute(statement, given).fetchall()}


_VERSIONS = """
    WITH held AS (
        SELECT * FROM {table}
        WHERE (known_to IS NULL OR known_to > known_from)
            AND ($source IS NULL OR (source_system = $source AND external_id = $key))
            AND (source_system, external_id) IN (
                SELECT (source_system, external_id) FROM {table} WHERE (known_from, batch_id) > ($after, $batch)
            )
    ),
    followed AS (
        SELECT *, lag(known_from) OVER versions AS seen_before, lag(is_stub) OVER versions AS old_stub,
            lag(deleted_at) OVER versions AS old_deleted{old}
        FROM held
        WINDOW versions AS (PARTITION BY source_system, external_id ORDER BY known_from, batch_id)
    ),
    told AS (
        SELECT *,
            CASE
                WHEN deleted_at IS NOT NULL THEN 'gone'
                WHEN is_stub THEN 'mentioned'
                WHEN seen_before IS NULL OR old_stub THEN 'appeared'
                WHEN old_deleted IS NOT NULL THEN 'back'
                ELSE 'changed'
            END AS change_kind
        FROM followed
    )
    SELECT {columns} FROM (
        SELECT told.*, file.name AS file_name, file.mapping AS file_mapping,
            coalesce(batch.kind = 'hand', FALSE) AS by_hand
        FROM told LEFT JOIN batch_file AS file USING (file_id)
        LEFT JOIN batch ON batch.batch_id = told.batch_id
        WHERE (known_from, told.batch_id) > ($after, $batch)
            AND (told.change_kind <> 'mentioned' OR $source IS NOT NULL)
            AND NOT (told.change_kind = 'gone' AND (seen_before IS NULL OR old_deleted IS NOT NULL))
        ORDER BY known_from, told.batch_id, line NULLS LAST, external_id
        {limit}
    )
"""


def _statement(table: Table, columns: str, limit: int | None) -> str:
    old = "".join(f", lag({quoted(name)}) OVER versions AS {quoted('old_' + name)}" for name, _ in table.physical())
    cut = "" if limit is None else f"LIMIT {int(limit)}"
    return fill(_VERSIONS, table=quoted(table.name), old=old, columns=columns, limit=cut)


def _change(table: Table, row: dict[str, Any], labels: dict[tuple[str, str], str]) -> RecordChange:
    kind: ChangeKind = row["change_kind"]
    fields: tuple[FieldChange, ...] = ()
    if kind != "gone":
        before = "old_" if kind in ("changed", "back") else None
        pairs = ((column, _value(column, row, before), _value(column, row, "")) for column in table.columns)
        fields = tuple(
            FieldChange(column.name, old, new, _label(column, old, labels), _label(column, new, labels))
            for column, old, new in pairs
            if old != new
        )
    key = table.key[0]
    name = None if table.display is None else row[table.display]
    sheet, line = place_from(row["file_mapping"], row["line"])
    return RecordChange(
        table.name,
        row["source_system"],
        row["external_id"],
        str(row[key]) if len(table.key) == 1 and row.get(key) is not None else row["external_id"],
        name,
        kind,
        row["known_from"],
        row["seen_before"],
        row["batch_id"],
        row["file_name"],
        line,
        row["by_hand"],
        fields,
        sheet,
        _facts(table, row, labels) if name is None else (),
    )


def _facts(table: Table, row: dict[str, Any], labels: dict[tuple[str, str], str]) -> tuple[FieldChange, ...]:
    held = ((column, _value(column, row, "")) for column in table.columns)
    return tuple(
        FieldChange(column.name, None, value, None, _label(column, value, labels))
        for column, value in held
        if value is not None
    )


def _value(column: Column, row: dict[str, Any], prefix: str | None) -> Value:
    """The instant where it is known, else the day; None for a record that was not there."""
    if prefix is None:
        return None
    if column.kind == "instant":
        at: Value = row[f"{prefix}{column.name}"]
        return at if at is not None else row[f"{prefix}{day_column(column.name)}"]
    found: Value = row[f"{prefix}{column.name}"]
    return found


def _label(column: Column, value: Value, labels: dict[tuple[str, str], str]) -> str | None:
    return labels.get((column.references or "", str(value))) if column.references and value is not None else None


def _labels(
    cursor: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[dict[str, Any]]
) -> dict[tuple[str, str], str]:
    """The names of the records that references point to, by (table, id)."""
    found: dict[tuple[str, str], str] = {}
    for column in table.references:
        target = TABLE[column.references or ""]
        if target.display is None:
            continue
        wanted = _distinct(row[name] for row in rows for name in (column.name, f"old_{column.name}"))
        statement = fill(
            "SELECT {key}, min({display}) FROM {table}"
            " WHERE known_to IS NULL AND {key} IN (SELECT unnest(?)) GROUP BY 1",
            key=quoted(target.key[0]),
            display=quoted(target.display),
            table=quoted(target.name),
        )
        for key, name in cursor.execute(statement, [wanted]).fetchall() if wanted else ():
            if name is not None:
                found[(target.name, str(key))] = name
    return found


def _distinct(values: Iterable[Any]) -> list[str]:
    return sorted({str(value) for value in values if value is not None})
