"""What a list says beside a customer's name becomes the customer's own, where nothing else is known of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polso.intake.importing import import_files
from polso.intake.merging.proposals import customers, propose
from polso.intake.report import ImportReport
from polso.intake.undoing import undo
from polso.store.workspace import Workspace

LIST = (
    "Numero;Data;Cliente;P.IVA;E-mail;Imponibile;IVA;Totale\n"
    "1;20/01/2026;Ferri Srl;01234500001;info@ferri.example;100,00;22,00;122,00\n"
    "2;21/01/2026;Ferri Srl;IT01234500001;;50,00;11,00;61,00\n"
    "3;22/01/2026;Legni SpA;01234500002;;70,00;15,40;85,40\n"
    "4;23/01/2026;Legni SpA;01234500003;;30,00;6,60;36,60\n"
    "5;24/01/2026;Marmi Snc;RSSMRA80A01H501U;;30,00;6,60;36,60\n"
)
KNOWN = (
    "SELECT name, vat_number, email, is_stub FROM account WHERE known_to IS NULL AND deleted_at IS NULL ORDER BY name"
)


def load(workspace: Workspace, folder: Path, day: int, **texts: str) -> ImportReport:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    report = import_files(workspace, paths, extracted_at=datetime(2026, 2, day, tzinfo=UTC))
    assert report.questions == ()
    return report


def rows(workspace: Workspace, query: str = KNOWN) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def test_a_number_that_all_rows_agree_on_goes_to_the_customer(workspace: Workspace, tmp_path: Path) -> None:
    report = load(workspace, tmp_path, 1, fatture=LIST)
    assert rows(workspace) == [
        ("Ferri Srl", "01234500001", "info@ferri.example", True),
        ("Legni SpA", None, None, True),
        ("Marmi Snc", None, None, True),
    ]
    told = [(notice.code, notice.detail) for notice in report.files[0].notices if notice.code.endswith("differ")]
    assert told == [("vat_numbers_differ", ("Legni SpA: 01234500002, 01234500003",))]
    # What a row says stays with it.
    assert ("p_iva", "01234500003") in rows(workspace, "SELECT name, value FROM attribute WHERE entity = 'invoice'")


def test_a_customer_known_by_name_alone_learns_it_later(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, 1, offerte="Offerta n.;Data;Cliente;Importo;Esito\n1;13/01/2026;Ferri Srl;10,00;Vinta\n")
    report = load(workspace, tmp_path, 2, fatture=LIST)
    assert rows(workspace)[0] == ("Ferri Srl", "01234500001", "info@ferri.example", True)
    # The same file again says nothing new.
    assert report.batch is not None
    before = rows(workspace, "SELECT count(*) FROM account")
    load(workspace, tmp_path, 3, fatture=LIST)
    assert rows(workspace, "SELECT count(*) FROM account") == before
    undo(workspace, report.batch, datetime(2026, 2, 4, tzinfo=UTC))
    assert rows(workspace)[0] == ("Ferri Srl", "01234500001", "info@ferri.example", True)


def test_a_list_of_customers_leads(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, 1, fatture=LIST)
    load(workspace, tmp_path, 2, clienti="Ragione sociale;Partita IVA\nFerri Srl;01234500009\nLegni SpA;\n")
    assert rows(workspace)[:2] == [
        ("Ferri Srl", "01234500009", "info@ferri.example", False),
        ("Legni SpA", None, None, False),
    ]
    report = load(workspace, tmp_path, 3, fatture=LIST)
    assert rows(workspace)[0][1] == "01234500009"
    told = [notice.detail for notice in report.files[0].notices if notice.code == "vat_numbers_differ"]
    assert told == [("Ferri Srl: 01234500009, 01234500001", "Legni SpA: 01234500002, 01234500003")]


def test_a_list_of_customers_without_numbers_is_completed_in_the_same_import(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, tmp_path, 1, fatture=LIST, clienti="Ragione sociale;Settore\nFerri Srl;Metalli\n")
    assert rows(workspace)[0] == ("Ferri Srl", "01234500001", "info@ferri.example", False)


def test_an_older_extract_beneath_gives_the_same_state(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, 5, fatture=LIST)
    load(workspace, tmp_path, 1, clienti="Ragione sociale;Partita IVA\nFerri Srl;01234500009\n")
    assert rows(workspace)[0][:2] == ("Ferri Srl", "01234500009")


def test_spellings_of_one_number_are_proposed_and_those_of_several_never(workspace: Workspace, tmp_path: Path) -> None:
    invoices = (
        "Numero;Data;Cliente;P.IVA;Imponibile;IVA;Totale\n"
        "1;20/01/2026;Ferri Srl;01234500001;100,00;22,00;122,00\n"
        "2;21/01/2026;Verdi Impianti Srl;01234500004;100,00;22,00;122,00\n"
    )
    shop = (
        "Ordine;Data;Cliente;Partita IVA;Prodotto;Quantità;Totale\n"
        "A1;20/01/2026;Officine di Ferri Ada;IT 01234500001;Vite;1;10,00\n"
        "A2;20/01/2026;VERDI IMPIANTI S.R.L.;01234500005;Vite;1;10,00\n"
    )
    load(workspace, tmp_path, 1, fatture=invoices, ordini=shop)
    found = propose(customers(workspace.cursor()))
    assert [({one.keep.name, one.other.name}, one.why) for one in found] == [
        ({"Ferri Srl", "Officine di Ferri Ada"}, "vat_number")
    ]
