"""Rows of totals, which are no records."""

from __future__ import annotations

from datetime import date

from tests.corpus.build import text, workbook
from tests.corpus.case import Case, Read, Reject, order

IT = "Numero;Data;Cliente;Imponibile"
BODY = ("1;15/01/2026;Rossi;1.234,50", "2;16/01/2026;Verdi;7,25")
TWO = (order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Verdi", "7.25"))

CASES = (
    Case(
        "total_at_the_foot",
        "riga TOTALE in fondo, uguale alla somma",
        "a row TOTALE at the foot that equals the sum",
        {"ordini.csv": text(IT, *BODY, "TOTALE;;;1.241,75")},
        Read(TWO),
    ),
    Case(
        "total_at_the_foot_with_count",
        "riga «Totale ordini: 2» in fondo, dopo una riga vuota",
        "a row “Totale ordini: 2” at the foot, after a blank one",
        {"ordini.csv": text(IT, *BODY, ";;;", "Totale ordini: 2;;;1.241,75")},
        Read(TWO),
    ),
    Case(
        "total_in_another_column",
        "la parola «Totale» nella colonna del cliente",
        "the word “Totale” in the column of customers",
        {"ordini.csv": text(IT, *BODY, ";;Totale;1.241,75")},
        Read(TWO),
    ),
    Case(
        "total_that_disagrees",
        "riga TOTALE che non è la somma delle righe",
        "a row TOTALE that is not the sum of the rows",
        {"ordini.csv": text(IT, *BODY, "TOTALE;;;1.300,00")},
        Read(TWO, says=("total_disagrees",)),
    ),
    Case(
        "grand_total_in_english",
        "«Subtotal» e «Grand Total» in fondo",
        "“Subtotal” and “Grand Total” at the foot",
        {
            "orders.csv": text(
                "Order number,Date,Customer,Amount",
                "1,2026-01-15,Rossi,1234.50",
                "2,2026-01-16,Verdi,7.25",
                "Subtotal,,,1241.75",
                "Grand Total,,,1241.75",
            )
        },
        Read(TWO),
    ),
    Case(
        "total_of_a_file_without_keys",
        "riga TOTALE in un elenco senza numeri d’ordine, dove conterebbe il doppio",
        "a row TOTALE in a list without order numbers, where it would double the sum",
        {
            "vendite.csv": text(
                "Data;Cliente;Importo",
                "15/01/2026;Rossi;1.234,50",
                "31/01/2026;Verdi;7,25",
                "31/01/2026;TOTALE;1.241,75",
            )
        },
        Read((order(None, "2026-01-15", "Rossi", "1234.50"), order(None, "2026-01-31", "Verdi", "7.25"))),
    ),
    Case(
        "customer_called_total",
        "un cliente che si chiama «Totale Energia» sull’ultima riga",
        "a customer called “Totale Energia” on the last row",
        {
            "vendite.csv": text(
                "Data;Cliente;Importo",
                "15/01/2026;Rossi;1.234,50",
                "30/01/2026;Verdi;7,25",
                "31/01/2026;Totale Energia;12,00",
            )
        },
        Read(
            (
                order(None, "2026-01-15", "Rossi", "1234.50"),
                order(None, "2026-01-30", "Verdi", "7.25"),
                order(None, "2026-01-31", "Totale Energia", "12"),
            )
        ),
    ),
    Case(
        "customer_called_total_who_bought_the_sum",
        "«Totale Energia» sull’ultima riga, e per caso ha comprato quanto gli altri insieme",
        "“Totale Energia” on the last row, who happens to have bought as much as all others",
        {"ordini.csv": text(IT, *BODY, "3;31/01/2026;Totale Energia;1.241,75")},
        Read((*TWO, order("3", "2026-01-31", "Totale Energia", "1241.75"))),
    ),
    Case(
        "total_first",
        "riga TOTALE subito sotto le intestazioni",
        "a row TOTALE right below the headers",
        {"ordini.csv": text(IT, "TOTALE;;;1.241,75", *BODY)},
        Read(TWO, says=("totals_left_out",)),
    ),
    Case(
        "subtotals_within",
        "subtotali per cliente in mezzo alle righe",
        "subtotals by customer between the rows",
        {
            "ordini.csv": text(
                IT, BODY[0], ";;Totale Rossi;1.234,50", BODY[1], ";;Totale Verdi;7,25", "TOTALE;;;1.241,75"
            )
        },
        Read(TWO, says=("totals_left_out",)),
    ),
    Case(
        "total_in_a_workbook_as_formula",
        "=SOMMA() in fondo a un foglio, con il risultato",
        "=SUM() at the foot of a sheet, with its result",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        IT.split(";"),
                        ["1", date(2026, 1, 15), "Rossi", 1234.5],
                        ["2", date(2026, 1, 16), "Verdi", 7.25],
                        ["Totale"],
                    ]
                },
                touch=lambda book, pages: pages["Ordini"].write_formula("D4", "=SUM(D2:D3)", None, 1241.75),
            )
        },
        Read(TWO),
    ),
    Case(
        "average_and_count_below",
        "righe «Media» e «Numero» sotto i totali",
        "rows “Media” (mean) and “Numero” (count) below the total",
        {"ordini.csv": text(IT, *BODY, "Totale;;;1.241,75", "Media;;;620,88")},
        Read(TWO, (Reject(5, "Data", "required_missing"),)),
    ),
)
