"""The dashboard through the door of answers, as every page and command asks it."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.dashboard_data import TODAY
from benchmarks.dashboard_readings import END, FIRST, READINGS, Cells

from polso.access.viewer import OWNER
from polso.answers.answer import Answers
from polso.answers.door import Door
from polso.base.period import ONE_DAY
from polso.engines.duckdb import DuckDBEngine
from polso.query.request import Request
from polso.store.workspace import Workspace

PERIOD = f"{FIRST}..{END - ONE_DAY}"


def ask(workspace_folder: Path) -> tuple[float, float, Cells, dict[str, float]]:
    """Seconds of the whole dashboard and of processor, its cells, where the time went; nothing was asked before."""
    with Workspace.open(workspace_folder) as workspace:
        door = Door(workspace, DuckDBEngine(workspace.cursor))
        # What a process loads once: libraries, the catalog, the state of the workspace.
        door.ask(Request(READINGS, ("rep",), "month", "2026-10", "none"), OWNER, TODAY)
        started, before = time.perf_counter(), time.process_time()
        answers = door.ask(Request(READINGS, ("rep",), "month", PERIOD, "none"), OWNER, TODAY)
        seconds, worked = time.perf_counter() - started, time.process_time() - before
    receipt = answers.receipt
    stages = {"planning": receipt.planning_seconds, "sql": receipt.sql_seconds, "assembly": receipt.assembly_seconds}
    return seconds, worked, _cells(answers), {**stages, "statements": float(len(receipt.sql))}


def _cells(answers: Answers) -> Cells:
    found: Cells = {}
    for name, column in zip(READINGS, answers.columns, strict=True):
        cells = found.setdefault(name, {})
        for one in column:
            if one.value is None and "no_denominator" not in one.flags:
                raise SystemExit(f"{name}: no figure, {one.flags}")
            if one.group.keys and one.value:
                cells[f"{one.period.start:%Y-%m} {one.group.keys[0]}"] = float(one.value)
    return found
