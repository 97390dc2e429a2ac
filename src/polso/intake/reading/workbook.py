"""Stages 1 and 2 for workbooks (XLSX, XLS, ODS): each visible sheet with rows is a table of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.intake.reading.cells import spell
from polso.intake.reading.formulas import missing_values
from polso.intake.reading.header import find_header
from polso.intake.reading.model import Finding, RawTable, SourceFile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SAMPLE_ROWS = 200


def open_workbook(source: SourceFile, header: bool | None) -> tuple[RawTable, ...]:
    """The tables of a workbook; sheets that have a header and no rows are left out with a finding on the others."""
    from python_calamine import SheetVisibleEnum

    book = _open(source)
    place = Place(file=source.name)
    missing = missing_values(source.path)
    tables: list[RawTable] = []
    left_out: dict[str, list[str]] = {"sheet_hidden": [], "sheet_without_rows": []}
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            left_out["sheet_hidden"].append(sheet.name)
            continue
        sample, width = _look(book, sheet.name, source)
        if not sample:
            continue
        table = _table(source, sheet.name, sample, width, header)
        if table is None:
            left_out["sheet_without_rows"].append(sheet.name)
            continue
        tables.append(replace(table, findings=table.findings + missing.get(sheet.name, ())))
    if not tables:
        if left_out["sheet_without_rows"]:
            raise UserError("no_rows", place=place, rejected=0)
        raise UserError("file_empty", place=place)
    notes = tuple(Finding(code, len(names), tuple(names)) for code, names in left_out.items() if names)
    return (replace(tables[0], findings=tables[0].findings + notes), *tables[1:])


def _look(book: CalamineWorkbook, sheet: str, source: SourceFile) -> tuple[list[tuple[int, list[str]]], int]:
    """The first rows, and the width of the sheet over all of them: a cell far below must not be lost."""
    sample: list[tuple[int, list[str]]] = []
    width = 0
    for number, cells in sheet_rows(book, sheet, source):
        texts = [text for text, _ in cells]
        width = max(width, _last_filled(texts))
        if len(sample) < _SAMPLE_ROWS:
            sample.append((number, texts))
    return sample, width


def sheet_rows(book: CalamineWorkbook, sheet: str, source: SourceFile) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Row number in the sheet and spelled cells of each row that has any."""
    from python_calamine import CalamineError

    try:
        rows = book.get_sheet_by_name(sheet).iter_rows()
        for number, row in enumerate(rows, 1):
            cells = [spell(cell) for cell in row]
            if any(kind != "e" for _, kind in cells):
                yield number, cells
    except CalamineError as error:
        raise UserError("file_unreadable", place=Place(file=source.name), encoding="workbook") from error


def reopen(source: SourceFile) -> CalamineWorkbook:
    """The workbook again, for the pass over its rows."""
    return _open(source)


def _open(source: SourceFile) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    place = Place(file=source.name)
    try:
        return CalamineWorkbook.from_path(source.path)
    except PasswordError as error:
        raise UserError("file_protected", place=place) from error
    except CalamineError as error:
        raise UserError("file_not_a_table", place=place, found="zip") from error


def _table(
    source: SourceFile, sheet: str, sample: Sequence[tuple[int, list[str]]], width: int, header: bool | None
) -> RawTable | None:
    found = find_header([cells for _, cells in sample], width, header)
    if found.body >= len(sample):
        return None
    header_line = None if found.index is None else sample[found.index][0]
    first = found.body if found.index is None else found.index
    return RawTable(
        file=source,
        sheet=sheet,
        names=found.names,
        header=found.decision,
        header_line=header_line,
        body_after=sample[found.body][0] - 1 if header_line is None else header_line,
        encoding=None,
        separator=None,
        dialect=None,
        preamble=tuple(" ".join(cell for cell in cells if cell) for _, cells in sample[:first]),
        findings=found.findings,
    )


def _last_filled(cells: Sequence[str]) -> int:
    return max((position for position, cell in enumerate(cells, 1) if cell.strip()), default=0)
