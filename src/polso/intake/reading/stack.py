"""Sheets of equal shape, one a month, become one table; what is no cell of the file becomes its last columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from polso.intake.reading.model import FILL_COLUMN, SHEET_COLUMN, Finding, RawTable, StackedSheet

_GENERATED = re.compile(r"^column_\d+$")


def stacked(tables: Sequence[RawTable]) -> tuple[RawTable, ...]:
    """The tables of a workbook, those with equal headers (in whatever order) put one under the other."""
    groups: dict[frozenset[str] | int, list[RawTable]] = {}
    for position, table in enumerate(tables):
        named = frozenset(name.casefold() for name in table.names if not _GENERATED.match(name))
        alone = table.header_line is None or len(named) < 2
        groups.setdefault(position if alone else named, []).append(table)
    return tuple(_with_fills(_one(group)) for group in groups.values())


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
