"""The commands of `polso`, put together."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from polso.cli.ask import ask
from polso.cli.catalog import metrics_app
from polso.cli.changes import changes_command, history_command
from polso.cli.copies import backup_command, export_command, restore_command
from polso.cli.fitting import fit_command
from polso.cli.goals import goals_app
from polso.cli.importing import import_command, imports_command
from polso.cli.merging import merge_command
from polso.cli.opening import open_command, serve_command, show_workspace
from polso.cli.options import Workspace
from polso.cli.sample import demo_command
from polso.cli.setup import doctor_command, init_command
from polso.cli.snapshots import snapshot_command
from polso.cli.state import state_of
from polso.cli.templates import templates_command
from polso.cli.undoing import correct_command, undo_command


def _version(asked: bool) -> None:
    if asked:
        from polso import __version__

        typer.echo(f"polso {__version__}")
        raise typer.Exit


def root(
    context: typer.Context,
    workspace: Workspace = None,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="cli.help_version"),
    ] = False,
) -> None:
    """Options before a command; without a command the default workspace is shown."""
    del version
    state = state_of(context)
    state.workspace = workspace
    if context.invoked_subcommand is None:
        show_workspace(state)


def build() -> Any:
    """The command tree; the helps are still message keys."""
    app = typer.Typer(
        name="polso",
        invoke_without_command=True,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(help="cli.help_polso")(root)
    app.command("demo", help="cli.help_demo")(demo_command)
    app.command("open", help="cli.help_open")(open_command)
    app.command("init", help="cli.help_init")(init_command)
    app.command("import", help="cli.help_import")(import_command)
    app.command("templates", help="cli.help_templates")(templates_command)
    app.command("imports", help="cli.help_imports")(imports_command)
    app.command("undo", help="cli.help_undo")(undo_command)
    app.command("correct", help="cli.help_correct")(correct_command)
    metrics_app.command("fit", help="fit.help_fit")(fit_command)
    app.add_typer(metrics_app, name="metrics", help="cli.help_metrics_command")
    app.command("ask", help="cli.help_ask")(ask)
    app.add_typer(goals_app, name="goals", help="goals.help_goals")
    app.command("changes", help="cli.help_changes")(changes_command)
    app.command("history", help="cli.help_history")(history_command)
    app.command("snapshot", help="cli.help_snapshot")(snapshot_command)
    app.command("serve", help="cli.help_serve")(serve_command)
    app.command("doctor", help="cli.help_doctor")(doctor_command)
    app.command("merge", help="cli.help_merge")(merge_command)
    app.command("backup", help="cli.help_backup")(backup_command)
    app.command("restore", help="cli.help_restore")(restore_command)
    app.command("export", help="cli.help_export")(export_command)
    return typer.main.get_command(app)
