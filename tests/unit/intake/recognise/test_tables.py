"""Which table a file is."""

from __future__ import annotations

import pytest

from polso.catalog.schema import IMPORTABLE, TABLE
from polso.intake.recognise.fingerprint import fingerprints
from polso.intake.recognise.synonyms import table_words
from polso.intake.recognise.tables import as_table, recognise
from polso.intake.recognise.veto import HELPER_KINDS
from tests.unit.intake.cells import evidence


@pytest.mark.parametrize(
    ("name", "header", "row", "table"),
    [
        ("x", "opportunity_id,sales_agent,deal_stage,engage_date", "1,Ada,Won,2026-01-01", "opportunity"),
        ("offerte 2026", "Numero,Data,Cliente,Importo,Esito", "1,2026-01-01,Acme,5,vinta", "opportunity"),
        ("accounts", "account,sector,revenue", "Acme,software,12", "account"),
        ("products", "product,series,sales_price", "Alfa,A,5", "product"),
        ("people", "sales_agent,manager,regional_office", "Ada,Dora,Nord", "rep"),
        ("master", "customer_id,date,number_of_cds,dollar_value", "1,19970101,1,11.77", "sales_order"),
        ("vendite", "Numero ordine,Data ordine,Cliente,Imponibile,IVA", "1,2026-01-01,A,1,2", "sales_order"),
        ("rimborsi", "Numero ordine,Data rimborso,Importo,Motivo", "1,2026-01-01,5,rotto", "refund"),
        ("fatture", "Numero,Data,Cliente,P.IVA,Imponibile,IVA,Totale", "1,2026-01-01,A,1,1,2,3", "invoice"),
        ("contatti", "Id contatto,Creato il,Nome,Fonte,Stato", "1,2026-01-01,Ada,Web,Nuovo", "lead"),
        ("log", "Record ID,Property,Old value,New value,Changed at", "1,Stage,a,b,2026-01-01", "opportunity_event"),
        ("calls", "Activity ID,Type,Start,Owner", "1,Call,2026-01-01 10:00,Ada", "activity"),
        ("obiettivi", "Metrica,Ambito,Dal,Al,Valore", "Ricavi netti,Azienda,2026-01-01,2026-01-31,5", "target"),
        ("spese", "Mese,Categoria,Fonte,Importo", "2026-01-01,Software,Web,5", "expense"),
        ("recensioni", "Data invio,Data risposta,Cliente,Voto", "2026-01-01,2026-01-02,A,5", "survey_response"),
    ],
)
def test_ordinary_exports(name: str, header: str, row: str, table: str) -> None:
    found = recognise(name, header.split(","), evidence([row.split(",")]))
    assert found.mapping is not None
    assert found.mapping.table == table
    assert found.rivals == ()


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("data_dictionary", "Table,Field,Description", "accounts,account,Company name"),
        ("estratto_conto", "data,importo,causale", "2026-02-01,3472.21,PAGAMENTO"),
        ("translation", "product_category_name,product_category_name_english", "beleza,health"),
        ("sellers", "seller_id,seller_city,seller_state", "3442f8,campinas,SP"),
    ],
)
def test_files_that_are_no_table_of_records(name: str, header: str, row: str) -> None:
    assert recognise(name, header.split(","), evidence([row.split(",")])).mapping is None


def test_a_vendor_is_known_by_its_headers_whatever_the_file_is_called() -> None:
    headers = ["Record ID", "Deal Name", "Deal Stage", "Amount", "Deal owner", "Close Date", "Create Date", "Note"]
    row = ["1", "x", "closedwon", "5", "Ada", "2026-01-01", "2026-01-01", "n"]
    mapping = recognise("x", headers, evidence([row])).mapping
    assert mapping is not None
    assert (mapping.source_system, mapping.table) == ("hubspot", "opportunity")
    assert [header for _, header in mapping.unmapped] == ["Note"]


def test_the_columns_own_names_win_when_the_table_is_given() -> None:
    mapping = as_table(
        "target", ["value", "goal", "metric_id", "period_start"], evidence([["1", "2", "x", "2026-01-01"]])
    )
    assert {binding.header: binding.target for binding in mapping.bindings} == {
        "value": "value",
        "metric_id": "metric_id",
        "period_start": "period_start",
    }


def test_what_the_data_files_name_exists() -> None:
    for table in IMPORTABLE:
        words = table_words(table)
        columns = {column.name for column in TABLE[table].columns}
        assert words.targets.keys() - columns == words.helpers
        assert {target for group in words.needs for target in group} <= words.targets.keys()
        assert set(words.spoken or ()) <= words.targets.keys()
    helpers = {helper for table in IMPORTABLE for helper in table_words(table).helpers}
    assert HELPER_KINDS.keys() <= helpers
    for fingerprint in fingerprints():
        if fingerprint.table is not None:
            assert fingerprint.columns.keys() <= table_words(fingerprint.table).targets.keys(), fingerprint.name
