"""Bringing a workspace to the schema of this program, and back to what it was when that fails.

A migration is a file `NNNN_name.sql` whose first line says why. Its rows are counted before and after: a table that had
rows keeps as many, unless a line `-- changes rows of: name, name` allows otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import duckdb

from polso.base.errors import InternalError, UserError
from polso.store.database import is_disk_full, open_database
from polso.store.layout import Layout
from polso.store.meta import read_number, write_number
from polso.store.statement_text import fill, quoted
from polso.store.whole_files import copy_whole

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_CHANGES = re.compile(r"^-- changes rows of: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    """One step from schema `number` − 1 to `number`."""

    number: int
    name: str
    sql: str

    @property
    def why(self) -> str:
        return self.sql.partition("\n")[0].removeprefix("-- ")

    @property
    def changes_rows_of(self) -> frozenset[str]:
        found = _CHANGES.search(self.sql)
        return frozenset(name.strip() for name in found.group(1).split(",")) if found else frozenset()


def published_migrations() -> tuple[Migration, ...]:
    """Those of this program, in order, numbered from 1 without a gap."""
    found = sorted(
        Migration(int(name.group(1)), name.group(2), file.read_text(encoding="utf-8"))
        for file in (resources.files("polso.store") / "migrations").iterdir()
        if (name := _NAME.fullmatch(file.name))
    )
    assert [migration.number for migration in found] == list(range(1, len(found) + 1))
    return tuple(found)


def open_migrated(layout: Layout, migrations: Sequence[Migration]) -> duckdb.DuckDBPyConnection:
    """The owning connection of the workspace's database at the last of `migrations`, a new one where there is none.

    Before an existing database is changed, a copy is put into `backups/`; when a step fails, the copy is put back.
    Raises UserError `workspace_newer`, `disk_full` and those of `open_database`; InternalError `migration_failed`.
    """
    is_new = not layout.facts.exists()
    connection = open_database(layout.facts, layout.temporary)
    version, newest = read_number(connection, "schema_version"), migrations[-1].number
    if version > newest:
        connection.close()
        raise UserError("workspace_newer", folder=str(layout.folder), found=version, known=newest)
    pending = [migration for migration in migrations if migration.number > version]
    if not pending:
        return connection
    copy = None
    try:
        if version:
            connection.close()
            copy = _copy_before(layout, version)
            connection = open_database(layout.facts, layout.temporary)
        for migration in pending:
            step(connection, migration)
    except BaseException as error:
        connection.close()
        _put_back(layout, copy, is_new=is_new)
        if is_disk_full(error):
            raise UserError("disk_full", folder=str(layout.folder)) from error
        raise
    return connection


def step(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    """One migration in a transaction of its own, the rows counted before and after; raises `migration_failed`."""
    before = row_counts(connection)
    connection.begin()
    try:
        connection.execute(migration.sql)
        write_number(connection, "schema_version", migration.number)
        _check_rows(migration, before, row_counts(connection))
        connection.commit()
    except BaseException as error:
        with suppress(duckdb.Error):
            connection.rollback()
        if isinstance(error, duckdb.Error) and not is_disk_full(error):
            raise InternalError("migration_failed", number=migration.number, name=migration.name) from error
        raise


def _check_rows(migration: Migration, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    lost = tuple(
        f"{table}: {count} → {after.get(table, 0)}"
        for table, count in before.items()
        if after.get(table, 0) != count and table not in migration.changes_rows_of and table != "meta"
    )
    if lost:
        raise InternalError("migration_failed", number=migration.number, name=migration.name, lost=lost)


def row_counts(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of rows of every table."""
    listed = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1").fetchall()
    names = [str(name) for (name,) in listed]
    if not names:
        return {}
    counts = ", ".join(fill("(SELECT count(*) FROM {table})", table=quoted(name)) for name in names)
    return dict(zip(names, cursor.execute(fill("SELECT {counts}", counts=counts)).fetchall()[0], strict=True))


def _copy_before(layout: Layout, version: int) -> Path:
    layout.backups.mkdir(exist_ok=True)
    copy = layout.backups / f"facts-schema-{version:04d}.duckdb"
    copy_whole(layout.facts, copy)
    return copy


def _put_back(layout: Layout, copy: Path | None, *, is_new: bool) -> None:
    """The database as it was; a step that failed has been rolled back already, so a copy that fails does no harm."""
    if is_new:
        layout.log.unlink(missing_ok=True)
        layout.facts.unlink(missing_ok=True)
    elif copy is not None:
        with suppress(OSError):
            layout.log.unlink(missing_ok=True)
            copy_whole(copy, layout.facts)
