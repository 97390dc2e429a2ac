"""Stage 2: one streaming pass that writes the body as clean CSV and puts aside what is no row."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from polso.base.errors import Place, UserError
from polso.intake.reading.body import Counts, clean_dialect, write_body
from polso.intake.reading.clean_file import CleanFile
from polso.intake.reading.header import heading_of
from polso.intake.reading.model import (
    FILL_COLUMN,
    CleanTable,
    Finding,
    Progress,
    RawTable,
    RejectedLine,
    StackedSheet,
)
from polso.intake.reading.source import check_unchanged
from polso.intake.reading.utf8 import as_utf8
from polso.intake.reading.workbook import Cells, reopen, sheet_rows

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
    is_text = table.file.form == "delimited"
    with path.open("w+b") as handle, rejects_path.open("w", encoding="utf-8", newline="") as aside:
        body = CleanFile(handle, clean_dialect(table), table.width, numbered=not is_text or not quick)
        if is_text:
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
        tidy=counts.tidy and is_text,
        first_line=body.first_line,
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
    table: RawTable, copy: Path, body: CleanFile, aside: IO[str], counts: Counts, progress: Progress, *, quick: bool
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


def _write_workbook(table: RawTable, body: CleanFile, counts: Counts, progress: Progress) -> None:
    total, done = table.file.size, 0
    rows_in_all = sum(part.last_row for part in table.sheets) or 1
    book = reopen(table.file)
    for part in table.sheets:
        for row, cells in sheet_rows(book, part.name, table.file):
            if row <= part.body_after or _is_heading(cells, part):
                counts.head += 1
                continue
            kept = _arranged(cells, table, part, row)
            own = table.width - len(table.virtual)
            if not any(text for text, _ in kept[:own]):
                counts.blank += 1
                continue
            counts.multiline = counts.multiline or any("\n" in text or "\r" in text for text, _ in kept)
            counts.longest = max(counts.longest, 4 * sum(len(text) for text, _ in kept) + table.width)
            counts.rows += 1
            texts = [text for text, _ in kept]
            body.record(part.offset + row, [*texts, "".join(kind for _, kind in kept)], is_one_line=False)
            if counts.rows % _EVERY == 0:
                done = min(total, total * (part.offset + row) // rows_in_all)
                progress(done, total)


def _is_heading(cells: Cells, part: StackedSheet) -> bool:
    """Whether a row is the header again, as on every page."""
    first = " ".join(cells[0][0].split())
    if not part.heading or first != part.heading[0]:
        return False
    return heading_of([text for text, _ in cells[: len(part.heading)]]) == part.heading


def _arranged(cells: Cells, table: RawTable, part: StackedSheet, row: int) -> Cells:
    """The cells of a sheet's row as those of the table."""
    if part.dates is not None and part.dates.column < len(cells):
        completed = part.dates.complete(cells[part.dates.column][0])
        if completed is not None:
            cells[part.dates.column] = completed
    kept = [cells[column] if 0 <= column < len(cells) else ("", "e") for column in part.columns]
    added = [part.fills.get(row, "none") if name == FILL_COLUMN else part.name for name in table.virtual]
    return [*kept, *((text, "t") for text in added)]


def free(clean: CleanTable) -> None:
    """Remove the files of the pass once their rows are in the database and the rejects are kept."""
    clean.path.unlink(missing_ok=True)
    clean.rejects_path.unlink(missing_ok=True)
