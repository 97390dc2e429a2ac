"""Where the header is and what it says."""

from __future__ import annotations

from datetime import date

from tests.corpus.build import text, workbook
from tests.corpus.case import Case, Read, Refused, Reject, account, deal, money, order

IT = "Numero;Data;Cliente;Imponibile"
TWO = (order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Verdi", "7.25"))
BODY = ("1;15/01/2026;Rossi;1.234,50", "2;16/01/2026;Verdi;7,25")
REAL = (("1", date(2026, 1, 15), "Rossi", 1234.5), ("2", date(2026, 1, 16), "Verdi", 7.25))
MERGED = (("A1:B1", "Ordine"), ("D1:E1", "Importi"))

CASES = (
    Case(
        "preamble",
        "righe di titolo prima delle intestazioni, una vuota in mezzo",
        "lines of a title before the headers, one of them blank",
        {"ordini.csv": text("Officina Rossi Srl", "Elenco ordini dal 01/01/2026 al 31/01/2026", "", IT, *BODY)},
        Read(TWO),
    ),
    Case(
        "preamble_as_wide_as_the_table",
        "titolo con tutti i separatori in fondo, come lo salva Excel",
        "a title with all the separators after it, the way a spreadsheet saves it",
        {"ordini.csv": text("Elenco ordini;;;", "al;31/01/2026;;", ";;;", IT, *BODY, end="\r\n")},
        Read(TWO),
    ),
    Case(
        "preamble_in_a_workbook",
        "foglio con titolo, data di stampa e tabella che comincia alla riga 5",
        "a sheet with a title, a day of printing and a table that begins on row 5",
        {
            "ordini.xlsx": workbook(
                {"Foglio1": [["Elenco ordini"], ["Stampato il", date(2026, 2, 1)], [], [], IT.split(";"), *REAL]}
            )
        },
        Read(TWO),
    ),
    Case(
        "table_not_in_the_corner",
        "tabella che comincia alla colonna C di un foglio",
        "a table that begins in column C of a sheet",
        {"ordini.xlsx": workbook({"Foglio1": [[], [], *([None, None, *row] for row in (IT.split(";"), *REAL))]})},
        Read(TWO),
    ),
    Case(
        "comment_lines",
        "righe di commento con # prima delle intestazioni",
        "comment lines with # before the headers",
        {
            "orders.csv": text(
                "# export 2026-02-01",
                "# shop",
                "Order number,Date,Customer,Amount",
                "1,2026-01-15,Rossi,1234.50",
                "2,2026-01-16,Verdi,7.25",
            )
        },
        Read(TWO),
    ),
    Case(
        "header_in_two_rows",
        "intestazioni su due righe, la prima unita sopra due colonne",
        "headers on two rows, the upper one merged over two columns",
        {
            "ordini.xlsx": workbook(
                {
                    "Foglio1": [
                        ["Ordine", None, "Cliente", "Importi", None],
                        ["Numero", "Data", "Ragione sociale", "Imponibile", "IVA"],
                        ["1", date(2026, 1, 15), "Rossi", 1234.5, 271.59],
                        ["2", date(2026, 1, 16), "Verdi", 7.25, 1.6],
                    ]
                },
                touch=lambda book, pages: [pages["Foglio1"].merge_range(*merged) for merged in MERGED],
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "1234.50", tax=money("271.59")),
                order("2", "2026-01-16", "Verdi", "7.25", tax=money("1.60")),
            )
        ),
    ),
    Case(
        "header_merged_over_periods",
        "anni uniti sopra colonne che si ripetono: non è un elenco di ordini",
        "years merged over columns that repeat: no list of orders",
        {
            "vendite.csv": text(
                ";2025;;2026;",
                "Agente;Pezzi;Valore;Pezzi;Valore",
                "Anna;10;1.000,50;12;1.200,00",
                "Bruno;5;500,00;6;600,00",
            )
        },
        Refused("no_record_table", "vendite.csv"),
    ),
    Case(
        "headers_repeated",
        "due colonne con la stessa intestazione: la seconda resta come attributo",
        "two columns under one header: the second is kept as an attribute",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;Cliente;Imponibile",
                "1;15/01/2026;Rossi;VIP;1.234,50",
                "2;16/01/2026;Verdi;Nuovo;7,25",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "1234.50", {"cliente_2": "VIP"}),
                order("2", "2026-01-16", "Verdi", "7.25", {"cliente_2": "Nuovo"}),
            ),
            says=("header_repeated",),
        ),
    ),
    Case(
        "header_blank",
        "una colonna senza intestazione",
        "a column without a header",
        {
            "ordini.csv": text(
                "Numero;Data;Cliente;;Imponibile", "1;15/01/2026;Rossi;urgente;1.234,50", "2;16/01/2026;Verdi;;7,25"
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "1234.50", {"column_4": "urgente"}),
                order("2", "2026-01-16", "Verdi", "7.25"),
            ),
            says=("header_blank",),
        ),
    ),
    Case(
        "header_one_short",
        "intestazioni in numero minore delle colonne",
        "fewer headers than columns",
        {"ordini.csv": text("Numero;Data;Cliente", *BODY)},
        Refused("header_does_not_fit", "ordini.csv"),
    ),
    Case(
        "header_wider_than_the_rows",
        "intestazioni in numero maggiore delle colonne",
        "more headers than columns",
        {"ordini.csv": text(IT + ";IVA;Totale", *BODY, "3;17/01/2026;Neri;8,00")},
        Refused("header_does_not_fit", "ordini.csv"),
    ),
    Case(
        "header_missing",
        "nessuna intestazione: solo dati",
        "no header at all: rows only",
        {"ordini.csv": text(*BODY)},
        Refused("no_header", "ordini.csv"),
    ),
    Case(
        "header_only",
        "soltanto le intestazioni",
        "nothing but the headers",
        {"ordini.csv": text(IT)},
        Refused("no_rows", "ordini.csv"),
    ),
    Case(
        "header_only_in_a_workbook",
        "un foglio con soltanto le intestazioni",
        "a sheet with nothing but the headers",
        {"ordini.xlsx": workbook({"Foglio1": [IT.split(";")]})},
        Refused("no_rows", "ordini.xlsx"),
    ),
    Case(
        "header_again_on_every_page",
        "intestazioni ripetute a ogni pagina di stampa",
        "the headers again on every printed page",
        {"ordini.csv": text(IT, BODY[0], IT, BODY[1])},
        Read(TWO),
    ),
    Case(
        "header_with_line_ends",
        "a capo dentro le intestazioni",
        "line ends inside the headers",
        {"ordini.csv": text('Numero;"Data\nordine";"Ragione\nsociale";"Imponibile\n(€)"', *BODY)},
        Read(TWO),
    ),
    Case(
        "header_shouting_with_underscores",
        "intestazioni maiuscole con trattini bassi",
        "headers in capitals with underscores",
        {"EXPORT_ORDINI.CSV": text("NUMERO_ORDINE;DATA_ORDINE;RAGIONE_SOCIALE;IMPONIBILE", *BODY)},
        Read(TWO),
    ),
    Case(
        "header_names_the_currency",
        "la valuta sta solo nell’intestazione",
        "the currency stands in the header alone",
        {"orders.csv": text("Order number,Date,Customer,Amount (USD)", "1,2026-01-15,Smith,1234.50")},
        Read((order("1", "2026-01-15", "Smith", "1234.50", currency="USD"),)),
    ),
    Case(
        "headers_in_two_languages",
        "intestazioni in italiano e in inglese nello stesso file",
        "Italian and English headers in one file",
        {"export.csv": text("Order number;Data ordine;Customer;Importo netto", *BODY)},
        Read(TWO),
    ),
    Case(
        "headers_in_german",
        "intestazioni in tedesco",
        "headers in German",
        {"export.csv": text("Bestellnummer;Bestelldatum;Kunde;Nettobetrag", *BODY)},
        Refused("no_record_table", "export.csv"),
    ),
    Case(
        "headers_misspelt",
        "intestazioni con errori di battitura",
        "headers with misprints",
        {
            "trattative.csv": text(
                "Id trattatva;Fase tratativa;Importo;Data creazone;Data di chiusra",
                "7;Vinta;1.234,50;15/01/2026;16/02/2026",
            )
        },
        Read((deal("7", "won", "1234.50", "2026-01-15", "2026-02-16", stage_id="Vinta"),)),
    ),
    Case(
        "header_is_a_year",
        "colonne che si chiamano come anni",
        "columns that are called like years",
        {"clienti.csv": text("Codice cliente;Ragione sociale;2024;2025", "C1;Rossi;100;200", "C2;Verdi;300;400")},
        Read(
            (
                account("Rossi", {"2024": "100", "2025": "200"}, account_id="C1"),
                account("Verdi", {"2024": "300", "2025": "400"}, account_id="C2"),
            )
        ),
    ),
    Case(
        "text_columns_only",
        "solo colonne di testo: l’intestazione non si distingue dal tipo dei valori",
        "text columns only: nothing but its place tells the header",
        {"clienti.csv": text("Ragione sociale;Nazione;Settore", "Rossi;Italia;Meccanica", "Verdi;Francia;Mobili")},
        Read(
            (
                account("Rossi", country="Italia", industry="Meccanica"),
                account("Verdi", country="Francia", industry="Mobili"),
            )
        ),
    ),
    Case(
        "footer_lines",
        "righe di piè di pagina dopo i dati",
        "footer lines after the rows",
        {"ordini.csv": text(IT, *BODY, "Stampato il 24/11/2026", "Pagina 1 di 1")},
        Read(TWO, (Reject(4, None, "row_too_short"), Reject(5, None, "row_too_short"))),
    ),
)
