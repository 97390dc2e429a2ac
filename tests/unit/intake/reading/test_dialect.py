"""Which separator and quote a file is read with."""

from __future__ import annotations

from polso.intake.reading.dialect import decide_dialect


def test_a_separator_that_stands_in_every_quoted_cell_does_not_win() -> None:
    lines = ["nome;importo;data;n\n", *(f'";";0,00;01/01/2000;{n}\n' for n in range(5))]
    lines += [line for n in range(2) for line in ('",\n', f';";0,00;01/01/2000;{n}\n')]
    decided = decide_dialect(lines)
    assert decided is not None
    assert (decided[0].delimiter, decided[0].quote) == (";", '"')


def test_many_commas_in_every_address_do_not_beat_fewer_semicolons() -> None:
    lines = ["cliente;importo\n", *(f"Via Roma, {n}, Milano, MI, Italia;1{n}\n" for n in range(5))]
    decided = decide_dialect(lines)
    assert decided is not None
    assert decided[0].delimiter == ";"


def test_quotes_that_give_columns_beat_more_lines_without_any() -> None:
    lines = ["riga\n", "riga\n", "riga\n", "nome,importo,data,n\n", ";,0.00,01/01/2000,0\n"]
    lines += [line for n in range(2) for line in ('";\n', f';",0.00,01/01/2000,{n}\n')]
    decided = decide_dialect(lines)
    assert decided is not None
    assert (decided[0].delimiter, decided[0].quote) == (",", '"')
