"""One theme in two colour schemes. Specifications name these styles; nothing else in the charts knows a colour."""

from __future__ import annotations

from typing import Any, Literal

Scheme = Literal["light", "dark"]

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TEXT_SIZE = 12

_INKS: dict[Scheme, dict[str, str]] = {
    "light": {
        "ink": "#15181e",
        "muted": "#5b6472",
        "line": "#e2e5eb",
        "surface": "#ffffff",
        "data": "#2f5bea",
        "pale": "#a9bdf8",
        "wash": "#e9eefd",
        "interval": "#6f8aef",
        "neutral": "#858e9d",
    },
    "dark": {
        "ink": "#eceef2",
        "muted": "#9aa3b2",
        "line": "#262b35",
        "surface": "#14171d",
        "data": "#7c9bff",
        "pale": "#41559f",
        "wash": "#1c2540",
        "interval": "#5a74c8",
        "neutral": "#6b7484",
    },
}


def config(scheme: Scheme) -> dict[str, Any]:
    """The Vega-Lite `config` of one scheme with its colours written out, for documents and mails."""
    return _config(_INKS[scheme])


def page_config() -> dict[str, Any]:
    """The `config` for the browser: colours are the tokens of the style sheet, which follow scheme and print alone."""
    return _config({name: f"var(--{name})" for name in _INKS["light"]})


def inks(scheme: Scheme) -> dict[str, str]:
    """The colours of one scheme by the name of their token in the style sheet."""
    return dict(_INKS[scheme])


def _config(ink: dict[str, str]) -> dict[str, Any]:
    """Axes without frames, hairline grid, the named mark styles."""
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 0, "right": 1, "top": 8, "bottom": 6},
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": False,
            "labelColor": ink["muted"],
            "labelFontSize": TEXT_SIZE,
            "labelPadding": 8,
            "labelFlush": False,
            "aria": False,
            "title": None,
        },
        "axisQuantitative": {"grid": True, "gridColor": ink["line"], "gridWidth": 1, "labelPadding": 10},
        "style": _styles(ink),
    }


def _styles(ink: dict[str, str]) -> dict[str, Any]:
    bar = {"cornerRadius": 2, "stroke": None}
    text = {"fontSize": TEXT_SIZE, "font": FONT}
    return {
        "bar-strong": {**bar, "color": ink["data"], "fill": ink["data"]},
        "bar-neutral": {**bar, "color": ink["neutral"], "fill": ink["neutral"]},
        # A pale fill has too little contrast alone: the outline carries it.
        "bar-pale": {**bar, "color": ink["pale"], "fill": ink["pale"], "stroke": ink["data"], "strokeWidth": 1},
        "bar-partial": {
            **bar,
            "color": ink["pale"],
            "fill": ink["pale"],
            "stroke": ink["data"],
            "strokeWidth": 1,
            "strokeDash": [3, 2],
        },
        "bar-projection": {
            **bar,
            "color": "transparent",
            "fill": "transparent",
            "stroke": ink["data"],
            "strokeWidth": 1,
            "strokeDash": [2, 2],
        },
        "reference": {"opacity": 1, "color": ink["ink"], "fill": ink["ink"], "stroke": None},
        "baseline": {"color": ink["line"], "stroke": ink["line"], "strokeWidth": 1},
        "interval": {"color": ink["interval"], "stroke": ink["interval"], "strokeWidth": 1.5, "strokeCap": "round"},
        "interval-wide": {"color": ink["interval"], "stroke": ink["interval"], "strokeWidth": 3, "strokeCap": "round"},
        "dot": {
            "filled": True,
            "color": ink["data"],
            "fill": ink["data"],
            "stroke": ink["surface"],
            "strokeWidth": 1.5,
            "size": 64,
            "opacity": 1,
        },
        "dot-hollow": {
            "filled": True,
            "color": ink["surface"],
            "fill": ink["surface"],
            "stroke": ink["data"],
            "strokeWidth": 1.5,
            "size": 40,
            "opacity": 1,
        },
        "dot-raw": {
            "filled": True,
            "color": ink["surface"],
            "fill": ink["surface"],
            "stroke": ink["neutral"],
            "strokeWidth": 1.5,
            "size": 40,
            "opacity": 1,
        },
        "line": {
            "color": ink["data"],
            "stroke": ink["data"],
            "strokeWidth": 2,
            "strokeJoin": "round",
            "strokeCap": "round",
        },
        "line-partial": {
            "color": ink["data"],
            "stroke": ink["data"],
            "strokeWidth": 2,
            "strokeDash": [2, 4],
            "strokeCap": "round",
        },
        "line-reference": {"color": ink["ink"], "stroke": ink["ink"], "strokeWidth": 1.5},
        "line-team": {"color": ink["ink"], "stroke": ink["ink"], "strokeWidth": 1.5, "strokeDash": [3, 3]},
        "band": {"color": ink["wash"], "fill": ink["wash"], "stroke": None},
        "area": {"color": ink["wash"], "fill": ink["wash"], "stroke": None},
        "name": {**text, "color": ink["ink"], "fill": ink["ink"], "fontSize": 13},
        "value": {**text, "color": ink["ink"], "fill": ink["ink"], "fontWeight": 600},
        "value-data": {**text, "color": ink["data"], "fill": ink["data"], "fontWeight": 600},
        "quiet": {**text, "color": ink["muted"], "fill": ink["muted"]},
    }
