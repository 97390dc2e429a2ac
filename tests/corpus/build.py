"""The bytes of awkward files: text in any encoding, workbooks, containers."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Sheet = Sequence[Sequence[object]]
STILL = (2026, 11, 24, 8, 0, 0)


def text(*lines: str, encoding: str = "utf-8", end: str = "\n", last: bool = True) -> bytes:
    """Lines with one line end, the last one too unless `last` is false."""
    return (end.join(lines) + (end if last else "")).encode(encoding)


def workbook(
    sheets: Mapping[str, Sheet],
    *,
    options: Mapping[str, Any] | None = None,
    touch: Callable[[Any, Mapping[str, Any]], object] | None = None,
) -> bytes:
    """XLSX with real numbers and days; `touch` may change the book and its pages before they are written.

    Texts stay texts: no formulas, links or numbers are made of them.
    """
    import xlsxwriter

    held = io.BytesIO()
    chosen = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False} | dict(options or {})
    with xlsxwriter.Workbook(held, chosen) as book:
        days, moments = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        )
        pages = {}
        for name, rows in sheets.items():
            page = pages[name] = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        page.write_datetime(line, column, cell, moments)
                    elif isinstance(cell, date):
                        page.write_datetime(line, column, cell, days)
                    elif cell is not None:
                        page.write(line, column, cell)
        if touch is not None:
            touch(book, pages)
    return held.getvalue()


def rewritten(archive: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip archive (so also a workbook) with each member changed by `change(name, bytes)`."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STILL), change(name, old.read(name)))
    return held.getvalue()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name, STILL), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def ods(sheets: Mapping[str, Sheet]) -> bytes:
    """An OpenDocument spreadsheet with numbers, days and texts."""
    from xml.sax.saxutils import escape, quoteattr

    tables = []
    for name, rows in sheets.items():
        lines = []
        for row in rows:
            cells = []
            for cell in row:
                if cell is None:
                    cells.append("<table:table-cell/>")
                elif isinstance(cell, (int, float)):
                    cells.append(
                        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>'
                        "</table:table-cell>"
                    )
                elif isinstance(cell, date):
                    cells.append(
                        f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"><text:p>'
                        f"{cell:%d/%m/%Y}</text:p></table:table-cell>"
                    )
                else:
                    cells.append(
                        f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
                        "</table:table-cell>"
                    )
            lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        tables.append(f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table>")
    kinds = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{kinds}:office:1.0" xmlns:table="{kinds}:table:1.0" xmlns:text="{kinds}:text:1.0" '
        f'office:version="1.2"><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype", STILL), mime)
        made.writestr(zipfile.ZipInfo("META-INF/manifest.xml", STILL), manifest)
        made.writestr(zipfile.ZipInfo("content.xml", STILL), content)
    return held.getvalue()
