"""Text tables, drawn so that no number is ever cut off."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

TONES = {"good": "green", "bad": "red", "neutral": ""}
MARKS = ("▲", "▼", "≈")
GAP = 3
SHORTEST_HEADER = 8
SHORTEST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Column:
    """Header, whether numbers stand in it, its cells, and the style of each where it has one."""

    header: str
    numeric: bool
    cells: tuple[str, ...]
    styles: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Of the cells; a header wraps to it."""
        return max(min(SHORTEST_HEADER, cell_len(self.header)), *map(cell_len, self.cells), *self._words())

    def _words(self) -> list[int]:
        return [cell_len(word) for word in self.header.split(" ")]

    def wrapped_header(self) -> str:
        return "\n".join(textwrap.wrap(self.header, self.width, break_long_words=False)) if self.header else ""


def draw_page(page: Mapping[str, Any], to: Console) -> None:
    """Sections with their notes and receipt, as `polso.commands.ask_table` makes them."""
    to.print(Text(page["title"], style="bold"))
    for section in page["sections"]:
        if section["title"]:
            to.print()
            to.print(Text(section["title"], style="bold cyan"))
        _draw_section(section, to)
    for number, sentence in enumerate(page["notes"], start=1):
        to.print(Text(f"{number}  {sentence}"), soft_wrap=True)
    if page["notes"]:
        to.print()
    for line in page["receipt"]:
        to.print(Text(line, style="dim"), soft_wrap=True)


def _draw_section(section: Mapping[str, Any], to: Console) -> None:
    """Whole where the window is wide enough, else with less, else one block of lines a row."""
    totals = ["bold" if line["is_total"] else "" for line in section["lines"]]
    whole, narrow = _columns(section), _columns(section, narrow=True)
    if not whole:
        return
    if _excess(whole, to) <= 0:
        to.print(_table(whole, totals))
    elif _excess(narrow, to) <= max(0, narrow[0].width - SHORTEST_LABEL):
        to.print(_table(narrow, totals, narrow[0].width - max(0, _excess(narrow, to))))
        for words in _judgements(section):
            to.print(Text(words, style="dim"), soft_wrap=True)
    else:
        _draw_blocks(whole, to)


def _excess(columns: Sequence[Column], to: Console) -> int:
    """By how much the columns are wider than the window."""
    return sum(column.width + GAP for column in columns) - to.width


def _judgements(section: Mapping[str, Any]) -> list[str]:
    """The words of the marks that a narrow table is left with."""
    said = (line["cells"][section["judged"]] for line in section["lines"])
    return sorted({words for words in said if section["judged"] >= 0 and words.startswith(MARKS)})


def _columns(section: Mapping[str, Any], *, narrow: bool = False) -> list[Column]:
    """The columns that hold something; narrow ones leave out what is optional and keep only the mark of a judgement."""
    lines, judged = section["lines"], section["judged"]
    found = []
    for position, (header, numeric) in enumerate(zip(section["headers"], section["numeric"], strict=True)):
        cells = tuple(line["cells"][position] for line in lines)
        if (narrow and position in section["optional"]) or not (any(cells) or (header and position < judged)):
            continue
        styles = tuple(TONES[line["tone"]] for line in lines) if position == judged else ()
        if narrow and position == judged:
            cells = tuple(cell[:1] if cell.startswith(MARKS) else "" for cell in cells)
        found.append(Column(header, numeric, cells, styles))
    return found


def _table(columns: Sequence[Column], styles: Sequence[str], label_width: int | None = None) -> Table:
    """A table in which only the first column wraps, to `label_width` where it is given."""
    table = grid([(column.wrapped_header(), column.numeric) for column in columns], no_wrap=True)
    if label_width is not None:
        table.columns[0].no_wrap, table.columns[0].width = False, label_width
    for number, style in enumerate(styles):
        cells = [Text(one.cells[number], one.styles[number] if one.styles else "") for one in columns]
        table.add_row(*cells, style=style)
    return table


def _draw_blocks(columns: Sequence[Column], to: Console) -> None:
    for number in range(len(columns[0].cells) if columns else 0):
        first, *others = columns
        to.print(Text(first.cells[number], style="bold"), soft_wrap=True)
        for one in others:
            if one.cells[number]:
                said = (one.cells[number], one.styles[number] if one.styles else "")
                to.print(Text.assemble(f"  {one.header}: " if one.header else "  ", said), soft_wrap=True)


def grid(columns: Sequence[tuple[str, bool]], *, no_wrap: bool = False) -> Table:
    """An empty table of columns: header, and whether numbers stand in it."""
    from rich import box

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for header, numeric in columns:
        table.add_column(Text(header), justify="right" if numeric else "left", no_wrap=numeric or no_wrap)
    return table


def rows(columns: Sequence[tuple[str, bool]], lines: Sequence[Sequence[str]]) -> Table:
    """A table of texts, which wrap."""
    table = grid(columns)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    return table
