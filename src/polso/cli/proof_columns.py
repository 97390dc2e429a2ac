"""How each column of a file was read: a table in a wide window, two lines a column in a narrow one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from polso.cli.draw import rows
from polso.cli.state import State
from polso.commands.column_reading import range_words, shape_words, why_words
from polso.i18n.columns import column_words
from polso.i18n.numbers import format_integer
from polso.i18n.places import header_words

WIDE = 110
LISTED_EXAMPLES = 3
HEADERS = (
    ("cli.column_in_file", False),
    ("cli.column_read_as", False),
    ("cli.column_kind", False),
    ("cli.column_why", False),
    ("cli.column_filled", True),
    ("cli.column_range", False),
    ("cli.column_values", False),
)

Data = Mapping[str, Any]


def draw_columns(state: State, file: Data, to: Console) -> None:
    """Nothing is cut off in a window narrower than the table: then each column has two lines."""
    if to.width >= WIDE:
        to.print(
            rows(
                [(state.say(key), right) for key, right in HEADERS],
                [_cells(state, file, one) for one in file["columns"]],
            )
        )
        return
    to.print()
    for one in file["columns"]:
        name, target, shape, why, _, span, examples = _cells(state, file, one)
        values = state.say("cli.proof_values", count=int(one["filled"]))
        first = " · ".join(part for part in (shape, values, span) if part)
        to.print(Text.assemble("  ", (name, "bold"), f" → {target}: {first}"), soft_wrap=True)
        second = " · ".join(part for part in (why, examples) if part)
        if second:
            to.print(Text(f"    {second}", style="dim"), soft_wrap=True)


def _cells(state: State, file: Data, one: Data) -> tuple[str, ...]:
    return (
        header_words(str(one["header"]), state.language, file["virtual"]),
        _target(state, file["table"], one["target"]),
        shape_words(one, state.language),
        why_words(one, state.language),
        format_integer(int(one["filled"]), state.language),
        range_words(one, state.language),
        " | ".join(str(example) for example in one["examples"][:LISTED_EXAMPLES]),
    )


def _target(state: State, table: str, target: str | None) -> str:
    """What a column was read as; a column of another table is named by that one, as a team in a list of people."""
    if target is None:
        return state.say("cli.proof_attribute")
    other, dot, column = target.rpartition(".")
    return column_words(other if dot else table, column, state.language)
