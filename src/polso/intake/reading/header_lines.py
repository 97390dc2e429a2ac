"""Headers of two lines: what stands above a name, over one or several columns, comes before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

JOINT = " › "
_DIGIT = re.compile(r"\d")


def joined(above: Sequence[str], names: Sequence[str], spans: Sequence[tuple[int, int]] | None) -> list[str] | None:
    """The names with those above them, None where the line above is no part of the header.

    `spans` are the merged columns of the line above where the file knows them; where it does not (text), a name above
    reaches to the next one, and only over names that would else be blank or repeated.

    >>> joined(["Cliente", "2025", "", "2026", ""], ["", "Gen", "Feb", "Gen", "Feb"], None)
    ['Cliente', '2025 › Gen', '2025 › Feb', '2026 › Gen', '2026 › Feb']
    >>> joined(["Report", "", ""], ["Data", "Cliente", "Importo"], None)
    """
    width = len(names)
    top = [" ".join(cell.split()) for cell in above][:width]
    top += [""] * (width - len(top))
    low = [" ".join(cell.split()) for cell in names]
    if spans is None:
        repeated = len({name.casefold() for name in low}) < width
        if sum(1 for cell in top if cell) < 2 or not repeated:
            return None
        reach = list(top)
        for position in range(1, width):
            reach[position] = top[position] or reach[position - 1]
    else:
        wide = [(first, last) for first, last in spans if last > first and last - first + 1 < width]
        if not wide and not any(top[position] and not low[position] for position in range(width)):
            return None
        reach = list(top)
        for first, last in wide:
            for position in range(first, min(last, width - 1) + 1):
                reach[position] = top[first]
        if not wide and sum(1 for cell in top if cell) < 2:
            return None
        merged = {position for first, last in wide for position in range(first, last + 1)}
        reach = [cell if position in merged or not low[position] else "" for position, cell in enumerate(reach)]
    filled = [name.casefold() for name in low if name]
    alone = len(set(filled)) == len(filled)
    made = []
    for prefix, name in zip(reach, low, strict=True):
        # A heading over names that stand for themselves only groups them; a period is part of what they mean.
        needless = not prefix or prefix.casefold() == name.casefold() or (alone and not _DIGIT.search(prefix))
        made.append((name or prefix) if needless or not name else f"{prefix}{JOINT}{name}")
    return made
