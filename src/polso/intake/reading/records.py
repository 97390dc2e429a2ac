"""Lines of text into records of cells, with the line on which each starts, never losing a line to a stray quote."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from polso.intake.reading.aligned import MARK, cut
from polso.intake.reading.model import Dialect

UNDELIMITED = frozenset({"blanks", "gaps", "none"})
_GAP = re.compile(r"\s{2,}|\t")


class Record(NamedTuple):
    """`cells` of the record on lines `line` to `last`; `problem` is empty or why the line is no record."""

    line: int
    last: int
    cells: list[str]
    problem: str
    text: str


class _Lines:
    """An iterator that remembers the lines handed out since the last record and can take them back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self.pending: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._lines)
        self.pending.append(line)
        return line

    def take_back(self) -> str:
        """Return all pending lines but the first to the source; the first is handed over."""
        first, *rest = self.pending
        self._returned.extend(reversed(rest))
        self.pending = []
        return first


def read_records(lines: Iterable[str], dialect: Dialect, first_line: int = 1) -> Iterator[Record]:
    """Records of `lines` (each with its line end). An empty line is a record without cells.

    A quote that does not close within 128 KiB, or closes in mid-cell, makes its line a problem
    (`quote_not_closed`, `quote_misplaced`) and reading goes on with the line after it; where columns are cut, one that
    is not aligned is `row_not_aligned`.
    """
    if dialect.delimiter.startswith(MARK):
        yield from _aligned(lines, dialect.delimiter, first_line)
        return
    if dialect.delimiter in UNDELIMITED:
        yield from _undelimited(lines, dialect.delimiter, first_line)
        return
    source = _Lines(lines)
    reader = _reader(source, dialect)
    line = first_line
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            spans = len(source.pending) > 1
            closed = "unexpected end" not in str(error) and not spans
            text = source.take_back()
            yield Record(line, line, [], "quote_misplaced" if closed else "quote_not_closed", text.rstrip("\r\n"))
            line += 1
            reader = _reader(source, dialect)
            continue
        pending = source.pending
        count = len(pending)
        if dialect.wrapped and len(cells) == 1 and dialect.delimiter in cells[0]:
            try:
                cells = next(_reader(iter([cells[0]]), dialect))
            except csv.Error:
                yield Record(line, line + count - 1, [], "quote_misplaced", "".join(pending).rstrip("\r\n"))
                line += count
                pending.clear()
                continue
        yield Record(line, line + count - 1, cells, "", pending[0] if count == 1 else "".join(pending))
        line += count
        pending.clear()


def _reader(source: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    if not dialect.quote:
        return csv.reader(source, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE, quotechar=None, strict=True)
    return csv.reader(
        source,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        doublequote=not dialect.escape,
        escapechar=dialect.escape or None,
        skipinitialspace=False,
        strict=True,
    )


def split_undelimited(text: str, delimiter: str) -> list[str]:
    """Cells of a line without separators; none for a blank line.

    >>> split_undelimited(" 1  Rossi Srl   5 ", "blanks"), split_undelimited(" 1  Rossi Srl   5 ", "gaps")
    (['1', 'Rossi', 'Srl', '5'], ['1', 'Rossi Srl', '5'])
    """
    if delimiter == "blanks":
        return text.split()
    if not text.strip():
        return []
    return [text] if delimiter == "none" else _GAP.split(text.strip())


def _undelimited(lines: Iterable[str], delimiter: str, first_line: int) -> Iterator[Record]:
    for number, line in enumerate(lines, first_line):
        yield Record(number, number, split_undelimited(line.rstrip("\r\n"), delimiter), "", line)


def _aligned(lines: Iterable[str], delimiter: str, first_line: int) -> Iterator[Record]:
    for number, line in enumerate(lines, first_line):
        text = line.rstrip("\r\n")
        cells, fits = cut(text, delimiter) if text.strip() else ([], True)
        yield Record(number, number, cells, "" if fits else "row_not_aligned", line)


def is_undelimited(delimiter: str) -> bool:
    """Whether cells are told by blanks rather than by a mark."""
    return delimiter in UNDELIMITED or delimiter.startswith(MARK)
