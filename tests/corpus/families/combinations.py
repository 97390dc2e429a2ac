"""Several traps in one file."""

from __future__ import annotations

from datetime import date

from tests.corpus.build import archive, gz, text, workbook
from tests.corpus.case import Asked, Case, Read, Refused, Reject, account, deal, moment, money, order

IT = "Numero;Data;Cliente;Imponibile"
EN = "Order number,Date,Customer,Amount"
NO_TOTALS = "reading: rows of totals are rejected (part 1)"

CASES = (
    Case(
        "italian_program_of_old",
        "codifica Windows, CRLF, titolo, punto e virgola, virgola decimale, riga TOTALE",
        "Windows encoding and line ends, a title, semicolons, decimal commas, a row TOTALE",
        {
            "ordini.csv": text(
                "Società Metalli s.n.c. – Elenco ordini;;;",
                ";;;",
                IT,
                "0001;15/01/2026;Caffè Nicolò;1.234,50",
                "0002;16/01/2026;Però & C.;-7,25",
                "TOTALE;;;1.227,25",
                encoding="cp1252",
                end="\r\n",
            )
        },
        Read(
            (
                order("0001", "2026-01-15", "Caffè Nicolò", "1234.50"),
                order("0002", "2026-01-16", "Però & C.", "-7.25"),
            )
        ),
    ),
    Case(
        "everything_ambiguous",
        "`1.234` e `03/04/2026` in tutte le righe: due domande",
        "`1.234` and `03/04/2026` in every row: two questions",
        {"ordini.csv": text(IT, "1;03/04/2026;Rossi;1.234", "2;05/06/2026;Rossi;5.678")},
        Asked(
            {"ordini.csv:date_order:Data": "dmy", "ordini.csv:decimal_mark:Imponibile": "comma"},
            Read((order("1", "2026-04-03", "Rossi", "1234"), order("2", "2026-06-05", "Rossi", "5678"))),
        ),
    ),
    Case(
        "everything_ambiguous_answered_the_other_way",
        "lo stesso file, letto all’americana",
        "the same file, read the American way",
        {"ordini.csv": text(IT, "1;03/04/2026;Rossi;1.234", "2;05/06/2026;Rossi;5.678")},
        Asked(
            {"ordini.csv:date_order:Data": "mdy", "ordini.csv:decimal_mark:Imponibile": "point"},
            Read((order("1", "2026-03-04", "Rossi", "1.234"), order("2", "2026-05-06", "Rossi", "5.678"))),
        ),
    ),
    Case(
        "three_questions",
        "data, separatore decimale ed esito: tre domande, non di più",
        "date, decimal mark and outcome: three questions, no more",
        {
            "offerte.csv": text(
                "Numero offerta;Creata il;Importo;Stato", "1;03/04/2026;1.234;Vinta", "2;05/06/2026;5.678;Boh"
            )
        },
        Asked(
            {
                "offerte.csv:date_order:Creata il": "dmy",
                "offerte.csv:decimal_mark:Importo": "comma",
                "offerte.csv:Stato:Boh": "open",
            },
            Read((deal("1", "won", "1234", "2026-04-03"), deal("2", "open", "5678", "2026-06-05"))),
        ),
    ),
    Case(
        "one_amount_column_helps_the_other",
        "l’IVA con i centesimi decide per gli imponibili interi (`1.234`)",
        "the VAT with its cents decides for the whole amounts (`1.234`)",
        {"ordini.csv": text(IT + ";IVA", "1;15/01/2026;Rossi;1.000;220,00", "2;16/01/2026;Rossi;2.500;550,50")},
        Read(
            (
                order("1", "2026-01-15", "Rossi", "1000", tax=money("220")),
                order("2", "2026-01-16", "Rossi", "2500", tax=money("550.50")),
            )
        ),
    ),
    Case(
        "utf16_quoted_and_ragged",
        "UTF-16, tabulazioni, a capo fra virgolette e una riga corta",
        "UTF-16, tabs, a quoted line end and a short row",
        {
            "ordini.txt": text(
                IT.replace(";", "\t"),
                '1\t15/01/2026\t"Rossi\nfigli"\t1.234,50',
                "2\t16/01/2026\tVerdi",
                "3\t17/01/2026\tNeri\t7,25",
                encoding="utf-16",
                end="\r\n",
            ).replace("\r\nfigli".encode("utf-16-le"), "\nfigli".encode("utf-16-le"))
        },
        Read(
            (order("1", "2026-01-15", "Rossi\nfigli", "1234.50"), order("3", "2026-01-17", "Neri", "7.25")),
            (Reject(4, None, "row_too_short"),),
        ),
    ),
    Case(
        "sep_line_preamble_and_bom",
        "BOM, `sep=;`, titolo e poi le intestazioni",
        "a byte order mark, `sep=;`, a title and then the headers",
        {"ordini.csv": text("sep=;", "Elenco ordini", "", IT, "1;15/01/2026;Rossi;1.234,50", encoding="utf-8-sig")},
        Read((order("1", "2026-01-15", "Rossi", "1234.50"),)),
    ),
    Case(
        "quoted_amounts_with_currency_and_nbsp",
        "importi fra virgolette, con euro e spazi fissi, negativi in fondo",
        "quoted amounts with euro signs and no-break blanks, minus behind",
        {
            "ordini.csv": text(
                '"Numero";"Data";"Cliente";"Imponibile"',
                '"1";"15/01/2026";"Rossi";"1.234,50\u00a0€"',
                '"2";"16/01/2026";"Rossi";"7,25-\u00a0€"',
            )
        },
        Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Rossi", "-7.25"))),
    ),
    Case(
        "american_dates_and_european_amounts",
        "date americane e importi all’europea nello stesso file",
        "American dates and European amounts in one file",
        {"ordini.csv": text(IT, "1;01/15/2026;Rossi;1.234,50", "2;02/03/2026;Rossi;7,25")},
        Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-02-03", "Rossi", "7.25"))),
    ),
    Case(
        "rejects_of_every_kind",
        "una riga buona e una per ogni motivo di scarto",
        "good rows and one row for each reason to leave it out",
        {
            "ordini.csv": text(
                IT,
                "1;15/01/2026;Rossi;7,50",
                "2;31/02/2026;Rossi;7,50",
                "3;15/01/2026;Rossi;boh",
                "4;;Rossi;7,50",
                ";15/01/2026;Rossi;7,50",
                "5;15/01/2026;Rossi",
                "6;15/01/2026;Rossi;7,50;8,50",
                "7;15/01/2062;Rossi;7,50",
                "8;15/01/2026;Rossi;7,50",
                "9;15/01/2026;Rossi;8,50",
                "9;15/01/2026;Rossi;9,50",
                "10;16/01/2026;Rossi;7,75",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi", "7.50"),
                order("8", "2026-01-15", "Rossi", "7.50"),
                order("9", "2026-01-15", "Rossi", "9.50"),
                order("10", "2026-01-16", "Rossi", "7.75"),
            ),
            (
                Reject(3, "Data", "impossible_date"),
                Reject(4, "Imponibile", "unreadable_number"),
                Reject(5, "Data", "required_missing"),
                Reject(6, "Numero", "key_missing"),
                Reject(7, None, "row_too_short"),
                Reject(8, None, "row_too_long"),
                Reject(9, "Data", "future_dated"),
                Reject(11, "Numero", "replaced_by_later_line"),
            ),
        ),
    ),
    Case(
        "nothing_but_rejects",
        "nessuna riga utilizzabile: non si dice «importato»",
        "not one row that can be used: it is not called a success",
        {"ordini.csv": text(IT, "1;;Rossi;7,50", "2;;Rossi;8,50")},
        Refused("no_row_loaded", "ordini.csv", 2, "Data"),
    ),
    Case(
        "workbook_of_texts",
        "un foglio in cui tutto è testo, all’italiana, con titolo e TOTALE",
        "a sheet in which all is text, the Italian way, with a title and a row TOTALE",
        {
            "ordini.xlsx": workbook(
                {
                    "Foglio1": [
                        ["Elenco ordini al 31/01/2026"],
                        [],
                        IT.split(";"),
                        ["0001", "15/01/2026", "Rossi", "1.234,50"],
                        ["0002", "16/01/2026", "Verdi", "7,25"],
                        ["TOTALE", None, None, "1.241,75"],
                    ]
                }
            )
        },
        Read((order("0001", "2026-01-15", "Rossi", "1234.50"), order("0002", "2026-01-16", "Verdi", "7.25"))),
    ),
    Case(
        "zip_of_two_dialects",
        "uno zip con un CSV italiano di Windows e un foglio di calcolo, che si parlano",
        "a zip with an Italian CSV of Windows and a workbook, which refer to each other",
        {
            "crm.zip": archive(
                {
                    "trattative.csv": text(
                        "Id trattativa;Cliente;Stato;Importo;Creata il;Chiusa il",
                        "1;Società Rossi;Vinta;1.234,50;15/01/2026;16/02/2026",
                        encoding="cp1252",
                    ),
                    "clienti.xlsx": workbook(
                        {"Clienti": [["Ragione sociale", "Settore"], ["Società Rossi", "Meccanica"]]}
                    ),
                }
            )
        },
        Read(
            (
                deal("1", "won", "1234.50", "2026-01-15", "2026-02-16", account_id="Società Rossi"),
                account("Società Rossi", industry="Meccanica"),
            )
        ),
    ),
    Case(
        "gz_with_question",
        "gzip con date ambigue: la domanda nomina il file come è stato dato",
        "gzip with ambiguous dates: the question names the file as it was given",
        {"ordini.csv.gz": gz(text(IT, "1;03/04/2026;Rossi;7,50", "2;05/06/2026;Rossi;8,50"))},
        Asked(
            {"ordini.csv.gz:date_order:Data": "dmy"},
            Read((order("1", "2026-04-03", "Rossi", "7.50"), order("2", "2026-06-05", "Rossi", "8.50"))),
        ),
    ),
    Case(
        "deals_with_times_and_gaps",
        "istanti ISO con e senza fuso, importi mancanti, esiti misti it/en",
        "ISO instants with and without an offset, missing amounts, outcomes in two languages",
        {
            "deals.csv": text(
                "Deal ID,Stage,Amount,Create date,Close date",
                "1,Closed Won,1234.5,2026-01-31T23:30:00Z,2026-02-28",
                "2,Chiusa persa,-,2026-02-01T00:30:00+01:00,2026-03-01",
                "3,Proposal,,2026-02-01T12:00:00Z,",
            )
        },
        Read(
            (
                deal(
                    "1",
                    "won",
                    "1234.5",
                    "2026-02-01",
                    "2026-02-28",
                    stage_id="Closed Won",
                    created_at=moment("2026-01-31 23:30"),
                ),
                deal(
                    "2",
                    "lost",
                    None,
                    "2026-02-01",
                    "2026-03-01",
                    stage_id="Chiusa persa",
                    created_at=moment("2026-01-31 23:30"),
                ),
                deal("3", "open", None, "2026-02-01", stage_id="Proposal", created_at=moment("2026-02-01 12:00")),
            )
        ),
    ),
    Case(
        "ids_like_numbers_in_a_workbook_and_a_csv",
        "lo stesso ordine come numero in un foglio e come testo in un CSV: uno solo",
        "one order as a number in a sheet and as text in a CSV: one record",
        {
            "ordini.xlsx": workbook({"Ordini": [IT.split(";"), [1001, date(2026, 1, 15), "Rossi", 7.5]]}),
            "ordini.csv": text(IT, "1001;15/01/2026;Rossi;8,50", "1002;16/01/2026;Rossi;9,50"),
        },
        Read((order("1001", "2026-01-15", "Rossi", "8.50"), order("1002", "2026-01-16", "Rossi", "9.50"))),
    ),
    Case(
        "split_in_two_files",
        "un elenco diviso in due file con dialetti diversi",
        "one list split into two files of different dialects",
        {
            "ordini_1.csv": text(IT, "1;15/01/2026;Rossi;1.234,50"),
            "orders_2.csv": text(EN, "2,2026-01-16,Rossi,7.25"),
        },
        Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Rossi", "7.25"))),
    ),
    Case(
        "two_files_one_ambiguous",
        "due file, uno solo ambiguo: si chiede di quello",
        "two files of which one is ambiguous: that one is asked about",
        {
            "ordini_1.csv": text(IT, "1;15/01/2026;Rossi;1.234,50"),
            "ordini_2.csv": text(IT, "2;03/04/2026;Rossi;7,25"),
        },
        Asked(
            {"ordini_2.csv:date_order:Data": "dmy"},
            Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-04-03", "Rossi", "7.25"))),
        ),
    ),
    Case(
        "one_good_and_one_broken",
        "un file buono insieme a uno illeggibile: nulla viene scritto a metà",
        "a good file with an unreadable one: nothing is stored by halves",
        {
            "ordini_1.csv": text(IT, "1;15/01/2026;Rossi;1.234,50"),
            "ordini_2.csv": text(IT, "2;16/01/2026;Caffè;7,25", "3;17/01/2026;Perché", last=False)[:-1],
        },
        Refused("file_unreadable", "ordini_2.csv"),
    ),
    Case(
        "blanks_everywhere_and_shouting",
        "spazi, maiuscole, BOM, colonne vuote in fondo, righe vuote",
        "blanks, capitals, a byte order mark, blank columns at the end, blank rows",
        {
            "ORDINI.CSV": text(
                " NUMERO ; DATA ; CLIENTE ; IMPONIBILE ;;",
                " 1 ; 15/01/2026 ; ROSSI ; 1.234,50 ;;",
                ";;;;;",
                " 2 ; 16/01/2026 ; VERDI ; 7,25 ;;",
                encoding="utf-8-sig",
                end="\r\n",
            )
        },
        Read((order("1", "2026-01-15", "ROSSI", "1234.50"), order("2", "2026-01-16", "VERDI", "7.25"))),
    ),
)
