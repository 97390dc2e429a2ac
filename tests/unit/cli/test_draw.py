"""Tables in windows of every width: a number is whole or in a block of its own, never cut."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from polso.cli.draw import draw_page

NUMBERS = ("1,234,567.89", "2,000.50", "+15,336.55 (+18%)", "10.0% … 25.0%")


def page() -> dict[str, Any]:
    lines = [
        {
            "cells": ["Average order value of all", NUMBERS[0], NUMBERS[3], NUMBERS[2], "▲ rose, better", "1"],
            "tone": "good",
        },
        {"cells": ["Total", NUMBERS[1], "", "", "", ""], "tone": "neutral"},
    ]
    return {
        "title": "November 2026",
        "sections": [
            {
                "title": "",
                "headers": ["Metric", "Value", "95 % interval", "vs 1–22 Oct 2026", "", "Notes"],
                "numeric": [False, True, True, True, False, False],
                "judged": 4,
                "lines": [line | {"is_total": line["cells"][0] == "Total"} for line in lines],
                "optional": [2],
            }
        ],
        "notes": ["The period is not finished."],
        "receipt": ["Time zone Europe/Rome"],
    }


def drawn(width: int) -> str:
    text = io.StringIO()
    draw_page(page(), Console(file=text, width=width, markup=False, highlight=False))
    return text.getvalue()


@pytest.mark.parametrize("width", range(30, 140, 5))
def test_figures_and_changes_are_whole_at_every_width(width: int) -> None:
    said = drawn(width)
    assert all(number in said for number in NUMBERS[:3])
    assert "▲ rose, better" in said
    assert "1  The period is not finished." in said
    assert "Total" in said


def test_a_wide_window_has_everything_in_one_line() -> None:
    line = next(line for line in drawn(120).splitlines() if line.startswith("Average order value of all"))
    assert all(part in line for part in (NUMBERS[0], NUMBERS[2], NUMBERS[3], "▲ rose, better"))


def test_a_narrow_window_leaves_out_the_interval_first() -> None:
    said = drawn(80)
    assert NUMBERS[3] not in said
    assert "─────" in said


def test_a_very_narrow_window_has_a_block_a_row() -> None:
    said = drawn(40)
    assert "─────" not in said
    assert f"  Value: {NUMBERS[0]}" in said
    assert f"  95 % interval: {NUMBERS[3]}" in said


def test_a_table_fits_its_window() -> None:
    assert max(len(line) for line in drawn(80).splitlines()) <= 80
