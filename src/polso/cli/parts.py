"""What the command line is given by the wiring: it names no engine and no web server itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polso.commands.session import Session

USUAL_HOST = "127.0.0.1"
USUAL_PORT = 8765


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server shall listen; without a port the usual one, or the next that is free."""

    host: str = USUAL_HOST
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """`open_session` opens the workspace of a folder; `serve` runs until it is interrupted and tells its address."""

    open_session: Callable[[Path], AbstractContextManager[Session]]
    serve: Callable[[Session, Listening, Callable[[str], None]], None]
