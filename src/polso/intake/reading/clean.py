"""Stage 2: one streaming pass that writes the body as clean CSV and puts aside what is no row."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from polso.base.errors import Place, UserError
from polso.intake.reading.delimited import open_text
from polso.intake.reading.model import CleanTable, Finding, Progress, RawTable, RejectedLine
from polso.intake.reading.records import read_records
from polso.intake.reading.source import check_unchanged
from polso.intake.reading.workbook import reopen, sheet_rows

_EVERY = 4096
_NUL = "\x00"


@dataclass(slots=True)
class _Counts:
    rows: int = 0
    rejected: int = 0
    blank: int = 0
    head: int = 0
    multiline: bool = False
    longest: int = 0
    nul_lines: list[int] = field(default_factory=list)


def clean_table(table: RawTable, folder: Path, progress: Progress | None = None) -> CleanTable:
    """Write the rows of `table` into a new file of `folder`, in constant memory for text.

    Raises UserError `no_rows` when nothing is left, `file_changed`, `file_unreadable`, and OSError as the disk does.
    """
    check_unchanged(table.file)
    stem = uuid.uuid4().hex
    path, rejects_path = folder / f"{stem}.csv", folder / f"{stem}.rejects.csv"
    counts = _Counts()
    with ExitStack() as stack:
        body = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        aside = stack.enter_context(rejects_path.open("w", encoding="utf-8", newline=""))
        write = _write_delimited if table.file.form == "delimited" else _write_workbook
        write(table, body, aside, counts, progress or _silent)
    (progress or _silent)(table.file.size, table.file.size)
    if not counts.rows:
        raise UserError("no_rows", place=Place(file=table.file.name), rejected=counts.rejected)
    findings = []
    if counts.nul_lines:
        findings.append(Finding("nul_removed", len(counts.nul_lines), (), tuple(counts.nul_lines[:100])))
    return CleanTable(
        table=table,
        path=path,
        rejects_path=rejects_path,
        rows=counts.rows,
        rejected=counts.rejected,
        blank=counts.blank,
        head=counts.head,
        multiline=counts.multiline,
        longest=8 * counts.longest + 4 * table.width + 64,
        findings=tuple(findings),
    )


def read_rejects(clean: CleanTable) -> Iterator[RejectedLine]:
    """The lines that were put aside, in the order of the file."""
    with clean.rejects_path.open("r", encoding="utf-8", newline="") as handle:
        for line, reason, expected, found, text in csv.reader(handle):
            yield RejectedLine(int(line), reason, int(expected), int(found), text)


def _silent(_done: int, _total: int) -> None:
    return None


def _write_delimited(table: RawTable, body: IO[str], aside: IO[str], counts: _Counts, progress: Progress) -> None:
    assert table.encoding is not None
    assert table.dialect is not None
    writer = csv.writer(body, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rejects = csv.writer(aside, lineterminator="\n")
    width, body_after, total = table.width, table.body_after, table.file.size
    write = writer.writerow
    with open_text(table.file, table.encoding.value) as (handle, raw):
        since = 0
        for line, last, cells, problem, text in read_records(handle, table.dialect):
            since += 1
            if since == _EVERY:
                since = 0
                progress(min(raw.tell(), total), total)
            if line <= body_after:
                counts.head += 1
                continue
            if _NUL in text:
                counts.nul_lines.append(line)
                cells = [cell.replace(_NUL, "") for cell in cells]
            found = len(cells)
            if not problem and found > width and not any(map(str.strip, cells[width:])):
                del cells[width:]
                found = width
            if found == width and not problem and (cells[0].strip() or any(map(str.strip, cells))):
                counts.rows += 1
                if last > line:
                    counts.multiline = True
                if len(text) > counts.longest:
                    counts.longest = len(text)
                write((line, *cells))
            elif not problem and not any(map(str.strip, cells)):
                counts.blank += 1
            else:
                reason = problem or ("row_too_short" if found < width else "row_too_long")
                counts.rejected += 1
                rejects.writerow((line, reason, width, found, text.replace(_NUL, "").rstrip("\r\n")))


def _write_workbook(table: RawTable, body: IO[str], _aside: IO[str], counts: _Counts, progress: Progress) -> None:
    assert table.sheet is not None
    writer = csv.writer(body, quoting=csv.QUOTE_ALL, lineterminator="\n")
    width, total = table.width, table.file.size
    book = reopen(table.file)
    for line, cells in sheet_rows(book, table.sheet, table.file):
        if line <= table.body_after:
            counts.head += 1
            continue
        if not any(text for text, _ in cells[:width]):
            counts.blank += 1
            continue
        kept = [*cells[:width], *[("", "e")] * (width - len(cells))]
        counts.multiline = counts.multiline or any("\n" in text or "\r" in text for text, _ in kept)
        counts.longest = max(counts.longest, sum(len(text) for text, _ in kept) + width)
        counts.rows += 1
        writer.writerow((line, *(text for text, _ in kept), "".join(kind for _, kind in kept)))
        if counts.rows % _EVERY == 0:
            progress(0, total)


def free(clean: CleanTable) -> None:
    """Remove the files of the pass once their rows are in the database and the rejects are kept."""
    clean.path.unlink(missing_ok=True)
    clean.rejects_path.unlink(missing_ok=True)
