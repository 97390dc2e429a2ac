from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from duckdb import DuckDBPyConnection

from polso.base.errors import UserError
from polso.intake.reading import ColumnReading, ReadTable, open_source, read_table

Values = Callable[[ReadTable, ColumnReading], list[Any]]

at = datetime.fromisoformat


@pytest.fixture
def book(tmp_path: Path) -> Any:
    path = tmp_path / "vendite.xlsx"
    made = xlsxwriter.Workbook(path)
    made.day = made.add_format({"num_format": "dd/mm/yyyy"})
    made.moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    made.path = path
    return made


def read(path: Path, connection: DuckDBPyConnection, folder: Path) -> list[ReadTable]:
    return [read_table(raw, connection, folder, f"staging_{index}") for index, raw in enumerate(open_source(path))]


def test_stored_kinds_are_kept_and_row_numbers_are_the_sheet_s(
    book: Any, tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    sheet = book.add_worksheet("Ordini")
    sheet.write_row(2, 1, ["Data", "Importo", "Pagato", "Quando", "Codice"])
    sheet.write_datetime(3, 1, at("2026-04-03 00:00:00"), book.day)
    sheet.write_row(3, 2, [1234.567, True])
    sheet.write_datetime(3, 4, at("2026-04-03 10:30:00"), book.moment)
    sheet.write_string(3, 5, "007")
    sheet.write_datetime(5, 1, at("2026-12-31 00:00:00"), book.day)
    sheet.write_row(5, 2, [-0.1, False])
    sheet.write_datetime(5, 4, at("2026-04-04 00:00:00"), book.moment)
    sheet.write_string(5, 5, "008")
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert table.raw.sheet == "Ordini"
    assert [reading.kind for reading in table.readings] == ["date", "number", "boolean", "timestamp", "text"]
    assert values(table, table.readings[0]) == [date(2026, 4, 3), date(2026, 12, 31)]
    assert values(table, table.readings[1]) == [Decimal("1234.567"), Decimal("-0.1")]
    assert values(table, table.readings[2]) == [True, False]
    assert values(table, table.readings[3]) == [at("2026-04-03 10:30:00"), at("2026-04-04 00:00:00")]
    assert table.profiles[1].stored == (("n", 2),)
    lines = table.staged.connection.execute(f"SELECT line FROM {table.staged.table} ORDER BY 1").fetchall()
    assert lines == [(4,), (6,)]


def test_a_stored_number_is_never_a_question(
    book: Any, tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["nome", "importo"])
    sheet.write_row(1, 0, ["a", 1.234])
    sheet.write_row(2, 0, ["b", 5.678])
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert table.readings[1].question is None
    assert values(table, table.readings[1]) == [Decimal("1.234"), Decimal("5.678")]


def test_numbers_typed_as_text_among_stored_ones_are_read_by_their_own_mark(
    book: Any, tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["nome", "importo"])
    sheet.write_row(1, 0, ["a", 1.234])
    sheet.write_row(2, 0, ["b", "1.234,50"])
    sheet.write_row(3, 0, ["c", "7,5"])
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert values(table, table.readings[1]) == [Decimal("1.234"), Decimal("1234.5"), Decimal("7.5")]
    assert table.profiles[1].stored == (("n", 1), ("t", 2))


def test_a_formula_without_value_and_a_cell_in_error_are_said(
    book: Any, tmp_path: Path, connection: DuckDBPyConnection
) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["nome", "importo", "esito"])
    sheet.write_row(1, 0, ["a", 1])
    sheet.write_formula(1, 2, "=B2*2", None, "")
    sheet.write_row(2, 0, ["b", 2])
    sheet.write_formula(2, 2, "=B3*2", None, 4)
    sheet.write_string(3, 0, "c")
    sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 2, "=B4*2", None, "")
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert {finding.code: (finding.count, finding.detail) for finding in table.raw.findings} == {
        "formula_without_value": (2, ("C2",)),
        "error_cell": (1, ("B4",)),
    }


def test_every_visible_sheet_with_rows_is_a_table(book: Any, tmp_path: Path, connection: DuckDBPyConnection) -> None:
    for name in ("Uno", "Vuoto", "Solo titoli", "Nascosto", "Due"):
        sheet = book.add_worksheet(name)
        if name != "Vuoto":
            sheet.write_row(0, 0, ["nome", "prezzo" if name == "Due" else "qty"])
        if name not in ("Vuoto", "Solo titoli"):
            sheet.write_row(1, 0, ["a", 1])
        if name == "Nascosto":
            sheet.hide()
    book.close()
    tables = read(book.path, connection, tmp_path)
    assert [table.raw.sheet for table in tables] == ["Uno", "Due"]
    assert {finding.code: finding.detail for finding in tables[0].raw.findings} == {
        "sheet_hidden": ("Nascosto",),
        "sheet_without_rows": ("Solo titoli",),
    }


def test_a_title_above_and_a_note_beside_the_table(book: Any, tmp_path: Path, connection: DuckDBPyConnection) -> None:
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Vendite 2026")
    sheet.write_row(2, 0, ["Cliente", "Data", "Importo", "Agente", "Area"])
    for row in range(3, 20):
        sheet.write_row(row, 0, ["Rossi", "2026-01-05", row, "Anna", "Nord"])
    sheet.write(7, 8, "da controllare")
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert table.raw.names[:5] == ("Cliente", "Data", "Importo", "Agente", "Area")
    assert (table.raw.header_line, table.clean.rows, table.raw.preamble) == (3, 17, ("Vendite 2026",))
    assert table.profiles[8].examples == ("da controllare",)


@pytest.mark.parametrize(("rows", "code"), [([], "file_empty"), ([["nome", "qty"]], "no_rows")])
def test_a_workbook_without_rows(book: Any, rows: list[list[str]], code: str) -> None:
    sheet = book.add_worksheet()
    for index, row in enumerate(rows):
        sheet.write_row(index, 0, row)
    book.close()
    with pytest.raises(UserError) as raised:
        open_source(book.path)
    assert (raised.value.code, raised.value.place.file) == (code, "vendite.xlsx")


def test_line_ends_and_letters_beyond_ascii_in_cells(
    book: Any, tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["nome", "note"])
    sheet.write_row(1, 0, ["Niccolò", 'riga "uno"\nriga due, fine'])
    book.close()
    (table,) = read(book.path, connection, tmp_path)
    assert values(table, table.readings[1]) == ['riga "uno"\nriga due, fine']
