"""Rejected rows as a file of the kind they came in, to be corrected and given again: nothing of them is changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polso.intake.reading import RawTable

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEPARATOR_LINE = "sep="
LONGEST_RECORD = 1_000
"""Lines: a quote that never closes does not make one record of the rest."""


@dataclass(frozen=True, slots=True)
class RejectedFile:
    content: bytes
    kind: str
    name: str


def rejected_file(original: Path, name: str, sheet: str | None, lines: Collection[int]) -> RejectedFile:
    """The records of `original` that begin on `lines`, under its header, in its own encoding and separator.

    Raises UserError as `polso.intake.reading.open_source` does.
    """
    from polso.intake.reading import open_source

    tables = open_source(original)
    table = next((one for one in tables if sheet is not None and one.sheet == sheet), tables[0])
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    if table.dialect is None:
        return RejectedFile(_workbook(table, frozenset(lines)), XLSX_TYPE, f"{stem}-rejected.xlsx")
    return RejectedFile(_text(table, frozenset(lines)), CSV_TYPE, f"{stem}-rejected{suffix or '.csv'}")


def _text(table: RawTable, lines: frozenset[int]) -> bytes:
    codec = table.encoding.value if table.encoding is not None else "utf-8"
    head = {1} if table.header_line is None else {1, table.header_line}
    out: list[str] = []
    with table.file.path.open(encoding=codec, errors="surrogateescape", newline="") as content:
        for number, record in _records(content, table, lines | head):
            if number in lines or number == table.header_line or record.lower().startswith(SEPARATOR_LINE):
                out.append(record if record.endswith(("\n", "\r")) else f"{record}\n")
    return "".join(out).encode(codec, errors="surrogateescape")


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


def _workbook(table: RawTable, lines: frozenset[int]) -> bytes:
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    places = [table.place_of(line) for line in sorted(lines)]
    wanted: dict[str | None, set[int]] = {}
    for sheet, row in places:
        wanted.setdefault(sheet, set()).add(row)
    if table.header_line is not None:
        sheet, row = table.place_of(table.header_line)
        wanted.setdefault(sheet, set()).add(row)
    book = CalamineWorkbook.from_path(str(table.file.path))
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as target:
        day = target.add_format({"num_format": "yyyy-mm-dd"})
        instant = target.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for sheet, rows in wanted.items():
            page = target.add_worksheet(sheet)
            line = 0
            for number, cells in enumerate(book.get_sheet_by_name(str(sheet)).iter_rows(), 1):
                if number in rows:
                    _write(page, line, cells, day, instant)
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
