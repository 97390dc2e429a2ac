"""A disk that is full: commands run in processes of their own in which no file may grow past a limit.

As a program: `full_disk.py PLAN`, where PLAN is JSON in a file: `base` (a folder), `prepare` and `trials`. Every trial
is one line of JSON on standard output.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polso.answers.door import Door
from polso.base.company import Company
from polso.base.errors import PolsoError
from polso.commands.run import run
from polso.commands.session import Session
from polso.engines.duckdb import DuckDBEngine
from polso.store.copies.restore import restore
from polso.store.workspace import Workspace
from polso.web.app import create_app
from tests.support.state import state_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def session_of(workspace: Workspace) -> Session:
    return Session(workspace, Door(workspace, DuckDBEngine(workspace.cursor)), now=lambda: NOW)


def fill_disk(limit: int) -> None:
    """No file of this process may grow past `limit` bytes; Python ignores the signal, so that writing fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def make_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def digest(workspace: Workspace) -> str:
    """Everything in the database but when an import was made."""
    state = state_of(workspace, without=frozenset({"imported_at"}))
    return hashlib.sha256(repr(sorted(state.items())).encode()).hexdigest()


def files(folder: Path) -> list[str]:
    """Every file below but the database's own and the spilling of one that is open."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("facts.duckdb")]
    return sorted(str(path.relative_to(folder)) for path in found)


def upload(session: Session, file: Path) -> object:
    """Drop a file on the data page; raises what the page says."""
    from starlette.testclient import TestClient

    app = create_app(session, token="-", today=session.today, allowed_hosts=("127.0.0.1",))
    with TestClient(app, base_url="http://127.0.0.1", headers={"Accept": "application/json"}) as client:
        answer = client.post("/data/imports", files={"files": (file.name, file.read_bytes())}, follow_redirects=False)
    if answer.status_code != 303:
        raise RefusedError(answer.json()["code"])
    return answer


class RefusedError(PolsoError):
    def __init__(self, code: str) -> None:
        super().__init__(code)


def attempt(limit: int | None, do: Callable[[], object]) -> str:
    """`done`, else the code of the error."""
    try:
        if limit is not None:
            fill_disk(limit)
        do()
    except PolsoError as error:
        return error.code
    finally:
        make_room()
    return "done"


def trial(folder: Path, name: str, arguments: dict[str, Any], limit: int | None) -> dict[str, Any]:
    """Try with the full disk, look, and try again with room: everything that was seen."""
    place = folder / "workspace"
    if name == "restore":

        def do() -> object:
            return restore(Path(arguments["file"]), place, NOW, lambda *_: None)

        seen = {"code": attempt(limit, do), "files": files(folder)}
        again = attempt(None, do) if seen["code"] != "done" else "done"
        with Workspace.open(place, NOW) as workspace:
            return {**seen, "state": "", "again": again, "then": digest(workspace), "finally": files(folder)}
    with Workspace.open(place, NOW) as workspace:
        session = session_of(workspace)

        def carry_out() -> object:
            return upload(session, Path(arguments["file"])) if name == "upload" else run(session, name, arguments)

        code = attempt(limit, carry_out)
        seen = {"code": code, "state": digest(workspace), "files": files(folder)}
        again = attempt(None, carry_out) if code != "done" else "done"
        return {**seen, "again": again, "then": digest(workspace), "finally": files(folder)}


def apart(do: Callable[[], object]) -> object:
    """In a process of its own, which begins with everything loaded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said: object = "died"
        with suppress(BaseException):
            try:
                said = do()
            except Exception as error:  # noqa: BLE001 - whatever it was is what the test looks at
                said = f"{type(error).__name__}: {error}"
        make_room()
        with os.fdopen(writing, "w") as out:
            json.dump(said, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as came:
        said = json.loads(came.read() or '"nothing"')
    os.waitpid(child, 0)
    return said


def prepare(base: Path, commands: list[tuple[str, dict[str, Any]]]) -> str:
    with Workspace.create(base / "workspace", Company(), NOW) as workspace:
        for name, arguments in commands:
            run(session_of(workspace), name, arguments)
        return digest(workspace)


def main(plan: dict[str, Any]) -> None:
    for base, commands in plan["prepare"].items():
        print(json.dumps(apart(lambda base=base, commands=commands: prepare(Path(base), commands))), flush=True)  # type: ignore[misc]
    for one in plan["trials"]:
        folder = Path(one["folder"])
        if one["base"]:
            shutil.copytree(one["base"], folder)
        else:
            folder.mkdir(parents=True)
        said = apart(lambda one=one, folder=folder: trial(folder, one["name"], one["arguments"], one["limit"]))  # type: ignore[misc]
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
