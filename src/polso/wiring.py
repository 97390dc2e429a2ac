"""The only place that puts the parts together."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.base.errors import UserError
from polso.cli.parts import USUAL_PORT, Listening, Parts

if TYPE_CHECKING:
    from polso.commands.session import Session

PORTS_TO_TRY = 20
ANY_PORT = 0
ALLOWED_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SECONDS_TO_FINISH = 3


@contextmanager
def open_session(folder: Path) -> Iterator[Session]:
    """The workspace in `folder` with its engine and door, closed afterwards."""
    from polso.answers.door import Door
    from polso.commands.session import Session
    from polso.engines.duckdb import DuckDBEngine
    from polso.store.workspace import Workspace

    with Workspace.open(folder) as workspace:
        yield Session(workspace, Door(workspace, DuckDBEngine(workspace.cursor)))


def serve(session: Session, listening: Listening, ready: Callable[[str], None]) -> None:
    """Serve the pages and the API of a workspace until interrupted; `ready` is told the address once it answers.

    Raises UserError `port_in_use`.
    """
    from polso.answers.snapshots import take_snapshot
    from polso.jobs.nightly import Nightly
    from polso.store.holder import workspace_token
    from polso.web.app import create_app

    folder = session.workspace.path
    with listen(listening) as listener:
        token = workspace_token(folder)
        own = f"[{listening.host}]" if ":" in listening.host else listening.host
        hosts = tuple(dict.fromkeys((*ALLOWED_HOSTS, own)))
        application = create_app(session, token=token, today=session.today, allowed_hosts=hosts)
        nightly = Nightly(
            lambda now: take_snapshot(session.workspace, session.door, now), session.now, session.company.zone
        )
        nightly.start()
        try:
            run_server(application, listener, folder, ready)
        finally:
            nightly.stop()


def run_server(application: Any, listener: socket.socket, folder: Path, ready: Callable[[str], None]) -> None:
    """Run an ASGI application on a socket, announced in the workspace `folder` from the moment it answers."""
    import uvicorn

    from polso.store.holder import announce_server, withdraw_server

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                host, port = listener.getsockname()[:2]
                ready(announce_server(folder, host, port).url)

    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    try:
        Server(config).run(sockets=[listener])
    finally:
        withdraw_server(folder)


def listen(listening: Listening) -> socket.socket:
    """A socket that listens: at the port asked for, else at the usual one or the next that is free.

    Raises UserError `port_in_use` (with `port`) where the port asked for is taken.
    """
    if listening.port is not None:
        ports: tuple[int, ...] = (listening.port,)
    else:
        ports = (*range(USUAL_PORT, USUAL_PORT + PORTS_TO_TRY), ANY_PORT)
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    for port in ports:
        try:
            return socket.create_server((listening.host, port), family=family, backlog=128)
        except OSError:
            continue
    raise UserError("port_in_use", port=str(ports[0]))


PARTS = Parts(open_session, serve)
