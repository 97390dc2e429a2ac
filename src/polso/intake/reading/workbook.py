"""Stages 1 and 2 for workbooks (XLSX, XLS, ODS): each visible sheet with rows is a table, equal ones are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.intake.reading.cells import Cell, spell
from polso.intake.reading.fills import Fills
from polso.intake.reading.formulas import missing_values
from polso.intake.reading.header import Header, find_header, heading_of, unique_names
from polso.intake.reading.header_lines import joined
from polso.intake.reading.model import Finding, RawTable, SourceFile, StackedSheet
from polso.intake.reading.sheet_dates import find_dates
from polso.intake.reading.stack import stacked
from polso.intake.reading.total_words import says_total

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SAMPLE_ROWS = 200
_HEADER_LINES = 3
Cells = list[tuple[str, str]]


@dataclass(slots=True)
class _Look:
    """What one pass over a sheet shows: the first rows, its width, rows that are no totals, merged cells."""

    sample: list[tuple[int, list[str]]] = field(default_factory=list)
    width: int = 0
    rows: list[int] = field(default_factory=list)
    last_row: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    numbers_merged: int = 0


def open_workbook(source: SourceFile, header: bool | None) -> tuple[RawTable, ...]:
    """The tables of a workbook; sheets that have a header and no rows are left out with a finding on the others."""
    from python_calamine import SheetVisibleEnum

    book = _open(source)
    place = Place(file=source.name)
    missing = missing_values(source.path)
    fills = Fills(source.path)
    tables: list[RawTable] = []
    left_out: dict[str, list[str]] = {"sheet_hidden": [], "sheet_without_rows": [], "sheet_no_table": []}
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            left_out["sheet_hidden"].append(sheet.name)
            continue
        look = _look(book, sheet.name, source)
        if look is None:
            left_out["sheet_no_table"].append(sheet.name)
            continue
        if not look.sample:
            continue
        table = _table(source, sheet.name, look, header, fills)
        if table is None:
            left_out["sheet_without_rows"].append(sheet.name)
            continue
        tables.append(replace(table, findings=table.findings + missing.get(sheet.name, ())))
    if not tables:
        if left_out["sheet_without_rows"]:
            raise UserError("no_rows", place=place, rejected=0)
        if left_out["sheet_no_table"]:
            raise UserError("file_unreadable", place=place, encoding="workbook")
        raise UserError("file_empty", place=place)
    notes = tuple(Finding(code, len(names), tuple(names)) for code, names in left_out.items() if names)
    first, *rest = stacked(tables, lambda table: _body_rows(book, table))
    return (replace(first, findings=first.findings + notes), *rest)


def _look(book: CalamineWorkbook, name: str, source: SourceFile) -> _Look | None:
    """One pass over all rows: a cell far below must not be lost. None for a sheet that is no grid (a chart)."""
    look = _Look()
    sheet = _sheet(book, name, source)
    if sheet is None:
        return None
    look.merged = _merged(sheet)
    for number, cells in _rows(sheet, source, look):
        texts = [text for text, _ in cells]
        look.width = max(look.width, _last_filled(texts))
        look.last_row = number
        if not any(map(says_total, texts)):
            look.rows.append(number)
        if len(look.sample) < _SAMPLE_ROWS:
            look.sample.append((number, texts))
    return look


def sheet_rows(book: CalamineWorkbook, name: str, source: SourceFile) -> Iterator[tuple[int, Cells]]:
    """Row number in the sheet and spelled cells of each row that has any; merged cells are filled downwards."""
    sheet = _sheet(book, name, source)
    if sheet is not None:
        yield from _rows(sheet, source, _Look(merged=_merged(sheet)))


def _body_rows(book: CalamineWorkbook, table: RawTable) -> Iterator[tuple[str, ...]]:
    """The cells of the rows of a sheet's body that are no totals, its days completed."""
    (part,) = table.sheets
    for number, cells in sheet_rows(book, part.name, table.file):
        texts = [" ".join(text.split()) for text, _ in cells[: len(table.names)]]
        if number <= part.body_after or any(map(says_total, texts)) or not any(texts):
            continue
        if part.dates is not None and part.dates.column < len(texts):
            completed = part.dates.complete(cells[part.dates.column][0])
            texts[part.dates.column] = completed[0] if completed is not None else texts[part.dates.column]
        if heading_of(texts) != part.heading:
            yield tuple(texts)


