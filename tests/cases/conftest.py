"""The real data sets, imported once a run with no mapping written by hand, and the raw files for the check queries."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from polso.answers.door import Door
from polso.base.company import Company
from polso.engines.duckdb import DuckDBEngine
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.support.data import real_data

TODAY = date(2026, 11, 24)
MAVEN = ("sales_pipeline", "accounts", "products", "sales_teams", "data_dictionary")


@pytest.fixture(scope="session")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    """The raw files as tables of text, read by a plain query."""
    folder = real_data()
    connection = duckdb.connect()
    connection.execute(
        f"create table deals as from read_csv('{folder}/maven-crm/sales_pipeline.csv', all_varchar = true)"
    )
    connection.execute(f"create table teams as from read_csv('{folder}/maven-crm/sales_teams.csv', all_varchar = true)")
    connection.execute(
        "create table orders as select split_part(line, ' ', 1) as customer,"
        "  strptime(split_part(line, ' ', 2), '%Y%m%d')::date as day, split_part(line, ' ', 4)::decimal(18,2) as amount"
        " from (select regexp_replace(trim(line), ' +', ' ', 'g') as line"
        f"  from read_csv('{folder}/cdnow/CDNOW_master.txt', columns = {{'line': 'VARCHAR'}}, delim = '|', skip = 1))"
    )
    yield connection
    connection.close()


def _door(folder: Path, currency: str, files: list[Path]) -> tuple[Workspace, Door]:
    workspace = Workspace.create(folder / "workspace", Company(currency=currency))
    report = import_files(workspace, files)
    assert not report.questions
    return workspace, Door(workspace, DuckDBEngine(workspace.cursor))


@pytest.fixture(scope="session")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The Maven company from its CSV files."""
    files = [real_data() / "maven-crm" / f"{name}.csv" for name in MAVEN]
    workspace, door = _door(tmp_path_factory.mktemp("maven"), "USD", files)
    yield door
    workspace.close()


@pytest.fixture(scope="session")
def maven_workbooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The same company from workbooks."""
    folder = tmp_path_factory.mktemp("maven-workbooks")
    files = [_as_workbook(real_data() / "maven-crm" / f"{name}.csv", folder) for name in MAVEN]
    workspace, door = _door(folder, "USD", files)
    yield door
    workspace.close()


@pytest.fixture(scope="session")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    workspace, door = _door(tmp_path_factory.mktemp("cdnow"), "USD", [real_data() / "cdnow" / "CDNOW_master.txt"])
    yield door
    workspace.close()


def _as_workbook(file: Path, folder: Path) -> Path:
    """The same rows in a workbook, with real numbers and dates as a spreadsheet would hold them."""
    import xlsxwriter

    target = folder / f"{file.stem}.xlsx"
    book = xlsxwriter.Workbook(str(target))
    sheet, day_format = book.add_worksheet(file.stem[:31]), book.add_format({"num_format": "dd/mm/yyyy"})
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for at, row in enumerate(csv.reader(stream)):
            for column, cell in enumerate(row):
                if cell.count("-") == 2 and cell[:4].isdigit():
                    sheet.write_datetime(at, column, date.fromisoformat(cell), day_format)
                elif cell.replace(".", "", 1).isdigit():
                    sheet.write_number(at, column, float(cell))
                elif cell:
                    sheet.write_string(at, column, cell)
    book.close()
    return target
