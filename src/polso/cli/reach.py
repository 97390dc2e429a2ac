"""Running a command on a workspace, wherever it is open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.base.errors import UserError
from polso.cli import remote
from polso.cli.parts import Parts

if TYPE_CHECKING:
    from polso.commands.session import Session
    from polso.store.holder import ServerPlace

SECONDS_TO_WAIT = 3.0
"""Another command of a moment, a script's for instance, is waited for; a server is talked to."""
SECONDS_BETWEEN = 0.1

Progress = Callable[[str, int, int], None]


def run(
    parts: Parts, folder: Path, name: str, arguments: Mapping[str, Any], progress: Progress | None = None
) -> dict[str, Any]:
    """The command's result, from this process or from the one that serves the workspace.

    Raises UserError `workspace_in_use` when another process holds it and serves nothing, `holder_does_not_answer` when
    it says that it serves.
    """
    from polso.commands.progress import silent
    from polso.commands.run import run as run_here

    try:
        with opened(parts, folder) as session:
            return run_here(session, name, arguments, progress or silent)
    except ServedElsewhereError as served:
        return remote.send(served.place, name, arguments)


class ServedElsewhereError(Exception):
    """Another process serves the workspace, at `place`."""

    def __init__(self, place: ServerPlace) -> None:
        super().__init__(place.url)
        self.place = place


@contextmanager
def opened(parts: Parts, folder: Path) -> Iterator[Session]:
    """The workspace opened by this process; raises ServedElsewhereError, or what opening raises."""
    with ExitStack() as stack:
        yield _enter(stack, parts, folder)


def _enter(stack: ExitStack, parts: Parts, folder: Path) -> Session:
    from polso.store.holder import find_server

    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            return stack.enter_context(parts.open_session(folder))
        except UserError as error:
            if error.code != "workspace_in_use":
                raise
            place = find_server(folder)
            if place is not None:
                raise ServedElsewhereError(place) from error
            if time.monotonic() > until:
                raise
            time.sleep(SECONDS_BETWEEN)
