"""Several who write at once, with and without a server: all of it lands, one after another, nothing is doubled."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from polso.store.workspace import Workspace
from tests.support.command import command_line, environment, polso
from tests.support.serving import served
from tests.support.state import state_of

HEAD = "Id,Owner,Customer,Stage,Amount,Created Date,Close Date"
CLOCKS = frozenset(
    {
        *("undone_at", "known_from", "known_to", "extracted_at", "set_at", "first_seen_at", "imported_at"),
        *("summary", "options", "sha256"),
    }
)
"""Columns that differ between two runs: when it was done, and the hash of a document that says when."""
OF_SERVERS = frozenset({"metric_snapshot"})
"""What a server writes down by itself."""


def write_deals(file: Path, first: int, rows: int, amount: int) -> Path:
    lines = [
        f"D{n},Anna,{('Rossi Srl', 'ROSSI S.R.L.')[n % 2]},Won,{amount}.00,2026-01-01,2026-01-{n % 28 + 1:02d}"
        for n in range(first, first + rows)
    ]
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return file


def begin(workspace: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command_line(*arguments, "--json"),
        env=environment(workspace), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, Any]:
    said, problems = process.communicate(timeout=180)
    assert said, problems
    return process.returncode, json.loads(said)


def won(workspace: Path) -> tuple[int, str]:
    answer = polso(workspace, "ask", "deals_won", "net_revenue", "--period", "2026-01", "--json")
    assert answer.code == 0, answer.err
    return answer.value[0]["value"], answer.value[1]["value"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of 100 deals of 10 euro, as batch 1."""
    done = polso(tmp_path / "workspace", "import", write_deals(tmp_path / "base.csv", 0, 100, 10), "--json")
    assert done.code == 0, done.err
    return tmp_path / "workspace"


def test_two_command_lines_at_once(folder: Path, tmp_path: Path) -> None:
    """The second waits for the first; one that would wait too long says who holds the workspace and changes nothing."""
    files = [write_deals(tmp_path / f"{name}.csv", first, 4000, 20) for name, first in (("a", 1000), ("b", 6000))]
    running = [begin(folder, "import", file, "--answer", f"{file.name}:gone=kept") for file in files]
    outcomes = [ended(process) for process in running]
    landed = [file for file, (code, _) in zip(files, outcomes, strict=True) if code == 0]
    assert landed, outcomes
    for process, (code, said) in zip(running, outcomes, strict=True):
        if code != 0:
            assert (code, said["error"]["code"]) == (1, "workspace_in_use")
            assert str(next(other.pid for other in running if other is not process)) in said["error"]["message"]
    assert won(folder) == (100 + 4000 * len(landed), f"{1000 + 80_000 * len(landed)}.00")
    for file in files:
        again = polso(folder, "import", file, "--answer", f"{file.name}:gone=kept", "--json")
        assert again.code == 0, again.err
    assert won(folder) == (8100, "161000.00")


def test_two_imports_and_an_undo_at_once_through_a_server(folder: Path, tmp_path: Path) -> None:
    """Both imports know deals 100-199; whoever came later counts there, and the first 100 go with the undo."""
    earlier = write_deals(tmp_path / "a.csv", 100, 1000, 20)
    later = write_deals(tmp_path / "b.csv", 100, 2000, 30)
    with served(folder):
        running = [
            begin(folder, "import", earlier, "--answer", "a.csv:gone=kept"),
            begin(folder, "import", later, "--answer", "b.csv:gone=kept"),
            begin(folder, "undo", 1),
        ]
        outcomes = [ended(process) for process in running]
        assert [code for code, _ in outcomes] == [0, 0, 0], outcomes
        seen = won(folder)
        listed = polso(folder, "imports", "--json").value
    numbers = [said["batch"] for _, said in outcomes[:2]]
    assert sorted(numbers) == [2, 3]
    shared = 20 if numbers[0] > numbers[1] else 30
    assert seen == (2000, f"{1000 * shared + 1000 * 30}.00")
    assert {batch["batch"]: bool(batch["undone"]) for batch in listed} == {1: True, 2: False, 3: False}
    assert won(folder) == seen


def test_every_command_that_writes_does_the_same_through_a_server(folder: Path, tmp_path: Path) -> None:
    second = write_deals(tmp_path / "second.csv", 50, 100, 40)
    alone = tmp_path / "alone" / "workspace"
    shutil.copytree(folder, alone)

    def carry_out(workspace: Path) -> list[Any]:
        pair = polso(workspace, "merge", "--json").value[0]
        steps: list[list[object]] = [
            ["import", second, "--answer", "second.csv:gone=kept"],
            ["correct", "opportunity", "D7", "amount=77"],
            ["merge", pair["keep"]["id"], pair["other"]["id"]],
            ["undo", 2],
            ["backup", workspace.parent / "copy.zip"],
            ["export", workspace.parent / "everything"],
        ]
        codes = []
        for step in steps:
            done = polso(workspace, *step, "--json")
            codes.append((step[0], done.code, done.err))
        return [pair, codes]

    apart = carry_out(alone)
    with served(folder):
        together = carry_out(folder)
        seen = won(folder)
    assert [code for _, code, _ in together[1]] == [0] * 6, together[1]
    assert together == apart
    assert seen == won(alone) == (100, "1067.00")
    states: list[dict[str, list[tuple[Any, ...]]]] = []
    for workspace in (alone, folder):
        back = tmp_path / f"back-{len(states)}"
        assert polso(back, "restore", workspace.parent / "copy.zip", "--json").code == 0
        read = tmp_path / f"read-{len(states)}"
        done = polso(read, "import", workspace.parent / "everything", "--json")
        assert done.code == 0, done.err
        for place in (workspace, back, read):
            with Workspace.open(place) as opened:
                states.append(state_of(opened, without=CLOCKS))
    for state in states[1:]:
        different = [
            (name, pair)
            for name, rows in state.items()
            if name not in OF_SERVERS
            for pair in [(len(rows), len(states[0][name])), *zip(rows, states[0][name], strict=False)]
            if pair[0] != pair[1]
        ]
        assert different == []
