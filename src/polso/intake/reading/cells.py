"""Cells of a workbook as text: one lossless spelling for each kind of stored value, with the kind as a letter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | float | bool | date | datetime | time | timedelta | None


def spell(cell: Cell) -> tuple[str, str]:
    """Text and letter of a cell: `n` number, `d` date, `b` boolean, `h` time or duration, `t` text, `e` empty.

    A day with midnight is the day alone, as the workbook stores both alike.

    >>> spell(1e20), spell(1234.5), spell(0.1 + 0.2), spell(True)
    (('100000000000000000000', 'n'), ('1234.5', 'n'), ('0.30000000000000004', 'n'), ('true', 'b'))
    >>> spell(datetime(2026, 4, 3, 10, 30)), spell(date(2026, 4, 3)), spell(timedelta(hours=30))
    (('2026-04-03 10:30:00', 'd'), ('2026-04-03', 'd'), ('30:00:00', 'h'))
    """
    if isinstance(cell, str):
        return (cell, "t") if cell.strip() else ("", "e")
    if cell is None:
        return "", "e"
    if isinstance(cell, bool):
        return ("true" if cell else "false"), "b"
    if isinstance(cell, (int, float)):
        return _number(cell), "n"
    if isinstance(cell, datetime):
        if cell.time() == time.min:
            return cell.date().isoformat(), "d"
        return cell.isoformat(sep=" "), "d"
    if isinstance(cell, date):
        return cell.isoformat(), "d"
    if isinstance(cell, time):
        return cell.isoformat(), "h"
    return _duration(cell), "h"


def _number(value: float) -> str:
    text = f"{Decimal(repr(value)):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _duration(value: timedelta) -> str:
    sign = "-" if value < timedelta(0) else ""
    seconds = abs(value) // timedelta(seconds=1)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
