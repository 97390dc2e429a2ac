"""The files that a firm without a CRM has: invoices, offers, shop exports."""

from __future__ import annotations

from tests.corpus.build import text
from tests.corpus.case import Asked, Case, Read, Refused, deal, invoice, order

INVOICES = "Numero;Data;Cliente;Imponibile;IVA;Totale"

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
        broken="business: of two amount columns the one that is not net is called the total with VAT (part 2)",
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
            Read((order("1", "2026-01-15", "Rossi", "100"), order("2", "2026-01-16", "Verdi", "50"))),
        ),
        broken="business: any three letters are taken for a currency in silence (part 2)",
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
        "bank_statement",
        "un estratto conto (dare e avere): non sono vendite",
        "a bank statement (debit and credit): no sales",
        {
            "conto.csv": text(
                "Data;Descrizione;Dare;Avere", "15/01/2026;Bonifico Rossi;;100,00", "16/01/2026;Affitto;50,00;"
            )
        },
        Refused("no_record_table", "conto.csv"),
        broken="recognition: days of a bank statement become closed days of the company in silence (part 3)",
    ),
)
