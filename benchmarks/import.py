"""A million clean rows: our reading and our whole import beside DuckDB's own reader and pandas, in one run.

Each runs in a process of its own, so that its peak memory is its own; the machine's load is printed with the result,
and the ratios say more than the seconds.

    uv run --group test python benchmarks/import.py [ROWS]
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROUNDS = 3
HEADER = "order_id,ordered_at,customer,rep,channel,status,net_amount,tax,gross_amount"


def write(path: Path, rows: int) -> None:
    """Orders as a careful program exports them: UTF-8, commas, ISO days, decimal points."""
    dice = random.Random(7)
    first = date(2021, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{HEADER}\n")
        for number in range(rows):
            net = dice.randint(1_000, 2_000_000)
            tax = net * 22 // 100
            day = first + timedelta(days=number * 2000 // rows)
            out.write(
                f"A{number:08d},{day.isoformat()},Società {dice.randint(1, 20_000)},Venditore {dice.randint(1, 25)},"
                f"{dice.choice(('web', 'shop', 'phone'))},completed,{net / 100:.2f},{tax / 100:.2f},"
                f"{(net + tax) / 100:.2f}\n"
            )


def reading(path: Path, folder: Path) -> int:
    """From the file to typed columns in a database, each decided on all of its values."""
    from polso.intake.reading import open_connection, open_source, read_table

    with open_connection(folder) as connection:
        (raw,) = open_source(path)
        table = read_table(raw, connection, folder)
        columns = ", ".join(f"{reading.sql()} AS c{reading.index}" for reading in table.readings)
        connection.execute(f"CREATE TABLE typed AS SELECT line, {columns} FROM {table.staged.table}")
        return table.clean.rows


def careful_reading(path: Path, folder: Path) -> int:
    """The pass over the text alone, the way that looks at every record."""
    from polso.intake.reading import clean_table, open_source

    (raw,) = open_source(path)
    return clean_table(raw, folder, quick=False).rows


def quick_reading(path: Path, folder: Path) -> int:
    """The pass over the text alone, the way that hands on what is regular."""
    from polso.intake.reading import clean_table, open_source

    (raw,) = open_source(path)
    return clean_table(raw, folder).rows


def whole_import(path: Path, folder: Path) -> int:
    """Into an empty workspace: recognised, checked, identified, versioned, derived."""
    from polso.base.company import Company
    from polso.intake.importing import import_files
    from polso.store.workspace import Workspace

    with Workspace.create(folder / "workspace", Company(name="Officina Verdi")) as workspace:
        report = import_files(workspace, [path])
        return report.files[0].new


def duckdb_reader(path: Path, folder: Path) -> int:
    """DuckDB guesses the dialect and the types and inserts into a table on disk."""
    import duckdb

    with duckdb.connect(str(folder / "peer.duckdb")) as connection:
        connection.execute("CREATE TABLE typed AS SELECT * FROM read_csv(?)", [str(path)])
        found = connection.execute("SELECT count(*) FROM typed").fetchone()
        return int(found[0]) if found else 0


def pandas_reader(path: Path, folder: Path) -> int:  # noqa: ARG001 -- called like the others
    """pandas with its day parsed, in memory."""
    import pandas as pd  # type: ignore[import-untyped,unused-ignore]

    return len(pd.read_csv(path, parse_dates=["ordered_at"]))


RUNS: dict[str, Callable[[Path, Path], int]] = {
    "duckdb": duckdb_reader,
    "pandas": pandas_reader,
    "reading": reading,
    "import": whole_import,
    "quick": quick_reading,
    "careful": careful_reading,
}
TITLES = {
    "duckdb": "DuckDB read_csv + insert",
    "pandas": "pandas.read_csv",
    "reading": "polso, reading to typed columns",
    "import": "polso, whole import",
    "quick": "  the pass over the text, regular file",
    "careful": "  the same, record by record",
}


def run_one(name: str, path: Path, rows: int) -> None:
    """In the child: do it once and print seconds, seconds of processor, and peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        started, before = time.perf_counter(), time.process_time()
        found = RUNS[name](path, Path(folder))
        seconds, worked = time.perf_counter() - started, time.process_time() - before
    if found != rows:
        raise SystemExit(f"{name}: {found} rows instead of {rows}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "worked": worked, "peak": peak}))


def measured(name: str, path: Path, rows: int) -> dict[str, float]:
    """The fastest of some rounds."""
    found = []
    for _ in range(ROUNDS):
        output = subprocess.run(
            [sys.executable, __file__, str(rows), name, str(path)], check=True, capture_output=True, text=True
        )
        found.append(json.loads(output.stdout))
    return min(found, key=lambda one: float(one["worked"]))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 3:
        run_one(sys.argv[2], Path(sys.argv[3]), rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        write(path, rows)
        size = path.stat().st_size / 1e6
        print(f"{rows:,} rows of {HEADER.count(',') + 1} columns, {size:.0f} MB; {os.cpu_count()} cores, load", end=" ")
        print(", ".join(f"{load:.1f}" for load in os.getloadavg()))
        print(f"{'':40}{'seconds':>9}{'cpu s':>8}{'rows/s':>12}{'peak MB':>9}{'cpu, of DuckDB':>16}")
        results = {}
        for name, title in TITLES.items():
            one = results[name] = measured(name, path, rows)
            ratio = one["worked"] / results["duckdb"]["worked"]
            print(
                f"{title:40}{one['seconds']:9.2f}{one['worked']:8.2f}{rows / one['seconds']:12,.0f}{one['peak']:9.0f}"
                f"{ratio:14.2f} x"
            )
        print(f"reading against pandas: {results['reading']['worked'] / results['pandas']['worked']:.2f} x of its work")


if __name__ == "__main__":
    main()
