"""40 readings, 24 months, by salesperson: polso beside hand-tuned SQL, one query a metric, pandas and Polars.

Each runs in a process of its own, so that its peak memory is its own, and gives its cells back: all must be equal, or
the run fails. polso answers whole, with totals, records, gaps and intervals beside each value; the others give the
value. Generation is not measured; pandas and Polars read Parquet, which their time includes.

    uv run --group benchmark python -m benchmarks.dashboard [ACTIVITIES]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.dashboard_readings import READINGS, Cells

ROUNDS = 3
RELATIVE, ABSOLUTE = 1e-6, 1e-4
HAND = Path(__file__).with_name("dashboard_hand.sql")
Found = tuple[float, float, Cells, dict[str, float]]
"""Seconds, seconds of processor, the cells, and where the seconds went."""


@dataclass(frozen=True, slots=True)
class Data:
    """The same rows twice: the folder of a workspace, and Parquet files."""

    folder: Path
    parquet: Path


def polso(data: Data) -> Found:
    """Through the door."""
    from benchmarks.dashboard_polso import ask

    return ask(data.folder)


def hand_tuned(data: Data) -> Found:
    """One statement over the same relations of the same file."""
    connection = _connection(data.folder)
    started, before = time.perf_counter(), time.process_time()
    result = connection.execute(HAND.read_text(encoding="utf-8"))
    names = [str(column[0]) for column in result.description or ()]
    rows = result.fetchall()
    seconds, worked = time.perf_counter() - started, time.process_time() - before
    cells: Cells = {name: {} for name in READINGS}
    for row in rows:
        for name, value in zip(names[2:], row[2:], strict=True):
            if value:
                cells[name][_place(row[0], row[1])] = float(value)
    return seconds, worked, cells, {}


def one_each(data: Data) -> Found:
    """A statement a metric."""
    from benchmarks.dashboard_each import STATEMENTS

    connection = _connection(data.folder)
    started, before = time.perf_counter(), time.process_time()
    found = {name: connection.execute(STATEMENTS[name]).fetchall() for name in READINGS}
    seconds, worked = time.perf_counter() - started, time.process_time() - before
    cells = {name: {_place(*row[:2]): float(row[2]) for row in rows if row[2]} for name, rows in found.items()}
    return seconds, worked, cells, {}


def pandas(data: Data) -> Found:
    """With the loading of the columns that are read."""
    from benchmarks.dashboard_pandas import with_pandas

    started, before = time.perf_counter(), time.process_time()
    found = with_pandas(data.parquet)
    seconds, worked = time.perf_counter() - started, time.process_time() - before
    cells = {
        name: {_place(*place): float(value) for place, value in series.items() if value and value == value}
        for name, series in found.items()
    }
    return seconds, worked, cells, {}


def polars(data: Data) -> Found:
    """With the scan of the files."""
    from benchmarks.dashboard_polars import with_polars

    started, before = time.perf_counter(), time.process_time()
    found = with_polars(data.parquet)
    seconds, worked = time.perf_counter() - started, time.process_time() - before
    cells = {
        name: {_place(*row[:2]): float(row[2]) for row in frame.iter_rows() if row[2] and row[2] == row[2]}
        for name, frame in found.items()
    }
    return seconds, worked, cells, {}


RUNS: dict[str, tuple[str, Callable[[Data], Found]]] = {
    "hand": ("hand-tuned DuckDB SQL", hand_tuned),
    "polso": ("polso, through the door", polso),
    "each": ("DuckDB, one query a metric", one_each),
    "pandas": ("pandas, with load", pandas),
    "polars": ("Polars, streaming from Parquet", polars),
}


def _connection(folder: Path) -> Any:
    import duckdb

    return duckdb.connect(str(folder / "facts.duckdb"), read_only=True)


def _place(month: float, rep: object) -> str:
    return f"{int(month) // 12}-{int(month) % 12 + 1:02d} {rep}"


def run_one(name: str, folder: Path, parquet: Path, target: Path) -> None:
    """In the child: the fastest of some rounds, with the cells and the peak memory."""
    rounds = [RUNS[name][1](Data(folder, parquet)) for _ in range(ROUNDS)]
    seconds, worked, cells, stages = min(rounds, key=lambda one: one[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    target.write_text(
        json.dumps({"seconds": seconds, "worked": worked, "cells": cells, "stages": stages, "peak": peak})
    )


def measured(name: str, folder: Path) -> dict[str, Any]:
    target = folder / f"{name}.json"
    workspace, parquet = folder / "workspace", folder / "parquet"
    _child("run", name, str(workspace), str(parquet), str(target))
    found: dict[str, Any] = json.loads(target.read_text())
    return found


def _child(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.dashboard", *arguments], check=True)


def _ratio(seconds: float, worked: float | None = None) -> str:
    """The processor's ratio beside that of time: where others use the computer as well it says more."""
    return f"{seconds:8.2f} x hand-tuned" + ("" if worked is None else f", {worked:.2f} x its work")


def _parts(polso_run: dict[str, Any]) -> dict[str, float]:
    """Where the time of polso went: what any way must do, and what only whole answers need."""
    stages = polso_run["stages"]
    return {"planning and SQL": stages["planning"] + stages["sql"], "assembling of answers": stages["assembly"]}


def check(name: str, found: Cells, expected: Cells) -> int:
    """The number of cells that were held against each other; a difference ends the run."""
    for reading in READINGS:
        for place in found[reading].keys() | expected[reading].keys():
            a, b = found[reading].get(place, 0.0), expected[reading].get(place, 0.0)
            if abs(a - b) > RELATIVE * max(abs(a), abs(b)) + ABSOLUTE:
                raise SystemExit(f"{name}, {reading}, {place}: {a} instead of {b}")
    return sum(len(cells) for cells in expected.values())


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        run_one(sys.argv[2], *(Path(one) for one in sys.argv[3:]))
        return
    if sys.argv[1:2] == ["prepare"]:
        from benchmarks.dashboard_data import prepare

        prepare(Path(sys.argv[2]), int(sys.argv[3]))
        return
    activities = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # In a process of its own: a child begins with the peak of its parent.
        _child("prepare", str(folder), str(activities))
        print(
            f"{len(READINGS)} readings, 24 months, by rep; {activities:,} activities; {os.cpu_count()} cores, load",
            end=" ",
        )
        print(", ".join(f"{load:.1f}" for load in os.getloadavg()))
        print(f"{'':32}{'seconds':>9}{'cpu s':>8}{'peak MB':>9}")
        found = {name: measured(name, folder) for name in RUNS}
    hand = found["hand"]
    for name, (title, _) in RUNS.items():
        one = found[name]
        ratio = "" if name == "hand" else _ratio(one["seconds"] / hand["seconds"], one["worked"] / hand["worked"])
        print(f"{title:32}{one['seconds']:9.3f}{one['worked']:8.2f}{one['peak']:9.0f}{ratio}")
        if name == "polso":
            for stage, seconds in _parts(one).items():
                print(f"{'  of it ' + stage:32}{seconds:9.3f}{'':17}{_ratio(seconds / hand['seconds'])}")
    stages = found["polso"]["stages"]
    print(f"polso: planning {stages['planning'] * 1000:.1f} ms, {stages['statements']:.0f} statements")
    print(f"pandas with load against polso: {found['pandas']['seconds'] / found['polso']['seconds']:.2f} x")
    cells = [check(RUNS[name][0], one["cells"], hand["cells"]) for name, one in found.items()]
    print(f"all equal in {cells[0]:,} cells that are not empty")


if __name__ == "__main__":
    main()
