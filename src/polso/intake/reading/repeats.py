"""Sheets that say again what other sheets of the same shape say: the year beside its months, a copy beside its like.

Put under the others their rows would count twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FEWEST = 3
"""Fewer equal rows may be chance: such a sheet is not left out."""

_MOST = 0.5
"""From this share of rows that stand in others on, a sheet is not put under them."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Positions of sheets: every row of those `left_out` stands in a kept one, most rows of those `apart` do."""

    left_out: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()


def find_repeats(sheets: Sequence[Iterator[Row]]) -> Repeats:
    """Which sheets repeat others, rows counted as often as they occur. The largest is looked at first, and of equal
    ones the last: a year gives way to its months, months to a year that holds more than they do.

    >>> year, january, february = [("1",), ("2",), ("3",), ("4",)], [("1",), ("2",)], [("3",), ("4",)]
    >>> find_repeats([iter(year), iter(january), iter(february)])
    Repeats(left_out=frozenset({0}), apart=frozenset())
    """
    counts = [Counter(map(hash, rows)) for rows in sheets]
    kept = sum(counts, Counter[int]())
    order = sorted(range(len(counts)), key=lambda one: (-counts[one].total(), -one))
    left_out: set[int] = set()
    for position in order:
        if _repeated(counts[position], kept) == counts[position].total() >= _FEWEST:
            left_out.add(position)
            kept -= counts[position]
    apart: set[int] = set()
    for position in order:
        if position not in left_out and _repeated(counts[position], kept) > _MOST * counts[position].total():
            apart.add(position)
            kept -= counts[position]
    return Repeats(frozenset(left_out), frozenset(apart))


def _repeated(own: Counter[int], kept: Counter[int]) -> int:
    """How many rows of a sheet stand in the others, `kept` being the rows of all."""
    return sum(min(times, kept[row] - times) for row, times in own.items())
