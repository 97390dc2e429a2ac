"""`kill -9` of the server while a file is uploaded, read and imported: the draft is there again or the import whole."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.store.workspace import Workspace
from polso.web.drafts import Drafts
from tests.support.command import polso
from tests.support.serving import Server, served

MOMENTS = int(os.environ.get("POLSO_LONG", "2"))
ROWS = 6000
HEAD = "Id,Owner,Stage,Amount,Created Date,Close Date"
CONTENT = "\n".join([HEAD, *(f"D{n},Anna,Won,2.00,2026-01-01,2026-01-{n % 28 + 1:02d}" for n in range(ROWS))]).encode()
WHOLE = f"{2 * ROWS}.00"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def drop_and_import(server: Server, received: list[str]) -> None:
    """What a browser does: drop the file and follow where it is sent, which for a first clean file is its import."""
    received.append(server.upload("deals.csv", CONTENT))
    while "/data/imports/" not in server.get("/data"):
        time.sleep(0.02)
        server.get(received[0].removeprefix(server.url).rpartition("/")[0] + "/next")


def revenue(workspace: Path) -> str | None:
    answer = polso(workspace, "ask", "net_revenue", "--period", "2026-01", "--json")
    if answer.code != 0:
        return None
    value = answer.value[0]["value"]
    assert value is None or isinstance(value, str)
    return value


def drafts_of(workspace: Path) -> list[bytes]:
    """The files of the drafts that a server would list."""
    with Workspace.open(workspace, NOW):
        found = [path.read_bytes() for one in Drafts(workspace, lambda: NOW).waiting() for path in one.files]
        assert len([*(workspace / "drafts").iterdir()] if (workspace / "drafts").exists() else []) == len(found)
        return found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "workspace"
    Workspace.create(folder, Company(), NOW).close()
    return folder


def test_a_kill_at_any_moment(empty: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(empty, whole)
    with served(whole) as server:
        begun = time.monotonic()
        drop_and_import(server, [])
        taken = time.monotonic() - begun
        # The draft goes when the import is written; only then is the server stopped in peace.
        while (whole / "drafts").exists() and any((whole / "drafts").iterdir()) and time.monotonic() - begun < 60:
            time.sleep(0.05)
    assert (revenue(whole), drafts_of(whole)) == (WHOLE, [])
    chance = random.Random(9)
    ends = set()
    for moment in range(MOMENTS):
        workspace = tmp_path / f"moment-{moment}"
        shutil.copytree(empty, workspace)
        received: list[str] = []
        with served(workspace) as server:

            def browse(server: Server = server, received: list[str] = received) -> None:
                with suppress(OSError, ValueError):  # the server is gone
                    drop_and_import(server, received)

            browser = threading.Thread(target=browse)
            browser.start()
            # One in each part of the way, so that few moments meet the upload, the reading and the import.
            time.sleep(taken * (moment + chance.random()) / MOMENTS)
            server.process.kill()
            browser.join(60)
        batches = polso(workspace, "imports", "--json").value
        drafts = drafts_of(workspace)
        assert len(batches) <= 1
        assert drafts in ([], [CONTENT])
        if batches:
            assert revenue(workspace) == WHOLE
            ends.add("imported")
        elif received:
            assert drafts == [CONTENT], "what was received is there again"
            ends.add("draft")
        if moment == MOMENTS - 1 or (drafts and not batches and "resumed" not in ends):
            resume(workspace, has_draft=bool(drafts))
            ends.add("resumed")
        shutil.rmtree(workspace)
    assert "resumed" in ends


def resume(workspace: Path, *, has_draft: bool) -> None:
    """The server is started again; what it lists leads to the whole import, once."""
    with served(workspace) as server:
        page = server.get("/data")
        assert ("deals.csv" in page) or not has_draft
        drafts = Drafts(workspace, lambda: NOW).waiting()
        for draft in drafts:
            server.get(f"/data/drafts/{draft.token}/next")
            until = time.monotonic() + 60
            while draft.folder.exists() and revenue(workspace) is None:
                assert time.monotonic() < until
                server.get(f"/data/drafts/{draft.token}/next")
                time.sleep(0.2)
    if has_draft:
        assert revenue(workspace) == WHOLE
