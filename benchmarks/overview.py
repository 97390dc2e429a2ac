"""The Overview of a workspace: server time cold and warm, where it goes, and what hand-written SQL needs for it.

Runs on the Maven company where POLSO_DATA names the real data, else on the sample company.

    uv run --group test python benchmarks/overview.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from polso.base.company import Company
from polso.intake.importing import import_files
from polso.store.workspace import Workspace

ROUNDS = 30
PEER = [
    part
    for part in Path(__file__).with_name("overview_peer.sql").read_text(encoding="utf-8").split(";")
    if part.strip()
]


def prepare(folder: Path) -> str:
    """Fill a workspace in `folder`; the name of the data."""
    data = os.environ.get("POLSO_DATA")
    if data:
        files = sorted((Path(data) / "maven-crm").glob("*.csv"))
        name, company = "Maven", Company(name="Maven", currency="USD")
    else:
        from polso.demo import generate

        source = folder / "source"
        source.mkdir()
        files = list(generate(source, today=date(2026, 11, 24)))
        name, company = "the sample company", Company(name="Officina Verdi", revenue_basis="orders")
    with Workspace.create(folder / "workspace", company) as workspace:
        import_files(workspace, files)
    return name


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A real server in its own process on a free port; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "polso", "serve", "-w", str(folder), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _address(folder, process)
    finally:
        process.terminate()
        process.wait()


def _address(folder: Path, process: subprocess.Popen[bytes]) -> str:
    from polso.store.holder import find_server

    for _ in range(300):
        found = find_server(folder)
        if found is not None:
            return f"http://{found.host}:{found.port}"
        if process.poll() is not None:
            raise SystemExit("the server ended")
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def timed(address: str) -> tuple[float, dict[str, float], int]:
    """Milliseconds on the wall, the server's own by stage, and bytes."""
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=30) as response:
        body = response.read()
        header = response.headers["Server-Timing"]
    wall = (time.perf_counter() - started) * 1000
    stages = {}
    for part in header.split(","):
        name, _, duration = part.strip().partition(";dur=")
        stages[name] = float(duration)
    return wall, stages, len(body)


def peer(folder: Path) -> float:
    """Milliseconds of hand-written SQL for the same figures, median."""
    with Workspace.open(folder) as workspace, workspace.cursor() as cursor:
        taken = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            for statement in PEER:
                cursor.execute(statement).fetchall()
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        name = prepare(folder)
        workspace = folder / "workspace"
        hand = peer(workspace)
        with serving(workspace) as address:
            cold = timed(address)
            # A filter that was not asked before: everything is planned and read anew, only the process is warm.
            fresh = [timed(f"{address}/?period=2017-{month:02d}") for month in range(4, 12)]
            kept = [timed(address) for _ in range(ROUNDS)]
        print(f"Overview of {name}; milliseconds of server time on {os.cpu_count()} cores")
        line("cold (first request)", cold[1])
        line("warm, nothing kept", middle([one[1] for one in fresh]))
        line("warm, answers kept", middle([one[1] for one in kept]))
        print(f"{'hand-written SQL, figures only':32}{hand:9.1f}")
        ratio = middle([one[1] for one in fresh])["sql"] / hand
        print(f"SQL of the page, nothing kept, against hand-written SQL: {ratio:.2f} x")
        print(f"bytes of the page, not compressed: {cold[2]:,}")


def middle(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def line(title: str, stages: dict[str, float]) -> None:
    total = stages["total"]
    shares = ", ".join(f"{name} {value / total:.0%}" for name, value in stages.items() if name != "total" and total)
    print(f"{title:32}{total:9.1f}   {shares}")


if __name__ == "__main__":
    main()
