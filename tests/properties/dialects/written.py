"""A sample as the bytes of a file. Shares nothing with the reading half of the product."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tests.properties.dialects.model import WORDS, Cell, Dialect, Field, NumberStyle, Sample

_IT = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_ITALIAN = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DAYS: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "ymd/": lambda day: f"{day:%Y/%m/%d}",
    "dmy/": lambda day: f"{day:%d/%m/%Y}",
    "dmy-": lambda day: f"{day:%d-%m-%Y}",
    "dmy.": lambda day: f"{day:%d.%m.%Y}",
    "dmy/short": lambda day: f"{day.day}/{day.month}/{day:%y}",
    "mdy/": lambda day: f"{day:%m/%d/%Y}",
    "mdy/short": lambda day: f"{day.month}/{day.day}/{day:%y}",
    "italian_short": lambda day: f"{day.day}-{_IT[day.month - 1]}-{day.year}",
    "italian": lambda day: f"{day.day} {_ITALIAN[day.month - 1]} {day.year}",
    "english": lambda day: f"{_EN[day.month - 1]} {day.day}, {day.year}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
    "midnight": lambda day: f"{day:%d/%m/%Y} 00:00:00",
}


def amount_text(amount: Decimal, style: NumberStyle) -> str:
    """The amount in a style."""
    shown = f"{abs(amount):.{style.decimals}f}" if style.decimals is not None else f"{abs(amount):f}"
    whole, _, decimals = shown.partition(".")
    if style.group:
        first = len(whole) % 3 or 3
        whole = style.group.join([whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))])
    text = whole + (style.mark + decimals if decimals else "")
    if amount < 0:
        text = style.minus.replace("%", text)
    return style.currency.replace("%", text)


def fields_in_order(sample: Sample) -> list[tuple[int, Field]]:
    """Number in the shape and field of each column of the file."""
    return [(position, sample.shape.fields[position]) for position in sample.dialect.order]


def headers(sample: Sample) -> list[str]:
    """The header of each column of the file."""
    found = []
    for position, field in fields_in_order(sample):
        names = field.italian if sample.dialect.language == "it" else field.english
        found.append(names[sample.dialect.headers[position] % len(names)])
    return found


def cell_text(cell: Cell, dialect: Dialect) -> str:
    if cell is None:
        return dialect.null
    if isinstance(cell, Decimal):
        return amount_text(cell, dialect.numbers)
    return DAYS[dialect.days](cell) if isinstance(cell, date) else cell


def body(sample: Sample) -> list[list[str]]:
    """The rows of the file as text; words of an outcome in the language of the file."""
    rows = []
    for row in sample.rows:
        cells = []
        for position, field in fields_in_order(sample):
            cell = row[position]
            if field.kind == "word":
                cell = WORDS[sample.dialect.language][str(cell)]
            cells.append(cell_text(cell, sample.dialect))
        rows.append(cells)
    return rows


def total_row(sample: Sample) -> list[Cell] | None:
    """The row of totals, its word in the first column that is no amount; None where the dialect has none."""
    if not sample.dialect.total:
        return None
    columns = fields_in_order(sample)
    cells: list[Cell] = [None] * len(columns)
    for place, (position, field) in enumerate(columns):
        if field.kind == "amount":
            cells[place] = sum((row[position] or Decimal(0) for row in sample.rows), Decimal(0))
    first = next(place for place, (_, field) in enumerate(columns) if field.kind != "amount")
    cells[first] = "TOTALE" if sample.dialect.language == "it" else "Total"
    return cells


def file_name(sample: Sample) -> str:
    """The name of the file that is given."""
    stem = sample.shape.files[0 if sample.dialect.language == "it" else 1]
    return (
        stem
        + {"csv": ".csv", "gz": ".csv.gz", "zip": ".zip", "xlsx": ".xlsx", "xlsx_text": ".xlsx"}[
            sample.dialect.container
        ]
    )


def label(sample: Sample) -> str:
    """The name under which questions speak of the table."""
    name = file_name(sample)
    return f"{name}/{name.removesuffix('.zip')}.csv" if sample.dialect.container == "zip" else name


def file_bytes(sample: Sample) -> bytes:
    """The file."""
    dialect = sample.dialect
    if dialect.container in ("xlsx", "xlsx_text"):
        return _workbook(sample, real=dialect.container == "xlsx")
    content = text(sample).encode(dialect.encoding)
    if dialect.container == "gz":
        return gzip.compress(content, mtime=0)
    if dialect.container == "zip":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(zipfile.ZipInfo(label(sample).split("/")[1], (2026, 11, 24, 8, 0, 0)), content)
        return held.getvalue()
    return content


def text(sample: Sample) -> str:
    """The file as text, before it is encoded."""
    dialect = sample.dialect
    total = total_row(sample)
    rows = [headers(sample), *body(sample)]
    if total is not None:
        rows.append(["" if cell is None else cell_text(cell, dialect) for cell in total])
    held = io.StringIO()
    for line in dialect.preamble:
        held.write(line + dialect.line_end)
    if dialect.separator == "blanks":
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        for row in rows:
            held.write("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
            held.write(dialect.line_end)
    else:
        for row in rows:
            held.write(dialect.separator.join(_quoted(cell, dialect) for cell in row) + dialect.line_end)
    written = held.getvalue()
    return written if dialect.last_line_end else written.removesuffix(dialect.line_end)


def _quoted(cell: str, dialect: Dialect) -> str:
    if dialect.quoting == "all" or any(mark in cell for mark in (dialect.separator, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _workbook(sample: Sample, *, real: bool) -> bytes:
    import xlsxwriter

    dialect = sample.dialect
    total = total_row(sample)
    written = body(sample)
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        page = book.add_worksheet("Foglio1")
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        line = 0
        for before in dialect.preamble:
            page.write_string(line, 0, before)
            line += 1
        for column, header in enumerate(headers(sample)):
            page.write_string(line, column, header)
        plain: list[list[Cell]] = [[row[position] for position, _ in fields_in_order(sample)] for row in sample.rows]
        if total is not None:
            plain.append(total)
            written.append(["" if cell is None else cell_text(cell, dialect) for cell in total])
        for cells, texts in zip(plain, written, strict=True):
            line += 1
            for column, (cell, shown) in enumerate(zip(cells, texts, strict=True)):
                if real and isinstance(cell, Decimal):
                    page.write_number(line, column, float(cell))
                elif real and isinstance(cell, date):
                    page.write_datetime(line, column, cell, days)
                elif shown:
                    page.write_string(line, column, shown)
    return held.getvalue()
