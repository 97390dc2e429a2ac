"""A plain database with the canonical tables, filled version by version, to derive from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.catalog.schema import SYSTEM_COLUMNS, TABLE, TABLES
from polso.store import derive

ROME = ZoneInfo("Europe/Rome")
Row = dict[str, Any]


@dataclass
class Facts:
    """Records given batch by batch; `ask` reads what was derived from them."""

    connection: duckdb.DuckDBPyConnection
    company: Company = field(default_factory=Company)
    batch_id: int = 0
    known_from: datetime | None = None

    def batch(self, extracted_at: str, *, given: bool = True, imported_at: str | None = None) -> Facts:
        """Begin a batch whose files were true at this UTC instant."""
        self.batch_id += 1
        self.known_from = datetime.fromisoformat(extracted_at)
        self.connection.execute(
            "insert into batch (batch_id, imported_at, extracted_at, extracted_given) values (?, ?, ?, ?)",
            [self.batch_id, imported_at or extracted_at, extracted_at, given],
        )
        return self

    def put(self, table: str, *rows: Row, source: str = "files", stub: bool = False) -> Facts:
        """Lay full rows over what is known, by key; `on` columns of instants are filled from them (Rome)."""
        for row in rows:
            key = TABLE[table].key
            external_id = "\x1f".join(str(row.get(part) or "") for part in key)
            full = {**_with_days(row), "source_system": source, "external_id": external_id, "is_stub": stub}
            full |= {"batch_id": self.batch_id, "known_from": self.known_from}
            self.connection.execute(
                f"update {table} set known_to = ? where source_system = ? and external_id = ? and known_to is null",
                [self.known_from, source, external_id],
            )
            names = ", ".join(full)
            marks = ", ".join("?" for _ in full)
            self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(full.values()))
        return self.note(table, source) if rows else self

    def note(self, table: str, source: str = "files") -> Facts:
        """The batch also held rows of this table that said nothing new."""
        self.connection.execute(
            "insert into batch_table values (?, 1, ?, ?, 0, 0, 1, 0)", [self.batch_id, table, source]
        )
        return self

    def delete(self, table: str, external_id: str) -> Facts:
        self.connection.execute(
            f"update {table} set deleted_at = ? where external_id = ? and known_to is null",
            [self.known_from, external_id],
        )
        return self

    def derive(self, touched: frozenset[str] | None = None) -> Facts:
        calendar = CompanyCalendar.of(self.company, range(2015, 2030))
        derive.rebuild(self.connection, self.company, calendar, touched)
        return self

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, values or None).fetchall()

    def at(self, relation: str, instant: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of a relation as known at a UTC instant, sorted."""
        return self.ask(
            f"select {columns} from {relation} where known_from <= $1::timestamp"
            f" and (known_to is null or known_to > $1::timestamp) and {where} order by all",
            instant,
        )


def _with_days(row: Row) -> Row:
    full: Row = {}
    for name, value in row.items():
        if name.endswith("_at") and isinstance(value, str) and len(value) == 10:
            full[name.removesuffix("_at") + "_on"] = date.fromisoformat(value)
        elif name.endswith("_at") and isinstance(value, str):
            instant = datetime.fromisoformat(value)
            full[name] = instant
            full[name.removesuffix("_at") + "_on"] = instant.replace(tzinfo=UTC).astimezone(ROME).date()
        else:
            full[name] = value
    return full


def new_facts(company: Company | None = None) -> Facts:
    connection = duckdb.connect()
    for table in TABLES:
        columns = ", ".join(f"{name} {kind}" for name, kind in (*table.physical(), *SYSTEM_COLUMNS))
        connection.execute(f"create table {table.name} ({columns})")
    connection.execute(
        "create table batch (batch_id integer, imported_at timestamp, extracted_at timestamp, undone_at timestamp,"
        " extracted_given boolean)"
    )
    connection.execute(
        "create table batch_table (batch_id integer, file_id integer, table_name varchar, source_system varchar,"
        " rows_new bigint, rows_changed bigint, rows_unchanged bigint, rows_stub bigint)"
    )
    return Facts(connection, company or Company())


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., Facts]:
    """A maker of empty databases, for tests that need several."""
    return new_facts


@pytest.fixture
def facts() -> Iterator[Facts]:
    made = new_facts()
    yield made
    made.connection.close()
