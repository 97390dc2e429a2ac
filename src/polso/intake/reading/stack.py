"""Sheets of equal shape, one a month, become one table; what is no cell of the file becomes its last columns.

A sheet that repeats the others is none of them: it is left out, or stays a table of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from polso.intake.reading.model import FILL_COLUMN, SHEET_COLUMN, Finding, RawTable, StackedSheet
from polso.intake.reading.repeats import Row, find_repeats

_GENERATED = re.compile(r"^column_\d+$")


def stacked(tables: Sequence[RawTable], rows_of: Callable[[RawTable], Iterator[Row]]) -> tuple[RawTable, ...]:
    """The tables of a workbook, those with equal headers (in whatever order) put one under the other.

    `rows_of` gives the cells of a sheet's rows, to tell whether it repeats others: `sheet_repeats_others` on the table
    of these when it is left out, `sheet_repeats_most` on a table of its own.
    """
    groups: dict[frozenset[str] | int, list[RawTable]] = {}
    for position, table in enumerate(tables):
        named = frozenset(name.casefold() for name in table.names if not _GENERATED.match(name))
        alone = table.header_line is None or len(named) < 2
        groups.setdefault(position if alone else named, []).append(table)
    return tuple(_with_fills(table) for group in groups.values() for table in _without_repeats(group, rows_of))


def _without_repeats(group: Sequence[RawTable], rows_of: Callable[[RawTable], Iterator[Row]]) -> list[RawTable]:
    """The sheets that add up as one table, then those that mostly repeat them."""
    if len(group) == 1:
        return list(group)
    order = sorted(group[0].names, key=str.casefold)
    found = find_repeats([_in_order(table, order, rows_of(table)) for table in group])
    apart = [
        replace(group[n], findings=(*group[n].findings, Finding("sheet_repeats_most", 1, (group[n].sheet or "",))))
        for n in sorted(found.apart)
    ]
    rest = [table for n, table in enumerate(group) if n not in found.left_out | found.apart]
    whole = [_one(rest), *apart] if rest else apart
    names = tuple(group[n].sheet or "" for n in sorted(found.left_out))
    if names:
        note = Finding("sheet_repeats_others", len(names), names)
        whole[0] = replace(whole[0], findings=(*whole[0].findings, note))
    return whole


def _in_order(table: RawTable, order: Sequence[str], rows: Iterator[Row]) -> Iterator[Row]:
    """Rows with their cells in the order of the names that are common to all sheets."""
    place = {name.casefold(): index for index, name in enumerate(table.names)}
    wanted = [place.get(name.casefold(), len(table.names)) for name in order]
    for row in rows:
        yield tuple(row[index] if index < len(row) else "" for index in wanted)


def _one(group: Sequence[RawTable]) -> RawTable:
    first = group[0]
    if len(group) == 1:
        return first
    names = list(first.names)
    taken = {name.casefold() for name in names}
    for table in group[1:]:
        for name in table.names:
            if name.casefold() not in taken:
                taken.add(name.casefold())
                names.append(name)
    parts: list[StackedSheet] = []
    offset = 0
    for table in group:
        (part,) = table.sheets
        place = {name.casefold(): index for index, name in enumerate(table.names)}
        parts.append(replace(part, offset=offset, columns=tuple(place.get(name.casefold(), -1) for name in names)))
        offset += part.last_row
    sheet_column = SHEET_COLUMN
    while sheet_column.casefold() in taken:
        sheet_column += "_"
    note = Finding("sheets_stacked", len(parts), tuple(part.name for part in parts))
    return replace(
        first,
        names=(*names, sheet_column),
        virtual=(sheet_column,),
        sheets=tuple(parts),
        findings=(note, *_merged([finding for table in group for finding in table.findings])),
    )


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    """One finding for each code and detail, with the counts added."""
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for finding in findings:
        counts[(finding.code, finding.detail)] += finding.count
    return [Finding(code, count, detail) for (code, detail), count in counts.items()]


def _with_fills(table: RawTable) -> RawTable:
    if not any(part.fills for part in table.sheets) or FILL_COLUMN in table.names:
        return table
    return replace(table, names=(*table.names, FILL_COLUMN), virtual=(*table.virtual, FILL_COLUMN))
