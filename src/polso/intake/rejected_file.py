"""Rejected rows as a file of the kind they came in, to be corrected and given again: nothing of them is changed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.intake.reading.records import is_undelimited
from polso.intake.remembering import NOTE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polso.intake.loading.unit import Unit
    from polso.intake.reading import RawTable
    from polso.store.batch_context import BatchContext, Reject

SEPARATOR_LINE = "sep="
LONGEST_RECORD = 1_000
"""Lines: a quote that never closes does not make one record of the rest."""

_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})


@dataclass(frozen=True, slots=True)
class RejectsWish:
    """Where the rejected rows are to be written, and how their reasons are said."""

    path: Path
    say: Callable[[Reject], str]


def write_rejects(units: Sequence[Unit], context: BatchContext, wish: RejectsWish) -> tuple[Path, ...]:
    """The rejected rows of each table, as they stand in its file, with line and reason as two columns more.

    One file for one table, `wish.path`; for several the name of the table is put before the suffix. A workbook gives a
    workbook. Call it inside the transaction of the import, when the rejects are kept. Raises OSError as the disk does.
    """
    found: list[tuple[Unit, dict[int, str]]] = []
    for unit in units:
        rows = context.cursor.execute(
            "SELECT line, column_name, value, reason FROM reject WHERE batch_id = ? AND file_id = ? ORDER BY line",
            [context.batch_id, unit.file_id],
        ).fetchall()
        reasons: dict[int, str] = {}
        for line, column, value, reason in rows:
            if line is not None:
                said = wish.say(_reject(line, column, value, reason))
                reasons[line] = f"{reasons[line]}; {said}" if line in reasons else said
        if reasons:
            found.append((unit, reasons))
    written: list[Path] = []
    for unit, reasons in found:
        path = wish.path if len(found) == 1 else _beside(wish.path, unit.file)
        if unit.read.raw.dialect is None and path.suffix.lower() not in _WORKBOOKS:
            path = path.with_suffix(".xlsx")
        path.write_bytes(rejected_rows(unit.read.raw, reasons))
        written.append(path)
    return tuple(written)


def _reject(line: int, column: str | None, value: str | None, reason: str) -> Reject:
    from polso.store.batch_context import Reject

    return Reject(line, column, value, reason)


def _beside(path: Path, label: str) -> Path:
    name = "".join(letter if letter.isalnum() else "-" for letter in label)
    return path.with_name(f"{path.stem}-{name}{path.suffix}")


def rejected_rows(table: RawTable, reasons: Mapping[int, str], *, noted: bool = True) -> bytes:
    """The records of `table` that begin on the lines of `reasons`, under its header, in its own encoding and separator.

    With `noted` two columns more say line and reason; importing the file again passes over them.
    """
    if table.dialect is None:
        return _workbook(table, reasons, noted=noted)
    return _text(table, reasons, noted=noted and not is_undelimited(table.dialect.delimiter))


def _text(table: RawTable, reasons: Mapping[int, str], *, noted: bool) -> bytes:
    lines = frozenset(reasons)
    codec = table.encoding.value if table.encoding is not None else "utf-8"
    head = {1} if table.header_line is None else {1, table.header_line}
    out: list[str] = []
    with table.file.path.open(encoding=codec, errors="surrogateescape", newline="") as content:
        for number, record in _records(content, table, lines | head):
            if number in lines:
                out.append(_with_note(record, table, (str(number), reasons[number])) if noted else _ended(record))
            elif number == table.header_line:
                out.append(_with_note(record, table, NOTE_COLUMNS) if noted else _ended(record))
            elif record.lower().startswith(SEPARATOR_LINE):
                out.append(_ended(record))
    return "".join(out).encode(codec, errors="surrogateescape")


def _ended(record: str) -> str:
    return record if record.endswith(("\n", "\r")) else f"{record}\n"


def _with_note(record: str, table: RawTable, note: tuple[str, str]) -> str:
    """The record with two cells more; a short one is filled up, so that they stand under their headers."""
    assert table.dialect is not None
    mark, quote = table.dialect.delimiter, table.dialect.quote or '"'
    bare = record.rstrip("\r\n")
    end = record[len(bare) :] or "\n"
    cells = next(csv.reader([bare], delimiter=mark, quotechar=quote), []) if table.dialect.quote else bare.split(mark)
    missing = max(0, table.width - len(table.virtual) - len(cells))
    said = [quote + cell.replace(quote, quote * 2) + quote if {mark, quote} & set(cell) else cell for cell in note]
    return mark.join([bare, *([""] * missing), *said]) + end


def _records(content: Any, table: RawTable, wanted: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Each wanted record with the line on which it begins; one with line ends in quotes goes over several lines."""
    quote = table.dialect.quote if table.dialect is not None else ""
    begun, held = 0, ""
    last = max(wanted, default=0)
    for number, line in enumerate(content, 1):
        if held:
            held += line
        elif number in wanted:
            begun, held = number, line
        elif number > last:
            return
        else:
            continue
        if not quote or held.count(quote) % 2 == 0 or number - begun > LONGEST_RECORD:
            yield begun, held
            held = ""
    if held:
        yield begun, held


def _workbook(table: RawTable, reasons: Mapping[int, str], *, noted: bool) -> bytes:
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    notes: dict[str | None, dict[int, tuple[str, str]]] = {}
    for line in sorted(reasons):
        sheet, row = table.place_of(line)
        notes.setdefault(sheet, {})[row] = (str(row), reasons[line])
    if table.header_line is not None:
        sheet, row = table.place_of(table.header_line)
        notes.setdefault(sheet, {})[row] = NOTE_COLUMNS
    book = CalamineWorkbook.from_path(str(table.file.path))
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as target:
        day = target.add_format({"num_format": "yyyy-mm-dd"})
        instant = target.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for sheet, rows in notes.items():
            page = target.add_worksheet(sheet)
            line = 0
            for number, cells in enumerate(book.get_sheet_by_name(str(sheet)).iter_rows(), 1):
                if number in rows:
                    width = table.width - len(table.virtual)
                    note = rows[number] if noted else ()
                    _write(page, line, [*cells, *[""] * (width - len(cells)), *note], day, instant)
                    line += 1
    return out.getvalue()


def _write(page: Any, line: int, cells: list[Any], day: Any, instant: Any) -> None:
    for position, value in enumerate(cells):
        match value:
            case "":
                continue
            case bool():
                page.write_boolean(line, position, value)
            case int() | float():
                page.write_number(line, position, value)
            case datetime():
                page.write_datetime(line, position, value, instant)
            case date():
                page.write_datetime(line, position, value, day)
            case _:
                page.write_string(line, position, str(value))
