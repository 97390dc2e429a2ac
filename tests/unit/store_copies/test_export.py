"""Export and reading it again: an identical state, history included."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from polso.base.company import Company
from polso.base.errors import UserError
from polso.store.copies.export import export
from polso.store.copies.export_checking import is_export
from polso.store.copies.export_reading import read_export
from polso.store.workspace import Workspace
from tests.support.office import LATER, Office, deal, order
from tests.support.state import state_of

NOW = LATER + timedelta(hours=1)


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


@pytest.fixture
def filled(new_office: Callable[..., Office]) -> Office:
    office = new_office(Company(name="Officina", timezone="America/New_York", currency="USD"))
    office.load(
        {"opportunity": [deal(n, amount=100 + n, currency="USD") for n in range(20)]},
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    office.load({"opportunity": [deal(1, amount=7, currency="USD")]}, datetime(2026, 3, 8, tzinfo=UTC))
    office.load({"sales_order": [order(n, date(2026, 2, 1), 3, currency="USD") for n in range(5)]})
    return office


def test_the_state_comes_back_whole(filled: Office, new_office: Callable[..., Office], tmp_path: Path) -> None:
    folder = tmp_path / "export"
    made = export(filled.workspace, folder, NOW, silent)
    assert is_export(folder)
    again = new_office()
    assert read_export(again.workspace, folder, NOW, silent) == made
    assert state_of(again.workspace) == state_of(filled.workspace)
    assert again.workspace.company == filled.workspace.company
    then = datetime(2026, 3, 2)  # noqa: DTZ001 - a request says instants in UTC without a zone
    for asked in ({}, {"as_of": then}):
        assert again.one("deals_won", period="2026-01", **asked) == filled.one("deals_won", period="2026-01", **asked)
    twice = tmp_path / "twice"
    export(again.workspace, twice, NOW, silent)
    assert [one.read_bytes() for one in sorted((twice / "tables").iterdir())] == [
        one.read_bytes() for one in sorted((folder / "tables").iterdir())
    ]


def test_other_programs_read_it(filled: Office, tmp_path: Path) -> None:
    export(filled.workspace, tmp_path / "export", NOW, silent)
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT count(*), sum(net_amount) FROM '{tmp_path / 'export' / 'tables' / 'sales_order.parquet'}'"
        ).fetchall()
    assert [(count, str(total)) for count, total in rows] == [(5, "15.0000")]


def test_only_an_empty_folder_is_written(filled: Office, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        export(filled.workspace, tmp_path / "export", NOW, silent)
    assert caught.value.code == "folder_not_empty"
    assert [one.name for one in (tmp_path / "export").iterdir()] == ["mine.txt"]


def test_only_an_empty_workspace_is_filled(filled: Office, tmp_path: Path) -> None:
    export(filled.workspace, tmp_path / "export", NOW, silent)
    before = state_of(filled.workspace)
    with pytest.raises(UserError) as caught:
        read_export(filled.workspace, tmp_path / "export", NOW, silent)
    assert caught.value.code == "workspace_not_empty"
    assert state_of(filled.workspace) == before


def _shorten(folder: Path) -> None:
    file = folder / "tables" / "opportunity.parquet"
    file.write_bytes(file.read_bytes()[:-10])


def _lose(folder: Path) -> None:
    next((folder / "files").iterdir()).unlink()


def _sums(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    said["tables"]["opportunity"]["rows"] += 1
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


def _escape(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder.parent / "outside").write_bytes(b"")
    said["parts"]["../outside"] = {
        "bytes": 0,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


@pytest.mark.parametrize("damage", [_shorten, _lose, _sums, _escape])
def test_a_damaged_export_leaves_the_workspace_empty(
    filled: Office, new_office: Callable[..., Office], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    export(filled.workspace, tmp_path / "export", NOW, silent)
    damage(tmp_path / "export")
    again = new_office()
    before, company = state_of(again.workspace), again.workspace.company
    with pytest.raises(UserError) as caught:
        read_export(again.workspace, tmp_path / "export", NOW, silent)
    assert caught.value.code == "export_damaged"
    assert state_of(again.workspace) == before
    assert again.workspace.company == company
    assert not [*(again.workspace.path / "files").glob("*")]
    assert {one.name for one in again.workspace.temporary.iterdir()} <= {"spill"}


def test_a_folder_without_a_manifest_is_no_export(new_office: Callable[..., Office], tmp_path: Path) -> None:
    assert not is_export(tmp_path)
    with pytest.raises(UserError) as caught:
        read_export(new_office().workspace, tmp_path, NOW, silent)
    assert caught.value.code == "not_an_export"


def test_an_export_of_an_older_schema_is_brought_up(
    filled: Office, new_office: Callable[..., Office], tmp_path: Path
) -> None:
    """An export as the program of schema 2 wrote it: without the tables and columns that came later."""
    folder = tmp_path / "export"
    export(filled.workspace, folder, NOW, silent)
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    old = tmp_path / "old"
    old.mkdir()
    Workspace.create(tmp_path / "probe", Company(), NOW).close()
    from polso.store.migration import published_migrations, step

    with duckdb.connect(str(old / "two.duckdb")) as connection:
        for migration in published_migrations()[:2]:
            step(connection, migration)
        known = {
            table: [
                name
                for (name,) in connection.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
                ).fetchall()
            ]
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        from polso.store.copies.beside import part_of

        for table in list(said["tables"]):
            file = folder / "tables" / f"{table}.parquet"
            if table not in known:
                assert said["tables"].pop(table)["rows"] == 0
                del said["parts"][f"tables/{table}.parquet"]
                file.unlink()
                continue
            columns = ", ".join(f'"{name}"' for name in known[table])
            rest = tmp_path / "rest.parquet"
            connection.execute(f"COPY (SELECT {columns} FROM '{file}') TO '{rest}' (FORMAT parquet)")
            rest.replace(file)
            said["parts"][f"tables/{table}.parquet"] = vars_of(part_of(file))
            said["tables"][table]["sums"] = {
                name: total for name, total in said["tables"][table]["sums"].items() if name in known[table]
            }
    said["schema_version"] = 2
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    again = new_office()
    read_export(again.workspace, folder, NOW, silent)
    assert state_of(again.workspace)["opportunity"] == state_of(filled.workspace)["opportunity"]
    assert state_of(again.workspace)["deal_span"] == state_of(filled.workspace)["deal_span"]


def vars_of(part: object) -> dict[str, object]:
    from dataclasses import asdict, is_dataclass

    assert is_dataclass(part)
    assert not isinstance(part, type)
    return asdict(part)
