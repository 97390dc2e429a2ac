from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from polso.base.errors import InternalError, UserError
from polso.catalog.schema import TABLES
from polso.store.database import open_database
from polso.store.ddl import stored_columns
from polso.store.layout import Layout
from polso.store.meta import read_number
from polso.store.migration import Migration, open_migrated, published_migrations, row_counts

FIRST = Migration(1, "first", "-- A table.\nCREATE TABLE thing (a INTEGER); INSERT INTO thing VALUES (1), (2);")


def step(sql: str, number: int = 2) -> Migration:
    return Migration(number, "next", f"-- To try it.\n{sql}")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.temporary.mkdir()
    open_migrated(layout, (FIRST,)).close()
    return layout


def things(layout: Layout) -> list[tuple[int, ...]]:
    with open_database(layout.facts, layout.temporary) as connection:
        return connection.execute("SELECT * FROM thing ORDER BY 1").fetchall()


def test_a_workspace_has_the_tables_of_the_catalog(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.temporary.mkdir()
    with open_migrated(layout, published_migrations()) as connection:
        found = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY table_name, column_index"
        ).fetchall()
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        columns.setdefault(table, {})[column] = kind
    for table in TABLES:
        assert columns[table.name] == dict(stored_columns(table)), (
            f"The migrations make {table.name} otherwise than the catalog: write a migration that brings its change"
        )


def test_every_migration_says_why_in_its_first_line() -> None:
    for migration in published_migrations():
        assert migration.sql.startswith("-- ")
        assert len(migration.why) > 20


def test_a_step_is_taken_once_and_a_copy_is_put_aside(layout: Layout) -> None:
    both = (FIRST, step("ALTER TABLE thing ADD COLUMN b INTEGER DEFAULT 5;"))
    for _ in range(2):
        with open_migrated(layout, both) as connection:
            assert read_number(connection, "schema_version") == 2
    assert things(layout) == [(1, 5), (2, 5)]
    (copy,) = layout.backups.iterdir()
    with duckdb.connect(str(copy), read_only=True) as before:
        assert before.execute("SELECT * FROM thing ORDER BY 1").fetchall() == [(1,), (2,)]


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE thing ADD COLUMN b INTEGER; SELECT nonsense;",
        "ALTER TABLE thing ADD COLUMN b INTEGER; DELETE FROM thing WHERE a = 1;",
        "DROP TABLE thing;",
    ],
)
def test_a_step_that_fails_or_loses_rows_leaves_all_as_before(layout: Layout, sql: str) -> None:
    with pytest.raises(InternalError, match="migration_failed"):
        open_migrated(layout, (FIRST, step("CREATE TABLE other (a INTEGER);"), step(sql, 3)))
    assert things(layout) == [(1,), (2,)]
    with open_database(layout.facts, layout.temporary) as connection:
        assert read_number(connection, "schema_version") == 1
        assert "other" not in row_counts(connection)


def test_rows_may_change_where_the_step_says_so(layout: Layout) -> None:
    open_migrated(layout, (FIRST, step("-- changes rows of: thing, more\nDELETE FROM thing WHERE a = 1;"))).close()
    assert things(layout) == [(2,)]


def test_a_first_step_that_fails_leaves_no_database(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.temporary.mkdir()
    with pytest.raises(InternalError, match="migration_failed"):
        open_migrated(layout, (Migration(1, "first", "-- It fails.\nCREATE TABLE thing (a NOTHING);"),))
    assert [path.name for path in tmp_path.iterdir()] == ["temp"]


def test_the_copy_cannot_be_made_then_nothing_is_done(layout: Layout) -> None:
    layout.backups.write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError):
        open_migrated(layout, (FIRST, step("ALTER TABLE thing ADD COLUMN b INTEGER;")))
    assert things(layout) == [(1,), (2,)]


def test_a_workspace_of_a_newer_program_is_refused(layout: Layout) -> None:
    open_migrated(layout, (FIRST, step("CREATE TABLE other (a INTEGER);"))).close()
    content = layout.facts.read_bytes()
    with pytest.raises(UserError) as caught:
        open_migrated(layout, (FIRST,))
    assert (caught.value.code, caught.value.parameters["found"], caught.value.parameters["known"]) == (
        "workspace_newer",
        2,
        1,
    )
    assert layout.facts.read_bytes() == content
