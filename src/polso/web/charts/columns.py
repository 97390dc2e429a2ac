"""Columns by period: closed ones full, the running one pale and dashed, a tick where they are held against."""

from __future__ import annotations

from collections.abc import Sequence

from polso.web.charts.parts import (
    Axis,
    Point,
    Spec,
    axis_texts,
    frame,
    key_axis,
    keys_in_order,
    tick_texts,
    value_axis,
    value_scale,
    where,
)

BAND = 0.62


def columns_chart(points: Sequence[Point], axis: Axis, *, height: int = 200, every: int = 1) -> Spec:
    """Columns from zero. `reference` draws a dark tick over a column, `projected` a dashed outline above it."""
    x = {
        "field": "key",
        "type": "ordinal",
        "sort": keys_in_order(points),
        "scale": {"paddingInner": 1 - BAND, "paddingOuter": (1 - BAND) / 2},
        "axis": key_axis(points),
    }
    y = {"field": "value", "type": "quantitative", "axis": value_axis(axis), "scale": value_scale(axis), "stack": None}
    layers: list[Spec] = [
        where(
            "isValid(datum.projected)",
            {"type": "bar", "style": "bar-projection", "aria": False},
            x=x,
            y={**y, "field": "projected"},
        ),
    ]
    layers += [
        where(f"datum.state === '{state}'", {"type": "bar", "style": f"bar-{state}"}, x=x, y=y)
        for state in ("strong", "pale", "neutral", "partial")
        if any(point.state == state for point in points)
    ]
    layers.append(
        where(
            "isValid(datum.reference)",
            {"type": "tick", "style": "reference", "thickness": 2, "bandSize": {"band": 1.15}, "aria": False},
            x=x,
            y={**y, "field": "reference"},
        )
    )
    parameters = {"tick_texts": tick_texts(axis), **axis_texts(points, every)}
    return frame(points, layers, height=height, parameters=parameters)
