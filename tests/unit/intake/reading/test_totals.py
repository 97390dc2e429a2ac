"""Rows of totals are no records, and customers who are called so are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from polso.intake.reading import ColumnReading, ReadTable, read_rejects

Reader = Callable[..., ReadTable]
Values = Callable[[ReadTable, ColumnReading], list[Any]]

BODY = "Numero;Data;Cliente;Importo\n1;15/01/2026;Rossi;1.234,50\n2;16/01/2026;Verdi;7,25\n"


def totals(table: ReadTable) -> list[tuple[int, list[tuple[str, str, str, bool]]]]:
    return [
        (row.line, [(c.column, f"{c.said:.2f}", f"{c.summed:.2f}", c.agrees) for c in row.checked])
        for row in table.clean.totals
    ]


@pytest.mark.parametrize(
    "row",
    [
        "TOTALE;;;1.241,75",
        ";;Totale;1.241,75",
        ";;TOTALE GENERALE:;1.241,75",
        "Totale complessivo;;;1.241,75",
        "Somma;;;1.241,75",
        "Grand Total;;;1.241,75",
        "Totale fatture gennaio 2026;;;1.241,75",
        ";;;1.241,75",
        "\nTotale;;;1.241,75",
        "3;31/01/2026;TOTALE;1.241,75",
    ],
)
def test_a_total_at_the_foot_is_no_row_and_is_checked(reader: Reader, values: Values, row: str) -> None:
    table = reader(f"{BODY}{row}\n")
    assert table.clean.rows == 2
    assert [(column, said, summed, agrees) for _, checked in totals(table) for column, said, summed, agrees in checked][
        -1:
    ] == [("Importo", "1241.75", "1241.75", True)]
    assert values(table, table.readings[3]) == [Decimal("1234.5"), Decimal("7.25")]
    assert [finding.code for finding in table.clean.findings if finding.code != "total_disagrees"] == [
        "totals_left_out"
    ]
    assert list(read_rejects(table.clean)) == []
    assert [reading.kind for reading in table.readings] == ["number", "date", "text", "number"]


def test_a_total_that_disagrees_is_left_out_and_told(reader: Reader) -> None:
    table = reader(f"{BODY}Totale;;;1.300,00\n")
    assert (table.clean.rows, totals(table)) == (2, [(4, [("Importo", "1300.00", "1241.75", False)])])
    (finding,) = [one for one in table.clean.findings if one.code == "total_disagrees"]
    assert (finding.detail, finding.lines) == (("Importo", "1300", "1241.75"), (4,))


def test_a_short_line_that_says_total_is_no_reject(reader: Reader) -> None:
    table = reader(f"{BODY}TOTALE;1.241,75\n")
    assert (table.clean.rows, table.clean.rejected, len(table.clean.totals)) == (2, 0, 1)


@pytest.mark.parametrize(
    "row",
    [
        "3;17/01/2026;Totale Energia Srl;100,00",
        "3;17/01/2026;TotalEnergies;1.241,75",
        "3;17/01/2026;Totale Energia Srl;1.241,75",
        "3;17/01/2026;Total;100,00",
        "3;17/01/2026;Saldo fattura Rossi;100,00",
        "3;17/01/2026;;100,00",
        "3;;;",
    ],
)
def test_what_has_what_a_record_has_stays(reader: Reader, row: str) -> None:
    table = reader(f"{BODY}{row}\n")
    assert (table.clean.rows, table.clean.totals) == (3, ())
    assert table.staged.rows == 3
    assert table.profiles[0].rows == 3


def test_subtotals_and_a_grand_total_that_fit_their_blocks(reader: Reader, values: Values) -> None:
    table = reader(
        "Cliente;Data;Importo\nRossi;01/01/2026;10,50\nRossi;20/01/2026;20,00\nTotale Rossi;;30,50\n"
        "Verdi;21/01/2026;5,00\nVerdi;22/01/2026;6,00\nTotale Verdi;;11,00\nTotale generale;;41,50\n"
    )
    assert values(table, table.readings[0]) == ["Rossi", "Rossi", "Verdi", "Verdi"]
    assert totals(table) == [
        (4, [("Importo", "30.50", "30.50", True)]),
        (7, [("Importo", "11.00", "11.00", True)]),
        (8, [("Importo", "41.50", "41.50", True)]),
    ]


def test_a_total_in_a_date_column_does_not_make_it_text(reader: Reader) -> None:
    table = reader("Data;Importo\n03/01/2026;10,00\n25/01/2026;20,00\nTotale;30,00\n")
    assert [reading.kind for reading in table.readings] == ["date", "number"]
    assert table.clean.rows == 2


def test_an_average_is_no_sum_that_disagrees(reader: Reader) -> None:
    table = reader("Cliente;Prezzo;Importo\nA;10,00;10,00\nB;20,00;40,00\nTotale;15,00;50,00\n")
    assert totals(table) == [(4, [("Importo", "50.00", "50.00", True)])]


def test_a_total_decides_the_mark_that_the_values_leave_open(reader: Reader, values: Values) -> None:
    table = reader("Cliente;Importo\nA;1.234\nB;800\nTotale;2.034\n")
    assert (table.questions, table.readings[1].form.value, table.readings[1].form.why) == ((), "comma", "total")
    assert values(table, table.readings[1]) == [1234, 800]


def test_nothing_but_a_total_is_not_taken_away(reader: Reader) -> None:
    assert reader("Cliente;Importo\nTotale;100,00\n").clean.rows == 1


def test_a_zero_in_a_column_of_zeros_is_no_proof(reader: Reader) -> None:
    rows = "".join(f"{n};Cliente {n};Totale;0,00;{n},50\n" for n in range(1, 9))
    table = reader(f"Numero;Cliente;Saldo o acconto;Sconto;Importo\n{rows}")
    assert (table.clean.rows, table.clean.totals) == (8, ())


def test_a_total_above_the_rows_is_left_out_and_no_sum_is_denied(reader: Reader) -> None:
    table = reader("Numero;Data;Cliente;Importo\nTOTALE;;;30,00\n1;15/01/2026;Rossi;10,00\n2;16/01/2026;Verdi;20,00\n")
    assert (table.clean.rows, totals(table)) == (2, [(2, [])])
    assert [finding.code for finding in table.clean.findings] == ["totals_left_out"]
