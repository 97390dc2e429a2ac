"""Where the header is, and names for the columns that are unique and never blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from polso.intake.reading.model import Decision, Finding

_LOOK_AT = 40
_FILLED_SHARE = 0.8
_TYPED_SHARE = 0.8
_AMOUNT = re.compile(r"^[\s(+\-−]*(?:[€$£]|[A-Z]{3}\s)?\s*[+\-]?\d[\d.,'’\s\u00a0\u202f]*[)%\-€$£KM\s]*(?:[A-Z]{3})?$")
_DAY = re.compile(r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,].*)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_WORDS = frozenset({"true", "false"})


@dataclass(frozen=True, slots=True)
class Header:
    """`index` of the header among the rows looked at, or None and the index of the first body row."""

    index: int | None
    body: int
    decision: Decision
    names: tuple[str, ...]
    findings: tuple[Finding, ...]


def find_header(rows: Sequence[Sequence[str]], width: int, given: bool | None = None) -> Header:
    """The header of `rows`: the first row filled as wide as the body whose cells are not of the body's kind.

    `given` True takes the first filled row, False takes none. Where body and first row are text alike, a header is
    assumed unless the row's words come again in their columns.
    """
    filled = [index for index, row in enumerate(rows[:_LOOK_AT]) if _is_filled(row, width)]
    if filled:
        first = filled[0]
    else:
        sizes = [sum(1 for cell in row if cell.strip()) for row in rows[:_LOOK_AT]]
        first = next(index for index, size in enumerate(sizes) if size >= _FILLED_SHARE * max(sizes))
    if given is not None:
        return _made(rows, first, width, Decision("present" if given else "absent", "given"))
    against = _votes(rows, first, width)
    if against and first and _names_with_gaps(rows[first - 1], width):
        return _made(rows, first - 1, width, Decision("present", "above_first_full_row"))
    return _made(rows, first, width, Decision("absent" if against else "present", "compared_with_body"))


def _made(rows: Sequence[Sequence[str]], first: int, width: int, decision: Decision) -> Header:
    if decision.value == "absent":
        names = tuple(f"column_{position}" for position in range(1, width + 1))
        return Header(None, first, decision, names, (Finding("header_missing"),))
    names, findings = unique_names(rows[first], width)
    return Header(first, first + 1, decision, names, findings)


def heading_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a header with their blanks made single, to know it again further down."""
    return tuple(" ".join(cell.split()) for cell in cells)


def unique_names(cells: Sequence[str], width: int) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Names from header cells; blank ones become `column_N`, repeated ones get a number.

    >>> unique_names(["Data", "", "data ", "Data"], 4)[0]
    ('Data', 'column_2', 'data (2)', 'Data (3)')
    """
    names: list[str] = []
    blank: list[str] = []
    repeated: list[str] = []
    counts: Counter[str] = Counter()
    taken = {" ".join(cell.split()).casefold() for cell in cells}
    for position in range(width):
        name = " ".join(cells[position].split()) if position < len(cells) else ""
        if not name:
            name = f"column_{position + 1}"
            blank.append(name)
        key = name.casefold()
        counts[key] += 1
        if counts[key] > 1:
            while f"{key} ({counts[key]})" in taken:
                counts[key] += 1
            name = f"{name} ({counts[key]})"
            repeated.append(name)
        taken.add(name.casefold())
        names.append(name)
    findings = []
    if blank:
        findings.append(Finding("header_blank", len(blank), tuple(blank)))
    if repeated:
        findings.append(Finding("header_repeated", len(repeated), tuple(repeated)))
    return tuple(names), tuple(findings)


def _is_filled(row: Sequence[str], width: int) -> bool:
    within = sum(1 for cell in row[:width] if cell.strip())
    beyond = any(cell.strip() for cell in row[width:])
    return not beyond and within >= max(1, _FILLED_SHARE * width)


def _names_with_gaps(row: Sequence[str], width: int) -> bool:
    """Whether a row as wide as the body names at least half of its columns and holds nothing but words."""
    filled = [cell for cell in row if cell.strip()]
    return len(row) == width and len(filled) * 2 >= width and not any(is_typed(cell) for cell in filled)


def is_typed(cell: str) -> bool:
    """Whether a cell looks like an amount, a day or a truth value: not what columns are named."""
    text = cell.strip()
    return bool(_AMOUNT.match(text) or _DAY.match(text)) or text.casefold() in _WORDS


def _votes(rows: Sequence[Sequence[str]], first: int, width: int) -> bool:
    """Whether the first filled row is a body row itself."""
    head = rows[first]
    # A header that comes again on every page is no evidence against itself.
    body = [row for row in rows[first + 1 :] if row != head]
    like_body = unlike_body = again = text_columns = 0
    for position in range(min(width, len(head))):
        cell = head[position].strip()
        below = [row[position].strip() for row in body if position < len(row) and row[position].strip()]
        if not cell or not below:
            continue
        if sum(1 for value in below if is_typed(value)) >= _TYPED_SHARE * len(below):
            if not is_typed(cell):
                unlike_body += 1
            elif not (_YEAR.match(cell) and not all(_YEAR.match(value) for value in below)):
                like_body += 1
        else:
            text_columns += 1
            again += cell in below
            like_body += is_typed(cell) and not _YEAR.match(cell)
    if like_body or unlike_body:
        return like_body > unlike_body
    if not body:
        typed = sum(1 for cell in head if is_typed(cell))
        return typed * 2 > len(head)
    return again * 2 >= max(text_columns, 1)
