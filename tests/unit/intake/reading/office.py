"""Makers of ODS and XLS files, so small that a test can hold what they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from html import escape

Sheets = Sequence[tuple[str, Sequence[Sequence[object]]]]
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


class Raw(str):
    """A cell of an ODS file given as XML."""

    __slots__ = ()


class Hidden(list[object]):
    """A hidden row."""


def document(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """An ODS file."""
    body = "".join(_table(name, rows, name in hidden) for name, rows in sheets)
    styles = (
        '<office:automatic-styles><style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">{styles}'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _table(name: str, rows: Sequence[Sequence[object]], hidden: bool) -> str:
    collapsed = ' table:visibility="collapse"'
    written = "".join(
        f"<table:table-row{collapsed if isinstance(row, Hidden) else ''}>{''.join(map(_cell, row))}</table:table-row>"
        for row in rows
    )
    style = ' table:style-name="off"' if hidden else ""
    return f'<table:table table:name="{escape(name)}"{style}>{written}</table:table>'


def _cell(value: object) -> str:
    if isinstance(value, Raw):
        return str(value)
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return _typed("boolean", "boolean-value", str(value).lower())
    if isinstance(value, (int, float)):
        return _typed("float", "value", repr(value))
    if isinstance(value, date):
        return _typed("date", "date-value", value.isoformat())
    text = escape(str(value))
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _typed(kind: str, attribute: str, value: str) -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def old_workbook(sheets: Sheets, hidden: Sequence[str] = (), *, epoch_1904: bool = False) -> bytes:
    """An XLS file (BIFF8)."""
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    share = xlwt.easyxf(num_format_str="0%")
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        sheet.visibility = 1 if name in hidden else 0
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write(number, column, xlwt.Formula(cell[1:]))
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.row(number).set_cell_error(column, {"#N/A": 0x2A, "#REF!": 0x17}[cell])
                elif cell is not None:
                    style = day if isinstance(cell, date) else share if isinstance(cell, float) and cell < 1 else None
                    sheet.write(number, column, cell, *([style] if style else []))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
