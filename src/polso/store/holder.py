"""Who has the workspace open, and where it is served: hints on disk beside the lock, which is DuckDB's."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from polso.store.database import UNKNOWN
from polso.store.layout import Layout
from polso.store.whole_files import write_whole

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """Where a server that holds the workspace listens, and the file with the token it asks for."""

    host: str
    port: int
    pid: int
    token_file: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def token(self) -> str:
        return Path(self.token_file).read_text(encoding="ascii").strip()


def announce_server(folder: Path, host: str, port: int) -> ServerPlace:
    """Write `serving.json`, once the server listens; the token is made where there is none yet."""
    layout = Layout(folder)
    workspace_token(folder)
    place = ServerPlace(host, port, os.getpid(), str(layout.token))
    write_whole(layout.serving, json.dumps(asdict(place), indent=1).encode())
    return place


def find_server(folder: Path) -> ServerPlace | None:
    """What `serving.json` says; None where there is none or it is not whole.

    It may be left from a server that was killed: whoever can open the workspace takes it away, so a caller that finds
    nobody at that address opens the workspace itself.
    """
    said = _read(Layout(folder).serving)
    try:
        return ServerPlace(str(said["host"]), int(said["port"]), int(said["pid"]), str(said["token_file"]))
    except (KeyError, TypeError, ValueError):
        return None


def withdraw_server(folder: Path) -> None:
    """Take `serving.json` away if this process wrote it."""
    place = find_server(folder)
    if place and place.pid == os.getpid():
        Layout(folder).serving.unlink(missing_ok=True)


@contextmanager
def announced(folder: Path, host: str, port: int) -> Iterator[ServerPlace]:
    place = announce_server(folder, host, port)
    try:
        yield place
    finally:
        withdraw_server(folder)


def workspace_token(folder: Path) -> str:
    """The secret that programs on this computer show to the server; readable by the owner alone where possible."""
    file = Layout(folder).token
    if not file.exists():
        write_whole(file, secrets.token_urlsafe(TOKEN_BYTES).encode(), private=True)
    return file.read_text(encoding="ascii").strip()


def write_holder(layout: Layout, since: datetime) -> None:
    said = {"pid": os.getpid(), "since": since.isoformat(timespec="seconds")}
    write_whole(layout.holder, json.dumps(said).encode())


def remove_holder(layout: Layout) -> None:
    layout.holder.unlink(missing_ok=True)


def holder_pid(layout: Layout) -> str:
    """The process that says it has the workspace open; `?` where nobody says so."""
    return str(_read(layout.holder).get("pid", UNKNOWN))


def _read(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
