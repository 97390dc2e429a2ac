"""Bare `polso`, `polso open` and `polso serve`: a workspace in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from polso.base.errors import UserError
from polso.cli import reach, remote
from polso.cli.importing import QuestionsOpenError, checked, file_arguments, tell_questions
from polso.cli.making import ensure_workspace
from polso.cli.options import Answers, Files, NoBrowser, Port, Workspace, pairs
from polso.cli.output import out, say
from polso.cli.parts import USUAL_HOST, Listening
from polso.cli.progress_bar import progress_bar
from polso.cli.proof import draw_proof
from polso.cli.serving import check_host, open_browser, serve
from polso.cli.state import State, state_of


def show_workspace(state: State) -> None:
    """Bare `polso`: the default workspace, made where there is none; where it is served already, its page is opened."""
    folder = state.folder(None)
    ensure_workspace(state, folder)
    try:
        with reach.opened(state.parts, folder) as session:
            serve(state, session, Listening(), browser=True)
    except reach.ServedElsewhereError as served:
        show_served(state, served, browser=True)


def serve_command(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="cli.help_host")] = USUAL_HOST,
    port: Port = None,
    workspace: Workspace = None,
) -> None:
    """Serve a workspace until interrupted."""
    state = state_of(context)
    check_host(host)
    folder = state.folder(workspace)
    try:
        with reach.opened(state.parts, folder) as session:
            serve(state, session, Listening(host, port), browser=False)
    except reach.ServedElsewhereError as served:
        raise UserError("workspace_served_already", url=served.place.url, pid=str(served.place.pid)) from served


def open_command(
    context: typer.Context,
    files: Files,
    workspace: Workspace = None,
    port: Port = None,
    no_browser: NoBrowser = False,
    answers: Answers = None,
) -> None:
    """The owner's one command: make the workspace, import, prove, serve, show."""
    state = state_of(context)
    folder = state.folder(workspace)
    arguments = file_arguments(files, pairs(answers, "--answer")) | {"language": state.language}
    arguments["fresh"] = ensure_workspace(state, folder)
    try:
        _open(state, folder, arguments, Listening(port=port), browser=not no_browser)
    except QuestionsOpenError as error:
        tell_questions(state, error.result)
        raise


def _open(state: State, folder: Path, arguments: dict[str, Any], listening: Listening, *, browser: bool) -> None:
    from polso.commands.run import run

    try:
        with reach.opened(state.parts, folder) as session:
            with progress_bar(state) as progress:
                result = run(session, "import", arguments, progress)
            draw_proof(state, checked(result), out())
            serve(state, session, listening, browser=browser)
    except reach.ServedElsewhereError as served:
        draw_proof(state, checked(remote.send(served.place, "import", arguments)), out())
        show_served(state, served, browser=browser)


def show_served(state: State, served: reach.ServedElsewhereError, *, browser: bool) -> None:
    """The workspace is on screen elsewhere: say where, and show it."""
    say(state.say("cli.served_already", address=served.place.url))
    if browser:
        open_browser(served.place.url, state.environ)
