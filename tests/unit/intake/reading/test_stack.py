"""Sheets of equal shape, headers of two lines, merged cells, and days that the sheet's name completes."""

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

Values = Callable[[ReadTable, ColumnReading], list[Any]]
Reader = Callable[..., ReadTable]
Sheets = dict[str, list[list[object]]]


def tables(
    path: Path, sheets: Sheets, connection: DuckDBPyConnection, merge: tuple[tuple[int, int, int, int, str], ...] = ()
) -> list[ReadTable]:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for one in merge:
            sheet.merge_range(*one)
    book.close()
    return [read_table(raw, connection, path.parent, f"s{n}") for n, raw in enumerate(open_source(path))]


def column(table: ReadTable, values: Values, name: str) -> list[Any]:
    return values(table, table.readings[table.raw.names.index(name)])


def test_sheets_of_equal_headers_are_one_table(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    sheets: Sheets = {
        "Gennaio": [["Cliente", "Importo"], ["A", 1], ["B", 2], ["TOTALE", 3]],
        "Riepilogo": [["Mese", "Fatturato", "Note"], ["gennaio", 3, "ok"], ["febbraio", 9, "no"]],
        "Febbraio": [["Titolo"], ["importo", "CLIENTE "], [4, "C"], [5, "D"], [9, "TOTALE"]],
    }
    stacked, other = tables(tmp_path / "ordini.xlsx", sheets, connection)
    assert stacked.raw.names == ("Cliente", "Importo", "sheet")
    assert [part.name for part in stacked.raw.stack] == ["Gennaio", "Febbraio"]
    assert column(stacked, values, "Cliente") == ["A", "B", "C", "D"]
    assert column(stacked, values, "Importo") == [1, 2, 4, 5]
    assert column(stacked, values, "sheet") == ["Gennaio", "Gennaio", "Febbraio", "Febbraio"]
    assert stacked.raw.virtual == ("sheet",)
    lines = stacked.staged.connection.execute(f"SELECT line FROM {stacked.staged.table} ORDER BY 1").fetchall()
    assert [stacked.raw.place_of(line) for (line,) in lines] == [
        ("Gennaio", 2),
        ("Gennaio", 3),
        ("Febbraio", 3),
        ("Febbraio", 4),
    ]
    assert [(stacked.raw.place_of(row.line), row.checked[0].agrees) for row in stacked.clean.totals] == [
        (("Gennaio", 4), True),
        (("Febbraio", 5), True),
    ]
    assert (stacked.clean.rows, stacked.clean.head, stacked.clean.blank) == (4, 3, 0)
    assert (other.raw.sheet, other.raw.stack, other.raw.place_of(2)) == ("Riepilogo", (), ("Riepilogo", 2))


def test_a_column_that_only_some_sheets_have_keeps_them_apart(tmp_path: Path, connection: DuckDBPyConnection) -> None:
    sheets: Sheets = {"A": [["Cliente", "Importo"], ["A", 1]], "B": [["Cliente", "Importo", "Note"], ["A", 1, "x"]]}
    assert [table.raw.sheet for table in tables(tmp_path / "a.xlsx", sheets, connection)] == ["A", "B"]


HEAD: list[object] = ["Data", "Cliente", "Importo"]
JANUARY: list[list[object]] = [["07/01/2026", "Rossi", 10], ["19/01/2026", "Bianchi", 20]]
FEBRUARY: list[list[object]] = [["03/02/2026", "Rossi", 10], ["21/02/2026", "Verdi", 40], ["21/02/2026", "Verdi", 40]]


def names_and_rows(made: list[ReadTable]) -> list[tuple[list[str], int]]:
    return [([part.name for part in table.raw.sheets], table.clean.rows) for table in made]


def told(table: ReadTable) -> dict[str, tuple[str, ...]]:
    return {one.code: one.detail for one in table.raw.findings if one.code.startswith("sheet_repeats")}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sheet_of_the_whole_year_does_not_count_beside_its_months(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values, place: int
) -> None:
    turned = [[amount, day, who] for day, who, amount in [*FEBRUARY, *JANUARY]]
    months: Sheets = {"Gennaio": [HEAD, *JANUARY], "Febbraio": [HEAD, *FEBRUARY, ["TOTALE", None, 90]]}
    sheets = list(months.items())
    sheets.insert(place, ("Anno", [["Importo", "Data", "Cliente"], *turned, [120, "TOTALE", None]]))
    (table,) = tables(tmp_path / "v.xlsx", dict(sheets), connection)
    assert names_and_rows([table]) == [(["Gennaio", "Febbraio"], 5)]
    assert sum(column(table, values, "Importo")) == 120
    assert told(table) == {"sheet_repeats_others": ("Anno",)}


def test_a_year_that_holds_more_than_its_months_stands_for_them(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    more: list[object] = ["05/03/2026", "Neri", 5]
    copy = [*JANUARY, ["30/01/2026", "Neri", 1]]
    sheets: Sheets = {"Gennaio": [HEAD, *copy], "Febbraio": [HEAD, *FEBRUARY], "Anno": [HEAD, *copy, *FEBRUARY, more]}
    (table,) = tables(tmp_path / "v.xlsx", sheets, connection)
    assert names_and_rows([table]) == [(["Anno"], 7)]
    assert told(table) == {"sheet_repeats_others": ("Gennaio", "Febbraio")}


def test_a_year_that_lacks_some_and_has_others_is_a_table_of_its_own(
    tmp_path: Path, connection: DuckDBPyConnection
) -> None:
    more: list[object] = ["05/03/2026", "Neri", 5]
    year = [*JANUARY, *FEBRUARY[1:], more]
    months: Sheets = {"Gennaio": [HEAD, *JANUARY], "Febbraio": [HEAD, *FEBRUARY]}
    made = tables(tmp_path / "v.xlsx", {"Anno": [HEAD, *year], **months}, connection)
    assert names_and_rows(made) == [(["Gennaio", "Febbraio"], 5), (["Anno"], 5)]
    assert [told(table) for table in made] == [{}, {"sheet_repeats_most": ("Anno",)}]


def test_equal_rows_of_a_few_are_no_proof_and_equal_days_of_two_months_none_at_all(
    tmp_path: Path, connection: DuckDBPyConnection
) -> None:
    shops: Sheets = {"Roma": [HEAD, JANUARY[0]], "Milano": [HEAD, *JANUARY]}
    made = tables(tmp_path / "v.xlsx", shops, connection)
    assert names_and_rows(made) == [(["Milano"], 2), (["Roma"], 1)]
    assert told(made[1]) == {"sheet_repeats_most": ("Roma",)}
    body: list[list[object]] = [["Giorno", "Cliente", "Importo"], *([day, "Bar", 10] for day in range(1, 9))]
    (stacked,) = tables(tmp_path / "2026.xlsx", {"Gennaio": body, "Febbraio": body}, connection)
    assert stacked.clean.rows == 16
    assert told(stacked) == {}


@pytest.mark.parametrize(("file", "year"), [("vendite 2026.xlsx", ""), ("vendite.xlsx", " 2026")])
def test_days_are_completed_by_the_name_of_the_sheet(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values, file: str, year: str
) -> None:
    body: list[list[object]] = [["Giorno", "Cliente"], [1, "A"], [30, "B"]]
    (table,) = tables(tmp_path / file, {f"Gennaio{year}": body, f"Febbraio{year}": body}, connection)
    reading = table.readings[0]
    assert reading.kind == "date"
    assert values(table, reading) == [date(2026, 1, 1), date(2026, 1, 30), date(2026, 2, 1), None]
    assert (reading.unreadable_rows, reading.unreadable[0].value) == (1, "2026-02-30")


def test_days_without_a_year_are_completed_or_said(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    body: list[list[object]] = [["Data", "Cliente"], ["15/1", "A"], ["16/1", "B"]]
    (table,) = tables(tmp_path / "a.xlsx", {"2026": body}, connection)
    assert values(table, table.readings[0]) == [date(2026, 1, 15), date(2026, 1, 16)]
    (table,) = tables(tmp_path / "b.xlsx", {"Foglio1": body}, connection)
    assert [(one.code, one.detail) for one in table.raw.findings] == [("date_incomplete", ("Data",))]


def test_a_merged_name_above_comes_before_those_below(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    rows: list[list[object]] = [["Cliente"], ["", "Gen", "Feb", "Gen", "Feb"], ["A", 1, 2, 3, 4], ["B", 5, 6, 7, 8]]
    merge = ((0, 1, 0, 2, "2025"), (0, 3, 0, 4, "2026"), (0, 0, 1, 0, "Cliente"))
    (table,) = tables(tmp_path / "a.xlsx", {"S": rows}, connection, merge)
    assert table.raw.names == ("Cliente", "2025 › Gen", "2025 › Feb", "2026 › Gen", "2026 › Feb")
    assert values(table, table.readings[3]) == [3, 7]


def test_a_title_merged_over_the_table_is_no_name(tmp_path: Path, connection: DuckDBPyConnection) -> None:
    rows: list[list[object]] = [[], ["Cliente", "Gen", "Feb"], ["A", 1, 2], ["B", 3, 4]]
    (table,) = tables(tmp_path / "a.xlsx", {"S": rows}, connection, ((0, 0, 0, 2, "Vendite 2026"),))
    assert (table.raw.names, table.raw.preamble) == (("Cliente", "Gen", "Feb"), ("Vendite 2026",))


def test_a_line_of_groups_above_in_text(reader: Reader) -> None:
    table = reader("Cliente;2025;;2026;\n;Gen;Feb;Gen;Feb\nA;1;2;3;4\nB;5;6;7;8\nC;9;8;7;6\n")
    assert table.raw.names == ("Cliente", "2025 › Gen", "2025 › Feb", "2026 › Gen", "2026 › Feb")
    assert (table.clean.rows, table.clean.head) == (3, 2)


def test_words_in_cells_merged_downwards_belong_to_each_row_and_numbers_count_once(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    rows: list[list[object]] = [["Cliente", "Totale ordine", "Riga"], ["", "", "a"], ["", "", "b"], ["Verdi", 7, "c"]]
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.merge_range(1, 0, 2, 0, "Rossi")
    sheet.merge_range(1, 1, 2, 1, 10)
    book.close()
    (raw,) = open_source(tmp_path / "a.xlsx")
    table = read_table(raw, connection, tmp_path)
    assert values(table, table.readings[0]) == ["Rossi", "Rossi", "Verdi"]
    assert values(table, table.readings[1]) == [Decimal(10), None, Decimal(7)]
    assert [(one.code, one.count) for one in raw.findings] == [("merged_numbers", 1)]


def test_a_heading_over_names_that_stand_for_themselves_is_no_part_of_them(
    tmp_path: Path, connection: DuckDBPyConnection
) -> None:
    rows: list[list[object]] = [[], ["Numero", "Data", "Imponibile", "IVA"], ["A1", "2026-01-15", 10, 2.2]]
    merge = ((0, 0, 0, 1, "Ordine"), (0, 2, 0, 3, "Importi"))
    (table,) = tables(tmp_path / "a.xlsx", {"S": rows}, connection, merge)
    assert table.raw.names == ("Numero", "Data", "Imponibile", "IVA")
