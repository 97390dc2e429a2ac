"""Columns one under the other with empty cells: read where aligned, refused with the line where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.intake.reading import open_source, read_rejects
from tests.unit.intake.reading.conftest import Reader, Values

ALIGNED = """\
N. doc  Data        Cliente      Importo  Nota
1       13/04/2026  Rossi Srl     100,00  ok
2       25/04/2026  Bianchi        80,00
3       26/04/2026                 70,00  da rivedere
4       27/04/2026  Verdi & C   1.170,00
"""


def test_cells_stay_under_their_names(reader: Reader, values: Values) -> None:
    table = reader(ALIGNED)
    assert table.raw.names == ("N. doc", "Data", "Cliente", "Importo", "Nota")
    assert [values(table, table.readings[place]) for place in (2, 4)] == [
        ["Rossi Srl", "Bianchi", None, "Verdi & C"],
        ["ok", None, "da rivedere", None],
    ]


def test_a_value_that_reaches_through_the_space_rejects_its_line(reader: Reader) -> None:
    more = "".join(f"{n:<8}28/04/2026  Rossi Srl     100,00\n" for n in range(5, 300))
    table = reader(f"{ALIGNED}{more}300     29/04/2026  Carpenteria-Metallica Nord 9,00\n")
    assert [(one.line, one.reason) for one in read_rejects(table.clean)] == [(301, "row_not_aligned")]


def test_cells_that_stand_under_no_name_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "fatture.txt"
    path.write_text("Numero Data Cliente Importo\n1 13/04/2026 Rossi 100,00\n2 25/04/2026 80,00\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        open_source(path)
    assert (raised.value.code, raised.value.place.row) == ("cells_missing", 3)
    assert raised.value.parameters == {"expected": 4, "found": 3}
