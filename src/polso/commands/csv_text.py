"""A sheet as CSV that a spreadsheet program opens without running anything in it."""

from __future__ import annotations

import csv
import io
import re

from polso.commands.sheet import Cell, Sheet, plain_value

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)([eE][+-]?\d+)?%?")


def safe_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> safe_text('=HYPERLINK("x")'), safe_text("-12,50"), safe_text("@SUM(A1)"), safe_text("Rossi")
    ('\\'=HYPERLINK("x")', '-12,50', "'@SUM(A1)", 'Rossi')
    """
    if text.startswith(_STARTS_A_FORMULA) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_text(sheet: Sheet) -> str:
    """Comma, point as decimal mark, ISO dates, lines ending in CR LF (RFC 4180); an unknown value is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_text(name) for name in sheet.names])
    writer.writerows([_written(value) for value in row] for row in sheet.rows)
    return out.getvalue()


def _written(value: Cell) -> str:
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return safe_text(plain) if isinstance(plain, str) else repr(plain)
