"""A column of amounts that cannot be read is never left aside in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

HEAD = "N. offerta,Data offerta,Cliente,Importo,Esito"
ROWS = [
    ["1", "15/01/2026", "Rossi", "1.234.56", "Accettata"],
    ["2", "16/01/2026", "Verdi", "circa dodicimila", "Rifiutata"],
    ["3", "17/01/2026", "Neri", "da definire", "Accettata"],
]


def test_it_stops_the_import_and_says_how_to_go_on(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "offerte.csv", HEAD, ROWS)
    with pytest.raises(UserError) as caught:
        import_files(workspace, [path])
    assert (caught.value.code, caught.value.place.column) == ("unreadable_column_number", "Importo")
    report = import_files(workspace, [path], answers={"offerte.csv:column:Importo": ""})
    assert report.files[0].new == 3
