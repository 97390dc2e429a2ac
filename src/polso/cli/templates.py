"""`polso templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polso.cli.options import AsJson
from polso.cli.output import out, print_json
from polso.cli.progress_bar import progress_bar
from polso.cli.state import state_of


def templates_command(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="cli.help_templates_dir", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """A CSV and an XLSX for every table that a file can fill, each with one example row."""
    from polso.commands.templates import write_templates

    state = state_of(context)
    with progress_bar(state) as progress:
        made = write_templates(directory, state.language, lambda done, whole: progress("templates", done, whole))
    if as_json:
        print_json([{"table": one.table, "csv": str(one.csv), "xlsx": str(one.xlsx)} for one in made])
        return
    out().print(state.say("template.made", count=len(made), place=str(directory)), soft_wrap=True)
