"""Text tables, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

TONES = {"good": "green", "bad": "red", "neutral": ""}


def draw_page(page: Mapping[str, Any], to: Console) -> None:
    """Sections with their notes and receipt, as `polso.commands.ask_table` makes them."""
    to.print(Text(page["title"], style="bold"))
    for section in page["sections"]:
        if section["title"]:
            to.print()
            to.print(Text(section["title"], style="bold cyan"))
        to.print(_section(section))
    for number, sentence in enumerate(page["notes"], start=1):
        to.print(Text(f"{number}  {sentence}"), soft_wrap=True)
    if page["notes"]:
        to.print()
    for line in page["receipt"]:
        to.print(Text(line, style="dim"), soft_wrap=True)


def _section(section: Mapping[str, Any]) -> Table:
    lines, judged = section["lines"], section["judged"]
    used = [
        position
        for position, header in enumerate(section["headers"])
        if any(line["cells"][position] for line in lines) or (header and position < judged)
    ] or list(range(len(section["headers"])))
    table = grid([(section["headers"][position], section["numeric"][position]) for position in used])
    for line in lines:
        cells = [Text(line["cells"][position], TONES[line["tone"]] if position == judged else "") for position in used]
        table.add_row(*cells, style="bold" if line["is_total"] else "")
    return table


def grid(columns: Sequence[tuple[str, bool]]) -> Table:
    """An empty table of columns: header, and whether numbers stand in it."""
    from rich import box

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for header, numeric in columns:
        table.add_column(Text(header), justify="right" if numeric else "left", no_wrap=numeric, overflow="fold")
    return table


def rows(columns: Sequence[tuple[str, bool]], lines: Sequence[Sequence[str]]) -> Table:
    """A table of texts."""
    table = grid(columns)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    return table
