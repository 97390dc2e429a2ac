"""`kill -9` in the middle of an import: the data are as before or as after, never between; the next import works."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.support.command import polso, start

MOMENTS = 10
FIRST = [
    "Id,Owner,Stage,Amount,Created Date,Close Date",
    *(f"D{n},Anna,Won,10.00,2026-01-01,2026-01-{n % 28 + 1:02d}" for n in range(50)),
]
SECOND = [
    "Id,Owner,Stage,Amount,Created Date,Close Date",
    *(f"D{n},{('Anna', 'Bruno')[n % 2]},Won,20.00,2026-01-01,2026-01-{n % 28 + 1:02d}" for n in range(8000)),
]
BEFORE, AFTER = "500.00", "160000.00"
OVERLAID = "159500.00"
"""50 deals as the newer extract has them, the others as the older one."""
OLDER_MOMENTS = 3


def revenue(workspace: Path) -> str:
    answer = polso(workspace, "ask", "net_revenue", "--period", "2026-01", "--json")
    assert answer.code == 0, answer.err
    value = answer.value[0]["value"]
    assert isinstance(value, str)
    return value


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """A workspace with the first file, the second file, and how long its import takes."""
    folder = tmp_path_factory.mktemp("crash")
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text("\n".join(FIRST), encoding="utf-8")
    second.write_text("\n".join(SECOND), encoding="utf-8")
    workspace, trial = folder / "workspace", folder / "trial"
    assert polso(workspace, "import", first, "--json").code == 0
    shutil.copytree(workspace, trial)
    started = time.monotonic()
    assert polso(trial, "import", second, "--json").code == 0
    taken = time.monotonic() - started
    assert (revenue(workspace), revenue(trial)) == (BEFORE, AFTER)
    return workspace, second, taken


def test_twenty_kills(prepared: tuple[Path, Path, float], tmp_path: Path) -> None:
    workspace, second, taken = prepared
    chance = random.Random(20)
    seen = []
    for moment in range(MOMENTS):
        copy = tmp_path / f"workspace-{moment}"
        shutil.copytree(workspace, copy)
        process = start(copy, ["import", second, "--json"])
        # Moments over the whole run and a little beyond it; the first half second only loads the program.
        time.sleep(chance.uniform(0.3 * taken, 1.1 * taken))
        process.kill()
        process.wait()
        found = revenue(copy)
        assert found in (BEFORE, AFTER), f"moment {moment}"
        seen.append(found)
        if moment % 7 == 0:
            again = polso(copy, "import", second, "--json")
            assert again.code == 0, again.err
            assert revenue(copy) == AFTER
    assert BEFORE in seen, "no kill came in time: the moments test nothing"


def test_kills_while_an_older_extract_goes_beneath(prepared: tuple[Path, Path, float], tmp_path: Path) -> None:
    """The known extract is taken off and laid anew: killed meanwhile, it is there whole, with or without the older."""
    workspace, older, _ = prepared
    trial = tmp_path / "trial"
    shutil.copytree(workspace, trial)
    started = time.monotonic()
    assert polso(trial, "import", older, "--extracted-at", "2026-02-01", "--json").code == 0
    taken = time.monotonic() - started
    before, after = as_known(workspace), as_known(trial)
    assert (before, after) == ((BEFORE, 1), (OVERLAID, 2))
    chance = random.Random(21)
    for moment in range(OLDER_MOMENTS):
        copy = tmp_path / f"workspace-{moment}"
        shutil.copytree(workspace, copy)
        process = start(copy, ["import", older, "--extracted-at", "2026-02-01", "--json"])
        time.sleep(chance.uniform(0.3 * taken, 1.05 * taken))
        process.kill()
        process.wait()
        assert as_known(copy) in (before, after), f"moment {moment}"


def as_known(workspace: Path) -> tuple[str, int]:
    """Revenue, and how many imports there are."""
    listed = polso(workspace, "imports", "--json")
    assert listed.code == 0, listed.err
    assert not any(batch["undone"] for batch in listed.value)
    return revenue(workspace), len(listed.value)
