"""Invoice lists that leave out what is plain to their reader: the number, or what stands on the line above."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace

PLAIN = (
    "Data;Cliente;Imponibile;IVA;Totale\n"
    "20/01/2026;Rossi;100,00;22,00;122,00\n"
    "20/01/2026;Rossi;100,00;22,00;122,00\n"
    "21/01/2026;Verdi;-50,00;-11,00;-61,00\n"
)


def load(workspace: Workspace, path: Path, text: str, day: int = 1) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    report = import_files(workspace, [path], extracted_at=datetime(2026, 3, day, tzinfo=UTC))
    assert report.questions == ()
    return report


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


@pytest.mark.parametrize("name", ["fatture 2026", "elenco"])
def test_a_list_without_numbers_is_invoices_by_name_or_by_its_amounts(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    report = load(workspace, tmp_path / f"{name}.csv", PLAIN)
    assert [(file.table, file.new, file.rejected_rows) for file in report.files] == [("invoice", 3, 0)]
    found = rows(workspace, "SELECT kind, net, vat FROM invoice ORDER BY net")
    assert found == [("credit_note", -50, -11), ("invoice", 100, 22), ("invoice", 100, 22)]
    assert rows(workspace, "SELECT sum(amount) FROM sale WHERE known_to IS NULL") == [(150,)]
    # Longer, and with a payment, later: what was there is the same.
    longer = PLAIN.replace("Totale\n", "Totale;Pagata il\n").replace("2,00\n", "2,00;28/02/2026\n")
    longer = longer.replace("-61,00\n", "-61,00;\n") + "22/01/2026;Neri;10,00;2,20;12,20;\n"
    load(workspace, tmp_path / f"{name} due.csv", longer, 2)
    assert rows(workspace, "SELECT count(*), sum(net) FROM invoice WHERE known_to IS NULL") == [(4, 160)]


def test_the_same_columns_in_a_list_of_orders_are_orders(workspace: Workspace, tmp_path: Path) -> None:
    assert load(workspace, tmp_path / "ordini.csv", PLAIN).files[0].table == "sales_order"


def test_a_list_with_an_amount_alone_is_no_list_of_invoices(workspace: Workspace, tmp_path: Path) -> None:
    text = "Data;Cliente;Importo\n20/01/2026;Rossi;100,00\n21/01/2026;Verdi;50,00\n"
    assert load(workspace, tmp_path / "elenco.csv", text).files[0].table == "sales_order"


LINES = (
    "Numero;Data;Cliente;Descrizione;Imponibile;IVA;Totale\n"
    "7;20/01/2026;Rossi;Ferro;100,00;22,00;122,00\n"
    ";;;Pane;50,00;2,00;52,00\n"
    "8;21/01/2026;Verdi;Viti;30,00;6,60;36,60\n"
    ";;;Dadi;30,00;6,60;36,60\n"
    "9;22/01/2026;Neri;Viti;10,00;2,20;12,20\n"
)


def test_further_lines_of_a_document_take_what_stands_above(workspace: Workspace, tmp_path: Path) -> None:
    report = load(workspace, tmp_path / "fatture.csv", LINES)
    told = {notice.code: notice.count for notice in report.files[0].notices}
    assert (told["filled_down"], told["lines_gathered"], report.files[0].rejected) == (2, 2, ())
    found = rows(workspace, "SELECT i.invoice_id, a.name, net, vat FROM invoice i JOIN account a USING (account_id)")
    assert sorted(found) == [
        ("7/2026", "Rossi", 150, 24),
        ("8/2026", "Verdi", 60, Decimal("13.2")),
        ("9/2026", "Neri", 10, Decimal("2.2")),
    ]
    # An older extract beneath reads the file again as it was read.
    load(
        workspace, tmp_path / "prima.csv", "Numero;Data;Cliente;Imponibile;IVA;Totale\n1;13/01/2026;A;1,00;0,22;1,22\n"
    )
    older = "Numero;Data;Cliente;Imponibile;IVA;Totale\n2;14/01/2026;A;1,00;0,22;1,22\n"
    path = tmp_path / "vecchie.csv"
    path.write_text(older, encoding="utf-8")
    import_files(workspace, [path], extracted_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert rows(workspace, "SELECT sum(net) FROM invoice WHERE known_to IS NULL AND issued_on > DATE '2026-01-19'") == [
        (220,)
    ]


def test_a_subtotal_is_no_further_line(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "Numero;Data;Cliente;Imponibile;IVA;Totale\n"
        "7;20/01/2026;Rossi;100,00;22,00;122,00\n"
        ";;;50,00;2,00;52,00\n"
        ";;;150,00;24,00;174,00\n"
        "8;21/01/2026;Verdi;30,00;6,60;36,60\n"
        "9;22/01/2026;Neri;10,00;2,20;12,20\n"
    )
    report = load(workspace, tmp_path / "fatture.csv", text)
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [(4, "required_missing")]
    assert rows(workspace, "SELECT invoice_id, net FROM invoice ORDER BY 1")[0] == ("7/2026", 150)


def test_a_line_with_a_day_but_no_number_is_no_further_line(workspace: Workspace, tmp_path: Path) -> None:
    text = LINES.replace(";;;Pane", ";21/01/2026;Rossi;Pane")
    report = load(workspace, tmp_path / "fatture.csv", text)
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [(3, "key_missing")]
