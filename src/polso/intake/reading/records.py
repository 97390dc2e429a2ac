"""Lines of text into records of cells, with the line on which each starts, never losing a line to a stray quote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from polso.intake.reading.model import Dialect


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
    (`quote_not_closed`, `quote_misplaced`) and reading goes on with the line after it.
    """
    if dialect.delimiter in ("blanks", "none"):
        yield from _undelimited(lines, dialect.delimiter == "blanks", first_line)
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
        yield Record(line, line + count - 1, cells, "", pending[0] if count == 1 else "".join(pending))
        line += count
        pending.clear()


def _reader(source: _Lines, dialect: Dialect) -> Iterator[list[str]]:
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


def _undelimited(lines: Iterable[str], blanks: bool, first_line: int) -> Iterator[Record]:
    for number, line in enumerate(lines, first_line):
        text = line.rstrip("\r\n")
        cells = text.split() if blanks else ([text] if text.strip() else [])
        yield Record(number, number, cells, "", line)
