"""Days that only a sheet's name completes: a column `Giorno` of 1 to 31 in a sheet called `Gennaio 2026`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from polso.intake.reading.months import NUMBERS
from polso.intake.reading.months import PATTERN as MONTH

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(rf"(?<![^\W\d_])({MONTH})(?![^\W\d_])\.?[\s_'’-]*(\d\d)?(?!\d)")
_NUMBERED = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[-_./ ](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-_./ ](?:19|20)\d\d)(?!\d)")
_DAY_HEADER = frozenset({"giorno", "gg", "g", "day", "dd", "tag", "jour", "día", "dia"})
_DATE_HEADER = re.compile(r"^(?:data|date|giorno|day|datum|fecha|il)\b", re.IGNORECASE)
_DAY_MONTH = re.compile(r"^\d{1,2}([/.-])\d{1,2}\1?$")
_DAY_NAME = re.compile(rf"^\d{{1,2}}[ -]{MONTH}\.?$")


@dataclass(frozen=True, slots=True)
class SheetDates:
    """How the cells of `column` become days: `day` is a day of the month, `day_month` lacks the year alone."""

    column: int
    form: Literal["day", "day_month"]
    year: int
    month: int | None

    def complete(self, text: str) -> tuple[str, str] | None:
        """The cell as text and letter of its kind; None for one that is left as it is."""
        if self.form == "day":
            if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 31:
                return None
            # A day that the month does not have keeps the shape of one, so that it is told as impossible.
            written = f"{self.year:04}-{self.month or 0:02}-{int(text):02}"
            return written, "d" if _exists(written) else "t"
        match = _DAY_MONTH.match(text)
        if match:
            return f"{text.removesuffix(match.group(1))}{match.group(1)}{self.year}", "t"
        return (f"{text} {self.year}", "t") if _DAY_NAME.match(text) else None


def _exists(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def period_of(name: str) -> tuple[int | None, int | None]:
    """Year and month that a name carries.

    >>> period_of("Gennaio 2026"), period_of("gen-26"), period_of("2026_03"), period_of("Foglio1"), period_of("Marco")
    ((2026, 1), (2026, 1), (2026, 3), (None, None), (None, None))
    """
    years = _YEAR.findall(name)
    year = int(years[0]) if len(set(years)) == 1 else None
    numbered = _NUMBERED.search(name)
    if numbered:
        return year, int(numbered.group(1) or numbered.group(2))
    named = _NAMED.search(name)
    if named is None:
        return year, None
    if year is None and named.group(2):
        year = 2000 + int(named.group(2))
    return year, NUMBERS[named.group(1).lower()]


def find_dates(
    names: Sequence[str], body: Sequence[Sequence[str]], sheet: str, others: Sequence[str]
) -> tuple[SheetDates | None, str]:
    """The column to be completed, if there is one, and the name of a column that nothing completes, else ''.

    `others` are texts that may carry the year when the sheet's name does not: the file's name, the lines above.
    """
    year, month = period_of(sheet)
    if year is None:
        years = {found for text in others for found in _YEAR.findall(text)}
        year = int(years.pop()) if len(years) == 1 else None
    for column, name in enumerate(names):
        cells = [row[column] for row in body if column < len(row) and row[column]]
        if not cells:
            continue
        if name.casefold().strip(" .") in _DAY_HEADER and all(
            cell.isascii() and cell.isdigit() and 1 <= int(cell) <= 31 for cell in cells
        ):
            return (SheetDates(column, "day", year, month), "") if year and month else (None, name)
        if _DATE_HEADER.match(name) and all(_DAY_MONTH.match(cell) or _DAY_NAME.match(cell) for cell in cells):
            return (SheetDates(column, "day_month", year, month), "") if year else (None, name)
    return None, ""
