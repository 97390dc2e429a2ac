"""Sheets that are one table: wherever a row is named, its sheet and the row in it are named."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.unit.cli.conftest import Polso

HEADER = ["Numero", "Data", "Cliente", "Imponibile", "IVA", "Totale"]
MONTHS: dict[str, list[list[object]]] = {
    "Gennaio": [
        ["1", "13/01/2026", "Rossi", 100, 22, 122],
        ["2", "14/01/2026", "Bianchi", 50, 11, 61],
        ["3", "15/01/2026", "Verdi", 10, 2.2, 12.2],
    ],
    "Febbraio": [
        ["4", "31/02/2026", "Rossi", 70, 15.4, 85.4],
        ["5", "20/02/2026", "Neri", 200, 44, 244],
        ["TOTALE", "", "", 200, 44, 244],
    ],
}
ITALIAN = {"POLSO_LANGUAGE": "it"}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "fatture.xlsx"
    with xlsxwriter.Workbook(path) as target:
        for name, rows in MONTHS.items():
            sheet = target.add_worksheet(name)
            for number, row in enumerate([HEADER, *rows]):
                sheet.write_row(number, 0, row)
    return path


def test_the_proof_names_sheet_and_row(polso: Polso, book: Path) -> None:
    told = polso("import", book, environ=ITALIAN)
    assert told.code == 0, told.err
    assert "✗ foglio «Febbraio», riga 2, colonna «Data»" in told.out
    assert "Totale (foglio «Febbraio», riga 4)" in told.out
    assert "(foglio)" in told.out
    assert "non contano come righe" not in told.out
    assert "non torna" not in told.out
    assert "sheet " not in told.out


def test_json_names_them_too(polso: Polso, book: Path) -> None:
    (file,) = polso("import", book, "--json").json()["files"]
    assert [(one["sheet"], one["line"]) for one in file["rejected"]] == [("Febbraio", 2)]


@pytest.mark.parametrize(
    ("language", "place"), [("it", "foglio «Febbraio», riga 3"), ("en", "sheet “Febbraio”, line 3")]
)
def test_the_history_of_a_record_names_them(polso: Polso, book: Path, language: str, place: str) -> None:
    polso("import", book)
    told = polso("history", "invoice", "5", environ={"POLSO_LANGUAGE": language, "COLUMNS": "200"})
    assert told.code == 0, told.err
    assert place in " ".join(told.out.split())
    (version,) = polso("history", "invoice", "5", "--json").json()["versions"]
    assert (version["file"], version["sheet"], version["line"]) == ("fatture.xlsx", "Febbraio", 3)


def test_the_rows_behind_a_figure_name_them(polso: Polso, book: Path) -> None:
    polso("import", book)
    wide = {"POLSO_LANGUAGE": "it", "COLUMNS": "240"}
    told = polso("ask", "net_revenue", "--rows", "--period", "2026-02", environ=wide)
    assert told.code == 0, told.err
    assert "fatture.xlsx, foglio «Febbraio», riga 3" in told.out
