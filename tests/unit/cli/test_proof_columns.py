"""How each column was read: whole in a wide window, two lines a column in a narrow one."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from rich.console import Console

from polso.cli.proof_columns import draw_columns
from polso.cli.state import State
from polso.i18n.translation import translate

DATE = {
    "header": "Data", "target": "issued_on", "how": "exact", "kind": "date", "form": "dmy", "why": "values",
    "filled": 3, "examples": ["10/01/2026", "15/02/2026"], "distinct": 2, "unreadable": 1, "low": "2026-01-10",
    "high": "2026-02-15", "deciding": 2, "decided_by": "15/02/2026",
}  # fmt: skip
NOTE = {
    "header": "Note", "target": None, "how": "attribute", "kind": "text", "form": "", "why": "", "filled": 1,
    "examples": ["a"], "distinct": 1, "unreadable": 0, "low": None, "high": None, "deciding": None, "decided_by": "",
}  # fmt: skip


class Speaking:
    language = "en"

    def say(self, key: str, **parameters: Any) -> str:
        return translate("en", key, **parameters)


def drawn(width: int) -> list[str]:
    to = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    file = {"table": "invoice", "columns": [DATE, NOTE], "virtual": []}
    draw_columns(cast("State", Speaking()), file, to)
    return [line.rstrip() for line in cast("io.StringIO", to.file).getvalue().splitlines()]


@pytest.mark.parametrize("width", [60, 80, 109])
def test_two_lines_a_column(width: int) -> None:
    assert drawn(width) == [
        "",
        "  Data → issue date: date, day/month/year · 3 values · 10 Jan – 15 Feb 2026",
        "    2 values prove it, as “15/02/2026” · one value cannot be read · 10/01/2026 | 15/02/2026",
        "  Note → (kept as an attribute): text · one value · one",
        "    no metric uses it; it can split the figures · a",
    ]


def test_a_wide_window_has_a_table() -> None:
    header, _, *lines = drawn(160)
    assert header.split("  ")[0] == "In the file"
    assert [word in header for word in ("Why", "From – to", "Examples")] == [True] * 3
    assert any("10 Jan – 15 Feb 2026" in line for line in lines)
