"""Writing tables to files, the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

Cell = str | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a system writes its CSV files."""

    encoding: str
    delimiter: str
    line_end: str


ENGLISH_CRM = Dialect("utf-8-sig", ",", "\n")
ITALIAN_OFFICE = Dialect("cp1252", ";", "\r\n")
ITALIAN_WEB = Dialect("utf-8-sig", ";", "\r\n")
PLAIN_SEMICOLON = Dialect("utf-8", ";", "\n")
PLAIN = Dialect("utf-8", ",", "\n")


def write_csv(path: Path, dialect: Dialect, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Writes the rows under the header; cells are quoted only where they must be."""
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_xlsx(
    path: Path,
    sheet: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    made: date,
    date_format: str,
) -> Path:
    """Writes one sheet with real dates and numbers; `made` stands as the date of creation."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": date_format}) as book:
        book.set_properties({"created": datetime(made.year, made.month, made.day)})  # noqa: DTZ001 - wall clock of a file
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, header, book.add_format({"bold": True}))
        page.set_column(0, len(header) - 1, 18)
        money = book.add_format({"num_format": "#,##0.00"})
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    page.write_number(line, column, cell, money)
                elif isinstance(cell, date):
                    page.write_datetime(line, column, cell)
                elif cell:
                    page.write_string(line, column, cell)
    return path
