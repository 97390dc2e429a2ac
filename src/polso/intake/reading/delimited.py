"""Stage 1 for text: encoding, separator, header of a delimited file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from polso.base.errors import Place, UserError
from polso.intake.reading.dialect import decide_dialect, decimals_only, sample_records, separator_line, title_lines
from polso.intake.reading.encoding import Bytes, decide_encoding
from polso.intake.reading.header import Header, find_header, heading_of, is_typed, unique_names
from polso.intake.reading.header_lines import joined
from polso.intake.reading.model import Decision, Dialect, RawTable, SourceFile
from polso.intake.reading.records import Record

_SAMPLE_LINES = 1000
_SAMPLE_CHARACTERS = 1 << 20


@contextmanager
def open_text(source: SourceFile, encoding: str) -> Iterator[tuple[io.TextIOWrapper, io.BufferedReader]]:
    """The file as text with its line ends untouched, and the bytes below it, whose `tell` is the progress.

    Bytes that the encoding does not know raise UserError `file_unreadable`.
    """
    try:
        with source.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as handle:
            yield handle, raw
    except UnicodeError as error:
        raise UserError("file_unreadable", place=Place(file=source.name), encoding=encoding) from error


def open_delimited(
    source: SourceFile, facts: Bytes, encoding: str | None, delimiter: str | None, header: bool | None
) -> RawTable:
    """The one table of a text file; raises UserError as `open_source` says."""
    place = Place(file=source.name)
    codec = decide_encoding(facts, source.name, encoding)
    lines, whole = _first_lines(source, codec.value)
    named = separator_line(lines[0]) if lines else None
    skipped = 1 if named else 0
    if not any(line.strip() for line in lines[skipped:]):
        raise UserError("file_empty", place=place)
    chosen = decide_dialect(lines[skipped:], delimiter or named)
    if chosen is None:
        raise UserError("file_not_a_table", place=place, found="text")
    dialect, separator = chosen
    if dialect.delimiter == "none" or (dialect.delimiter == "," and decimals_only(lines[skipped:])):
        _refuse_missing_cells(lines[skipped:], 1 + skipped, source.name)
    if named and not delimiter:
        separator = Decision(named, "separator_line")
    records = [record for record in sample_records(lines[skipped:], dialect, 1 + skipped) if _kept(record)]
    if not records:
        raise UserError("file_not_a_table", place=place, found="text")
    width = _body_width(records[title_lines([len(record.cells) for record in records]) :], place)
    found = find_header([record.cells for record in records], width, header)
    _refuse_short_header(records, found, width, place)
    named_width = width if found.index is None else len(records[found.index].cells)
    if named_width < width:
        if any(cell.strip() for record in records[found.body :] for cell in record.cells[named_width:]):
            raise UserError("header_does_not_fit", place=place, expected=named_width, found=width)
        found = find_header([record.cells for record in records], named_width, header)
    found = _with_line_above(records, found)
    if whole and found.body >= len(records):
        raise UserError("no_rows", place=place, rejected=0)
    return _table(source, codec, separator, dialect, records, found)


def _refuse_missing_cells(lines: Sequence[str], first: int, name: str) -> None:
    """A table kept apart by blanks in which some lines have a cell less: which one nobody can tell."""
    numbered = [(number, line.split()) for number, line in enumerate(lines, first) if line.strip()]
    (_, names), *body = numbered
    width = len(names)
    whole = [cells for _, cells in body if len(cells) == width]
    if width < _FEWEST_SPACED or 2 * len(whole) < len(body) or any(map(is_typed, names)):
        return
    other = next(((number, cells) for number, cells in body if len(cells) != width), None)
    if other is not None and all(any(map(is_typed, cells)) for cells in whole):
        number, cells = other
        raise UserError("cells_missing", place=Place(file=name, row=number), expected=width, found=len(cells))


_FEWEST_SPACED = 3


def _with_line_above(records: Sequence[Record], found: Header) -> Header:
    """The header with the names of the line above, where that line names groups of columns."""
    if not found.index or records[found.index - 1].last + 1 != records[found.index].line:
        return found
    above, width = records[found.index - 1].cells, len(found.names)
    cells = records[found.index].cells[:width]
    made = joined(above, cells + [""] * (width - len(cells)), None)
    if made is None:
        return found
    names, findings = unique_names(made, width)
    return replace(found, names=names, findings=findings)


def _refuse_short_header(records: Sequence[Record], found: Header, width: int, place: Place) -> None:
    """A line of names one short of the body leaves open which column has none."""
    if found.index is None and found.decision.why != "given" and found.body > 0:
        before = records[found.body - 1].cells
        if width > 2 and len(before) == width - 1 and all(cell.strip() and not is_typed(cell) for cell in before):
            raise UserError("header_does_not_fit", place=place, expected=len(before), found=width)


def _table(
    source: SourceFile,
    codec: Decision,
    separator: Decision,
    dialect: Dialect,
    records: Sequence[Record],
    found: Header,
) -> RawTable:
    if found.index is None:
        header_line, body_after = None, records[found.body].line - 1
    else:
        header_line, body_after = records[found.index].line, records[found.index].last
    before = records[: found.body if found.index is None else found.index]
    return RawTable(
        file=source,
        sheet=None,
        names=found.names,
        header=found.decision,
        header_line=header_line,
        body_after=body_after,
        encoding=codec,
        separator=separator,
        dialect=dialect,
        preamble=tuple(record.text.strip() for record in before),
        findings=found.findings,
        heading=() if found.index is None else heading_of(records[found.index].cells),
    )


def _first_lines(source: SourceFile, encoding: str) -> tuple[list[str], bool]:
    """The first whole lines and whether they are the whole file."""
    lines: list[str] = []
    characters = 0
    with open_text(source, encoding) as (handle, _):
        for line in handle:
            if len(lines) >= _SAMPLE_LINES or characters > _SAMPLE_CHARACTERS:
                return lines, False
            lines.append(line)
            characters += len(line)
    return lines, True


def _kept(record: Record) -> bool:
    return not record.problem and any(cell.strip() for cell in record.cells)


def _body_width(records: Sequence[Record], place: Place) -> int:
    """The commonest width; a header wider than every row would name columns that do not exist."""
    widths = Counter(len(record.cells) for record in records)
    width = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
    first = records[0].cells
    wider = len(first) > width and sum(1 for cell in first if cell.strip()) > width
    if wider and len(records) > 2 and widths[width] == len(records) - 1:
        raise UserError("header_does_not_fit", place=place, expected=len(first), found=width)
    return width
