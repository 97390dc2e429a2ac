"""Servers on the loopback address, each over a workspace of its own, and one browser."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from polso.answers.door import Door
from polso.base.company import Company, Language
from polso.commands.run import run
from polso.commands.session import Session
from polso.demo import NAME, generate
from polso.engines.duckdb import DuckDBEngine
from polso.store.workspace import Workspace
from polso.web.app import create_app
from tests.support.data import missing

NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SIZE = 0.5
HOSTS = ("127.0.0.1", "localhost", "[::1]")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS_TO_START = 20


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    session: Session


@contextmanager
def served(workspace: Workspace) -> Iterator[Site]:
    """A real server over an open workspace, on a port of the system's choosing."""
    session = Session(workspace, Door(workspace, DuckDBEngine(workspace.cursor)), now=lambda: NOW)
    app = create_app(session, token="unused", today=session.today, allowed_hosts=HOSTS)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    begun = time.monotonic()
    while not server.started:
        if time.monotonic() - begun > SECONDS_TO_START:
            raise TimeoutError("the server did not start")
        time.sleep(0.02)
    try:
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", session)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if program is None:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Language], Site]]:
    """The sample company in a language, imported from its own files; made once a language."""
    del browser  # without one there is no need of a site
    known: dict[Language, Site] = {}
    open_ones: list[Any] = []

    def site(language: Language) -> Site:
        if language not in known:
            folder = tmp_path_factory.mktemp(f"demo-{language}") / "workspace"
            workspace = Workspace.create(
                folder, Company(name=NAME, language=language, revenue_basis="orders", customer_model="repeat"), NOW
            )
            files = generate(folder / "examples", today=TODAY, language=language, size=SIZE)
            manager = served(workspace)
            known[language] = manager.__enter__()
            open_ones.extend((manager, workspace))
            result = run(known[language].session, "import", {"files": [str(file) for file in files]})
            assert result["report"]["batch"] == 1, result["report"]["questions"]
        return known[language]

    yield site
    for manager, workspace in zip(open_ones[::2], open_ones[1::2], strict=True):
        manager.__exit__(None, None, None)
        workspace.close()


@pytest.fixture
def blank(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A workspace without anything in it."""
    del browser
    folder = tmp_path / "workspace"
    with Workspace.create(folder, Company(name="Bottega Nuova"), NOW) as workspace, served(workspace) as site:
        yield site


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where the pictures of the pages go."""
    folder = Path(os.environ.get("POLSO_ARTEFACTS", "artefacts")) / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
