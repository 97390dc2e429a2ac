"""The whole history of one record: its versions field by field with both clocks, and the events its source told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from polso.catalog.schema import TABLE, Table, day_column
from polso.store.record_changes import FieldChange, RecordChange, Value, record_changes
from polso.store.statement_text import fill, quoted
from polso.store.tracing import place_from

if TYPE_CHECKING:
    import duckdb

Origin = Literal["observed", "inferred"]
EVENT_OF_COLUMN = {
    "stage_id": "stage",
    "status": "status",
    "owner_id": "owner",
    "amount": "amount",
    "currency": "currency",
    "expected_close_on": "expected_close",
}


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """A change of one column: `happened` is when, where a date of the data tells it (`observed`).

    Without one it is `inferred` from two extracts: it happened after the one before and not after this one.
    """

    change: FieldChange
    happened: date | datetime | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class VersionHistory:
    version: RecordChange
    fields: tuple[FieldHistory, ...]


@dataclass(frozen=True, slots=True)
class EventHistory:
    """A dated change that the source delivered; `learned` is when the file was true (UTC, as stored)."""

    happened: date | datetime | None
    learned: datetime
    field: str
    old: str | None
    new: str | None
    file: str | None
    line: int | None
    origin: Origin
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """Versions oldest first, and the events of a deal in the order in which they happened."""

    versions: tuple[VersionHistory, ...]
    events: tuple[EventHistory, ...]


def find_record_ever(cursor: duckdb.DuckDBPyConnection, table_name: str, text: str) -> tuple[str, str] | None:
    """Source and external id of the newest record that ever had this id, gone ones included; a key of several parts may
    be written `a/b`."""
    key = TABLE[table_name].key
    same = f"OR CAST({quoted(key[0])} AS VARCHAR) = $text" if len(key) == 1 else ""
    row = cursor.execute(
        fill(
            "SELECT source_system, external_id FROM {table}"
            " WHERE external_id = $text OR replace(external_id, chr(31), '/') = $text {same}"
            " ORDER BY known_to IS NULL DESC, known_from DESC, source_system LIMIT 1",
            table=quoted(table_name),
            same=same,
        ),
        {"text": text},
    ).fetchone()
    return None if row is None else (str(row[0]), str(row[1]))


def find_record_read_from(cursor: duckdb.DuckDBPyConnection, table_name: str, text: str) -> tuple[str, str] | None:
    """Source and external id of the newest record that was read from a place written `file:line`."""
    file, mark, line = text.rpartition(":")
    if not mark or not line.strip().isdecimal() or len(line) > _MOST_DIGITS:
        return None
    row = cursor.execute(
        fill(
            "SELECT held.source_system, held.external_id FROM {table} AS held JOIN batch_file AS file USING (file_id)"
            " WHERE file.name = $file AND held.line = $line AND NOT held.is_stub"
            " ORDER BY held.known_to IS NULL DESC, held.known_from DESC, held.source_system, held.external_id LIMIT 1",
            table=quoted(table_name),
        ),
        {"file": file.strip(), "line": int(line)},
    ).fetchone()
    return None if row is None else (str(row[0]), str(row[1]))


_MOST_DIGITS = 9


def record_history(cursor: duckdb.DuckDBPyConnection, table_name: str, record: tuple[str, str]) -> RecordHistory:
    """Everything that was ever known of one record, by source and external id."""
    versions = record_changes(cursor, table_name, record=record)
    events: tuple[EventHistory, ...] = ()
    if table_name == "opportunity" and versions:
        events = _events(cursor, versions[-1].record_id)
    table = TABLE[table_name]
    return RecordHistory(tuple(_version(table, one, events) for one in versions), events)


def _version(table: Table, version: RecordChange, events: tuple[EventHistory, ...]) -> VersionHistory:
    return VersionHistory(version, tuple(_field(table, version, one, events) for one in version.fields))


def _field(table: Table, version: RecordChange, change: FieldChange, events: tuple[EventHistory, ...]) -> FieldHistory:
    own = {field.column: field.new for field in version.fields}
    if table.column(change.column).kind in ("instant", "date") and change.column != "expected_close_on":
        return FieldHistory(change, None, "observed")
    told = EVENT_OF_COLUMN.get(change.column) if table.name == "opportunity" else None
    found = [
        one
        for one in events
        if told and one.field == told and _same(one.new, change.new) and one.learned <= version.known_from
    ]
    if found:
        return FieldHistory(change, found[-1].happened, found[-1].origin)
    if version.kind == "appeared":
        return FieldHistory(change, None, "observed")
    if change.column == "status" and change.new in ("won", "lost"):
        closed = own.get("closed_at")
        if isinstance(closed, date):
            return FieldHistory(change, closed, "observed")
    return FieldHistory(change, None, "inferred")


def _same(told: str | None, value: Value) -> bool:
    from decimal import Decimal, InvalidOperation

    if told is None or value is None:
        return told is None and value is None
    if isinstance(value, Decimal):
        try:
            return Decimal(told) == value
        except InvalidOperation:
            return False
    if isinstance(value, date):
        return told[: len(value.isoformat())] == value.isoformat()
    return told == str(value)


def _events(cursor: duckdb.DuckDBPyConnection, deal: str) -> tuple[EventHistory, ...]:
    happened = day_column("happened_at")
    rows = cursor.execute(
        fill(
            "SELECT coalesce(event.happened_at, event.{day}), event.known_from, event.field, event.old, event.new,"
            " file.name, event.line, coalesce(event.origin, 'observed'), file.mapping"
            " FROM opportunity_event AS event LEFT JOIN batch_file AS file USING (file_id)"
            " WHERE event.opportunity_id = ? AND event.known_to IS NULL AND event.deleted_at IS NULL"
            " AND NOT event.is_stub ORDER BY event.{day}, event.happened_at, event.seq, event.line",
            day=quoted(happened),
        ),
        [deal],
    ).fetchall()
    found = []
    for happened_at, learned, field, old, new, file, line, origin, mapping in rows:
        sheet, row = place_from(mapping, line)
        found.append(EventHistory(happened_at, learned, field, old, new, file, row, origin, sheet))
    return tuple(found)
