"""Rows filled by hand with colours; what is decoration says nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from duckdb import DuckDBPyConnection

from polso.intake.reading import FILL_COLUMN, ColumnReading, ReadTable, open_source, read_table
from polso.intake.reading.colours import word

Values = Callable[[ReadTable, ColumnReading], list[Any]]
GREEN, RED, GREY, BLUE = "#C6EFCE", "#FFC7CE", "#D9D9D9", "#DDEBF7"


def write(path: Path, colours: list[str | None], *, column: str | None = None, table: bool = False) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Numero", "Cliente", "Importo"], book.add_format({"bg_color": BLUE, "bold": True}))
    for number, colour in enumerate(colours, 1):
        plain = book.add_format({"bg_color": colour}) if colour else None
        last = book.add_format({"bg_color": column}) if column else plain
        sheet.write_row(number, 0, [f"N{number}", "Rossi"], plain)
        sheet.write(number, 2, number, last)
    if table:
        sheet.add_table(0, 0, len(colours), 2, {"columns": [{"header": n} for n in ("Numero", "Cliente", "Importo")]})
    book.close()
    return path


def words(path: Path, connection: DuckDBPyConnection, values: Values) -> list[Any] | None:
    (raw,) = open_source(path)
    table = read_table(raw, connection, path.parent)
    if FILL_COLUMN not in raw.names:
        assert raw.virtual == ()
        return None
    assert (raw.names[-1], raw.virtual) == (FILL_COLUMN, (FILL_COLUMN,))
    return values(table, table.readings[-1])


def test_rows_marked_by_hand(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    path = write(tmp_path / "a.xlsx", [GREEN, GREEN, RED, None, None, GREY, GREEN])
    assert words(path, connection, values) == ["green", "green", "red", "none", "none", "grey", "green"]
    path = write(tmp_path / "b.xlsx", [GREEN, GREEN, RED, None, None, GREEN], column="#FFFF00")
    assert words(path, connection, values) == ["green", "green", "red", "none", "none", "green"]


@pytest.mark.parametrize(
    "colours", [[None] * 6, [GREEN] * 6, [GREY, None] * 4, [BLUE, GREY] * 4, [None, "#FFFFFF", None, None]]
)
def test_decoration_says_nothing(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values, colours: list[str | None]
) -> None:
    assert words(write(tmp_path / "a.xlsx", colours), connection, values) is None


def test_a_table_style_is_no_fill(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    assert words(write(tmp_path / "a.xlsx", [None] * 6, table=True), connection, values) is None


def test_a_single_mark_in_a_long_list_is_no_column(
    tmp_path: Path, connection: DuckDBPyConnection, values: Values
) -> None:
    assert words(write(tmp_path / "a.xlsx", [None] * 30 + ["#FFFF00"]), connection, values) is None


def test_theme_colours_are_resolved(tmp_path: Path, connection: DuckDBPyConnection, values: Values) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Numero", "Cliente"])
    accents = [xlsxwriter.color.Color.theme(number, shade) for number, shade in ((9, 3), (5, 3), (4, 2))]
    for number, colour in enumerate([*accents, accents[0]], 1):
        sheet.write_row(number, 0, [f"N{number}", "x"], book.add_format({"bg_color": colour}))
    book.close()
    assert words(tmp_path / "a.xlsx", connection, values) == ["orange", "red", "blue", "orange"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *(("92D050", "green"), ("00B050", "green"), ("FF0000", "red"), ("FFFF00", "yellow"), ("FFF2CC", "yellow")),
        *(("F8CBAD", "orange"), ("00B0F0", "blue"), ("7030A0", "purple"), ("000000", "grey"), ("F2F2F2", "grey")),
    ],
)
def test_words_of_the_standard_colours(code: str, expected: str) -> None:
    assert word(*bytes.fromhex(code)) == expected
