"""A sheet as an XLSX file: numbers as numbers, days as days, texts never as formulas."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from polso.base.errors import UserError
from polso.commands.csv_text import safe_text
from polso.commands.sheet import Cell, Sheet

MOST_ROWS = 1_048_576
"""Of one sheet, its line of names included."""


def workbook(sheet: Sheet) -> bytes:
    """The content of a workbook with one sheet; raises UserError `too_many_rows_for_xlsx`."""
    import xlsxwriter

    if len(sheet.rows) >= MOST_ROWS:
        raise UserError("too_many_rows_for_xlsx", count=len(sheet.rows), most=MOST_ROWS - 1)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("polso")
        bold = book.add_format({"bold": True})
        formats = {
            "money": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        page.freeze_panes(1, 0)
        for position, name in enumerate(sheet.names):
            page.write_string(0, position, safe_text(name), bold)
        for line, row in enumerate(sheet.rows, start=1):
            for position, value in enumerate(row):
                _write(page, line, position, value, formats)
    return out.getvalue()


def _write(page: Any, line: int, position: int, value: Cell, formats: dict[str, Any]) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_boolean(line, position, value)
        case Decimal():
            page.write_number(line, position, float(value), formats["money"])
        case int() | float():
            page.write_number(line, position, value)
        case datetime():
            page.write_datetime(line, position, value.replace(tzinfo=None), formats["instant"])
        case date():
            page.write_datetime(line, position, value, formats["day"])
        case _:
            page.write_string(line, position, safe_text(str(value)))
