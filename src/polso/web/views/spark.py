"""The small line in a tile, as coordinates: shape without axis, the last point marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PADDING = 3.0


@dataclass(frozen=True, slots=True)
class Spark:
    """Path data of a drawing of `width` × `height`; `partial` is the dotted last step of a period still running."""

    width: int
    height: int
    path: str
    partial: str
    last: tuple[float, float] | None
    band: tuple[float, float] | None
    label: str = ""


def make_spark(
    values: Sequence[float | None],
    *,
    width: int = 60,
    height: int = 24,
    partial_last: bool = False,
    band: tuple[float, float] | None = None,
    label: str = "",
) -> Spark | None:
    """Coordinates of a line through `values` (None is a gap); None where fewer than two values are known.

    `band` (low, high) is drawn in the same scale as a pale ground, the usual range.

    >>> spark = make_spark([1, 3, 2], width=20, height=10)
    >>> spark.path, spark.last
    ('M3 7L10 3L17 5', (17.0, 5.0))
    >>> make_spark([None, 4]) is None
    True
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    everything = [*known, *(band or ())]
    low, high = min(everything), max(everything)
    span = high - low

    def y(value: float) -> float:
        share = (value - low) / span if span else 0.5
        return round(height - PADDING - share * (height - 2 * PADDING), 1)

    step = (width - 2 * PADDING) / (len(values) - 1)
    points = [
        None if value is None else (round(PADDING + position * step, 1), y(value))
        for position, value in enumerate(values)
    ]
    whole = points[:-1] if partial_last else points
    tail = points[-2:] if partial_last and None not in points[-2:] else []
    return Spark(
        width=width,
        height=height,
        path=_path(whole),
        partial=_path(tail),
        last=points[-1],
        band=None if band is None else (y(band[1]), y(band[0])),
        label=label,
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts: list[str] = []
    pen_down = False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if pen_down else 'M'}{point[0]:g} {point[1]:g}")
        pen_down = point is not None
    return "".join(parts)
