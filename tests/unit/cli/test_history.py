"""`polso history` and `polso changes` of records that have a kind of their own, as an invoice or a customer has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Polso

HEADER = "Numero;Data;Tipo;Cliente;Imponibile;IVA;Totale"


@pytest.fixture
def invoices(polso: Polso, tmp_path: Path) -> None:
    for month, net, vat, gross in (("02", "100,00", "22,00", "122,00"), ("03", "120,00", "26,40", "146,40")):
        path = tmp_path / f"fatture {month}.csv"
        row = f"1;13/01/2026;Fattura;Rossi S.p.A.;{net};{vat};{gross}"
        path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
        assert polso("import", path, "--extracted-at", f"2026-{month}-01").code == 0


def test_the_history_of_an_invoice_tells_what_happened_not_its_kind(polso: Polso, invoices: None) -> None:
    told = polso("history", "invoice", "1", "--json")
    assert told.code == 0
    assert [one["kind"] for one in told.json()["versions"]] == ["appeared", "changed"]
    shown = polso("history", "invoice", "1")
    assert shown.code == 0
    assert "100.00 → 120.00" in shown.out


def test_changes_of_invoices_are_counted_by_what_happened(polso: Polso, invoices: None) -> None:
    told = polso("changes", "--since", "2026-02-10", "--json")
    assert told.code == 0
    (part,) = [one for found in told.json()["imports"] for one in found["tables"] if one["table"] == "invoice"]
    assert (part["appeared"], part["changed"], part["gone"], part["back"]) == (0, 1, 0, 0)


def test_the_history_of_a_customer_who_is_only_mentioned(polso: Polso, invoices: None) -> None:
    assert polso("history", "account", "Rossi S.p.A.").code == 0


def test_closed_words_are_said_in_the_language(polso: Polso, deals: Path) -> None:
    assert polso("import", deals).code == 0
    wide = {"POLSO_LANGUAGE": "it", "COLUMNS": "240"}
    told = polso("history", "opportunity", "A2", environ=wide)
    assert "esito: – → persa" in told.out
    assert "esito: – → lost" not in told.out


def test_the_headings_of_rows_are_said_in_the_language(polso: Polso, deals: Path) -> None:
    assert polso("import", deals).code == 0
    wide = {"POLSO_LANGUAGE": "it", "COLUMNS": "240"}
    told = polso("ask", "win_rate", "--rows", "--period", "2026-02", environ=wide)
    assert told.code == 0, told.err
    for word in ("Giorno", "Venditore", "Stato", "Importo", "Conta", "Da dove viene", "deals.csv, riga 3", "vinta"):
        assert word in told.out
    for word in ("opportunity", "status", "numerator", "won"):
        assert word not in told.out
