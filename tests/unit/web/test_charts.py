"""Specifications: they compile, carry no colour or number format, and draw what the points say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polso.web.charts import theme
from polso.web.charts.bars import bars_chart
from polso.web.charts.columns import columns_chart
from polso.web.charts.lines import line_chart
from polso.web.charts.parts import Axis, Point, Spec, nice_ticks, rows_of, tick_texts
from polso.web.charts.rates import intervals_chart, rates_chart
from polso.web.charts.waterfall import waterfall_chart

AXIS = Axis((0, 50, 100), ("0", "50 mila", "100 mila"))
POINTS = [
    Point("2026-09", "set", 80.0, "80.000 €", "set: 80.000 €", "/rows?p=2026-09", low=60.0, high=95.0, rolling=70.0),
    Point("2026-10", "ott", None, "–"),
    Point(
        "2026-11", "nov", 40.0, "40.000 €", "nov: 40.000 €", state="partial", projected=70.0, reference=75.0, under="31"
    ),
]
PEOPLE = [
    Point("g", "Giulia Ferri", 43.0, "43%", share="70 su 146", low=39.0, high=47.0, raw=48.0),
    Point("m", "Marco Conti", 33.0, "33%", share="28 su 95", low=29.0, high=38.0, state="neutral"),
]
STEPS = [
    Point("first", "7 set", 100.0, "100 €", state="neutral", low=0.0, high=100.0),
    Point("created", "Nate", 30.0, "+30 €", "Nate: +30 €", "/changes#created", low=100.0, high=130.0),
    Point("won", "Vinte", -150.0, "−150 €", "Vinte: −150 €", "/changes#won", state="pale", low=-20.0, high=130.0),
    Point("last", "14 set", -20.0, "−20 €", state="neutral", low=-20.0, high=0.0),
]
SPECS: dict[str, Spec] = {
    "waterfall": waterfall_chart(STEPS),
    "columns": columns_chart(POINTS, AXIS),
    "bars": bars_chart(PEOPLE),
    "rates": rates_chart(POINTS, AXIS, target=35.0, band=(20.0, 50.0)),
    "intervals": intervals_chart(PEOPLE, AXIS, team=36.7),
    "line": line_chart(POINTS, AXIS),
}


def drawn(spec: Spec) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg({**spec, "width": 600}, config=theme.config("light")))


def styles_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        found = {value["style"]} if isinstance(value.get("style"), str) else set()
        return found.union(*(styles_in(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(styles_in(item) for item in value))
    return set()


@pytest.mark.parametrize("name", SPECS)
def test_each_specification_compiles_to_vega(name: str) -> None:
    import vl_convert

    vega = vl_convert.vegalite_to_vega({**SPECS[name], "width": 600}, config=theme.config("light"))
    assert vega["marks"]


@pytest.mark.parametrize("name", SPECS)
def test_specifications_name_styles_of_the_theme_and_no_colour(name: str) -> None:
    text = json.dumps(SPECS[name])
    assert styles_in(SPECS[name]) <= set(theme.config("light")["style"])
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|\"(?:color|fill|stroke)\"", text)
    assert '"format"' not in text


def test_texts_are_those_that_were_given() -> None:
    columns = drawn(SPECS["columns"])
    for text in ("50 mila", "set", "nov", "31"):
        assert f">{text}<" in columns
    assert ">50<" not in columns
    people = drawn(SPECS["bars"])
    for text in ("Giulia Ferri", "43%", "70 su 146"):
        assert f">{text}<" in people


def test_a_running_period_is_pale_and_dashed_and_a_missing_one_is_not_drawn() -> None:
    svg = drawn(SPECS["columns"])
    pale = theme.inks("light")["pale"]
    assert svg.count(f'fill="{pale}"') == 1
    assert svg.count(f'fill="{theme.inks("light")["data"]}"') == 1
    dashed = re.findall(r"<path[^>]*stroke-dasharray[^>]*>", svg)
    assert len(dashed) == 2, "the running column and its projection"


def test_monthly_rates_are_never_joined() -> None:
    points = [Point(str(number), str(number), value, "") for number, value in enumerate([10.0, 90.0, 20.0])]
    marks = [layer["mark"] for layer in rates_chart(points, AXIS)["layer"]]
    lines = [layer for layer in rates_chart(points, AXIS)["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["encoding"]["y"]["field"] for layer in lines] == ["rolling"]
    assert [mark["style"] for mark in marks if mark["type"] == "point"] == ["dot-hollow"]


def test_a_gap_stays_a_gap() -> None:
    points = [Point(str(number), str(number), value, "") for number, value in enumerate([10.0, 20.0, None, 30.0, 40.0])]
    line = re.findall(
        r'<path aria-hidden="true" d="([^"]*)"[^>]*stroke-width="2"|d="(M[^"]*)"[^>]*stroke-width="2"',
        drawn(line_chart(points, AXIS)),
    )
    assert sum("".join(groups).count("M") for groups in line) == 2


def test_no_bar_runs_under_a_number() -> None:
    spec = bars_chart([Point("a", "A", 1e6, "1.000.000,00 €", share="100%")])
    bar = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")
    end = bar["encoding"]["x"]["scale"]["range"][1]["expr"]
    assert int(end.removeprefix("width - ")) > 7 * len("1.000.000,00 €" + "100%")


def test_bars_of_nothing_and_of_zero_compile() -> None:
    for points in ([], [Point("a", "A", 0.0, "0")], [Point("a", "A", -5.0, "−5"), Point("b", "B", None, "–")]):
        assert drawn(bars_chart(points)).startswith("<svg")


def test_empty_fields_are_left_out_of_the_page() -> None:
    assert rows_of([Point("k", "l", None, "–")]) == [{"key": "k", "label": "l", "text": "–", "state": "strong"}]


def test_tick_texts_are_found_by_the_number_as_it_is_written_in_the_browser() -> None:
    axis = Axis((0.0, 0.1, 0.2, 0.3, 1_000_000.0), ("0", "10%", "20%", "30%", "x"))
    assert list(tick_texts(axis)) == ["0", "0.1", "0.2", "0.3", "1000000"]


@given(
    st.floats(min_value=-1e12, max_value=1e12, allow_nan=False),
    st.floats(min_value=-1e12, max_value=1e12, allow_nan=False),
)
def test_ticks_hold_the_values_and_zero_and_are_few(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if max(abs(low), abs(high)) < 1e-6:
        return
    ticks = nice_ticks(low, high)
    slack = 1e-6 * (ticks[-1] - ticks[0])
    assert ticks[0] <= min(low, 0) + slack
    assert ticks[-1] >= max(high, 0) - slack
    assert 0.0 in ticks
    assert 2 <= len(ticks) <= 7


def test_an_axis_needs_a_text_for_each_tick() -> None:
    with pytest.raises(ValueError, match="each with its text"):
        Axis((0, 1), ("0",))


def test_a_waterfall_is_measured_from_zero_and_holds_every_step() -> None:
    bars = [layer for layer in waterfall_chart(STEPS)["layer"] if layer["mark"]["type"] == "bar"]
    assert {layer["mark"]["style"] for layer in bars} == {"bar-strong", "bar-pale", "bar-neutral"}
    assert {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in bars} == {(-20.0, 130.0)}
    assert drawn(waterfall_chart(STEPS)).startswith("<svg")
    assert drawn(waterfall_chart([])).startswith("<svg")
