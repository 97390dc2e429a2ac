"""A line over time for stocks and durations: gaps stay gaps, the step to a running period is dotted."""

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


def line_chart(points: Sequence[Point], axis: Axis, *, height: int = 200, every: int = 1) -> Spec:
    """A line with a dot at each known value; whiskers where `low` and `high` are given; the last value is written."""
    x = {
        "field": "key",
        "type": "ordinal",
        "sort": keys_in_order(points),
        "scale": {"type": "point", "padding": 0.5},
        "axis": key_axis(points),
    }
    y = {"field": "value", "type": "quantitative", "axis": value_axis(axis), "scale": value_scale(axis)}
    known = [point for point in points if point.value is not None]
    last = known[-1].key if known else None
    # Written on the side where the line does not come from.
    falls = len(known) > 1 and (known[-1].value or 0.0) < (known[-2].value or 0.0)
    layers: list[Spec] = [
        where(
            "isValid(datum.low) && isValid(datum.high)",
            {"type": "rule", "style": "interval", "aria": False},
            x=x,
            y={**y, "field": "low"},
            y2={"field": "high"},
        ),
        {
            "mark": {"type": "line", "style": "line", "invalid": "break-paths-show-domains", "aria": False},
            "transform": [{"filter": "datum.state !== 'partial'"}],
            "encoding": {"x": x, "y": y},
        },
        where("isValid(datum.value)", {"type": "point", "style": "dot-hollow"}, x=x, y=y),
    ]
    if len(points) > 1 and points[-1].state == "partial":
        ends = [points[-2].key, points[-1].key]
        layers.insert(
            2,
            where(
                f"indexof({ends!r}, datum.key) >= 0", {"type": "line", "style": "line-partial", "aria": False}, x=x, y=y
            ),
        )
    if last is not None:
        layers.append(
            where(
                f"datum.key === {last!r}",
                {
                    "type": "text",
                    "style": "value",
                    "dy": 16 if falls else -12,
                    "align": "right",
                    "dx": 6,
                    "aria": False,
                },
                x=x,
                y=y,
                text={"field": "text"},
            )
        )
    parameters = {"tick_texts": tick_texts(axis), **axis_texts(points, every)}
    return frame(points, layers, height=height, parameters=parameters)
