"""Bare `polso`, `open`, `serve` and `demo`: what is served, where, and what remains."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import polso.demo
from polso.base.errors import UserError
from polso.cli.parts import Listening
from polso.cli.serving import check_host, open_browser
from tests.unit.cli.conftest import Polso, Served


def test_bare_polso_makes_and_serves_the_default_workspace(polso: Polso, served: Served, tmp_path: Path) -> None:
    done = polso()
    assert done.code == 0
    assert served == [(tmp_path / "workspace", Listening("127.0.0.1", None))]
    assert "New workspace" in done.err
    assert "http://127.0.0.1:1" in done.err


def test_a_workspace_before_the_command_is_meant_too(polso: Polso, served: Served, tmp_path: Path) -> None:
    polso("-w", tmp_path / "other")
    polso("-w", tmp_path / "other", "serve", "--port", "0")
    assert served == [(tmp_path / "other", Listening()), (tmp_path / "other", Listening("127.0.0.1", 0))]


def test_open_goes_from_files_to_the_dashboard(polso: Polso, served: Served, deals: Path, tmp_path: Path) -> None:
    done = polso("open", deals, "-w", tmp_path / "new", "--port", "9000", "--no-browser")
    assert done.code == 0
    assert "7 rows read" in done.out
    assert served == [(tmp_path / "new", Listening(port=9000))]


def test_open_with_a_question_serves_nothing(polso: Polso, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("Deal ID;Deal stage;Amount;Create date\nA1;Won;10;03/04/2026\n", encoding="utf-8")
    done = polso("open", file)
    assert (done.code, served) == (1, [])
    assert "--answer" in done.err


def test_serve_needs_a_workspace(polso: Polso, served: Served) -> None:
    done = polso("serve")
    assert (done.code, served) == (1, [])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_other_computers_are_kept_out(polso: Polso, host: str) -> None:
    polso("init")
    done = polso("serve", "--host", host)
    assert done.code == 1
    assert host in done.err


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "localhost", "::1"])
def test_this_computer_is_let_in(host: str) -> None:
    check_host(host)


def test_no_browser_takes_over_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.platform", "linux")
    open_browser("http://127.0.0.1:1", {})
    assert opened == []


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polso.demo, "generate", functools.partial(polso.demo.generate, size=0.02))


@pytest.mark.usefixtures("small_sample")
def test_the_demo_is_kept_where_it_is_told(polso: Polso, served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    done = polso("demo", "--keep", folder, "--no-browser", environ={"POLSO_LANGUAGE": "en"})
    assert done.code == 0
    assert served == [(folder, Listening())]
    assert "Sample data" in done.err
    assert (folder / "examples" / "README.txt").exists()
    (batch,) = polso("imports", "-w", folder, "--json").json()
    assert len(batch["files"]) >= 10
    assert polso("ask", "net_revenue", "--period", "last-year", "-w", folder, "--json").json()[0]["value"]
    polso("demo", "--keep", folder, "--no-browser")
    assert len(polso("imports", "-w", folder, "--json").json()) == 1


@pytest.mark.usefixtures("small_sample")
def test_a_demo_that_is_not_kept_leaves_nothing(polso: Polso, served: Served) -> None:
    done = polso("demo", "--no-browser")
    assert done.code == 0
    assert not served[0][0].parent.exists()


def test_hosts_that_are_no_address_are_refused() -> None:
    with pytest.raises(UserError, match="host_not_loopback"):
        check_host("")
