"""A workspace that another process holds: talked to when it serves, waited for, named when it does not answer."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from polso.cli import reach, remote
from polso.commands.run import respond
from polso.commands.session import Session
from polso.store.holder import announce_server, withdraw_server, workspace_token
from polso.store.workspace import Workspace
from polso.wiring import open_session
from tests.unit.cli.conftest import Polso

Answer = Callable[[Session, Any], tuple[int, dict[str, Any]]]


@contextmanager
def serving(
    folder: Path, answer: Callable[[Session, Any], tuple[int, dict[str, Any]]] = respond
) -> Iterator[list[str]]:
    """The workspace held and served as the web server does it; yields the names of the commands that came."""
    came: list[str] = []
    with open_session(folder) as session:
        token = workspace_token(folder)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                came.append(body["name"])
                status, said = answer(session, body)
                if self.headers["Authorization"] != f"Bearer {token}" or self.path != remote.ADDRESS:
                    status, said = 401, {}
                text = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - named so by the base class
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        announce_server(folder, "127.0.0.1", server.server_port)
        try:
            yield came
        finally:
            withdraw_server(folder)
            server.shutdown()
            thread.join()
            server.server_close()


def test_the_same_is_printed_whoever_answers(polso: Polso, deals: Path, tmp_path: Path) -> None:
    polso("import", deals)
    commands = [
        ["ask", "win_rate", "net_revenue", "--by", "rep", "--period", "all", "--json"],
        ["ask", "win_rate", "--period", "2026-02"],
        ["ask", "net_revenue", "--period", "all", "--rows", "--format", "csv"],
        ["imports", "--json"],
        ["ask", "win_rat", "--json"],
        ["ask", "win_rate", "--period", "2026-13", "--json"],
    ]
    alone = [polso(*command) for command in commands]
    with serving(tmp_path / "workspace") as came:
        assert [polso(*command) for command in commands] == alone
    assert came == ["ask", "ask", "ask", "imports", "ask", "ask"]


def test_importing_while_serving_is_the_ordinary_case(polso: Polso, deals: Path, tmp_path: Path) -> None:
    polso("init")
    with serving(tmp_path / "workspace"):
        done = polso("import", deals, "--json")
        assert (done.code, done.json()["files"][0]["new"]) == (0, 7)
        assert polso("ask", "deals_won", "--period", "all", "--json").json()[0]["value"] == 4
    assert polso("ask", "deals_won", "--period", "all", "--json").json()[0]["value"] == 4


def test_open_imports_into_the_served_workspace_and_serves_none_itself(
    polso: Polso, deals: Path, tmp_path: Path, served: list[Any]
) -> None:
    polso("init")
    with serving(tmp_path / "workspace") as came:
        done = polso("open", deals, "--no-browser")
        assert polso().code == 0
    assert (done.code, came, served) == (0, ["import"], [])
    assert "open already" in done.err


def test_a_second_server_is_refused_with_the_address_of_the_first(polso: Polso, tmp_path: Path) -> None:
    polso("init")
    with serving(tmp_path / "workspace"):
        done = polso("serve")
    assert done.code == 1
    assert "http://127.0.0.1:" in done.err


def test_a_holder_that_does_not_answer_is_named(polso: Polso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    polso("init")
    monkeypatch.setattr(remote, "SECONDS_TO_ANSWER", 0.2)
    folder = tmp_path / "workspace"
    with Workspace.open(folder), socket.create_server(("127.0.0.1", 0)) as deaf:
        place = announce_server(folder, "127.0.0.1", deaf.getsockname()[1])
        done = polso("imports", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "holder_does_not_answer")
    assert place.url in done.json()["error"]["message"]
    assert str(place.pid) in done.json()["error"]["message"]


@pytest.mark.parametrize("said", [(401, {}), (200, {"result": 3}), (500, {"error": {"family": "?"}})])
def test_a_stranger_at_the_address_is_no_answer(polso: Polso, tmp_path: Path, said: tuple[int, dict[str, Any]]) -> None:
    polso("init")
    with serving(tmp_path / "workspace", lambda _session, _body: said):
        done = polso("imports", "--json")
    assert done.json()["error"]["code"] in ("holder_does_not_answer", "answer_of_server_malformed")
    assert done.code in (1, 3)


def test_an_address_left_by_a_dead_server_is_no_obstacle(polso: Polso, tmp_path: Path) -> None:
    polso("init")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    announce_server(tmp_path / "workspace", "127.0.0.1", port)
    assert polso("imports", "--json").json() == []


def test_a_holder_that_serves_nothing_is_waited_for_and_then_named(
    polso: Polso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polso("init")
    monkeypatch.setattr(reach, "SECONDS_TO_WAIT", 0.2)
    holding = Workspace.open(tmp_path / "workspace")
    done = polso("imports", "--json")
    assert (done.code, done.json()["error"]["code"]) == (1, "workspace_in_use")
    monkeypatch.setattr(reach, "SECONDS_TO_WAIT", 10.0)
    threading.Timer(0.3, holding.close).start()
    assert polso("imports", "--json").json() == []
