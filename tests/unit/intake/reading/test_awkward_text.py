"""Text files as people and programs really write them: read right, or refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.reading import ColumnReading, ReadTable, open_source, read_rejects

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]

NAMES = ("Numero", "Data", "Cliente", "Imponibile")
EXPECTED = [
    ["1", "22"],
    [date(2026, 1, 15), date(2026, 1, 16)],
    ["Rossi, figli", 'Verdi "e" C'],
    [Decimal("1234.5"), 7],
]


def all_values(table: ReadTable, values: Values) -> list[list[Any]]:
    return [values(table, reading) for reading in table.readings]


@pytest.mark.parametrize("header", ["Numero,Data,Cliente,Imponibile", '"Numero,Data,Cliente,Imponibile"'])
def test_records_wrapped_whole_in_quotes(reader: Reader, values: Values, header: str) -> None:
    table = reader(
        f'{header}\n"A1,15/01/2026,""Rossi, figli"",""1.234,50"""\n"A22,16/01/2026,""Verdi """"e"""" C"",""7,00"""\n'
    )
    assert table.raw.names == NAMES
    assert table.raw.dialect is not None
    assert table.raw.dialect.wrapped
    assert all_values(table, values) == [["A1", "A22"], *EXPECTED[1:]]
    assert table.clean.rejected == 0


def test_a_quoted_column_with_commas_is_not_taken_apart(reader: Reader, values: Values) -> None:
    table = reader('"nome"\n"Rossi, Mario"\n"Verdi, Luigi"\n"Neri"\n')
    assert values(table, table.readings[0]) == ["Rossi, Mario", "Verdi, Luigi", "Neri"]


@pytest.mark.parametrize("names", [("Rossi", "Verdi"), ("Rossi Srl", "Verdi")])
def test_columns_set_by_blanks_with_decimal_commas(reader: Reader, values: Values, names: tuple[str, str]) -> None:
    table = reader(
        "Numero   Data         Cliente     Imponibile\n"
        f"A1       15/01/2026   {names[0]:9}    1.234,50\nA22      16/01/2026   {names[1]:9}        7,00\n"
    )
    assert table.raw.names == NAMES
    assert all_values(table, values) == [["A1", "A22"], EXPECTED[1], list(names), EXPECTED[3]]


def test_decimals_that_split_their_cell_are_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Numero,Data,Cliente,Imponibile\n1,15/01/2026,Rossi,1234,50\n2,16/01/2026,Neri,7,25\n")
    with pytest.raises(UserError) as raised:
        open_source(path)
    assert (raised.value.code, raised.value.parameters) == ("header_does_not_fit", {"expected": 4, "found": 5})


def test_separators_at_the_end_of_every_row_but_not_of_the_header(reader: Reader) -> None:
    table = reader("a;b\n1;2;\n3;4;\n5;6;\n")
    assert (table.raw.names, table.clean.rows, table.clean.rejected) == (("a", "b"), 3, 0)


@pytest.mark.parametrize("many", [40, 60_000])
def test_the_header_again_on_every_page(reader: Reader, many: int) -> None:
    page = "id;nome\n" + "".join(f"x{n};Rossi\n" for n in range(many))
    table = reader(page * 3)
    assert (table.clean.rows, table.clean.rejected, table.clean.head) == (3 * many, 0, 3)


def test_the_mark_of_the_end_of_file_is_no_row(reader: Reader) -> None:
    table = reader("id;nome\na;b\nc;d\n\x1a")
    assert (table.clean.rows, table.clean.rejected, table.clean.blank) == (2, 0, 1)


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_a_line_that_names_the_separator(reader: Reader, line: str) -> None:
    table = reader(f"{line}\nnome;x\nRossi, Mario, Verdi, Anna;1\nBianchi, A, B, C;2\n")
    assert (table.raw.names, table.clean.head, table.clean.rows) == (("nome", "x"), 2, 2)


def test_a_header_cell_over_several_lines(reader: Reader) -> None:
    table = reader('"Data\nordine";"Importo\r\n(EUR)"\n2026-01-02;5\n')
    assert table.raw.names == ("Data ordine", "Importo (EUR)")
    assert table.staged.connection.execute(f"SELECT line FROM {table.staged.table}").fetchall() == [(4,)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"order":1,"date":"2026-01-15"},\n{"order":2,"date":"2026-01-16"}]\n', "JSON"),
        ('{"order":1,"date":"2026-01-15"}\n{"order":2,"date":"2026-01-16"}\n', "JSON"),
        ("<html><body><table><tr><td>a</td></tr></table></body></html>", "HTML"),
        ("<?xml version='1.0'?>\n<a><b>1</b></a>\n", "XML"),
    ],
)
def test_other_formats_with_the_ending_of_a_table(tmp_path: Path, text: str, found: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(UserError) as raised:
        open_source(path)
    assert (raised.value.code, raised.value.parameters["found"]) == ("file_not_a_table", found)


def test_a_short_and_a_long_line_among_many_are_rejects(reader: Reader) -> None:
    rows = "".join(f"{n};x;{n}\n" for n in range(9000))
    table = reader(f"a;b;c\n{rows}solo;due\n{rows}uno;due;tre;quattro\n{rows}")
    assert [(one.line, one.reason) for one in read_rejects(table.clean)] == [
        (9002, "row_too_short"),
        (18003, "row_too_long"),
    ]
    assert table.clean.rows == 27_000


def test_more_titles_than_rows(reader: Reader, values: Values) -> None:
    title = "Officina Rossi Srl\n"
    table = reader(title * 3 + "Numero;Data;Cliente;Imponibile\nA1;15/01/2026;Rossi;7,50\n")
    assert (table.raw.names, table.clean.rows, table.clean.head) == (NAMES, 1, 4)
    assert values(table, table.readings[3]) == [Decimal("7.5")]
