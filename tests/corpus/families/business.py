"""The files that a firm without a CRM has: invoices, offers, shop exports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.corpus.build import Sheet, text, workbook
from tests.corpus.case import Asked, Case, Read, Refused, Row, Value, deal, invoice, money, order

INVOICES = "Numero;Data;Cliente;Imponibile;IVA;Totale"
OFFERS: Sheet = [
    ["Numero offerta", "Data offerta", "Cliente", "Importo"],
    ["1", date(2026, 1, 15), "Rossi", 100.5],
    ["2", date(2026, 1, 16), "Verdi", 50.5],
    ["3", date(2026, 1, 17), "Neri", 70.5],
]


def coloured(book: Any, pages: Mapping[str, Any]) -> None:
    """The first offer green, the second red."""
    for row, colour in ((1, "#92D050"), (2, "#FF0000")):
        plain = book.add_format({"bg_color": colour})
        dated = book.add_format({"bg_color": colour, "num_format": "dd/mm/yyyy"})
        for column, cell in enumerate(OFFERS[row]):
            if isinstance(cell, date):
                pages["Offerte"].write_datetime(row, column, cell, dated)
            else:
                pages["Offerte"].write(row, column, cell, plain)


def party(role: str, code: str, name: str) -> str:
    """One side of an electronic invoice."""
    return (
        f"<{role}><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{code}</IdCodice></IdFiscaleIVA>"
        f"<Anagrafica><Denominazione>{name}</Denominazione></Anagrafica></DatiAnagrafici></{role}>"
    )


INVOICE = (
    '<?xml version="1.0" encoding="UTF-8"?><p:FatturaElettronica versione="FPR12" '
    'xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaHeader>'
    + party("CedentePrestatore", "01234567890", "Officina Prova")
    + party("CessionarioCommittente", "09876543210", "Rossi Srl")
    + "</FatturaElettronicaHeader><FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento>"
    "<TipoDocumento>TD01</TipoDocumento><Divisa>EUR</Divisa><Data>2026-01-15</Data><Numero>12/A</Numero>"
    "<ImportoTotaleDocumento>122.00</ImportoTotaleDocumento></DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi>"
    "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto>"
    "<Imposta>22.00</Imposta></DatiRiepilogo></DatiBeniServizi></FatturaElettronicaBody></p:FatturaElettronica>"
)


def line(number: str, place: int, product: str, quantity: str, net: str) -> Row:
    """A line of an order."""
    fields: dict[str, Value] = {"order_id": number, "line_no": place, "product_id": product}
    return Row("order_line", fields | {"quantity": money(quantity), "net_amount": money(net)})


CASES = (
    Case(
        "invoices_net_vat_total",
        "imponibile, IVA e totale: si controlla che tornino",
        "net, VAT and total: they are checked to add up",
        {
            "fatture.csv": text(
                INVOICES,
                "1/2026;15/01/2026;Rossi;100,00;22,00;122,00",
                "2/2026;16/01/2026;Verdi;1.000,00;220,00;1.220,00",
            )
        },
        Read(
            (
                invoice("1/2026", "2026-01-15", "Rossi", "100", "22", "122"),
                invoice("2/2026", "2026-01-16", "Verdi", "1000", "220", "1220"),
            )
        ),
    ),
    Case(
        "invoices_net_to_be_paid",
        "«Netto a pagare» è il totale con IVA, non l’imponibile",
        "“Netto a pagare” (net to be paid) is the total with VAT, not the net amount",
        {
            "fatture.csv": text(
                "Numero fattura;Data fattura;Cliente;Importo;IVA;Netto a pagare",
                "1;15/01/2026;Rossi;100,00;22,00;122,00",
                "2;16/01/2026;Verdi;50,00;11,00;61,00",
            )
        },
        Read(
            (
                invoice("1", "2026-01-15", "Rossi", "100", "22", "122"),
                invoice("2", "2026-01-16", "Verdi", "50", "11", "61"),
            )
        ),
    ),
    Case(
        "invoices_amount_is_gross",
        "«Importo» è il totale: lo dice l’aritmetica",
        "“Importo” (amount) is the total: arithmetic says so",
        {
            "fatture.csv": text(
                "Numero fattura;Data fattura;Cliente;Importo;di cui IVA;Netto",
                "1;15/01/2026;Rossi;122,00;22,00;100,00",
                "2;16/01/2026;Verdi;61,00;11,00;50,00",
            )
        },
        Read(
            (
                invoice("1", "2026-01-15", "Rossi", "100", "22", "122"),
                invoice("2", "2026-01-16", "Verdi", "50", "11", "61"),
            )
        ),
    ),
    Case(
        "two_amounts",
        "due colonne di importi che l’aritmetica non distingue",
        "two columns of amounts that arithmetic cannot tell apart",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Importo;Valore",
                "1;15/01/2026;Rossi;100,00;80,00",
                "2;16/01/2026;Verdi;50,00;45,50",
            )
        },
        Asked(
            {"ordini.csv:net": "Valore"},
            Read(
                (
                    order("1", "2026-01-15", "Rossi", "80", {"importo": "100,00"}),
                    order("2", "2026-01-16", "Verdi", "45.50", {"importo": "50,00"}),
                )
            ),
        ),
    ),
    Case(
        "currency_unknown",
        "una valuta che polso non conosce",
        "a currency that polso does not know",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Valuta",
                "1;15/01/2026;Rossi;100,00;Talleri",
                "2;16/01/2026;Verdi;50,00;Talleri",
            )
        },
        Asked(
            {"ordini.csv:currency": "USD"},
            Read(
                (
                    order("1", "2026-01-15", "Rossi", "100", {"valuta": "Talleri"}, currency="USD"),
                    order("2", "2026-01-16", "Verdi", "50", {"valuta": "Talleri"}, currency="USD"),
                )
            ),
        ),
    ),
    Case(
        "currency_code_that_does_not_exist",
        "una sigla di tre lettere che non è una valuta (`XYZ`)",
        "three letters that are no currency (`XYZ`)",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Valuta", "1;15/01/2026;Rossi;100,00;XYZ", "2;16/01/2026;Verdi;50,00;XYZ"
            )
        },
        Asked(
            {"ordini.csv:currency": "EUR"},
            Read(
                (
                    order("1", "2026-01-15", "Rossi", "100", {"valuta": "XYZ"}),
                    order("2", "2026-01-16", "Verdi", "50", {"valuta": "XYZ"}),
                )
            ),
        ),
    ),
    Case(
        "offers_without_closing_dates",
        "offerte senza data di chiusura, con esiti e silenzi",
        "offers without closing dates, with outcomes and silences",
        {
            "offerte.csv": text(
                "N. offerta;Data offerta;Cliente;Importo;Esito",
                "1;15/01/2026;Rossi;100,50;Accettata",
                "2;16/01/2026;Verdi;50,50;Rifiutata",
                "3;17/01/2026;Neri;70,50;",
            )
        },
        Read(
            (
                deal("1", "won", "100.50", "2026-01-15", account_id="Rossi"),
                deal("2", "lost", "50.50", "2026-01-16", account_id="Verdi"),
                deal("3", "open", "70.50", "2026-01-17", account_id="Neri"),
            )
        ),
    ),
    Case(
        "credit_notes_of_either_sign",
        "note di credito, una con il segno meno e una senza",
        "credit notes, one with a minus sign and one without",
        {
            "fatture.csv": text(
                "Numero;Data;Tipo documento;Cliente;Imponibile;IVA;Totale",
                "1;15/01/2026;Fattura;Rossi;100,00;22,00;122,00",
                "2;16/01/2026;Nota di credito;Rossi;50,00;11,00;61,00",
                "3;17/01/2026;Nota di credito;Verdi;-10,00;-2,20;-12,20",
            )
        },
        Read(
            (
                invoice("1", "2026-01-15", "Rossi", "100", "22", "122"),
                invoice("2", "2026-01-16", "Rossi", "50", "11", "61", kind="credit_note"),
                invoice("3", "2026-01-17", "Verdi", "-10", "-2.20", "-12.20", kind="credit_note"),
            )
        ),
    ),
    Case(
        "order_on_several_lines",
        "un’esportazione di negozio con più righe per ordine",
        "a shop export with several lines an order",
        {
            "ordini.csv": text(
                "Ordine;Data;Cliente;Prodotto;Quantità;Prezzo unitario;Totale riga",
                "1001;15/01/2026;Rossi;Vite;10;0,50;5,00",
                "1001;15/01/2026;Rossi;Dado;10;0,25;2,50",
                "1002;16/01/2026;Verdi;Vite;4;0,50;2,00",
            )
        },
        Read(
            (
                order("1001", "2026-01-15", "Rossi", "7.50"),
                order("1002", "2026-01-16", "Verdi", "2"),
                line("1001", 1, "Vite", "10", "5"),
                line("1001", 2, "Dado", "10", "2.50"),
                line("1002", 1, "Vite", "4", "2"),
            )
        ),
    ),
    Case(
        "offers_coloured",
        "esiti segnati soltanto con il colore delle righe",
        "outcomes marked by nothing but the colour of the rows",
        {"offerte.xlsx": workbook({"Offerte": OFFERS}, touch=coloured)},
        Asked(
            {"offerte.xlsx:__fill__:green": "won", "offerte.xlsx:__fill__:red": "lost"},
            Read(
                (
                    deal("1", "won", "100.50", "2026-01-15", account_id="Rossi"),
                    deal("2", "lost", "50.50", "2026-01-16", account_id="Verdi"),
                    deal("3", "open", "70.50", "2026-01-17", account_id="Neri"),
                )
            ),
        ),
    ),
    Case(
        "electronic_invoice",
        "una FatturaPA da sola: di chi è l’azienda, non lo dice",
        "one FatturaPA document: it does not tell whose it is",
        {"IT01234567890_00001.xml": INVOICE.encode()},
        Asked(
            {"own_vat": "IT01234567890"},
            Read(
                (
                    invoice(
                        "12/A",
                        "2026-01-15",
                        "Rossi Srl",
                        "100",
                        "22",
                        "122",
                        {"partita_iva": "IT09876543210", "documento": "IT01234567890_00001.xml"},
                    ),
                )
            ),
        ),
    ),
    Case(
        "bank_statement",
        "un estratto conto (dare e avere): non sono vendite",
        "a bank statement (debit and credit): no sales",
        {
            "conto.csv": text(
                "Data;Descrizione;Dare;Avere", "15/01/2026;Bonifico Rossi;;100,00", "16/01/2026;Affitto;50,00;"
            )
        },
        Refused("no_record_table", "conto.csv"),
    ),
)
