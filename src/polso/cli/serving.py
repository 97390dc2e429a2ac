"""Serving a workspace until it is interrupted, and showing it in the browser."""

from __future__ import annotations

import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from polso.base.errors import UserError
from polso.cli.output import say
from polso.cli.parts import Listening
from polso.cli.state import State

if TYPE_CHECKING:
    from polso.commands.session import Session


def serve(state: State, session: Session, listening: Listening, *, browser: bool) -> None:
    """Serve until Ctrl-C or a polite end; then return.

    Raises UserError `host_not_loopback`, `port_in_use`.
    """
    check_host(listening.host)

    def ready(address: str) -> None:
        say(state.say("cli.serving", address=address))
        if browser:
            open_browser(address, state.environ)

    with ended_politely():
        try:
            state.parts.serve(session, listening, ready)
        except KeyboardInterrupt:
            pass
        finally:
            say(state.say("cli.stopped"))


def check_host(host: str) -> None:
    """Until people can sign in, only this computer may reach the server; raises UserError `host_not_loopback`."""
    if host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise UserError("host_not_loopback", host=host)


@contextmanager
def ended_politely() -> Iterator[None]:
    """A request to terminate ends the program as Ctrl-C does, so that everything is put away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def open_browser(address: str, environ: Mapping[str, str] | None = None) -> None:
    """Open the address without waiting; on a machine without a screen nothing happens.

    Without a screen the system's browser may be one that takes over the terminal.
    """
    known = os.environ if environ is None else environ
    has_screen = sys.platform in ("win32", "darwin") or known.get("DISPLAY") or known.get("WAYLAND_DISPLAY")
    if not has_screen and not known.get("BROWSER"):
        return
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
