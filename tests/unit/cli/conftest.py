"""The command line run in this process, and a small company to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from polso.cli.main import run
from polso.cli.parts import Listening, Parts
from polso.commands.session import Session
from polso.wiring import open_session

DEALS = """\
Deal ID;Deal owner;Deal stage;Amount;Create date;Close date;Lead source
A0;Anna;Won;200,00;2025-11-01;2025-12-30;Fair
A1;Anna;Won;1000,00;2026-01-10;2026-02-03;=Web
A2;Anna;Lost;500,00;2026-01-12;2026-02-10;=Web
A3;Bruno;Won;2500,50;2026-01-15;2026-02-20;Fair
A4;Bruno;Won;300,00;2026-02-02;2026-03-05;Fair
A5;Anna;Lost;900,00;2026-02-04;2026-03-18;Fair
A6;;Open;700,00;2026-03-20;;Fair
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Served = list[tuple[Path, Listening]]
Polso = Callable[..., Outcome]


@pytest.fixture
def served() -> Served:
    """The workspaces that a run would have served; no server is started."""
    return []


@pytest.fixture
def polso(capsys: pytest.CaptureFixture[str], tmp_path: Path, served: Served) -> Polso:
    def serve(session: Session, listening: Listening, ready: Callable[[str], None]) -> None:
        served.append((session.workspace.path, listening))
        ready("http://127.0.0.1:1")

    def call(*arguments: object, environ: Mapping[str, str] | None = None) -> Outcome:
        known = {"POLSO_WORKSPACE": str(tmp_path / "workspace"), "POLSO_LANGUAGE": "en", **(environ or {})}
        capsys.readouterr()
        code = run([str(one) for one in arguments], Parts(open_session, serve), known)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the deals in it; for reading only."""
    folder = tmp_path_factory.mktemp("company")
    file = folder / "deals.csv"
    file.write_text(DEALS, encoding="utf-8")
    workspace = folder / "workspace"

    def refuse(_session: Session, _listening: Listening, _ready: Callable[[str], None]) -> None:
        raise AssertionError

    environ = {"POLSO_WORKSPACE": str(workspace), "POLSO_LANGUAGE": "en"}
    assert run(["import", str(file), "--json"], Parts(open_session, refuse), environ) == 0
    return workspace
