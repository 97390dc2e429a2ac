"""Sheets of a workbook that make one table: a line of the table is a row of one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Stack = Sequence[tuple[str, int]]
"""Names of the sheets with their offsets, in order: row `r` of a sheet is line `offset + r` of the table."""


def place_in(stack: Stack, line: int) -> tuple[str | None, int]:
    """The sheet and the row in it of a `line`; no sheet and the line itself where nothing is stacked.

    >>> place_in([("Gennaio", 0), ("Febbraio", 9)], 12), place_in([], 12)
    (('Febbraio', 3), (None, 12))
    """
    if not stack:
        return None, line
    name, offset = stack[max(0, bisect_right([one[1] for one in stack], line - 1) - 1)]
    return name, line - offset
