"""The parts together: a socket, a server that announces itself and ends politely, a quick start."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from polso.base.company import Company
from polso.base.errors import UserError
from polso.cli.parts import USUAL_PORT, Listening
from polso.store.workspace import Workspace
from polso.wiring import listen

HEAVY = ("duckdb", "fastapi", "scipy", "vl_convert", "numpy", "uvicorn", "babel", "holidays")
QUICK = [["--help"], ["metrics", "--json"], ["ask", "--help"], ["--version"]]
SERVE = """
import sys
from pathlib import Path
from polso.cli.main import run
from polso.cli.parts import Parts
from polso.wiring import listen, open_session, run_server

async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})

def serve(session, listening, ready):
    with listen(listening) as listener:
        run_server(application, listener, session.workspace.path, ready)

sys.exit(run(["-w", sys.argv[1], "serve", "--port", "0"], Parts(open_session, serve), {"POLSO_LANGUAGE": "en"}))
"""


@pytest.mark.parametrize("arguments", QUICK)
def test_what_needs_no_data_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom polso.cli.main import run\nfrom polso.wiring import PARTS\n"
        f"code = run({arguments!r}, PARTS)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.split() == ["[]", "0"]
    assert done.stdout


def test_the_console_script_prints_json_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "polso", "init", "-w", str(tmp_path / "new"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout)["workspace"] == str(tmp_path / "new")
    assert done.stderr == ""
    again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "workspace_exists")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m polso metrics --json | head -c 20",
        shell=True,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="signals between processes are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_announces_itself_and_puts_everything_away(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "workspace"
    Workspace.create(folder, Company()).close()
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        announced = folder / "serving.json"
        until = time.monotonic() + 30
        while not announced.exists() and server.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        place = json.loads(announced.read_text(encoding="utf-8"))
        with urllib.request.urlopen(f"http://127.0.0.1:{place['port']}/", timeout=10) as answer:
            assert answer.read() == b"here"
        assert place["pid"] == server.pid
        server.send_signal(number)
        out, err = server.communicate(timeout=20)
    assert (server.returncode, out) == (0, "")
    assert f"http://127.0.0.1:{place['port']}" in err
    assert "Traceback" not in err
    assert not announced.exists()
    Workspace.open(folder).close()


def test_a_served_workspace_answers_the_command_line(tmp_path: Path) -> None:
    pytest.importorskip("polso.web.app", reason="needs the web server")
    folder = tmp_path / "workspace"
    Workspace.create(folder, Company()).close()
    command = [sys.executable, "-m", "polso", "-w", str(folder)]
    alone = subprocess.run([*command, "imports", "--json"], capture_output=True, text=True, timeout=60, check=True)
    with subprocess.Popen([*command, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True) as server:
        try:
            until = time.monotonic() + 60
            while not (folder / "serving.json").exists() and server.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            place = json.loads((folder / "serving.json").read_text(encoding="utf-8"))
            served = subprocess.run(
                [*command, "imports", "--json"], capture_output=True, text=True, timeout=60, check=True
            )
            assert served.stdout == alone.stdout
            request = urllib.request.Request(
                f"http://127.0.0.1:{place['port']}/api/v1/command", data=b'{"name": "imports", "arguments": {}}'
            )
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(request, timeout=10)
            second = subprocess.run([*command, "serve"], capture_output=True, text=True, timeout=60, check=False)
            assert second.returncode == 1
            assert str(place["port"]) in second.stderr
        finally:
            server.terminate()
            server.communicate(timeout=30)
    assert server.returncode == 0


def test_the_token_is_for_its_owner_alone(tmp_path: Path) -> None:
    from polso.store.holder import workspace_token

    Workspace.create(tmp_path / "w", Company()).close()
    assert len(workspace_token(tmp_path / "w")) > 30
    if sys.platform != "win32":
        assert (tmp_path / "w" / ".token").stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_an_error_only_when_it_was_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match="port_in_use"):
            listen(Listening(port=port))
    with listen(Listening()) as first, listen(Listening()) as second:
        ports = [one.getsockname()[1] for one in (first, second)]
    assert ports[0] != ports[1]
    assert all(port >= USUAL_PORT for port in ports)
