"""Horizontal bars for people, products and reasons, sorted by the caller, with the value at the right."""

from __future__ import annotations

from collections.abc import Sequence

from polso.web.charts.parts import (
    Point,
    Spec,
    frame,
    keys_in_order,
    name_layer,
    name_room,
    text_layer,
    text_room,
    where,
)

ROW_HEIGHT = 40


def bars_chart(points: Sequence[Point], *, names: int = 120) -> Spec:
    """Bars from zero, at most `names` pixels for the names; negative values go to the left of the zero line.

    The room for the texts at the right is taken from the longest of them, so that no bar runs under a number.
    """
    values = [point.value for point in points if point.value is not None]
    references = [point.reference for point in points if point.reference is not None]
    low, high = min([0.0, *values]), max([0.0, *values, *references])
    shares = text_room(point.share for point in points)
    room = shares + text_room(point.text for point in points)
    y = {"field": "key", "type": "ordinal", "sort": keys_in_order(points), "axis": None}
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "stack": None,
        "scale": {
            "domain": [low, high if high > low else low + 1],
            "nice": False,
            "zero": False,
            "range": [name_room(names), {"expr": f"width - {room}"}],
        },
    }
    layers: list[Spec] = [name_layer(y, names)]
    layers += [
        where(
            f"datum.state === '{state}' && isValid(datum.value)",
            {"type": "bar", "style": f"bar-{state}", "height": 16},
            y=y,
            x=x,
        )
        for state in ("strong", "pale", "neutral", "partial")
        if any(point.state == state for point in points)
    ]
    if references:
        tick = {"type": "tick", "style": "reference", "thickness": 2, "size": 24, "aria": False}
        layers.append(where("isValid(datum.reference)", tick, y=y, x={**x, "field": "reference"}))
    layers.append(text_layer(y, "text", "value", from_right=shares))
    if shares:
        layers.append(text_layer(y, "share", "quiet", from_right=0))
    return frame(points, layers, height=ROW_HEIGHT * max(len(points), 1), parameters={})
