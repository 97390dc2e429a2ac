"""Files in files."""

from __future__ import annotations

import io
import zipfile

from tests.corpus.build import archive, gz, text, workbook
from tests.corpus.case import Asked, Case, Read, Refused, account, deal, order

IT = ("Numero;Data;Cliente;Imponibile", "1;15/01/2026;Società Rossi;1.234,50", "2;16/01/2026;Verdi;7,25")
TWO = (order("1", "2026-01-15", "Società Rossi", "1234.50"), order("2", "2026-01-16", "Verdi", "7.25"))


def locked(content: bytes) -> bytes:
    """A zip archive whose one member says that it is encrypted."""
    made = bytearray(archive({"ordini.csv": content}))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def bomb() -> bytes:
    """A zip archive of a few kilobytes that unpacks to 100 MB of zeros."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made, made.open("ordini.csv", "w") as member:
        for _ in range(100):
            member.write(bytes(1 << 20))
    return held.getvalue()


CASES = (
    Case(
        "gz",
        "un CSV compresso con gzip",
        "a CSV compressed by gzip",
        {"ordini.csv.gz": gz(text(*IT))},
        Read(TWO),
    ),
    Case(
        "gz_of_utf16",
        "gzip di un UTF-16 con tabulazioni e `sep=`",
        "gzip of UTF-16 with tabs and `sep=`",
        {"ordini.gz": gz(text("sep=\t", *(line.replace(";", "\t") for line in IT), encoding="utf-16", end="\r\n"))},
        Read(TWO),
    ),
    Case(
        "gz_of_a_workbook",
        "gzip di un foglio di calcolo",
        "gzip of a workbook",
        {
            "ordini.xlsx.gz": gz(
                workbook(
                    {
                        "Ordini": [
                            IT[0].split(";"),
                            ["1", "15/01/2026", "Società Rossi", 1234.5],
                            ["2", "16/01/2026", "Verdi", 7.25],
                        ]
                    }
                )
            )
        },
        Read(TWO),
    ),
    Case(
        "gz_cut_off",
        "un gzip interrotto a metà",
        "gzip cut off in the middle",
        {"ordini.csv.gz": gz(text(*IT))[:-20]},
        Refused("archive_damaged", "ordini.csv.gz"),
    ),
    Case(
        "zip_of_one",
        "uno zip con un CSV in codifica Windows",
        "a zip with a CSV in the Windows encoding",
        {"export.zip": archive({"ordini.csv": text(*IT, encoding="cp1252")})},
        Read(TWO),
    ),
    Case(
        "zip_of_several",
        "uno zip con trattative, clienti e un leggimi",
        "a zip with deals, customers and a readme",
        {
            "export.zip": archive(
                {
                    "dati/trattative.csv": text(
                        "Id trattativa;Codice cliente;Stato;Importo;Data creazione", "1;0001;Aperta;7,50;15/01/2026"
                    ),
                    "dati/clienti.csv": text("Codice cliente;Ragione sociale", "0001;Rossi Srl"),
                    "LEGGIMI.txt": text("Esportazione notturna"),
                    "__MACOSX/dati/._clienti.csv": b"\x00\x05\x16\x07",
                }
            )
        },
        Read(
            (
                deal("1", "open", "7.50", "2026-01-15", account_id="Rossi Srl"),
                account("Rossi Srl", account_id="0001"),
            ),
            skipped={"export.zip/LEGGIMI.txt": "not_a_table"},
        ),
    ),
    Case(
        "zip_with_files_that_are_no_tables",
        "uno zip con un CSV vuoto, uno di soli titoli, un PDF e i file del sistema operativo",
        "a zip with an empty CSV, one of headers only, a PDF and the files of the operating system",
        {
            "export.zip": archive(
                {
                    "ordini.csv": text(*IT),
                    "resi.csv": b"",
                    "note.csv": text(IT[0]),
                    "guida.pdf": b"%PDF-1.4\n1 0 obj\n",
                    "vecchi.zip": archive({}),
                    ".DS_Store": bytes(40),
                    "Thumbs.db": bytes(40),
                }
            )
        },
        Read(
            TWO,
            skipped={
                "export.zip/resi.csv": "file_empty",
                "export.zip/note.csv": "without_rows",
                "export.zip/guida.pdf": "not_a_table",
                "export.zip/vecchi.zip": "not_a_table",
                "export.zip/.DS_Store": "system_file",
                "export.zip/Thumbs.db": "system_file",
            },
        ),
    ),
    Case(
        "zip_with_a_table_at_fault",
        "uno zip in cui una tabella ha più nomi che colonne: non si lascia fuori in silenzio",
        "a zip in which a table has more names than columns: it is not left out silently",
        {
            "export.zip": archive(
                {"ordini.csv": text(*IT), "altri.csv": text("A;B;C;D;E", "1;2;3", "4;5;6", "7;8;9", "1;1;1")}
            )
        },
        Refused("header_does_not_fit", "export.zip/altri.csv"),
    ),
    Case(
        "zip_asks_by_member",
        "uno zip in cui una data è ambigua: la domanda dice di quale file",
        "a zip with an ambiguous date: the question names the member",
        {"export.zip": archive({"ordini.csv": text(IT[0], "1;03/04/2026;Rossi;7,50", "2;05/06/2026;Rossi;8,50")})},
        Asked(
            {"export.zip/ordini.csv:date_order:Data": "dmy"},
            Read((order("1", "2026-04-03", "Rossi", "7.50"), order("2", "2026-06-05", "Rossi", "8.50"))),
        ),
    ),
    Case(
        "empty_file_beside_orders",
        "un file vuoto insieme agli ordini",
        "an empty file beside orders",
        {"vuoto.csv": b"", "Thumbs.db": bytes(40), "ordini.csv": text(*IT)},
        Read(TWO, skipped={"vuoto.csv": "file_empty", "Thumbs.db": "system_file"}),
    ),
    Case(
        "zip_that_climbs",
        "uno zip i cui nomi portano fuori dalla cartella (`../../`)",
        "a zip whose names lead out of the folder (`../../`)",
        {"export.zip": archive({"../../ordini.csv": text(*IT)})},
        Read(TWO),
    ),
    Case(
        "zip_encrypted",
        "uno zip protetto da password",
        "a zip protected by a password",
        {"export.zip": locked(text(*IT))},
        Refused("archive_encrypted", "export.zip"),
    ),
    Case(
        "zip_empty",
        "uno zip senza file",
        "a zip without files",
        {"export.zip": archive({})},
        Refused("archive_empty", "export.zip"),
    ),
    Case(
        "zip_bomb",
        "uno zip di pochi kB che ne diventa 100 MB",
        "a zip of a few kB that becomes 100 MB",
        {"export.zip": bomb()},
        Refused("archive_too_large", "export.zip"),
    ),
    Case(
        "zip_in_zip_in_zip",
        "zip dentro zip dentro zip",
        "a zip in a zip in a zip",
        {"export.zip": archive({"a.zip": archive({"b.zip": archive({"ordini.csv": text(*IT)})})})},
        Refused("archive_nested", "export.zip/a.zip/b.zip"),
    ),
    Case(
        "zip_of_pictures",
        "uno zip in cui non c’è alcuna tabella",
        "a zip in which there is no table",
        {"export.zip": archive({"leggimi.txt": text("Nulla da vedere qui.")})},
        Refused("no_rows", "export.zip/leggimi.txt"),
    ),
)
