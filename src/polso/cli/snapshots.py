"""`polso snapshot`."""

from __future__ import annotations

from datetime import date

import typer

from polso.cli import reach
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.state import state_of
from polso.i18n.dates import format_date


def snapshot_command(context: typer.Context, workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Freeze what was open last night."""
    state = state_of(context)
    folder = state.folder(workspace)
    made = reach.run(state.parts, folder, "snapshot", {})
    if as_json:
        print_json(made)
        return
    day = format_date(date.fromisoformat(made["day"]), state.language)
    key = "cli.snapshot_made" if made["rows"] else "cli.snapshot_there"
    out().print(state.say(key, day=day, count=made["rows"]) if made["rows"] else state.say(key, day=day))
