"""ODS and XLS: the same promises as for XLSX, and what each form cannot hold is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from duckdb import DuckDBPyConnection

from polso.intake.reading import ColumnReading, ReadTable, open_source, read_table
from tests.unit.intake.reading.office import Hidden, Raw, Sheets, document, old_workbook

Values = Callable[[ReadTable, ColumnReading], list[Any]]

ROWS: list[list[object]] = [
    ["Data", "Cliente", "Importo", "Pagato", "Come testo", "Quota"],
    [date(2026, 4, 3), "Società", 1234.5, True, "1.234,50", 0.15],
    [date(2026, 12, 31), 'Rossi "e" figli', -7, False, "7,25", 0.5],
]


def read(path: Path, connection: DuckDBPyConnection) -> list[ReadTable]:
    return [read_table(raw, connection, path.parent, f"s{n}") for n, raw in enumerate(open_source(path))]


@pytest.mark.parametrize(("name", "write"), [("a.ods", document), ("a.xls", old_workbook)])
def test_kinds_of_cells(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values, name: str, write: Callable[..., bytes]
) -> None:
    sheets: Sheets = [("Ordini", ROWS), ("Nascosto", ROWS)]
    (tmp_path / name).write_bytes(write(sheets, ["Nascosto"]))
    (table,) = read(tmp_path / name, connection)
    found = [values(table, reading) for reading in table.readings]
    assert found[0] == [date(2026, 4, 3), date(2026, 12, 31)]
    assert found[1] == ["Società", 'Rossi "e" figli']
    assert found[2] == [Decimal("1234.5"), Decimal(-7)]
    assert found[3] == [True, False]
    assert found[4] == [Decimal("1234.5"), Decimal("7.25")]
    assert found[5] == [Decimal("0.15"), Decimal("0.5")]
    assert [(one.code, one.detail) for one in table.raw.findings] == [("sheet_hidden", ("Nascosto",))]


def test_what_an_ods_shows_but_does_not_hold(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    formula = Raw('<table:table-cell table:formula="of:=[.B2]*2"/>')
    known = Raw('<table:table-cell table:formula="of:=[.B2]*2" office:value-type="float" office:value="4"/>')
    error = Raw(
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    rows: list[list[object]] = [["Cliente", "Importo"], ["a", formula], Hidden(["b", known]), ["c", error], ["d", 5]]
    (tmp_path / "a.ods").write_bytes(document([("S", rows)]))
    (table,) = read(tmp_path / "a.ods", connection)
    assert {one.code: one.count for one in table.raw.findings} == {
        "formula_without_value": 1,
        "error_cell": 1,
        "rows_hidden": 1,
    }
    assert values(table, table.readings[1]) == [None, 4, None, 5]


def test_errors_in_an_xls_are_nothing(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    rows: list[list[object]] = [["Cliente", "Importo"], ["a", "#N/A"], ["b", 5], ["c", "#REF!"]]
    (tmp_path / "a.xls").write_bytes(old_workbook([("S", rows)]))
    (table,) = read(tmp_path / "a.xls", connection)
    assert values(table, table.readings[1]) == [None, 5, None]


def test_days_counted_from_1904(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    (tmp_path / "a.xls").write_bytes(old_workbook([("S", ROWS)], epoch_1904=True))
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Data", "x"])
    sheet.write_datetime(1, 0, date(2026, 4, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write(1, 1, "a")
    book.close()
    (old,) = read(tmp_path / "a.xls", connection)
    assert values(old, old.readings[0]) == [date(2026, 4, 3), date(2026, 12, 31)]
    (modern,) = read(tmp_path / "b.xlsx", connection)
    assert values(modern, modern.readings[0]) == [date(2026, 4, 3)]


def test_hidden_rows_of_an_xlsx_are_read_and_said(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([["Cliente", "Importo"], ["a", 1], ["b", 2], ["c", 3]]):
        sheet.write_row(number, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    (table,) = read(tmp_path / "a.xlsx", connection)
    assert values(table, table.readings[1]) == [1, 2, 3]
    assert [(one.code, one.count) for one in table.raw.findings] == [("rows_hidden", 1)]
