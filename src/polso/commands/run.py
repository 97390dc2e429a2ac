"""The commands by name, run in this process or on behalf of a command line that talks to this one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from polso.base.errors import InternalError, NotFoundError, PolsoError
from polso.commands import failure
from polso.commands.progress import Progress, silent
from polso.commands.session import Session
from polso.store.database import disk_failures

Arguments = Mapping[str, Any]
_log = logging.getLogger(__name__)
Command = Callable[[Session, Arguments, Progress], dict[str, Any]]


def commands() -> dict[str, Command]:
    """Every command that needs an opened workspace."""
    from polso.commands.ask import ask
    from polso.commands.changes import changes
    from polso.commands.copies import backup, export
    from polso.commands.correct import correct
    from polso.commands.doctor import doctor
    from polso.commands.fit import fit
    from polso.commands.goals import goals, set_goal
    from polso.commands.history import history
    from polso.commands.import_files import import_files
    from polso.commands.imports import imports
    from polso.commands.merging import merge_customers
    from polso.commands.snapshot import snapshot
    from polso.commands.undo import undo

    return {
        "ask": ask,
        "backup": backup,
        "changes": changes,
        "correct": correct,
        "doctor": doctor,
        "export": export,
        "fit": fit,
        "goals": goals,
        "goals_set": set_goal,
        "history": history,
        "import": import_files,
        "imports": imports,
        "merge": merge_customers,
        "snapshot": snapshot,
        "undo": undo,
    }


def run(session: Session, name: str, arguments: Arguments, progress: Progress = silent) -> dict[str, Any]:
    """The result of one command; raises PolsoError, NotFoundError `unknown_command` and UserError `disk_full` among
    them."""
    known = commands()
    if name not in known:
        raise NotFoundError("unknown_command", name=name)
    with disk_failures(session.workspace.path):
        return known[name](session, arguments, progress)


def respond(session: Session, body: object) -> tuple[int, dict[str, Any]]:
    """HTTP status and JSON body for what a command line sent: `{name, arguments}`.

    `{"result": ...}` when it went well, else `{"error": ...}` as `failure.as_data` writes it. The caller has checked
    the workspace's token: a command may read any file of this computer that the user may read.
    """
    sent = body if isinstance(body, Mapping) else {}
    given = sent.get("arguments")
    arguments = given if isinstance(given, Mapping) else {}
    try:
        return 200, {"result": run(session, str(sent.get("name", "")), arguments)}
    except PolsoError as error:
        return error.http_status, {"error": failure.as_data(error)}
    except Exception as error:  # noqa: BLE001 - the other process must be told, whatever it was
        _log.exception("a command failed")
        return 500, {"error": failure.as_data(InternalError("unexpected", what=type(error).__name__))}
