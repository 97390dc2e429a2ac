"""The fill colours of rows: what people mark by hand where a list has no column for the outcome.

The colour of a header, of a whole column and of every second row is decoration and says nothing; that of table styles
and of conditional formats is in no cell and is not seen.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from polso.intake.reading.colours import NONE, format_colours
from polso.intake.reading.formulas import members

_BLOCK = 1 << 20
_TAG = re.compile(rb"<(row|c)\s([^>]*)>")
_ROW = re.compile(rb'\br="([0-9]+)"')
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_FORMAT = re.compile(rb'\bs="([0-9]+)"')
_MOST_ROWS = 200_000
_DECORATION = 0.9
_BANDED = 0.9
_SEEN_OFTEN = 0.05
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)


class Fills:
    """The fills of one XLSX file; a file of another form, or one that uses no colour, has none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._formats: tuple[str, ...] = ()
        self._members: dict[str, str] = {}
        try:
            with zipfile.ZipFile(path) as archive:
                if "xl/workbook.xml" in archive.NameToInfo and "xl/styles.xml" in archive.NameToInfo:
                    self._formats, self._members = format_colours(archive), members(archive)
        except _DAMAGED:
            self._formats = ()

    def of_sheet(self, sheet: str, rows: Collection[int], width: int) -> dict[int, str]:
        """The word of each of `rows`, empty when the colours say nothing; only the first `width` columns count."""
        if not any(word != NONE for word in self._formats) or sheet not in self._members or len(rows) > _MOST_ROWS:
            return {}
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(self._members[sheet]) as handle:
                cells = self._cells(handle, frozenset(rows), width)
        except _DAMAGED:
            return {}
        return _words(cells, sorted(rows))

    def _cells(self, handle: IO[bytes], rows: frozenset[int], width: int) -> dict[int, dict[int, str]]:
        found: dict[int, dict[int, str]] = {}
        for attributes in _tags(handle):
            style, place = _FORMAT.search(attributes), _CELL.search(attributes)
            if style is None or place is None:
                continue
            number, row, column = int(style.group(1)), int(place.group(2)), _column(place.group(1))
            if row not in rows or column >= width or number >= len(self._formats):
                continue
            if self._formats[number] != NONE:
                found.setdefault(row, {})[column] = self._formats[number]
        return found


def _tags(handle: IO[bytes]) -> Iterator[bytes]:
    """The attributes of every cell, read in blocks."""
    rest = b""
    while block := handle.read(_BLOCK):
        text = rest + block
        end = text.rfind(b">") + 1
        for match in _TAG.finditer(text, 0, end):
            if match.group(1) == b"c":
                yield match.group(2)
        rest = text[end:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _words(cells: dict[int, dict[int, str]], rows: list[int]) -> dict[int, str]:
    if not cells or len(rows) < 2:
        return {}
    by_column = Counter((column, word) for coloured in cells.values() for column, word in coloured.items())
    decoration = {pair for pair, count in by_column.items() if count >= _DECORATION * len(rows)}
    words = {}
    for row in rows:
        seen = Counter(word for column, word in cells.get(row, {}).items() if (column, word) not in decoration)
        words[row] = seen.most_common(1)[0][0] if seen else NONE
    kinds = Counter(words.values())
    colours = {word: count for word, count in kinds.items() if word != NONE}
    if len(kinds) < 2 or not colours:
        return {}
    if len(colours) == 1 and max(colours.values()) < max(2.0, _SEEN_OFTEN * len(rows)):
        return {}
    changes = sum(1 for first, second in pairwise(rows) if words[first] != words[second])
    if len(kinds) == 2 and len(rows) >= 4 and changes >= _BANDED * (len(rows) - 1):
        return {}
    return words
