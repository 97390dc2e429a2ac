"""What the charts have in common: a point with its texts, axes with given labels, marks by state."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Spec = dict[str, Any]
State = Literal["strong", "pale", "neutral", "partial"]

NARROW = 345
"""Pixels below which every second text under the marks is left out."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: `key` orders and tells apart, `label` stands at the axis, `text` is the value as it is read.

    `value` is geometry only (a float for the screen); None draws nothing in its place. `tooltip` is the line read on
    hover and on focus, `href` the full address that the mark leads to, `share` a second text, `under` a second line
    at the axis (n), `low` and `high` the interval, `raw` an unshrunken value, `reference` a tick, `rolling` a
    smoothed value, `projected` where a running period may end.
    """

    key: str
    label: str
    value: float | None
    text: str
    tooltip: str = ""
    href: str = ""
    share: str = ""
    under: str = ""
    state: State = "strong"
    low: float | None = None
    high: float | None = None
    raw: float | None = None
    reference: float | None = None
    rolling: float | None = None
    projected: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks of a value axis and their texts, first and last being the ends of the scale."""

    values: tuple[float, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.labels) or len(self.values) < 2:
            raise ValueError("an axis has at least two ticks, each with its text")


def nice_ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """Round ticks that hold `low`, `high` and zero, about `count` steps of a short number times a power of ten.

    >>> nice_ticks(0, 225_000)
    (0.0, 60000.0, 120000.0, 180000.0, 240000.0)
    >>> nice_ticks(0, 0), nice_ticks(-3, 9)
    ((0.0, 1.0), (-3.0, 0.0, 3.0, 6.0, 9.0))
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return (0.0, 1.0)
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        factor * power for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * power >= rough * (1 - 1e-9)
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(position * step, 10) + 0.0 for position in range(first, last + 1))


def near_ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """Round ticks that hold `low` and `high`, without zero where that is far: for dots, which no bar measures.

    >>> near_ticks(0.28, 0.47), near_ticks(0.5, 0.5)
    ((0.25, 0.3, 0.35, 0.4, 0.45, 0.5), (0.0, 0.25, 0.5, 0.75, 1.0))
    """
    if high <= low:
        return nice_ticks(0.0, max(high, 1.0), count)
    step = nice_ticks(0.0, high - low, count)[1]
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(position * step, 10) + 0.0 for position in range(first, last + 1))


def rows_of(points: Iterable[Point]) -> list[dict[str, Any]]:
    """Points as data rows without what is not there, so that the page carries no empty fields."""
    names = tuple(Point.__dataclass_fields__)
    rows = []
    for point in points:
        fields = ((name, getattr(point, name)) for name in names)
        rows.append({name: value for name, value in fields if value not in (None, "")})
    return rows


def frame(points: Sequence[Point], layers: Sequence[Spec], *, height: int, parameters: Spec) -> Spec:
    """The whole specification: one data set, layers over it, texts for the axes as parameters."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "params": [{"name": name, "value": value} for name, value in parameters.items()],
        "data": {"values": rows_of(points)},
        "layer": list(layers),
    }


def tick_texts(axis: Axis) -> dict[str, str]:
    """Texts of the ticks by how the drawing program writes the number (an integral value has no decimals)."""
    return {f"{value:.15g}": label for value, label in zip(axis.values, axis.labels, strict=True)}


def value_axis(axis: Axis, parameter: str = "tick_texts", **more: Any) -> Spec:
    """A value axis whose ticks and texts are given."""
    return {"values": list(axis.values), "labelExpr": f"{parameter}[datum.value] || ''", **more}


def value_scale(axis: Axis) -> Spec:
    return {"domain": [axis.values[0], axis.values[-1]], "nice": False, "zero": False}


def key_texts(points: Sequence[Point], *, every: int = 1) -> dict[str, str | list[str]]:
    """Texts under the marks by key, two lines where there is an `under`; the last always has its text.

    With `every` above 1 the others keep no text, counted back from the last so that it never meets a neighbour. The
    `under` of one without a text (a year that begins there) goes to the next one that has a text and none of its own.
    """
    texts: dict[str, str | list[str]] = {}
    waiting = ""
    for position, point in enumerate(points):
        under = point.under or waiting
        if (len(points) - 1 - position) % every == 0:
            texts[point.key] = [point.label, under] if under else point.label
            waiting = ""
        else:
            texts[point.key] = ""
            waiting = under
    return texts


def axis_texts(points: Sequence[Point], every: int) -> Spec:
    """The parameters of `key_axis`: texts for a wide drawing, and half as many for a narrow one."""
    return {"key_texts": key_texts(points, every=every), "narrow_texts": key_texts(points, every=2 * every)}


def key_axis(points: Sequence[Point], **more: Any) -> Spec:
    """The axis of months or names under the marks; the text of a running period is heavier."""
    partial = points[-1].key if points and points[-1].state == "partial" else None
    weight: Any = 400
    if partial is not None:
        weight = {"condition": {"test": {"field": "value", "equal": partial}, "value": 600}, "value": 400}
    return {
        "labelExpr": f"width < {NARROW} ? narrow_texts[datum.value] : key_texts[datum.value]",
        "labelAngle": 0,
        "labelOverlap": False,
        "labelFontWeight": weight,
        "labelLineHeight": 15,
        **more,
    }


def name_room(names: int) -> Spec:
    """Where the drawing begins beside a column of names: `names` pixels, less on a narrow screen."""
    return {"expr": f"min({names}, width * 0.34)"}


def text_room(texts: Iterable[str], *, gap: int = 16) -> int:
    """Pixels that the longest of some short texts takes at the size of the charts, with a gap before it."""
    longest = max((len(text) for text in texts), default=0)
    return round(longest * 7.4) + gap if longest else 0


def name_layer(y: Spec, names: int) -> Spec:
    """The names at the left, cut where the drawing begins."""
    mark = {
        "type": "text",
        "style": "name",
        "align": "left",
        "baseline": "middle",
        "limit": {"expr": f"min({names}, width * 0.34) - 10"},
        "aria": False,
    }
    return {"mark": mark, "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label"}}}


def text_layer(y: Spec, field: str, style: str, *, from_right: int) -> Spec:
    """A column of texts set right, `from_right` pixels before the right edge."""
    mark = {"type": "text", "style": style, "align": "right", "baseline": "middle", "aria": False}
    place = {"value": {"expr": f"width - {from_right}"}}
    return {"mark": mark, "encoding": {"y": y, "x": place, "text": {"field": field}}}


def keys_in_order(points: Sequence[Point]) -> list[str]:
    return [point.key for point in points]


def where(test: str, mark: Spec, **encoding: Any) -> Spec:
    """A layer of the rows that a test on `datum` lets through."""
    return {"transform": [{"filter": test}], "mark": mark, "encoding": encoding}
