"""Amounts as people and programs write them."""

from __future__ import annotations

from tests.corpus.build import text, workbook
from tests.corpus.case import Asked, Case, Read, Refused, Reject, Row, deal, order

MARK = "ordini.csv:decimal_mark:Imponibile"


def listed(*amounts: str, header: str = "Numero;Data;Cliente;Imponibile") -> dict[str, bytes]:
    """`ordini.csv` with one order for each amount."""
    rows = (f"{number};{14 + number}/01/2026;Rossi;{amount}" for number, amount in enumerate(amounts, 1))
    return {"ordini.csv": text(header, *rows)}


def nets(*amounts: str | None, currency: str = "EUR") -> tuple[Row, ...]:
    """The orders of `listed`; None where the row is left out."""
    return tuple(
        order(str(number), f"2026-01-{14 + number}", "Rossi", amount, currency=currency)
        for number, amount in enumerate(amounts, 1)
        if amount is not None
    )


CASES = (
    Case(
        "plain_point",
        "`18500.00` in un file con il punto e virgola",
        "`18500.00` in a file of semicolons",
        listed("18500.00", "7.50", "120.00"),
        Read(nets("18500", "7.5", "120")),
    ),
    Case(
        "plain_point_alone",
        "`18500.00` come unico importo",
        "`18500.00` as the only amount",
        listed("18500.00"),
        Read(nets("18500")),
    ),
    Case("italian", "`18.500,00`", "`18.500,00`", listed("18.500,00", "7,50"), Read(nets("18500", "7.5"))),
    Case(
        "english",
        "`18,500.00`",
        "`18,500.00`",
        listed("18,500.00", "7.50"),
        Read(nets("18500", "7.5")),
    ),
    Case(
        "blanks_between_thousands",
        "migliaia separate da spazi, spazi fissi e spazi fini",
        "thousands between blanks, no-break and thin blanks",
        listed("18 500,00", "18\u00a0500,50", "1\u202f018\u202f500,75"),
        Read(nets("18500", "18500.5", "1018500.75")),
    ),
    Case(
        "swiss",
        "migliaia svizzere con l’apostrofo, dritto e curvo",
        "Swiss thousands with apostrophes, straight and curved",
        listed("CHF 1'234.50", "CHF 12’345.00"),
        Read(nets("1234.5", "12345", currency="CHF")),
    ),
    Case(
        "thousands_or_decimals",
        "`1.234` in tutte le righe: migliaia o tre decimali?",
        "`1.234` in every row: thousands or three decimals?",
        listed("1.234", "5.678"),
        Asked({MARK: "comma"}, Read(nets("1234", "5678")), {MARK: "comma"}),
    ),
    Case(
        "decimals_after_all",
        "`1.234` in tutte le righe, e sono tre decimali",
        "`1.234` in every row, and they are three decimals",
        listed("1.234", "5.678"),
        Asked({MARK: "point"}, Read(nets("1.234", "5.678"))),
    ),
    Case(
        "thousands_or_decimals_in_english",
        "`1,234` in tutte le righe di un file inglese",
        "`1,234` in every row of an English file",
        {
            "orders.csv": text(
                "Order number,Date,Customer,Amount", '1,2026-01-15,Smith,"1,234"', '2,2026-01-16,Smith,"5,678"'
            )
        },
        Asked(
            {"orders.csv:decimal_mark:Amount": "point"},
            Read((order("1", "2026-01-15", "Smith", "1234"), order("2", "2026-01-16", "Smith", "5678"))),
        ),
    ),
    Case(
        "one_value_decides",
        "`1.234` ovunque, ma una riga ha `12,5`",
        "`1.234` everywhere, but one row has `12,5`",
        listed("1.234", "5.678", "12,5"),
        Read(nets("1234", "5678", "12.5")),
    ),
    Case(
        "one_decimal_digit_decides",
        "`1.000` e `12.5`: il punto è decimale",
        "`1.000` and `12.5`: the point is for decimals",
        listed("1.000", "12.5"),
        Read(nets("1", "12.5")),
    ),
    Case(
        "zero_before_the_mark_decides",
        "`0.500` e `1.250`: il punto è decimale",
        "`0.500` and `1.250`: the point is for decimals",
        listed("0.500", "1.250"),
        Read(nets("0.5", "1.25")),
    ),
    Case(
        "millions_decide",
        "`1.234` e `1.234.567`: il punto separa le migliaia",
        "`1.234` and `1.234.567`: the point is for thousands",
        listed("1.234", "1.234.567"),
        Read(nets("1234", "1234567")),
    ),
    Case(
        "both_styles_in_one_column",
        "importi italiani e inglesi mescolati nella stessa colonna",
        "Italian and English amounts mixed in one column",
        listed("1.234,50", "1,234.75", "7,50", "8.25"),
        Asked(
            {MARK: "comma"},
            Read(
                nets("1234.5", None, "7.5", None),
                (Reject(3, "Imponibile", "unreadable_number"), Reject(5, "Imponibile", "unreadable_number")),
            ),
        ),
    ),
    Case(
        "minus_signs",
        "meno davanti, in fondo, tipografico, tra parentesi",
        "minus before, behind, typographic, and brackets",
        listed("-1.234,50", "1.234,50-", "−1.234,50", "(1.234,50)", "€ -7,50", "-€ 7,50", "7,50 -", "(€ 7,50)"),
        Read(nets("-1234.5", "-1234.5", "-1234.5", "-1234.5", "-7.5", "-7.5", "-7.5", "-7.5")),
    ),
    Case(
        "plus_signs",
        "più davanti agli importi",
        "plus signs before the amounts",
        listed("+1.234,50", "+ 7,50"),
        Read(nets("1234.5", "7.5")),
    ),
    Case(
        "euro_in_every_way",
        "euro davanti, dietro, come segno, sigla e parola",
        "euro before and behind, as sign, code and word",
        listed("€ 1.234,50", "1.234,50 €", "EUR 7,50", "7,50 EUR", "€7,50", "7,50 euro"),
        Read(nets("1234.5", "1234.5", "7.5", "7.5", "7.5", "7.5")),
    ),
    Case(
        "dollars",
        "tutti gli importi in dollari",
        "all amounts in dollars",
        listed("$1,234.50", "$7.25"),
        Read(nets("1234.5", "7.25", currency="USD")),
    ),
    Case(
        "dollars_in_thousands",
        "`$1,117.10K`",
        "`$1,117.10K`",
        listed("$1,117.10K", "$2.5M", "$800.00"),
        Read(nets("1117100", "2500000", "800", currency="USD")),
    ),
    Case(
        "italian_factors",
        "`1,5 mln` e `12 k`",
        "`1,5 mln` and `12 k`",
        listed("1,5 mln", "12 k", "7,25"),
        Read(nets("1500000", "12000", "7.25")),
    ),
    Case(
        "dash_for_no_cents",
        "`1.200,-` alla tedesca",
        "`1.200,-`, no cents",
        listed("1.200,-", "7,50"),
        Read(nets("1200", "7.5")),
    ),
    Case(
        "five_decimals",
        "più di quattro decimali: si arrotonda a metà lontano dallo zero",
        "more than four decimals: rounded, half away from zero",
        listed("2,34565", "0,00005", "-0,00005", "1,00004"),
        Read(nets("2.3457", "0.0001", "-0.0001", "1")),
    ),
    Case(
        "scientific",
        "notazione scientifica di un foglio di calcolo (`1,2E+05`)",
        "scientific notation of a spreadsheet (`1,2E+05`)",
        listed("1,2E+05", "7,5"),
        Read(nets("120000", "7.5")),
    ),
    Case(
        "without_zero",
        "`,50` senza lo zero",
        "`,50` without the zero",
        listed(",50", "7,25"),
        Read(nets("0.5", "7.25")),
    ),
    Case(
        "too_large",
        "un importo più grande di quanto si possa tenere",
        "an amount larger than can be kept",
        listed("7,50", "123.456.789.012.345.678,00"),
        Read(nets("7.5", None), (Reject(3, "Imponibile", "number_too_large"),)),
    ),
    Case(
        "grouped_the_indian_way",
        "`1,23,456.00`, migliaia all’indiana",
        "`1,23,456.00`, grouped the Indian way",
        listed("1,234.00", "1,23,456.00", "99.50"),
        Read(nets("1234", None, "99.5"), (Reject(3, "Imponibile", "unreadable_number"),)),
    ),
    Case(
        "text_among_amounts",
        "«da definire» al posto di un importo",
        "“da definire” (to be seen) in place of an amount",
        listed("1.234,50", "da definire", "7,50", "8,50"),
        Read(nets("1234.5", None, "7.5", "8.5"), (Reject(3, "Imponibile", "unreadable_number"),)),
    ),
    Case(
        "no_amount_is_a_number",
        "una colonna «Imponibile» che contiene parole",
        "a column of amounts that holds words",
        listed("molto", "poco", "niente"),
        Refused("unreadable_column_number", "ordini.csv", None, "Imponibile"),
    ),
    Case(
        "currencies_mixed_in_cells",
        "euro e dollari nella stessa colonna, senza una colonna della valuta",
        "euro and dollars in one column, without a column of currencies",
        listed("€ 1.234,50", "€ 8,00", "$ 7,50"),
        Refused("mixed_currencies", "ordini.csv", 4, "Imponibile"),
    ),
    Case(
        "currencies_in_a_column",
        "euro, dollari e franchi, ciascuno nella sua riga",
        "euro, dollars and francs, each named on its row",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Valuta",
                "1;15/01/2026;Rossi;1.234,50;EUR",
                "2;16/01/2026;Rossi;8,00;usd",
                "3;17/01/2026;Rossi;9,00;CHF",
                "4;18/01/2026;Rossi;9,50;€",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "1234.50"),
                order("2", "2026-01-16", "Rossi", "8", currency="USD"),
                order("3", "2026-01-17", "Rossi", "9", currency="CHF"),
                order("4", "2026-01-18", "Rossi", "9.50"),
            )
        ),
    ),
    Case(
        "currency_unknown_on_a_row",
        "una riga la cui valuta polso non conosce",
        "one row in a currency that polso does not know",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Imponibile;Valuta",
                "1;15/01/2026;Rossi;1.234,50;EUR",
                "2;16/01/2026;Rossi;8,00;dollari USA",
            )
        },
        Asked(
            {"ordini.csv:currency": "USD"},
            Read(
                (
                    order("1", "2026-01-15", "Rossi", "1234.50"),
                    order("2", "2026-01-16", "Rossi", "8", currency="USD"),
                )
            ),
        ),
    ),
    Case(
        "numbers_stored_as_text",
        "in un foglio, importi veri e importi scritti come testo",
        "in a sheet, real amounts and amounts written as text",
        {
            "ordini.xlsx": workbook(
                {
                    "Ordini": [
                        ["Numero", "Data", "Cliente", "Imponibile"],
                        ["1", "15/01/2026", "Rossi", 1234.5],
                        ["2", "16/01/2026", "Rossi", "1.234,50"],
                        ["3", "17/01/2026", "Rossi", "7,25"],
                    ]
                }
            )
        },
        Read(nets("1234.5", "1234.5", "7.25")),
    ),
    Case(
        "binary_fractions",
        "0,1 + 0,2 in un foglio di calcolo",
        "0.1 + 0.2 in a spreadsheet",
        {
            "ordini.xlsx": workbook(
                {"Ordini": [["Numero", "Data", "Cliente", "Imponibile"], ["1", "2026-01-15", "Rossi", 0.1 + 0.2]]}
            )
        },
        Read(nets("0.3")),
    ),
    Case(
        "amounts_null_in_every_spelling",
        "importi mancanti scritti `-`, `N/D`, `null`, `#N/A`, `n.d.`, vuoti",
        "missing amounts written `-`, `N/D`, `null`, `#N/A`, `n.d.`, blank",
        {
            "trattative.csv": text(
                "Id trattativa;Stato;Importo;Data creazione",
                "1;Aperta;1.234,50;15/01/2026",
                *(
                    f"{n};Aperta;{null};15/01/2026"
                    for n, null in enumerate(("-", "N/D", "null", "#N/A", "n.d.", ""), 2)
                ),
            )
        },
        Read(
            (
                deal("1", "open", "1234.50", "2026-01-15"),
                *(deal(str(n), "open", None, "2026-01-15") for n in range(2, 8)),
            )
        ),
    ),
)
