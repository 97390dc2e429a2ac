"""`polso backup`, `polso restore` and `polso export`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from polso.cli import reach
from polso.cli.options import AsJson, Workspace
from polso.cli.output import out, print_json
from polso.cli.progress_bar import progress_bar
from polso.cli.state import State, state_of
from polso.i18n.numbers import format_integer

MEGABYTE = 1_000_000


def backup_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.help_backup_file", show_default=False)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Everything into one file, also while the workspace is served."""
    state = state_of(context)
    folder = state.folder(workspace)
    with progress_bar(state) as progress:
        made = reach.run(state.parts, folder, "backup", {"file": str(file.absolute())}, progress)
    _show(state, made, "cli.backup_made", as_json=as_json)


def export_command(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="cli.help_export_dir", show_default=False)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Everything as Parquet files, history included."""
    state = state_of(context)
    folder = state.folder(workspace)
    with progress_bar(state) as progress:
        made = reach.run(state.parts, folder, "export", {"folder": str(directory.absolute())}, progress)
    _show(state, made, "cli.export_made", as_json=as_json)


def restore_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.help_restore_file", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="cli.help_replace")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """A workspace made of a backup, compared with it before it takes its place."""
    from polso.commands.copies import manifest_data
    from polso.store.copies.restore import restore

    state = state_of(context)
    folder = state.folder(workspace)
    with progress_bar(state) as progress:
        done = restore(file.absolute(), folder, datetime.now(UTC), progress, replace=replace)
    aside = None if done.aside is None else str(done.aside)
    _show(state, {**manifest_data(done.manifest, folder), "aside": aside}, "cli.backup_restored", as_json=as_json)
    if aside is not None and not as_json:
        out().print(state.say("cli.restore_aside", folder=aside), soft_wrap=True)


def _show(state: State, made: dict[str, Any], message: str, *, as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    size = format_integer(-(-made["bytes"] // MEGABYTE), state.language)
    said = state.say(message, place=made["place"], count=int(made["rows"]), size=size)
    out().print(said, soft_wrap=True)
