"""Outcomes told by the colour of rows alone: asked in words, with what a colour mostly means as the recommendation."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from polso.intake.importing import import_files
from polso.store.workspace import Workspace

FILLS = ("#92D050", "#FF0000", "#FFFF00")


def coloured(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Offerte")
    sheet.write_row(0, 0, ["Offerta", "Data offerta", "Cliente", "Importo"])
    for number, fill in enumerate(FILLS, start=1):
        cells = [f"O-{number}", f"2026-01-{number + 12}", f"Cliente {number}", number * 100]
        sheet.write_row(number, 0, cells, book.add_format({"bg_color": fill}))
    book.close()
    return path


def test_colours_are_asked_in_words(workspace: Workspace, tmp_path: Path) -> None:
    questions = import_files(workspace, [coloured(tmp_path / "offerte.xlsx")]).questions
    assert [(question.text("it"), question.recommended) for question in questions] == [
        ("Che cosa significano le righe verdi?", "won"),
        ("Che cosa significano le righe rosse?", "lost"),
        ("Che cosa significano le righe gialle?", "open"),
    ]
