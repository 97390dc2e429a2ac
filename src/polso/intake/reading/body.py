"""The body of a text file as numbered records: regular stretches as they stand, the rest record by record."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from polso.intake.reading.clean_file import CleanFile
from polso.intake.reading.header import heading_of
from polso.intake.reading.model import Dialect, Progress, RawTable, TotalsRow
from polso.intake.reading.records import read_records
from polso.intake.reading.regular import suits, take
from polso.intake.reading.total_words import says_total

_BLOCK = 1 << 18
_NUL = "\x00"
_END_OF_FILE = "\x1a\r\n\t "
CLEAN = Dialect(",", '"')
"""How a clean file is written where the dialect of the original would not do."""


@dataclass(slots=True)
class Counts:
    """What became of the records of a file."""

    rows: int = 0
    rejected: int = 0
    blank: int = 0
    head: int = 0
    multiline: bool = False
    tidy: bool = True
    longest: int = 0
    nul_lines: list[int] = field(default_factory=list)
    totals: list[TotalsRow] = field(default_factory=list)


def clean_dialect(table: RawTable) -> Dialect:
    """The dialect in which the clean file of `table` is written."""
    dialect = table.dialect
    return dialect if dialect is not None and suits(dialect) else CLEAN


def write_body(
    table: RawTable,
    text: tuple[Path, int],
    body: CleanFile,
    aside: IO[str],
    counts: Counts,
    progress: Progress,
    *,
    quick: bool = True,
) -> None:
    """Write the rows to `body` and what is no row to `aside`; `text` is the file in UTF-8 and where it begins.

    Memory is bounded by the block of 256 KiB and the longest record. `quick` False takes the careful way throughout,
    with the same result.
    """
    path, offset = text
    with path.open("rb") as handle:
        pass_ = _Pass(table, handle, offset, body, aside, counts)
        size = path.stat().st_size
        pass_.carefully(lambda: pass_.line > table.body_after)
        if not quick or clean_dialect(table) is CLEAN:
            pass_.carefully(lambda: False, lambda: progress(_share(pass_.offset, size, table), table.file.size))
            return
        while pass_.offset < size:
            pass_.quickly(size)
            progress(_share(pass_.offset, size, table), table.file.size)


def _share(done: int, size: int, table: RawTable) -> int:
    """Bytes of the file itself, where the text that is read may be a longer copy."""
    return min(table.file.size, done * table.file.size // max(size, 1))


@dataclass(slots=True)
class _Pass:
    """Where the pass stands: `offset` in bytes and `line` of the next record."""

    table: RawTable
    handle: IO[bytes]
    offset: int
    body: CleanFile
    aside: IO[str]
    counts: Counts
    line: int = 1
    again: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """How a line would begin that is the header again, as on every page of a printed list."""
        if self.table.heading:
            quote, first = self.table.dialect.quote if self.table.dialect else "", self.table.heading[0]
            end = clean_dialect(self.table).delimiter if self.table.width > 1 else ""
            self.again = tuple(f"\n{mark}{first}{mark}{end}".encode() for mark in {"", quote})

    def quickly(self, size: int) -> None:
        """One block: handed on when it is regular, else record by record."""
        self.handle.seek(self.offset)
        block = self.handle.read(_BLOCK)
        last = self.offset + len(block) >= size
        ended = block + b"\n" if last and not block.endswith(b"\n") else block
        dialect = clean_dialect(self.table)
        found = None
        if not any(needle in ended or ended.startswith(needle[1:]) for needle in self.again):
            found = take(ended, dialect, self.table.width)
        if found is None or (last and found.size < len(ended)):
            stop = self.offset + len(block)
            self.carefully(lambda: self.offset >= stop)
            return
        self.body.stretch(found, self.line)
        self.offset += min(found.size, len(block))
        self.line += found.lines
        self.counts.rows += found.rows
        self.counts.longest = max(self.counts.longest, found.longest)
        self.counts.tidy = self.counts.tidy and found.tidy
        self.counts.multiline = self.counts.multiline or found.multiline

    def carefully(self, done: Callable[[], bool], tell: Callable[[], None] | None = None) -> None:
        """Records one by one until `done` or the end of the file."""
        if done():
            return
        assert self.table.dialect is not None
        self.handle.seek(self.offset)
        text = io.TextIOWrapper(self.handle, encoding="utf-8", newline="")
        sizes: deque[int] = deque()
        rejects = csv.writer(self.aside, lineterminator="\n")
        try:
            for number, record in enumerate(read_records(_measured(text, sizes), self.table.dialect, self.line), 1):
                self._keep(*record, rejects.writerow)
                for _ in range(record.last - record.line + 1):
                    self.offset += sizes.popleft()
                self.line = record.last + 1
                if tell is not None and number % 4096 == 0:
                    tell()
                if done():
                    return
        finally:
            text.detach()

    def _keep(
        self,
        line: int,
        last: int,
        cells: list[str],
        problem: str,
        text: str,
        reject: Callable[[tuple[object, ...]], object],
    ) -> None:
        counts, width = self.counts, self.table.width
        if line <= self.table.body_after:
            counts.head += 1
            return
        if cells and cells[0].strip() in self.table.heading[:1] and heading_of(cells) == self.table.heading:
            counts.head += 1
            return
        if _NUL in text:
            counts.nul_lines.append(line)
            cells = [cell.replace(_NUL, "") for cell in cells]
        found = len(cells)
        if not problem and found > width and not any(map(str.strip, cells[width:])):
            del cells[width:]
            found = width
        if found == width and not problem and (cells[0].strip() or any(map(str.strip, cells))):
            counts.rows += 1
            counts.tidy = False
            counts.multiline = counts.multiline or last > line
            counts.longest = max(counts.longest, 4 * len(text))
            self.body.record(line, cells, is_one_line=last == line)
        elif not problem and (not any(map(str.strip, cells)) or not text.strip(_END_OF_FILE)):
            counts.blank += 1
        elif not problem and found < width and any(map(says_total, cells)):
            counts.totals.append(TotalsRow(line, tuple(cells), ()))
        else:
            reason = problem or ("row_too_short" if found < width else "row_too_long")
            counts.rejected += 1
            reject((line, reason, width, found, text.replace(_NUL, "").rstrip("\r\n")))


def _measured(lines: IO[str], sizes: deque[int]) -> Iterator[str]:
    """The lines, with the number of bytes of each noted in `sizes`."""
    for line in lines:
        sizes.append(len(line) if line.isascii() else len(line.encode()))
        yield line
