"""Files that hold no table, whatever they are called."""

from __future__ import annotations

import codecs
import struct
import zlib

from tests.corpus.build import archive, text, workbook
from tests.corpus.case import Case, Read, Refused, order


def picture() -> bytes:
    """A PNG of one white point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


LETTER = (
    "Gentile cliente,",
    "",
    "in allegato trova i dati del mese di gennaio, come da accordi telefonici.",
    "Restiamo a disposizione per ogni chiarimento, e porgiamo cordiali saluti.",
    "",
    "Officina Rossi",
)
GOOD = text("Order number,Date,Customer,Amount", "1,2026-01-15,Smith,7.50")

CASES = (
    Case("empty", "un file vuoto", "an empty file", {"ordini.csv": b""}, Refused("file_empty", "ordini.csv")),
    Case(
        "blank_lines_only",
        "un file di sole righe vuote",
        "a file of blank lines only",
        {"ordini.csv": b"\r\n  \r\n\t\r\n"},
        Refused("file_empty", "ordini.csv"),
    ),
    Case(
        "byte_order_mark_only",
        "un file con il solo segno iniziale (BOM)",
        "a file of nothing but a byte order mark",
        {"ordini.csv": codecs.BOM_UTF8},
        Refused("file_empty", "ordini.csv"),
    ),
    Case(
        "separator_line_only",
        "un file con la sola riga `sep=;`",
        "a file of nothing but the line `sep=;`",
        {"ordini.csv": text("sep=;")},
        Refused("file_empty", "ordini.csv"),
    ),
    Case(
        "nul_bytes_only",
        "un file di soli byte nulli (scrittura interrotta)",
        "a file of nothing but NUL bytes (a write that was cut off)",
        {"ordini.csv": b"\x00" * 512},
        Refused("file_empty", "ordini.csv"),
    ),
    Case(
        "picture_called_csv",
        "un’immagine PNG chiamata .csv",
        "a PNG picture called .csv",
        {"ordini.csv": picture()},
        Refused("file_not_a_table", "ordini.csv"),
    ),
    Case(
        "pdf_called_xlsx",
        "un PDF chiamato .xlsx",
        "a PDF called .xlsx",
        {"ordini.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"},
        Refused("file_not_a_table", "ordini.xlsx"),
    ),
    Case(
        "letter",
        "una lettera",
        "a letter",
        {"lettera.txt": text(*LETTER)},
        Refused("no_record_table", "lettera.txt"),
    ),
    Case(
        "page_called_xls",
        "una pagina HTML chiamata .xls, come la esportano certi gestionali",
        "an HTML page called .xls, the way some programs export it",
        {
            "ordini.xls": text(
                "<html><body><table>",
                "<tr><td>Numero</td><td>Data</td><td>Cliente</td><td>Imponibile</td></tr>",
                "<tr><td>1</td><td>15/01/2026</td><td>Rossi</td><td>7,50</td></tr>",
                "<tr><td>2</td><td>16/01/2026</td><td>Rossi</td><td>8,50</td></tr>",
                "</table></body></html>",
            )
        },
        Refused("file_not_a_table", "ordini.xls"),
    ),
    Case(
        "json_called_csv",
        "un JSON chiamato .csv",
        "JSON called .csv",
        {
            "orders.csv": text(
                '[{"order":1,"date":"2026-01-15","customer":"Smith","amount":7.5},',
                '{"order":2,"date":"2026-01-16","customer":"Smith","amount":8.5}]',
            )
        },
        Refused("file_not_a_table", "orders.csv"),
    ),
    Case(
        "table_of_something_else",
        "una tabella che non parla di vendite",
        "a table that is not about sales",
        {"piante.csv": text("Pianta;Colore;Altezza", "Rosa;rosso;40", "Tulipano;giallo;30")},
        Refused("no_record_table", "piante.csv"),
    ),
    Case(
        "something_else_beside_orders",
        "una tabella estranea insieme agli ordini: si lascia fuori e si dice",
        "a table of something else beside orders: left out, and that is said",
        {"piante.csv": text("Pianta;Colore;Altezza", "Rosa;rosso;40", "Tulipano;giallo;30"), "orders.csv": GOOD},
        Read((order("1", "2026-01-15", "Smith", "7.50"),), skipped={"piante.csv": "no_record_table"}),
    ),
    Case(
        "picture_beside_orders",
        "un’immagine insieme agli ordini",
        "a picture beside orders",
        {"logo.png": picture(), "orders.csv": GOOD},
        Read((order("1", "2026-01-15", "Smith", "7.50"),), skipped={"logo.png": "not_a_table"}),
    ),
    Case(
        "same_content_under_two_names",
        "lo stesso file con due nomi",
        "one file under two names",
        {"orders.csv": GOOD, "orders (1).csv": GOOD},
        Read((order("1", "2026-01-15", "Smith", "7.50"),), skipped={"orders (1).csv": "same_file_twice"}),
    ),
    Case(
        "workbook_cut_off",
        "un foglio di calcolo interrotto a metà",
        "a workbook cut off in the middle",
        {"ordini.xlsx": workbook({"Foglio1": [["Numero", "Data"], ["1", "2026-01-15"]]})[:-400]},
        Refused("archive_damaged", "ordini.xlsx"),
    ),
    Case(
        "workbook_without_cells",
        "un foglio di calcolo senza una cella",
        "a workbook without a single cell",
        {"ordini.xlsx": workbook({"Foglio1": []})},
        Refused("file_empty", "ordini.xlsx"),
    ),
    Case(
        "document_called_xlsx",
        "un documento di testo (zip) chiamato .xlsx",
        "a text document (also a zip) called .xlsx",
        {"ordini.xlsx": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})},
        Refused("file_not_a_table", "ordini.xlsx"),
    ),
)
