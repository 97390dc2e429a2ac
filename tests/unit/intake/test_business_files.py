"""Invoice lists, shop exports and offers as firms have them, each read with no mapping by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace

INVOICES = "SELECT invoice_id, kind, net, vat, gross FROM invoice WHERE known_to IS NULL ORDER BY invoice_id"


def load(workspace: Workspace, folder: Path, name: str, text: str, **answers: str) -> ImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_files(workspace, [path], answers={key.replace("__", ":"): value for key, value in answers.items()})


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    return workspace.cursor().execute(query).fetchall()


def test_headers_that_mislead_are_set_right_by_the_rows(workspace: Workspace, tmp_path: Path) -> None:
    text = "Numero Fattura;Data;Cliente;Importo;Valore\n1;20/01/2026;A;122,00;100,00\n2;21/01/2026;B;61,00;50,00\n"
    report = load(workspace, tmp_path, "fatture.csv", text)
    assert {notice.code for notice in report.files[0].notices} >= {"amounts_by_arithmetic"}
    assert rows(workspace, INVOICES) == [("1/2026", "invoice", 100, None, 122), ("2/2026", "invoice", 50, None, 61)]


def test_amounts_that_nothing_tells_apart_are_asked_for_once(workspace: Workspace, tmp_path: Path) -> None:
    text = "Numero;Data;Cliente;Importo;Totale\n1;20/01/2026;A;100,00;130,00\n2;21/01/2026;B;200,00;237,00\n"
    report = load(workspace, tmp_path, "fatture.csv", text)
    (question,) = report.questions
    assert (question.key, question.recommended) == ("fatture.csv:net", "Importo")
    assert [choice.value for choice in question.choices] == ["Importo", "Totale"]
    path = tmp_path / "fatture.csv"
    assert import_files(workspace, [path], answers={"fatture.csv:net": "Totale"}).questions == ()
    # The other amount may be anything: the total with VAT is never less than the net.
    assert rows(workspace, "SELECT net, gross FROM invoice ORDER BY 1") == [(130, None), (237, None)]


def test_rows_that_do_not_add_up_are_told(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"{number};2{number}/01/2026;A;100,00;22,00;122,00" for number in range(1, 10)]
    lines[2] = "3;23/01/2026;A;100,00;22,00;130,00"
    lines[6] = "7;27/01/2026;A;100,00;22,00;122,01"
    text = "\n".join(["Numero;Data;Cliente;Imponibile;IVA;Totale", *lines, "10;30/01/2026;A;40,00;8,80;40,00", ""])
    report = load(workspace, tmp_path, "fatture.csv", text)
    (told,) = [notice for notice in report.files[0].notices if notice.code == "not_adding_up"]
    assert (told.count, told.detail, told.lines) == (2, ("Imponibile + IVA ≠ Totale",), (4, 11))
    assert rows(workspace, "SELECT sum(net) FROM invoice") == [(940,)]


@pytest.mark.parametrize(
    ("first", "second", "net", "code"),
    [
        ("100,00;22,00;122,00", "50,00;11,00;61,00", 150, "lines_gathered"),
        ("100,00;22,00;122,00", "100,00;22,00;122,00", 100, "lines_repeated"),
        ("100,00;22,00;122,00", ";;", 100, "lines_first"),
    ],
)
def test_how_the_amount_comes_from_several_lines_is_told(
    first: str, second: str, net: int, code: str, workspace: Workspace, tmp_path: Path
) -> None:
    heads = [(number, f"{number};2{number}/01/2026;A") for number in range(1, 5)]
    lines = [f"{head};{what};{amounts}" for _, head in heads for what, amounts in (("Vite", first), ("Dado", second))]
    text = "\n".join(["Numero;Data;Cliente;Descrizione;Imponibile;IVA;Totale", *lines, ""])
    report = load(workspace, tmp_path, "fatture.csv", text)
    told = {notice.code for notice in report.files[0].notices}
    assert told & {"lines_gathered", "lines_repeated", "lines_first"} == {code}
    assert rows(workspace, "SELECT sum(net) FROM invoice") == [(4 * net,)]


def test_a_total_alone_is_never_called_net(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "fatture.csv", "Numero;Data;Cliente;Totale\n1;20/01/2026;A;122,00\n")
    assert rows(workspace, INVOICES) == [("1/2026", "invoice", None, None, 122)]
    assert rows(workspace, "SELECT DISTINCT amount FROM sale") == [(122,)]


def test_a_column_of_percents_is_the_rate_not_the_tax(workspace: Workspace, tmp_path: Path) -> None:
    text = "Numero;Data;Cliente;IVA;Totale\n1;20/01/2026;A;22;610,00\n2;21/01/2026;B;10;330,00\n"
    load(workspace, tmp_path, "fatture.csv", text)
    assert rows(workspace, INVOICES) == [("1/2026", "invoice", 500, None, 610), ("2/2026", "invoice", 300, None, 330)]


def test_credit_notes_by_word_number_and_sign_and_numbers_that_start_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = (
        "Tipo;Numero;Data;Cliente;Imponibile;IVA;Totale\n"
        "Fattura;1;20/01/2025;A;10,00;2,20;12,20\n"
        "Fattura;1;20/01/2026;A;100,00;22,00;122,00\n"
        "Nota di credito;1;21/01/2026;A;50,00;11,00;61,00\n"
        "Fattura;NC 2/2026;22/01/2026;A;20,00;4,40;24,40\n"
        "Fattura;3;23/01/2026;A;-30,00;-6,60;-36,60\n"
        "TD02;4/26;24/01/2026;A;5,00;1,10;6,10\n"
    )
    load(workspace, tmp_path, "fatture.csv", text)
    assert rows(workspace, "SELECT invoice_id, kind, net FROM invoice ORDER BY issued_on") == [
        ("1/2025", "invoice", 10),
        ("1/2026", "invoice", 100),
        ("NC 1/2026", "credit_note", 50),
        ("NC 2/2026", "credit_note", 20),
        ("NC 3/2026", "credit_note", -30),
        ("4/26", "deposit", 5),
    ]
    found = rows(workspace, "SELECT sum(amount) FROM sale WHERE known_to IS NULL AND year(happened_on) = 2026")
    assert found == [(100 - 50 - 20 - 30 + 5,)]


def test_lines_of_one_invoice_add_up_and_equal_lines_of_two_invoices_do_not_meet(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = (
        "Numero;Data;Cliente;Descrizione;Imponibile;IVA;Totale\n"
        "7;20/01/2026;A;Ferro;100,00;22,00;122,00\n"
        "7;20/01/2026;A;Pane;50,00;2,00;52,00\n"
        "8;21/01/2026;B;Ferro;100,00;22,00;122,00\n"
        "8;21/01/2026;B;Viti;30,00;6,60;36,60\n"
        "9;21/01/2026;C;Viti;30,00;6,60;36,60\n"
    )
    report = load(workspace, tmp_path, "fatture.csv", text)
    assert ("lines_gathered", 2) in [(notice.code, notice.count) for notice in report.files[0].notices]
    assert rows(workspace, "SELECT invoice_id, net, vat, gross FROM invoice ORDER BY 1") == [
        ("7/2026", 150, 24, 174),
        ("8/2026", 130, Decimal("28.6"), Decimal("158.6")),
        ("9/2026", 30, Decimal("6.6"), Decimal("36.6")),
    ]


def test_an_invoice_of_which_a_line_cannot_be_read_is_not_loaded_in_part(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "Numero;Data;Cliente;Imponibile;IVA;Totale\n"
        "7;20/01/2026;A;100,00;22,00;122,00\n"
        "7;20/01/2026;A;??;2,00;52,00\n"
        "8;21/01/2026;B;100,00;22,00;122,00\n"
        "9;22/01/2026;B;100,00;22,00;122,00\n"
        "10;23/01/2026;B;100,00;22,00;122,00\n"
    )
    report = load(workspace, tmp_path, "fatture.csv", text)
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [
        (2, "part_of_rejected"),
        (3, "unreadable_number"),
    ]
    assert rows(workspace, "SELECT count(*) FROM invoice") == [(3,)]


def test_drafts_and_bills_of_suppliers_are_left_out_and_said(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "Tipo;Numero;Data;Controparte;Imponibile;IVA;Totale;Stato\n"
        "Emessa;1;20/01/2026;A;100,00;22,00;122,00;Pagata\n"
        "Emessa;2;21/01/2026;A;100,00;22,00;122,00;Bozza\n"
        "Ricevuta;77;22/01/2026;F;100,00;22,00;122,00;Pagata\n"
        "Emessa;3;23/01/2026;A;100,00;22,00;122,00;Da pagare\n"
    )
    report = load(workspace, tmp_path, "documenti fatture.csv", text)
    assert [(row.line, row.reason) for row in report.files[0].rejected] == [(3, "draft"), (4, "is_bill")]
    assert rows(workspace, "SELECT number, is_paid FROM invoice ORDER BY 1") == [("1", True), ("3", False)]


SHOP = "Ordine;Data;Cliente;Prodotto;Quantità;Prezzo;{}\n"


def test_amounts_of_an_order_that_stand_on_each_of_its_lines_count_once(workspace: Workspace, tmp_path: Path) -> None:
    text = SHOP.format("Subtotale;Spedizione;IVA;Totale") + (
        "1;20/01/2026;A;X;1;61,00;122,00;0,00;22,00;122,00\n"
        "1;20/01/2026;A;Y;2;30,50;122,00;0,00;22,00;122,00\n"
        "2;21/01/2026;B;X;1;61,00;91,50;6,10;17,60;97,60\n"
        "2;21/01/2026;B;Y;1;30,50;91,50;6,10;17,60;97,60\n"
        "3;22/01/2026;C;Y;1;30,50;91,50;0,00;16,50;91,50\n"
        "3;22/01/2026;C;X;1;61,00;91,50;0,00;16,50;91,50\n"
    )
    load(workspace, tmp_path, "ordini.csv", text)
    # 2: 91.50 + 6.10 hold 17.60 at 22 %, of which 16.50 belong to the goods.
    assert rows(workspace, "SELECT order_id, net_amount FROM sales_order ORDER BY 1") == [
        ("1", 100),
        ("2", 75),
        ("3", 75),
    ]
    assert rows(workspace, "SELECT order_id, line_no, net_amount FROM order_line ORDER BY 1, 2") == [
        *(("1", 1, 50), ("1", 2, 50)),
        *(("2", 1, 50), ("2", 2, 25)),
        *(("3", 1, 25), ("3", 2, 50)),
    ]


def test_line_amounts_are_added_and_prices_multiplied(workspace: Workspace, tmp_path: Path) -> None:
    text = SHOP.format("Note") + "1;20/01/2026;A;X;2;10,00;a\n1;20/01/2026;A;Y;1;5,00;b\n2;21/01/2026;B;X;3;10,00;c\n"
    load(workspace, tmp_path, "ordini.csv", text)
    assert rows(workspace, "SELECT order_id, net_amount FROM sales_order ORDER BY 1") == [("1", 25), ("2", 30)]


def test_tax_that_is_added_leaves_the_subtotal_net(workspace: Workspace, tmp_path: Path) -> None:
    text = "Ordine;Data;Cliente;Subtotale;Spedizione;IVA;Totale\n1;20/01/2026;A;100,00;5,00;23,10;128,10\n"
    load(workspace, tmp_path, "ordini.csv", text)
    assert rows(workspace, "SELECT net_amount FROM sales_order") == [(100,)]


def test_leads_learn_their_deal_whichever_file_comes_first(workspace: Workspace, tmp_path: Path) -> None:
    leads = "lead id,created date,source\nL1,2026-01-20,fiera\nL2,2026-01-21,\nL3,2026-01-22,unknown\n"
    deals = "lead id,owner,won date\nL1,Ada,2026-02-20\n"
    load(workspace, tmp_path, "leads.csv", leads)
    load(workspace, tmp_path, "deals.csv", deals)
    said = "lead_id, source_id, opportunity_id IS NOT NULL, converted_on"
    held = f"SELECT {said} FROM lead WHERE known_to IS NULL ORDER BY 1"
    expected = [("L1", "fiera", True, date(2026, 2, 20)), ("L2", None, False, None), ("L3", "unknown", False, None)]
    assert rows(workspace, held) == expected
    load(workspace, tmp_path, "leads.csv", leads)
    assert rows(workspace, held) == expected


@pytest.mark.parametrize("header", ["Voto", "Stelle"])
def test_reviews_are_answers_to_a_survey(workspace: Workspace, tmp_path: Path, header: str) -> None:
    text = f"Data;Cliente;{header};Recensione\n20/01/2026;A;5;Ottimo\n21/01/2026;B;3;Così così\n"
    load(workspace, tmp_path, "recensioni.csv", text, **{"recensioni.csv:scale": "1-5"})
    assert rows(workspace, "SELECT score, comment FROM survey_response ORDER BY 1") == [(3, "Così così"), (5, "Ottimo")]


def test_one_order_alone_on_several_lines_is_proved_by_what_its_lines_are_worth(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = (
        "Numero ordine;Data;Cliente;Articolo;Totale riga;Spedizione;IVA;Totale ordine;Importo rimborsato\n"
        "1;20/01/2026;A;X;61,00;6,10;23,10;128,10;64,05\n"
        "1;20/01/2026;A;Y;61,00;6,10;23,10;128,10;64,05\n"
        "2;21/01/2026;B;X;122,00;0;22,00;122,00;0\n"
    )
    load(workspace, tmp_path, "ordini.csv", text)
    # Lines + shipping = total, so that prices hold the tax: 122.00 - 23.10 x 122.00 / 128.10 = 100.00.
    assert rows(workspace, "SELECT order_id, net_amount FROM sales_order ORDER BY 1") == [("1", 100), ("2", 100)]
    # Half of 128.10 was given back: half of the net amount.
    assert rows(workspace, "SELECT order_id, amount FROM refund") == [("1", 50)]
