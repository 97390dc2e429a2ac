"""A waterfall lying on its side: from a value to another one, step by step, every bar measured from zero."""

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

ROW_HEIGHT = 32
STATES = ("strong", "pale", "neutral")


def waterfall_chart(points: Sequence[Point], *, names: int = 150) -> Spec:
    """Bars between `low` and `high`; `neutral` ones are the two ends, `strong` what is added, `pale` what is taken.

    The text of each step stands at the right, with its sign: a bar is never told by its colour alone.
    """
    lows = [point.low for point in points if point.low is not None]
    highs = [point.high for point in points if point.high is not None]
    low, high = min([0.0, *lows]), max([0.0, *highs])
    room = text_room(point.text for point in points)
    y = {"field": "key", "type": "ordinal", "sort": keys_in_order(points), "axis": None}
    scale = {
        "domain": [low, high if high > low else low + 1],
        "nice": False,
        "zero": False,
        "range": [name_room(names), {"expr": f"width - {room}"}],
    }
    x = {"field": "low", "type": "quantitative", "axis": None, "stack": None, "scale": scale}
    layers: list[Spec] = [name_layer(y, names)]
    layers += [
        where(
            f"datum.state === '{state}' && isValid(datum.low)",
            {"type": "bar", "style": f"bar-{state}", "height": 16},
            y=y,
            x=x,
            x2={"field": "high"},
        )
        for state in STATES
        if any(point.state == state for point in points)
    ]
    layers.append(text_layer(y, "text", "value", from_right=0))
    return frame(points, layers, height=ROW_HEIGHT * max(len(points), 1), parameters={})
