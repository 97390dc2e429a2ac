"""Rates of small numbers: a hollow dot with its interval, never joined; a rolling line carries the trend."""

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
    name_layer,
    name_room,
    text_layer,
    text_room,
    tick_texts,
    value_axis,
    value_scale,
    where,
)

ROW_HEIGHT = 40


def rates_chart(
    points: Sequence[Point],
    axis: Axis,
    *,
    height: int = 240,
    every: int = 1,
    target: float | None = None,
    band: tuple[float, float] | None = None,
) -> Spec:
    """Monthly rates with whiskers; `rolling` draws the line of twelve months, `band` the own usual range."""
    x = {
        "field": "key",
        "type": "ordinal",
        "sort": keys_in_order(points),
        "scale": {"type": "point", "padding": 0.5},
        "axis": key_axis(points),
    }
    y = {"field": "value", "type": "quantitative", "axis": value_axis(axis), "scale": value_scale(axis)}
    layers: list[Spec] = []
    if band is not None:
        layers.append(
            {
                "mark": {"type": "rect", "style": "band", "aria": False},
                "data": {"values": [{}]},
                "encoding": {"y": {"datum": band[0], "type": "quantitative"}, "y2": {"datum": band[1]}},
            }
        )
    if target is not None:
        layers.append(_level("line-reference", "y", target))
    layers += [
        where(
            "isValid(datum.low) && isValid(datum.high)",
            {"type": "rule", "style": "interval", "aria": False},
            x=x,
            y={**y, "field": "low"},
            y2={"field": "high"},
        ),
        where(
            "isValid(datum.rolling)", {"type": "line", "style": "line", "aria": False}, x=x, y={**y, "field": "rolling"}
        ),
        where("isValid(datum.value)", {"type": "point", "style": "dot-hollow"}, x=x, y=y),
    ]
    parameters = {"tick_texts": tick_texts(axis), **axis_texts(points, every)}
    return frame(points, layers, height=height, parameters=parameters)


def intervals_chart(points: Sequence[Point], axis: Axis, *, names: int = 120, team: float | None = None) -> Spec:
    """One row a person: the estimate as a dot on its interval, the raw rate hollow, the team as a dashed line."""
    y = {"field": "key", "type": "ordinal", "sort": keys_in_order(points), "axis": None}
    shares = text_room(point.share for point in points)
    room = shares + text_room((point.text for point in points), gap=24)
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": value_axis(axis, labelOverlap="greedy", labelSeparation=8),
        "scale": {**value_scale(axis), "range": [name_room(names), {"expr": f"width - {room}"}]},
    }
    whisker = {"type": "rule", "style": "interval-wide", "aria": False}
    layers: list[Spec] = [
        name_layer(y, names),
        where("isValid(datum.low) && isValid(datum.high)", whisker, y=y, x={**x, "field": "low"}, x2={"field": "high"}),
        where("isValid(datum.raw)", {"type": "point", "style": "dot-raw", "aria": False}, y=y, x={**x, "field": "raw"}),
        where("isValid(datum.value)", {"type": "point", "style": "dot"}, y=y, x=x),
        text_layer(y, "text", "value", from_right=shares),
    ]
    if shares:
        layers.append(text_layer(y, "share", "quiet", from_right=0))
    if team is not None:
        layers.insert(0, _level("line-team", "x", team))
    return frame(points, layers, height=ROW_HEIGHT * max(len(points), 1), parameters={"tick_texts": tick_texts(axis)})


def _level(style: str, channel: str, value: float) -> Spec:
    """A line across the whole drawing at one value."""
    return {
        "mark": {"type": "rule", "style": style, "aria": False},
        "data": {"values": [{}]},
        "encoding": {channel: {"datum": value, "type": "quantitative"}},
    }
