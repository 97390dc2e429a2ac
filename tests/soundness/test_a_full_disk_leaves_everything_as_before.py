"""A full disk: one clear error, everything as before, nothing left behind, and with room again it goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="a full disk is made by a Linux limit on file sizes"
)
ROOT = Path(__file__).parents[2]
ROWS = 500
LIMITS = (1, 100_000)
"""Bytes: the disk is full at once, in the middle, and late."""
NAMES = ("import", "undo", "correct", "merge", "backup", "export", "restore", "read", "upload")
HEAD = "Id,Owner,Customer,Stage,Amount,Created Date,Close Date"


def deals(amount: int) -> str:
    lines = [
        f"D{n},{('Anna', 'Bruno')[n % 2]},{('Rossi Srl', 'ROSSI S.R.L.', f'Cliente {n}')[min(n, 2)]},Won,{amount}.00,"
        f"2026-01-01,2026-01-{n % 28 + 1:02d}"
        for n in range(ROWS)
    ]
    return "\n".join([HEAD, *lines])


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """By name of the command what was seen of it: first with room, then with each limit."""
    folder = tmp_path_factory.mktemp("full")
    weeks = []
    for number, amount in enumerate((10, 20, 30, 40), 1):
        weeks.append(folder / f"week-{number}.csv")
        weeks[-1].write_text(deals(amount), encoding="utf-8")

    def importing(number: int) -> dict[str, Any]:
        return {"files": [str(weeks[number - 1])], "extracted_at": f"2026-02-0{number}"}

    loaded, empty, copy, everything = (str(folder / name) for name in ("loaded", "empty", "copy.zip", "everything"))
    commands: list[tuple[str, dict[str, Any]]] = [("import", importing(number)) for number in (1, 2, 3)]
    commands += [("backup", {"file": copy}), ("export", {"folder": everything})]
    hand = {"table": "opportunity", "id": "D7", "values": {"amount": "77"}}
    asked: dict[str, tuple[str, str | None, dict[str, Any]]] = {
        "import": ("import", loaded, importing(4)),
        "undo": ("undo", loaded, {"batch": 2}),
        "correct": ("correct", loaded, hand),
        "merge": ("merge", loaded, {"keep": "Rossi Srl", "others": ["ROSSI S.R.L."]}),
        "backup": ("backup", loaded, {"file": "{folder}/copy.zip"}),
        "export": ("export", loaded, {"folder": "{folder}/everything"}),
        "restore": ("restore", None, {"file": copy}),
        "read": ("import", empty, {"files": [everything]}),
        "upload": ("upload", loaded, {"file": str(weeks[3])}),
    }
    trials = []
    for label in NAMES:
        name, base, arguments = asked[label]
        for limit in (None, *LIMITS):
            place = str(folder / "trials" / f"{label}-{limit}")
            own = {
                key: value.replace("{folder}", place) if isinstance(value, str) else value
                for key, value in arguments.items()
            }
            trials.append({"folder": place, "base": base, "name": name, "arguments": own, "limit": limit})
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"prepare": {loaded: commands, empty: []}, "trials": trials}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.full_disk", str(plan)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(len(state) == 64 for state in said[:2]), said[:2]
    befores = {loaded: said[0], empty: said[1], None: ""}
    found = iter(said[2:])
    return {
        label: [
            {"before": befores[asked[label][1]], "limit": limit, **_whole(next(found))} for limit in (None, *LIMITS)
        ]
        for label in NAMES
    }


def _whole(said: Any) -> dict[str, Any]:
    return dict(said) if isinstance(said, dict) else {"code": said}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_as_before_and_then_goes_on(seen: dict[str, list[dict[str, Any]]], name: str) -> None:
    whole, *limited = seen[name]
    assert whole["code"] == "done", whole
    changes = name not in ("backup", "export", "upload")
    assert (whole["then"] != whole["before"]) == changes
    for one in limited:
        where = f"limit {one['limit']}: {one['code']}"
        assert one["code"] in ("done", "disk_full"), where
        if one["code"] == "disk_full":
            assert one["state"] == one["before"], where
            assert len(one["files"]) < len(whole["files"]) or changes, where
        assert (one["again"], one["then"]) == ("done", whole["then"]), where
        assert len(one["finally"]) == len(whole["finally"]), (where, one["finally"], whole["finally"])
    assert limited[0]["code"] == "disk_full"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_behind(seen: dict[str, list[dict[str, Any]]], name: str) -> None:
    for one in seen[name][1:]:
        if one["code"] == "disk_full":
            left = [file for file in one["files"] if not file.startswith("workspace/files/")]
            assert not [file for file in left if file.endswith(".part") or "restoring" in file], one
            assert not [file for file in left if file.startswith(("workspace/drafts", "everything", "copy"))], one
            assert not [file for file in left if file.startswith(("workspace/tmp", "workspace/temp"))], one
