"""An opened workspace with its door, and records put into it without a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.commands.session import Session
from polso.store.workspace import Workspace
from polso.wiring import open_session

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    Workspace.create(tmp_path / "workspace", Company(language="en")).close()
    with open_session(tmp_path / "workspace") as opened:
        yield Session(opened.workspace, opened.door, now=lambda: NOW)
