"""Which characters the bytes are, and where a line ends."""

from __future__ import annotations

import codecs

from tests.corpus.build import text
from tests.corpus.case import Case, Read, Refused, order

HEADER = "Numero;Data;Cliente;Imponibile"
ACCENTS = (HEADER, "1;15/01/2026;Società Città;1.234,50", "2;16/01/2026;Nicolò Così;7,00")
ACCENTED = (
    order("1", "2026-01-15", "Società Città", "1234.50"),
    order("2", "2026-01-16", "Nicolò Così", "7"),
)
ENGLISH = ("Order number,Date,Customer,Amount", "1,2026-01-15,Smith & Sons,1234.50", "2,2026-01-16,Doe Ltd,7.00")
IN_ENGLISH = (
    order("1", "2026-01-15", "Smith & Sons", "1234.50"),
    order("2", "2026-01-16", "Doe Ltd", "7"),
)

CASES = (
    Case(
        "cp1252_accents",
        "accenti di Windows, che i soliti rilevatori leggono «Societŕ»",
        "Windows accents (cp1252), which the usual detectors read as “Societŕ”",
        {"ordini.csv": text(*ACCENTS, encoding="cp1252", end="\r\n")},
        Read(ACCENTED),
    ),
    Case(
        "cp1252_euro_sign",
        "il segno dell’euro di Windows (byte 0x80) accanto agli importi",
        "the euro sign of Windows (byte 0x80) beside the amounts",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Rossi;1.234,50 €", "2;16/01/2026;Verdi;€ 7,00", encoding="cp1252")},
        Read((order("1", "2026-01-15", "Rossi", "1234.50"), order("2", "2026-01-16", "Verdi", "7"))),
    ),
    Case(
        "cp1252_typographic_quotes",
        "virgolette e trattini di Word (0x93, 0x94, 0x96) dentro un nome",
        "quotes and dashes of a word processor (0x93, 0x94, 0x96) in a name",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Bar “Centrale” – Forlì;7,50", encoding="cp1252")},
        Read((order("1", "2026-01-15", "Bar “Centrale” – Forlì", "7.5"),)),
    ),
    Case(
        "cp1252_that_is_also_utf8",
        "lettere di Windows i cui byte sono per caso UTF-8 valido (`ß€`): si leggono come UTF-8, e la prova lo dice",
        "Windows letters whose bytes happen to be valid UTF-8 (`ß€`): read as UTF-8, as the proof says",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Großß€;7,50", encoding="cp1252").replace(b"\xdf\xdf", b"ss\xdf")},
        Read((order("1", "2026-01-15", "Gross\u07c0", "7.5"),)),
    ),
    Case(
        "cp1252_undefined_byte",
        "un byte che né UTF-8 né Windows conoscono (0x81)",
        "a byte that neither UTF-8 nor Windows knows (0x81)",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Rossi;7,50").replace(b"Rossi", b"Ross\xec \x81")},
        Refused("file_unreadable", "ordini.csv"),
    ),
    Case(
        "utf8_bom",
        "UTF-8 con il segno iniziale (BOM) attaccato alla prima intestazione",
        "UTF-8 with a byte order mark before the first header",
        {"ordini.csv": text(*ACCENTS, encoding="utf-8-sig")},
        Read(ACCENTED),
    ),
    Case(
        "utf8_bom_before_quoted_header",
        "segno iniziale (BOM) e prima intestazione fra virgolette",
        "a byte order mark before a header in quotes",
        {"ordini.csv": text('"Numero";"Data";"Cliente";"Imponibile"', *ACCENTS[1:], encoding="utf-8-sig")},
        Read(ACCENTED),
    ),
    Case(
        "utf8_bom_and_cp1252",
        "dice di essere UTF-8 (BOM) ma gli accenti sono di Windows",
        "says that it is UTF-8 (byte order mark) while its accents are Windows ones",
        {"ordini.csv": codecs.BOM_UTF8 + text(*ACCENTS, encoding="cp1252")},
        Refused("file_unreadable", "ordini.csv"),
    ),
    Case(
        "utf8_cut_in_a_letter",
        "file interrotto a metà di una lettera accentata",
        "a file cut off in the middle of an accented letter",
        {"ordini.csv": text(*ACCENTS, "3;17/01/2026;Perché", last=False)[:-1]},
        Refused("file_unreadable", "ordini.csv"),
    ),
    Case(
        "utf8_decomposed_accents",
        "lo stesso nome scritto con accenti composti e scomposti (Mac)",
        "one name written with composed and with decomposed accents (Mac)",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Nicolo\u0300;7,50", "2;16/01/2026;Nicolò;8,50")},
        Read((order("1", "2026-01-15", "Nicolò", "7.5"), order("2", "2026-01-16", "Nicolò", "8.5"))),
    ),
    Case(
        "utf8_beyond_the_plane",
        "emoji e caratteri cinesi nei nomi",
        "emoji and Chinese characters in names",
        {"orders.csv": text(ENGLISH[0], "1,2026-01-15,🍕 Pizza 上海,7.50")},
        Read((order("1", "2026-01-15", "🍕 Pizza 上海", "7.5"),)),
    ),
    Case(
        "utf16_little_with_mark",
        "UTF-16 con tabulazioni («Testo Unicode» di Excel)",
        "UTF-16 with tabs (“Unicode text” of Excel)",
        {"ordini.txt": text(*(line.replace(";", "\t") for line in ACCENTS), encoding="utf-16", end="\r\n")},
        Read(ACCENTED),
    ),
    Case(
        "utf16_big_with_mark",
        "UTF-16 con i byte in ordine inverso",
        "UTF-16 with its bytes the other way round",
        {"ordini.csv": codecs.BOM_UTF16_BE + text(*ACCENTS, encoding="utf-16-be")},
        Read(ACCENTED),
    ),
    Case(
        "utf16_without_mark",
        "UTF-16 senza il segno iniziale",
        "UTF-16 without a byte order mark",
        {"orders.csv": text(*ENGLISH, encoding="utf-16-le", end="\r\n")},
        Read(IN_ENGLISH),
    ),
    Case(
        "utf16_big_without_mark",
        "UTF-16 inverso senza il segno iniziale",
        "UTF-16 the other way round, without a byte order mark",
        {"orders.csv": text(*ENGLISH, encoding="utf-16-be")},
        Read(IN_ENGLISH),
    ),
    Case(
        "utf16_odd_byte",
        "UTF-16 interrotto a metà di un carattere",
        "UTF-16 cut off in the middle of a character",
        {"ordini.csv": text(*ACCENTS, encoding="utf-16")[:-1]},
        Refused("file_unreadable", "ordini.csv"),
    ),
    Case(
        "nul_bytes_among_text",
        "byte nulli fra le righe di testo",
        "NUL bytes among lines of text",
        {"ordini.csv": text(HEADER, "1;15/01/2026;Ro\x00ssi;7,50", "2;16/01/2026;Verdi;8,50")},
        Refused("file_not_a_table", "ordini.csv"),
    ),
    Case(
        "line_ends_of_old_macs",
        "righe che finiscono con il solo ritorno a capo (CR)",
        "lines that end in a carriage return alone (CR)",
        {"ordini.csv": text(*ACCENTS, end="\r")},
        Read(ACCENTED),
    ),
    Case(
        "line_ends_mixed",
        "fine riga Windows e Unix nello stesso file",
        "Windows and Unix line ends in one file",
        {"orders.csv": f"{ENGLISH[0]}\r\n{ENGLISH[1]}\n{ENGLISH[2]}\r\n".encode()},
        Read(IN_ENGLISH),
    ),
    Case(
        "no_last_line_end",
        "l’ultima riga non finisce con un a capo",
        "the last line has no line end",
        {"orders.csv": text(*ENGLISH, last=False)},
        Read(IN_ENGLISH),
    ),
    Case(
        "blank_lines_everywhere",
        "righe vuote prima, in mezzo e in fondo",
        "blank lines before, between and after the rows",
        {"orders.csv": text("", "", ENGLISH[0], "", ENGLISH[1], ",,,", "  ", ENGLISH[2], "", "", "")},
        Read(IN_ENGLISH),
    ),
    Case(
        "end_of_file_mark_of_dos",
        "il segno di fine file del DOS (0x1A) in fondo",
        "the end-of-file mark of DOS (0x1A) at the end",
        {"orders.csv": text(*ENGLISH, end="\r\n") + b"\x1a"},
        Read(IN_ENGLISH),
    ),
    Case(
        "line_separator_in_a_cell",
        "un separatore di riga Unicode (U+2028) dentro un nome",
        "a Unicode line separator (U+2028) inside a name",
        {"orders.csv": text(ENGLISH[0], "1,2026-01-15,Smith\u2028Sons,7.50", "2,2026-01-16,Doe\x85Ltd,8.50")},
        Read((order("1", "2026-01-15", "Smith\u2028Sons", "7.5"), order("2", "2026-01-16", "Doe\x85Ltd", "8.5"))),
    ),
    Case(
        "blanks_around_cells",
        "spazi, tabulazioni e spazi fissi attorno ai valori",
        "blanks, tabs and no-break spaces around the values",
        {
            "ordini.csv": text(
                "Numero ; Data ;Cliente; Imponibile", " 1 ;\t15/01/2026 ;\u00a0Rossi Srl \u00a0; 7,50\u00a0"
            )
        },
        Read((order("1", "2026-01-15", "Rossi Srl", "7.5"),)),
    ),
)
