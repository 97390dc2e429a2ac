"""`polso undo` and `polso correct`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from polso.base.company import Language
from polso.catalog.schema import TABLE, Column
from polso.cli import complete, reach
from polso.cli.options import AsJson, Workspace, pairs
from polso.cli.output import out, print_json
from polso.cli.progress_bar import progress_bar
from polso.cli.state import state_of
from polso.i18n.columns import column_words, table_words
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal


def undo_command(
    context: typer.Context,
    batch: Annotated[int, typer.Argument(metavar="BATCH", help="cli.help_undo_batch", show_default=False)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """One import taken back, as if it had never been."""
    state = state_of(context)
    folder = state.folder(workspace)
    with progress_bar(state) as progress:
        done = reach.run(state.parts, folder, "undo", {"batch": batch}, progress)
    if as_json:
        print_json(done)
        return
    to = out()
    if done["kind"] == "hand":
        to.print(state.say("cli.undone_hand", batch=done["batch"]), soft_wrap=True)
    else:
        to.print(state.say("cli.undone_import", batch=done["batch"], files=", ".join(done["files"])), soft_wrap=True)
    if done["replayed"]:
        numbers = ", ".join(str(number) for number in done["replayed"])
        to.print(state.say("cli.undone_replayed", count=len(done["replayed"]), batches=numbers), soft_wrap=True)
    for one in done["decided"]:
        to.print(
            state.say("cli.undone_decided", batch=one["batch"], key=one["key"], value=one["value"]), soft_wrap=True
        )
    if done["kind"] != "hand":
        to.print(state.say("cli.undone_again"), soft_wrap=True)


def correct_command(
    context: typer.Context,
    table: Annotated[
        str,
        typer.Argument(metavar="TABLE", help="cli.help_correct_table", autocompletion=complete.table_names),
    ],
    record: Annotated[str, typer.Argument(metavar="ID", help="cli.help_correct_id", show_default=False)],
    values: Annotated[
        list[str], typer.Argument(metavar="COLUMN=VALUE...", help="cli.help_correct_values", show_default=False)
    ],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """A value put right by hand."""
    state = state_of(context)
    folder = state.folder(workspace)
    arguments = {"table": table, "id": record, "values": pairs(values, "COLUMN=VALUE")}
    done = reach.run(state.parts, folder, "correct", arguments)
    if as_json:
        print_json(done)
        return
    to = out()
    to.print(f"{table_words(done['table'], state.language)}: {done['name']}", soft_wrap=True)
    for change in done["changes"]:
        column = TABLE[done["table"]].column(change["column"])
        name = column_words(done["table"], column.name, state.language)
        before, after = (_shown(column, change[side], state.language) for side in ("before", "after"))
        to.print(f"  {name}: {before} → {after}", soft_wrap=True)
    to.print(state.say("cli.corrected", batch=done["batch"]), soft_wrap=True)


def _shown(column: Column, text: str | None, language: Language) -> str:
    """A value for people; amounts without the zeros that only their storage has."""
    if text is None:
        return MISSING
    if column.kind not in ("money", "rate", "share"):
        return text
    value = Decimal(text)
    least = 2 if column.kind == "money" else 0
    _, _, decimals = f"{value:f}".rstrip("0").partition(".")
    return format_decimal(value, language, decimals=max(least, len(decimals)))
