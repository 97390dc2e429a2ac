"""`polso serve` as a process of its own, and what a browser or a program asks it for."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from polso.store.holder import find_server
from tests.support.command import start

SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 120


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]

    def get(self, path: str, query: list[tuple[str, str]] | None = None) -> str:
        """The body of a page that answers with 200, English and without scripts."""
        asked = urllib.request.Request(
            f"{self.url}{path}{'?' + urlencode(query) if query else ''}", headers={"Accept-Language": "en"}
        )
        with urllib.request.urlopen(asked, timeout=SECONDS_TO_ANSWER) as answer:
            assert answer.status == 200
            return str(answer.read().decode())

    def ask(self, *query: tuple[str, str]) -> Any:
        return json.loads(self.get("/api/v1/ask", list(query)))

    def upload(self, name: str, content: bytes) -> str:
        """Drop a file; the address to which the browser is sent, where its wizard is."""
        mark = "one-boundary"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        asked = urllib.request.Request(
            f"{self.url}/data/imports",
            head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
            {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept-Language": "en"},
        )
        with urllib.request.urlopen(asked, timeout=SECONDS_TO_ANSWER) as answer:
            return str(answer.url)


@contextmanager
def served(workspace: Path) -> Iterator[Server]:
    """The workspace served until the end of the block, then ended as Ctrl-C would."""
    process = start(workspace, ["serve"])
    try:
        until = time.monotonic() + SECONDS_TO_START
        while (place := find_server(workspace)) is None or place.pid != process.pid:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)
        yield Server(place.url, process)
    finally:
        process.terminate()
        process.wait(30)
