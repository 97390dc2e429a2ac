"""The clean file as it is written: without line numbers as long as record stands on line under line, else with them.

A file that is regular to its end is handed on byte by byte; where the first record stands says all the others. At the
first one that does not follow, every record gets its line as first cell, those written before it too.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from typing import IO

from polso.intake.reading.model import Dialect
from polso.intake.reading.regular import Stretch

_BLOCK = 1 << 18
_MARK = b"\xef\xbb\xbf"


class CleanFile:
    """Writes records of one width to `handle`, which is open for writing and reading and empty.

    `first_line` is the line of the first record while records have no numbers, else None. A table of one column always
    has them, since a reader may take an empty line for no record.
    """

    def __init__(self, handle: IO[bytes], dialect: Dialect, width: int, *, numbered: bool = False) -> None:
        self._handle = handle
        self._dialect = dialect
        self._numbered = numbered or width < 2
        self._rows = 0
        self._first = 0
        self._writer = _plain(self._write, dialect) if not dialect.quote else _quoted(self._write, dialect)

    @property
    def first_line(self) -> int | None:
        return None if self._numbered else self._first

    def stretch(self, found: Stretch, line: int) -> None:
        """A regular stretch that begins on `line`."""
        if self._follows(line, is_one_line=not found.multiline, begins=found.whole):
            self._handle.write(found.whole)
        else:
            self._handle.write(found.numbered(line, self._dialect))
        self._rows += found.rows

    def record(self, line: int, cells: list[str], *, is_one_line: bool) -> None:
        """One record that begins on `line`."""
        if self._follows(line, is_one_line=is_one_line, begins=cells[0].encode()):
            self._writer(cells)
        else:
            self._writer([str(line), *cells])
        self._rows += 1

    def _follows(self, line: int, *, is_one_line: bool, begins: bytes) -> bool:
        """Whether the next record needs no number."""
        if self._numbered:
            return False
        if not self._rows:
            self._first = line
        # A file that begins with a byte order mark would lose it to its reader.
        is_marked = not self._rows and begins.startswith(_MARK)
        if is_one_line and line == self._first + self._rows and not is_marked:
            return True
        self._number()
        return False

    def _number(self) -> None:
        """Give every record that is written its line; each of them is one line."""
        self._numbered = True
        mark = self._dialect.delimiter.encode()
        with tempfile.TemporaryFile() as copy:
            self._handle.seek(0)
            shutil.copyfileobj(self._handle, copy, _BLOCK)
            copy.seek(0)
            self._handle.seek(0)
            self._handle.truncate()
            numbers = count(self._first)
            self._handle.writelines(b"%d%b%b\n" % (next(numbers), mark, line) for line in _lines(copy))

    def _write(self, text: str) -> int:
        return self._handle.write(text.encode())


def _lines(handle: IO[bytes]) -> Iterator[bytes]:
    """Lines without their ends, which are line feeds and nothing else."""
    rest = b""
    while block := handle.read(_BLOCK):
        *whole, rest = (rest + block).split(b"\n")
        yield from whole


class _Text:
    def __init__(self, write: Callable[[str], int]) -> None:
        self.write = write


def _plain(write: Callable[[str], int], dialect: Dialect) -> Callable[[list[str]], object]:
    return lambda cells: write(dialect.delimiter.join(cells) + "\n")


def _quoted(write: Callable[[str], int], dialect: Dialect) -> Callable[[list[str]], object]:
    writer = csv.writer(
        _Text(write),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_ALL,
        lineterminator="\n",
    )
    return writer.writerow
