"""Stage 2: one streaming pass that writes the body as clean CSV and puts aside what is no row."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from polso.base.errors import Place, UserError
from polso.intake.reading.body import CLEAN, Counts, clean_dialect, row_writer, write_body
from polso.intake.reading.model import CleanTable, Finding, Progress, RawTable, RejectedLine
from polso.intake.reading.source import check_unchanged
from polso.intake.reading.utf8 import as_utf8
from polso.intake.reading.workbook import reopen, sheet_rows

_EVERY = 4096


def clean_table(table: RawTable, folder: Path, progress: Progress | None = None, *, quick: bool = True) -> CleanTable:
    """Write the rows of `table` into a new file of `folder`, in constant memory for text.

    `quick` False looks at every record of a text even where it is regular, with the same result. Raises UserError
    `no_rows` when nothing is left, `file_changed`, `file_unreadable`, and OSError as the disk does.
    """
    check_unchanged(table.file)
    stem = uuid.uuid4().hex
    path, rejects_path = folder / f"{stem}.csv", folder / f"{stem}.rejects.csv"
    counts = Counts()
    tell = progress or _silent
    with path.open("wb") as body, rejects_path.open("w", encoding="utf-8", newline="") as aside:
        if table.file.form == "delimited":
            _write_text(table, folder / f"{stem}.utf8", body, aside, counts, tell, quick=quick)
        else:
            _write_workbook(table, body, counts, tell)
    tell(table.file.size, table.file.size)
    if not counts.rows:
        raise UserError("no_rows", place=Place(file=table.file.name), rejected=counts.rejected)
    findings = []
    if counts.nul_lines:
        findings.append(Finding("nul_removed", len(counts.nul_lines), (), tuple(counts.nul_lines[:100])))
    return CleanTable(
        table=table,
        path=path,
        rejects_path=rejects_path,
        dialect=clean_dialect(table),
        rows=counts.rows,
        rejected=counts.rejected,
        blank=counts.blank,
        head=counts.head,
        multiline=counts.multiline,
        longest=2 * counts.longest + 4 * table.width + 64,
        findings=tuple(findings),
        totals=tuple(counts.totals),
    )


def read_rejects(clean: CleanTable) -> Iterator[RejectedLine]:
    """The lines that were put aside, in the order of the file."""
    with clean.rejects_path.open("r", encoding="utf-8", newline="") as handle:
        for line, reason, expected, found, text in csv.reader(handle):
            yield RejectedLine(int(line), reason, int(expected), int(found), text)


def _silent(_done: int, _total: int) -> None:
    return None


def _write_text(
    table: RawTable, copy: Path, body: IO[bytes], aside: IO[str], counts: Counts, progress: Progress, *, quick: bool
) -> None:
    assert table.encoding is not None
    try:
        text = as_utf8(table.file, table.encoding.value, copy)
        write_body(table, text, body, aside, counts, progress, quick=quick)
    except UnicodeError as error:
        place = Place(file=table.file.name)
        raise UserError("file_unreadable", place=place, encoding=table.encoding.value) from error
    finally:
        copy.unlink(missing_ok=True)


def _write_workbook(table: RawTable, body: IO[bytes], counts: Counts, progress: Progress) -> None:
    assert table.sheet is not None
    write = row_writer(body, CLEAN)
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
        counts.longest = max(counts.longest, 4 * sum(len(text) for text, _ in kept) + width)
        counts.rows += 1
        write(line, [*(text for text, _ in kept), "".join(kind for _, kind in kept)])
        if counts.rows % _EVERY == 0:
            progress(0, total)


def free(clean: CleanTable) -> None:
    """Remove the files of the pass once their rows are in the database and the rejects are kept."""
    clean.path.unlink(missing_ok=True)
    clean.rejects_path.unlink(missing_ok=True)
