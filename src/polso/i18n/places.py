"""Where a row stands, for people: its line, or its sheet and the row there."""

from __future__ import annotations

from collections.abc import Sequence

from polso.base.company import Language
from polso.base.stacks import Stack, place_in
from polso.i18n.translation import translate

VIRTUAL_COLUMNS = {"sheet": "place.sheet_column", "__fill__": "place.fill_column"}
"""Headers of columns that no file has: the name of the sheet, the colour of the row."""


def row_words(line: int, language: Language, stack: Stack = ()) -> str:
    """
    >>> row_words(12, "it", [("Gennaio", 0), ("Febbraio", 9)]), row_words(12, "en")
    ('foglio «Febbraio», riga 3', 'line 12')
    """
    sheet, row = place_in(stack, line)
    return sheet_row_words(sheet, row, language)


def sheet_row_words(sheet: str | None, row: int, language: Language) -> str:
    """
    >>> sheet_row_words("Gennaio", 7, "en")
    'sheet “Gennaio”, line 7'
    """
    said = translate(language, "place.row", row=str(row))
    return said if sheet is None else f"{translate(language, 'place.sheet', sheet=sheet)}, {said}"


def rows_words(lines: Sequence[int], language: Language, stack: Stack = ()) -> str:
    """Several rows, those of one sheet together.

    >>> rows_words([2, 4], "it"), rows_words([2, 11, 12], "it", [("Gennaio", 0), ("Febbraio", 9)])
    ('righe 2, 4', 'foglio «Gennaio», riga 2; foglio «Febbraio», righe 2, 3')
    """
    found: dict[str | None, list[int]] = {}
    for line in lines:
        sheet, row = place_in(stack, line)
        found.setdefault(sheet, []).append(row)
    said = []
    for sheet, rows in found.items():
        numbers = translate(language, "place.rows", count=len(rows), rows=", ".join(map(str, rows)))
        said.append(numbers if sheet is None else f"{translate(language, 'place.sheet', sheet=sheet)}, {numbers}")
    return "; ".join(said)


def header_words(header: str, language: Language, virtual: Sequence[str] = ()) -> str:
    """A header as it stands in the file; in words where polso itself added the column (`virtual`).

    >>> header_words("sheet", "it", ["sheet"]), header_words("sheet", "it")
    ('(foglio)', 'sheet')
    """
    key = VIRTUAL_COLUMNS.get(header.rstrip("_") if header.startswith("sheet") else header)
    return translate(language, key) if key is not None and header in virtual else header