def _sheet(book: CalamineWorkbook, name: str, source: SourceFile) -> CalamineSheet | None:
    from python_calamine import WorksheetNotFound

    try:
        with _refusing("file_unreadable", source, encoding="workbook"):
            return book.get_sheet_by_name(name)
    except WorksheetNotFound:
        return None


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row and last column of each merged range, rows from 1 and columns from 0."""
    return [(top + 1, left, low + 1, right) for (top, left), (low, right) in sheet.merged_cell_ranges or ()]


def _rows(sheet: CalamineSheet, source: SourceFile, look: _Look) -> Iterator[tuple[int, Cells]]:
    """A word or day in cells merged downwards belongs to each of their rows; a number counts once."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for top, left, low, _ in look.merged:
        if low > top:
            begins.setdefault(top, []).append((left, low))
    reaching: dict[int, tuple[int, tuple[str, str]]] = {}
    for number, row in enumerate(_safely(sheet.iter_rows, source), 1):
        cells = [spell(cell) for cell in row]
        if not any(kind != "e" for _, kind in cells):
            continue
        for column, (low, cell) in list(reaching.items()):
            if number > low:
                del reaching[column]
            elif column < len(cells) and cells[column][1] == "e":
                cells[column] = cell
        for column, low in begins.get(number, ()):
            if column < len(cells) and cells[column][1] in "tdbh":
                reaching[column] = (low, cells[column])
            elif column < len(cells) and cells[column][1] == "n":
                look.numbers_merged += 1
        yield number, cells


def _safely(rows: Callable[[], Iterator[Sequence[Cell]]], source: SourceFile) -> Iterator[Sequence[Cell]]:
    with _refusing("file_unreadable", source, encoding="workbook"):
        yield from rows()


@contextmanager
def _refusing(code: str, source: SourceFile, **parameters: str) -> Iterator[None]:
    """What the library says of a damaged file, as a UserError; its panics are no ordinary exceptions."""
    from python_calamine import CalamineError, WorksheetNotFound

    try:
        yield
    except WorksheetNotFound:
        raise
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError) as error:
        raise UserError(code, place=Place(file=source.name), **parameters) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UserError(code, place=Place(file=source.name), **parameters) from error


def reopen(source: SourceFile) -> CalamineWorkbook:
    """The workbook again, for the pass over its rows."""
    return _open(source)


def _open(source: SourceFile) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        with _refusing("file_not_a_table", source, found="zip"):
            return CalamineWorkbook.from_path(source.path)
    except UserError as error:
        if isinstance(error.__cause__, PasswordError):
            raise UserError("file_protected", place=Place(file=source.name)) from error.__cause__
        raise


def _table(source: SourceFile, sheet: str, look: _Look, header: bool | None, fills: Fills) -> RawTable | None:
    found = _with_line_above(look, find_header([cells for _, cells in look.sample], look.width, header))
    if found.body >= len(look.sample):
        return None
    header_line = None if found.index is None else look.sample[found.index][0]
    first = found.body if found.index is None else found.index
    body_after = look.sample[found.body][0] - 1 if header_line is None else header_line
    preamble = tuple(" ".join(cell for cell in cells if cell) for _, cells in look.sample[:first])
    body = [cells for _, cells in look.sample[found.body :] if not any(map(says_total, cells))]
    dates, lacking = find_dates(found.names, body, sheet, (Path(source.name).stem, *preamble))
    findings = list(found.findings)
    if lacking:
        findings.append(Finding("date_incomplete", 1, (lacking,)))
    if dates is not None:
        findings.append(Finding("day_from_sheet", 1, (found.names[dates.column], sheet)))
    if look.numbers_merged:
        findings.append(Finding("merged_numbers", look.numbers_merged))
    part = StackedSheet(
        name=sheet,
        offset=0,
        last_row=look.last_row,
        body_after=body_after,
        columns=tuple(range(len(found.names))),
        heading=() if found.index is None else heading_of(look.sample[found.index][1][: look.width]),
        fills=fills.of_sheet(sheet, [row for row in look.rows if row > body_after], look.width),
        dates=dates,
    )
    return RawTable(
        file=source,
        sheet=sheet,
        names=found.names,
        header=found.decision,
        header_line=header_line,
        body_after=body_after,
        encoding=None,
        separator=None,
        dialect=None,
        preamble=preamble,
        findings=tuple(findings),
        sheets=(part,),
    )


def _with_line_above(look: _Look, found: Header) -> Header:
    """The header with the names that stand above it in merged cells, however many lines these take."""
    if found.index is None:
        return found
    row, cells = look.sample[found.index]
    names = list(cells[: look.width]) + [""] * (look.width - len(cells))
    changed = False
    for position in range(found.index - 1, max(-1, found.index - _HEADER_LINES), -1):
        number, above = look.sample[position]
        if number != row - 1:
            break
        spans = [(left, right) for top, left, low, right in look.merged if top == number and low == number]
        made = joined(above, names, spans)
        if made is None:
            break
        names, row, changed = made, number, True
    if not changed:
        return found
    unique, findings = unique_names(names, look.width)
    return replace(found, names=unique, findings=findings)


def _last_filled(cells: Sequence[str]) -> int:
    return max((position for position, cell in enumerate(cells, 1) if cell.strip()), default=0)
