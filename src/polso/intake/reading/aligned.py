"""Columns that stand one under the other, where cells may be empty: cut where every line has a blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

MARK = "cut:"
"""Begins the delimiter of a dialect whose columns are cut; the edges of the spaces between them follow."""

_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
_GAP = re.compile(r"\S\s{2,}\S")


def aligned_columns(lines: Sequence[str]) -> str | None:
    """The delimiter for filled lines without tabs that are aligned under the first one, their header; None where they
    are not.

    The columns are what stands between characters that are blank on every line; each needs a name in the header.

    >>> aligned_columns(["no.  customer  amount", "1    Rossi       5,00", "2                7,00"])
    'cut:3-5,13-15'
    >>> aligned_columns(["no. customer amount", "1 Rossi 5,00", "2 7,00"]) is None
    True
    """
    texts = [line.rstrip() for line in lines]
    if len(texts) < _FEWEST_LINES or any("\t" in text for text in texts):
        return None
    width = max(map(len, texts))
    filled = [any(len(text) > place and not text[place].isspace() for text in texts) for place in range(width)]
    spans: list[tuple[int, int]] = []
    for place in range(width):
        if filled[place] and (place == 0 or not filled[place - 1]):
            spans.append((place, place + 1))
        elif filled[place]:
            spans[-1] = (spans[-1][0], place + 1)
    spans = _whole_names(spans, texts[1:])
    if len(spans) < _FEWEST_COLUMNS or not all(texts[0][start:end].strip() for start, end in spans):
        return None
    return MARK + ",".join(f"{left[1]}-{right[0]}" for left, right in pairwise(spans))


def _whole_names(spans: Sequence[tuple[int, int]], body: Sequence[str]) -> list[tuple[int, int]]:
    """The columns with names of several words whole: where no row has a value under a word that one blank keeps apart
    from its neighbour, both are one name."""
    valued = [any(text[start:end].strip() for text in body) for start, end in spans]
    found: list[tuple[tuple[int, int], bool]] = []
    for span, has_values in zip(spans, valued, strict=True):
        if found:
            (start, end), before = found[-1]
            if span[0] - end == 1 and not (before and has_values):
                found[-1] = (start, span[1]), before or has_values
                continue
        found.append((span, has_values))
    return [span for span, _ in found]


def cut(text: str, delimiter: str) -> tuple[list[str], bool]:
    """The cells of a line, and whether it falls apart there: a longer value may reach into the space beside it, but
    not through it.

    >>> cut("1    Rossi       5,00", "cut:3-5,13-15"), cut("1    Rossi Milano 5,00", "cut:3-5,13-15")
    ((['1', 'Rossi', '5,00'], True), (['1', 'Rossi Mila', 'no 5,00'], False))
    """
    cells: list[str] = []
    fits = True
    begin = 0
    for edge in delimiter.removeprefix(MARK).split(","):
        first, last = map(int, edge.split("-"))
        space = text[first:last].ljust(last - first)
        reaches = next((place for place, mark in enumerate(space) if mark.isspace()), len(space))
        fits = fits and reaches < len(space)
        cells.append(text[begin : first + reaches].strip())
        begin = first + reaches
    cells.append(text[begin:].strip())
    return cells, fits and not any(_GAP.search(cell) for cell in cells)
