"""How a line falls apart into cells."""

from __future__ import annotations

from tests.corpus.build import text
from tests.corpus.case import Case, Read, Refused, Reject, account, deal, order

IT = "Numero;Data;Cliente;Imponibile"
EN = "Order number,Date,Customer,Amount"
TWO = (order("1", "2026-01-15", "Rossi Srl", "1234.50"), order("2", "2026-01-16", "Verdi & C.", "7.25"))
ROWS = (("1", "15/01/2026", "Rossi Srl", "1.234,50"), ("2", "16/01/2026", "Verdi & C.", "7,25"))


def separated(mark: str, *before: str) -> bytes:
    return text(*before, mark.join(IT.split(";")), *(mark.join(row) for row in ROWS))


CASES = (
    Case(
        "sep_line_semicolon",
        "la riga `sep=;` di Excel prima delle intestazioni",
        "the line `sep=;` of Excel before the headers",
        {"ordini.csv": separated(";", "sep=;")},
        Read(TWO),
    ),
    Case(
        "sep_line_with_mark_and_quotes",
        "BOM, poi `sep=,` fra virgolette, poi virgole decimali fra virgolette",
        "a byte order mark, `sep=,` in quotes, decimal commas in quotes",
        {
            "ordini.csv": text(
                '"sep=,"',
                '"Numero","Data","Cliente","Imponibile"',
                *(",".join(f'"{cell}"' for cell in row) for row in ROWS),
                encoding="utf-8-sig",
                end="\r\n",
            )
        },
        Read(TWO),
    ),
    Case(
        "sep_line_utf16",
        "`sep=;` in un file UTF-16",
        "`sep=;` in a UTF-16 file",
        {"ordini.csv": separated(";", "sep=;").decode().encode("utf-16")},
        Read(TWO),
    ),
    Case("tabs", "colonne separate da tabulazioni", "columns between tabs", {"ordini.txt": separated("\t")}, Read(TWO)),
    Case("pipes", "colonne separate da `|`", "columns between `|`", {"ordini.txt": separated("|")}, Read(TWO)),
    Case("carets", "colonne separate da `^`", "columns between `^`", {"ordini.txt": separated("^")}, Read(TWO)),
    Case("tildes", "colonne separate da `~`", "columns between `~`", {"ordini.txt": separated("~")}, Read(TWO)),
    Case(
        "broken_bars",
        "colonne separate da `¦`, in codifica Windows",
        "columns between `¦`, in the Windows encoding",
        {"ordini.txt": separated("¦").decode().encode("cp1252")},
        Read(TWO),
    ),
    Case(
        "runs_of_blanks",
        "colonne incolonnate con spazi",
        "columns aligned by runs of blanks",
        {
            "ordini.txt": text(
                "Numero   Data         Cliente   Imponibile",
                "1        15/01/2026   Rossi       1.234,50",
                "22       16/01/2026   Verdi           7,25",
            )
        },
        Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("22", "2026-01-16", "Verdi", "7.25"))),
    ),
    Case(
        "runs_of_blanks_with_blanks_in_names",
        "colonne incolonnate con spazi, e nomi che contengono uno spazio",
        "columns aligned by runs of blanks, with names that hold a blank themselves",
        {
            "ordini.txt": text(
                "Numero   Data         Cliente       Imponibile",
                "1        15/01/2026   Rossi Srl       1.234,50",
                "22       16/01/2026   Verdi & C.          7,25",
                "23       17/01/2026   Neri                7,25",
            )
        },
        Read(
            (
                order("1", "2026-01-15", "Rossi Srl", "1234.50"),
                order("22", "2026-01-16", "Verdi & C.", "7.25"),
                order("23", "2026-01-17", "Neri", "7.25"),
            )
        ),
    ),
    Case(
        "runs_of_blanks_with_blank_cells",
        "colonne incolonnate con spazi, con celle vuote in mezzo",
        "columns aligned by runs of blanks, with blank cells between",
        {
            "deals.txt": text(
                "Deal ID   Status   Create date   Close date   Amount",
                "1         Won      2026-01-15    2026-02-15   7.50",
                "2         Open     2026-01-16                 8.50",
                "3         Open     2026-01-17                 9.50",
            )
        },
        Read(
            (
                deal("1", "won", "7.50", "2026-01-15", "2026-02-15"),
                deal("2", "open", "8.50", "2026-01-16"),
                deal("3", "open", "9.50", "2026-01-17"),
            )
        ),
    ),
    Case(
        "single_blanks_with_a_blank_cell",
        "celle separate da uno spazio, una vuota: non si vede quale manca",
        "cells kept apart by one blank, one of them empty: which is missing cannot be seen",
        {
            "deals.txt": text(
                "Deal Status Created Closed Amount",
                "1 Won 2026-01-15 2026-02-15 7.50",
                "2 Open 2026-01-16 8.50",
                "3 Won 2026-01-17 2026-02-16 9.50",
            )
        },
        Refused("cells_missing", "deals.txt", 3),
    ),
    Case(
        "commas_in_quoted_names",
        "virgole dentro nomi fra virgolette e virgole decimali",
        "commas inside quoted names, and decimal commas",
        {
            "ordini.csv": text(
                "Numero,Data,Cliente,Imponibile",
                '1,15/01/2026,"Rossi, figli e C.","1.234,50"',
                '2,16/01/2026,Neri,"7,25"',
            )
        },
        Read((order("1", "2026-01-15", "Rossi, figli e C.", "1234.50"), order("2", "2026-01-16", "Neri", "7.25"))),
    ),
    Case(
        "semicolons_beside_many_commas",
        "punto e virgola come separatore e molte virgole nei testi",
        "semicolons as separator and many commas in the texts",
        {"ordini.csv": text(IT, "1;15/01/2026;Rossi, Bianchi, Neri;1.234,50", "2;16/01/2026;Verdi, Gialli, Blu;7,25")},
        Read(
            (
                order("1", "2026-01-15", "Rossi, Bianchi, Neri", "1234.50"),
                order("2", "2026-01-16", "Verdi, Gialli, Blu", "7.25"),
            )
        ),
    ),
    Case(
        "decimal_commas_split_the_cells",
        "virgole decimali senza virgolette in un file separato da virgole",
        "unquoted decimal commas in a file that commas separate",
        {"ordini.csv": text("Numero,Data,Cliente,Imponibile", "1,15/01/2026,Rossi,1234,50", "2,16/01/2026,Neri,7,25")},
        Refused("header_does_not_fit", "ordini.csv"),
    ),
    Case(
        "quoted_line_ends",
        "un a capo dentro una cella, e più sotto una riga illeggibile di cui conta il numero",
        "a line end inside a cell, and further down an unreadable row whose line number must be right",
        {
            "orders.csv": text(
                EN, '1,2026-01-15,"Smith\nand Sons",1234.50', "2,tomorrow,Doe,7.25", "3,2026-01-17,Roe,8.25"
            )
        },
        Read(
            (order("1", "2026-01-15", "Smith\nand Sons", "1234.50"), order("3", "2026-01-17", "Roe", "8.25")),
            (Reject(4, "Date", "unreadable_date"),),
        ),
    ),
    Case(
        "doubled_quotes",
        "virgolette raddoppiate dentro una cella",
        "doubled quotes inside a cell",
        {"ordini.csv": text(IT, '1;15/01/2026;"Bar ""Sport"" di Rossi";7,50', "2;16/01/2026;Neri;8,50")},
        Read((order("1", "2026-01-15", 'Bar "Sport" di Rossi', "7.5"), order("2", "2026-01-16", "Neri", "8.5"))),
    ),
    Case(
        "escaped_quotes",
        "virgolette con la barra rovescia (stile MySQL)",
        "quotes escaped by a backslash (the way of MySQL)",
        {"orders.csv": text(EN, '"1","2026-01-15","Bar \\"Sport\\", Rome","7.50"', '"2","2026-01-16","Doe","8.50"')},
        Read((order("1", "2026-01-15", 'Bar "Sport", Rome', "7.5"), order("2", "2026-01-16", "Doe", "8.5"))),
    ),
    Case(
        "apostrophes_as_quotes",
        "celle fra apostrofi",
        "cells between apostrophes",
        {"orders.csv": text(EN, "'1','2026-01-15','Smith, Sons','7.50'", "'2','2026-01-16','Doe','8.50'")},
        Read((order("1", "2026-01-15", "Smith, Sons", "7.5"), order("2", "2026-01-16", "Doe", "8.5"))),
    ),
    Case(
        "apostrophes_that_are_no_quotes",
        "apostrofi attorno a qualche nome, che sono parte del nome",
        "apostrophes around some names, which are part of the name",
        {"ordini.csv": text(IT, "1;15/01/2026;'Rossi';7,50", "2;16/01/2026;'';8,50", "3;17/01/2026;Neri;9,50")},
        Read(
            (
                order("1", "2026-01-15", "'Rossi'", "7.5"),
                order("2", "2026-01-16", "''", "8.5"),
                order("3", "2026-01-17", "Neri", "9.5"),
            )
        ),
    ),
    Case(
        "inches_in_texts",
        'pollici (") sciolti in un testo senza virgolette di separazione',
        'inch marks (") loose in a text that is not quoted',
        {"ordini.csv": text(IT, '1;15/01/2026;Tubi 3" Rossi;7,50', '2;16/01/2026;Viti 1/2";8,50')},
        Read((order("1", "2026-01-15", 'Tubi 3" Rossi', "7.5"), order("2", "2026-01-16", 'Viti 1/2"', "8.5"))),
    ),
    Case(
        "rows_wrapped_whole",
        "ogni riga intera fra virgolette, quelle interne raddoppiate",
        "every row wrapped whole in quotes, the inner ones doubled",
        {
            "ordini.csv": text(
                '"Numero,Data,Cliente,Imponibile"',
                '"1,15/01/2026,""Rossi, figli"",""1.234,50"""',
                '"2,16/01/2026,Neri,""7,25"""',
            )
        },
        Read((order("1", "2026-01-15", "Rossi, figli", "1234.50"), order("2", "2026-01-16", "Neri", "7.25"))),
    ),
    Case(
        "rows_wrapped_but_not_the_header",
        "righe intere fra virgolette, intestazione no",
        "rows wrapped whole in quotes, the header not",
        {"ordini.csv": text(IT, *(f'"{";".join(row)}"' for row in ROWS))},
        Read(TWO),
    ),
    Case(
        "ragged_rows",
        "una riga troppo corta e una troppo lunga fra le altre",
        "a row that is too short and one that is too long among the others",
        {
            "ordini.csv": text(
                IT,
                "1;15/01/2026;Rossi Srl;1.234,50",
                "x;15/01/2026;Corta",
                "y;15/01/2026;Lunga;1,00;2,00",
                "2;16/01/2026;Verdi & C.;7,25",
            )
        },
        Read(TWO, (Reject(3, None, "row_too_short"), Reject(4, None, "row_too_long"))),
    ),
    Case(
        "separator_after_the_last_cell",
        "un separatore di troppo in fondo a ogni riga ma non all’intestazione",
        "one separator too many at the end of each row, none after the header",
        {"ordini.csv": text(IT, *(";".join(row) + ";" for row in ROWS))},
        Read(TWO),
    ),
    Case(
        "separator_after_every_line",
        "un separatore di troppo in fondo a tutte le righe, intestazione compresa",
        "one separator too many at the end of every line, the header too",
        {"ordini.csv": text(IT + ";", *(";".join(row) + ";" for row in ROWS))},
        Read(TWO),
    ),
    Case(
        "quote_never_closed",
        "virgolette aperte e mai chiuse",
        "a quote that is opened and never closed",
        {
            "orders.csv": text(
                EN, '"1","2026-01-15","Smith","7.50"', '"2","2026-01-16","Doe,"8.50"', '"3","2026-01-17","Roe","9.50"'
            )
        },
        Read(
            (order("1", "2026-01-15", "Smith", "7.5"), order("3", "2026-01-17", "Roe", "9.5")),
            (Reject(3, None, "quote_misplaced"),),
        ),
    ),
    Case(
        "one_column",
        "una colonna sola, senza alcun separatore",
        "a single column, without any separator",
        {"clienti.csv": text("Ragione sociale", "Rossi Srl", "Verdi & C.")},
        Read((account("Rossi Srl"), account("Verdi & C."))),
    ),
)
