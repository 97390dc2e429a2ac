"""What workbooks add of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.corpus.build import Sheet, ods, rewritten, text, workbook
from tests.corpus.case import Asked, Case, Read, Reject, account, deal, order

HEADER = ["Numero", "Data", "Cliente", "Imponibile"]
JANUARY: Sheet = [HEADER, ["1", date(2026, 1, 15), "Rossi", 1234.5], ["2", date(2026, 1, 16), "Verdi", 7.25]]
FEBRUARY: Sheet = [HEADER, ["3", date(2026, 2, 13), "Rossi", 10], ["4", date(2026, 2, 14), "Neri", 20.5]]
TWO = (order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Verdi", "7.25"))
JANUARY_IS, FEBRUARY_IS = {"sheet": "Gennaio"}, {"sheet": "Febbraio"}
FOUR = (
    order("1", "2026-01-15", "Rossi", "1234.50", JANUARY_IS),
    order("2", "2026-01-16", "Verdi", "7.25", JANUARY_IS),
    order("3", "2026-02-13", "Rossi", "10", FEBRUARY_IS),
    order("4", "2026-02-14", "Neri", "20.50", FEBRUARY_IS),
)


def without_results(name: str, content: bytes) -> bytes:
    """The sheet as a program leaves it that writes formulas and does not compute them."""
    return content.replace(b"<v>11.5</v>", b"").replace(b"<v>12.5</v>", b"") if "worksheets" in name else content


def chart_sheet(book: Any, _pages: object) -> None:
    """A sheet that holds a chart and no cells."""
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Ordini!$D$2:$D$3"})
    book.add_chartsheet("Grafico").set_chart(chart)


CASES = (
    Case(
        "real_values",
        "numeri e date veri, non testo",
        "real numbers and days, no text",
        {"ordini.xlsx": workbook({"Ordini": JANUARY})},
        Read(TWO),
    ),
    Case(
        "open_document",
        "un foglio OpenDocument (ODS)",
        "an OpenDocument sheet (ODS)",
        {"ordini.ods": ods({"Ordini": JANUARY})},
        Read(TWO),
    ),
    Case(
        "workbook_called_csv",
        "un foglio Excel chiamato .csv",
        "a workbook called .csv",
        {"ordini.csv": workbook({"Ordini": JANUARY})},
        Read(TWO),
    ),
    Case(
        "sheets_of_several_tables",
        "trattative e clienti in due fogli, e un foglio di note",
        "deals and customers on two sheets, and a sheet of notes",
        {
            "crm.xlsx": workbook(
                {
                    "Trattative": [
                        ["Id trattativa", "Codice cliente", "Stato", "Importo", "Data creazione"],
                        ["1", "0001", "Aperta", 7.5, date(2026, 1, 15)],
                    ],
                    "Clienti": [["Codice cliente", "Ragione sociale"], ["0001", "Rossi Srl"]],
                    "Note": [["Colore", "Forma"], ["rosso", "tondo"]],
                }
            )
        },
        Read(
            (
                deal("1", "open", "7.50", "2026-01-15", account_id="Rossi Srl"),
                account("Rossi Srl", account_id="0001"),
            ),
            skipped={"crm.xlsx:Note": "no_record_table"},
        ),
    ),
    Case(
        "sheets_of_months",
        "un foglio per mese, uguali fra loro: un solo elenco",
        "one sheet a month, all of one shape: one list",
        {"ordini.xlsx": workbook({"Gennaio": JANUARY, "Febbraio": FEBRUARY})},
        Read(FOUR),
    ),
    Case(
        "sheets_of_months_without_keys",
        "un foglio per mese senza numeri d’ordine, con una vendita uguale in due mesi",
        "one sheet a month without order numbers, with one sale alike in two months",
        {
            "vendite.xlsx": workbook(
                {
                    "Gennaio": [
                        ["Data", "Cliente", "Importo"],
                        [date(2026, 1, 15), "Rossi", 7.5],
                        [date(2026, 1, 31), "Verdi", 8.5],
                    ],
                    "Febbraio": [
                        ["Data", "Cliente", "Importo"],
                        [date(2026, 1, 31), "Verdi", 8.5],
                        [date(2026, 2, 15), "Rossi", 7.5],
                    ],
                }
            )
        },
        Read(
            (
                order(None, "2026-01-15", "Rossi", "7.50", JANUARY_IS),
                order(None, "2026-01-31", "Verdi", "8.50", JANUARY_IS),
                order(None, "2026-01-31", "Verdi", "8.50", FEBRUARY_IS),
                order(None, "2026-02-15", "Rossi", "7.50", FEBRUARY_IS),
            )
        ),
    ),
    Case(
        "sheets_of_months_with_totals",
        "un foglio per mese, ciascuno con titolo e riga TOTALE",
        "one sheet a month, each with a title and a row TOTALE",
        {
            "ordini.xlsx": workbook(
                {
                    "Gennaio": [["Ordini di gennaio"], [], *JANUARY, ["TOTALE", None, None, 1241.75]],
                    "Febbraio": [["Ordini di febbraio"], [], *FEBRUARY, ["TOTALE", None, None, 30.5]],
                }
            )
        },
        Read(FOUR),
    ),
    Case(
        "sheets_of_months_ambiguous",
        "un foglio per mese con date di testo ambigue: una sola domanda",
        "one sheet a month with ambiguous days as text: one question",
        {
            "ordini.xlsx": workbook(
                {
                    "Gennaio": [HEADER, ["1", "03/01/2026", "Rossi", 7.5], ["2", "04/01/2026", "Rossi", 8.5]],
                    "Febbraio": [HEADER, ["3", "03/02/2026", "Rossi", 9.5]],
                }
            )
        },
        Asked(
            {"ordini.xlsx:date_order:Data": "dmy"},
            Read(
                (
                    order("1", "2026-01-03", "Rossi", "7.50", JANUARY_IS),
                    order("2", "2026-01-04", "Rossi", "8.50", JANUARY_IS),
                    order("3", "2026-02-03", "Rossi", "9.50", FEBRUARY_IS),
                )
            ),
        ),
    ),
    Case(
        "sheet_hidden",
        "un foglio nascosto con altri ordini: si lascia fuori e si dice",
        "a hidden sheet with other orders: left out, and that is said",
        {
            "ordini.xlsx": workbook(
                {"Ordini": JANUARY, "Vecchi": FEBRUARY}, touch=lambda book, pages: pages["Vecchi"].hide()
            )
        },
        Read(TWO, says=("sheet_hidden",)),
    ),
    Case(
        "rows_hidden",
        "righe nascoste da un filtro: sono dati come le altre",
        "rows hidden by a filter: data like the others",
        {
            "ordini.xlsx": workbook(
                {"Ordini": JANUARY}, touch=lambda book, pages: pages["Ordini"].set_row(2, None, None, {"hidden": True})
            )
        },
        Read(TWO),
    ),
    Case(
        "formulas_with_results",
        "importi calcolati da formule",
        "amounts that formulas compute",
        {
            "ordini.xlsx": workbook(
                {"Ordini": [HEADER, ["1", date(2026, 1, 15), "Rossi"], ["2", date(2026, 1, 16), "Verdi"]]},
                touch=lambda book, pages: [
                    pages["Ordini"].write_formula(f"D{line}", "=5+6.5", None, 11.5) for line in (2, 3)
                ],
            )
        },
        Read((order("1", "2026-01-15", "Rossi", "11.50"), order("2", "2026-01-16", "Verdi", "11.50"))),
    ),
    Case(
        "formulas_without_results",
        "formule che nessuno ha calcolato: si dice, non si legge vuoto in silenzio",
        "formulas that nothing has computed: said, not read as empty in silence",
        {
            "ordini.xlsx": rewritten(
                workbook(
                    {
                        "Ordini": [
                            HEADER,
                            ["1", date(2026, 1, 15), "Rossi"],
                            ["2", date(2026, 1, 16), "Verdi"],
                            ["3", date(2026, 1, 17), "Neri", 7.5],
                        ]
                    },
                    touch=lambda book, pages: [
                        pages["Ordini"].write_formula("D2", "=5+6.5", None, 11.5),
                        pages["Ordini"].write_formula("D3", "=6+6.5", None, 12.5),
                    ],
                ),
                without_results,
            )
        },
        Read(
            (order("3", "2026-01-17", "Neri", "7.50"),),
            (Reject(2, "Imponibile", "required_missing"), Reject(3, "Imponibile", "required_missing")),
            says=("formula_without_value",),
        ),
    ),
    Case(
        "cells_in_error",
        "celle in errore (#DIV/0!) fra gli importi",
        "cells in error (#DIV/0!) among the amounts",
        {
            "ordini.xlsx": workbook(
                {"Ordini": [*JANUARY, ["3", date(2026, 1, 17), "Neri"]]},
                touch=lambda book, pages: pages["Ordini"].write_formula("D4", "=1/0", None, "#DIV/0!"),
            )
        },
        Read(TWO, (Reject(4, "Imponibile", "required_missing"),), says=("error_cell",)),
    ),
    Case(
        "cells_merged_downwards",
        "il cliente in una cella unita sopra le sue righe",
        "the customer in a cell merged over all its rows",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        HEADER,
                        ["1", date(2026, 1, 15), "Rossi", 7.5],
                        ["2", date(2026, 1, 16), None, 8.5],
                        ["3", date(2026, 1, 17), "Verdi", 9.5],
                    ]
                },
                touch=lambda book, pages: pages["Ordini"].merge_range("C2:C3", "Rossi"),
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "7.50"),
                order("2", "2026-01-16", "Rossi", "8.50"),
                order("3", "2026-01-17", "Verdi", "9.50"),
            )
        ),
    ),
    Case(
        "blank_rows_and_columns",
        "righe e colonne vuote in mezzo alla tabella",
        "blank rows and columns within the table",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        ["Numero", "Data", None, "Cliente", "Imponibile"],
                        ["1", date(2026, 1, 15), None, "Rossi", 1234.5],
                        [],
                        [],
                        ["2", date(2026, 1, 16), None, "Verdi", 7.25],
                    ]
                }
            )
        },
        Read(TWO),
    ),
    Case(
        "cells_far_below",
        "una nota molto più in basso e più a destra della tabella",
        "a note far below and to the right of the table",
        {"ordini.xlsx": workbook({"Ordini": JANUARY}, touch=lambda book, pages: pages["Ordini"].write(40, 6, "nota"))},
        Read(TWO, (Reject(41, "Data", "required_missing"),)),
    ),
    Case(
        "not_a_workbook_after_all",
        "un CSV chiamato .xlsx",
        "a CSV called .xlsx",
        {
            "ordini.xlsx": text(
                "Numero;Data;Cliente;Imponibile", "1;15/01/2026;Rossi;1.234,50", "2;16/01/2026;Verdi;7,25"
            )
        },
        Read(TWO),
    ),
    Case(
        "sheet_without_rows",
        "un secondo foglio con le sole intestazioni",
        "a second sheet with headers only",
        {"ordini.xlsx": workbook({"Ordini": JANUARY, "Vuoto": [HEADER]})},
        Read(TWO, says=("sheet_without_rows",)),
    ),
    Case(
        "chart_sheet",
        "un foglio che è un grafico",
        "a sheet that is a chart",
        {
            "ordini.xlsx": workbook(
                {"Ordini": JANUARY},
                touch=chart_sheet,
            )
        },
        Read(TWO),
    ),
    Case(
        "cell_as_currency_text",
        "importi scritti come testo con l’euro (`€ 1.234,50`)",
        "amounts as text with the euro sign (`€ 1.234,50`)",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        HEADER,
                        ["1", date(2026, 1, 15), "Rossi", "€ 1.234,50"],
                        ["2", date(2026, 1, 16), "Verdi", "€ 7,25"],
                    ]
                }
            )
        },
        Read(TWO),
    ),
)
