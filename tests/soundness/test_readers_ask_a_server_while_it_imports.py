"""Eight clients ask a server over HTTP during an import of 50,000 rows: every answer is of before or of after."""

from __future__ import annotations

import csv
import re
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from itertools import cycle, islice
from pathlib import Path

from tests.support.command import polso
from tests.support.serving import Server, served

READERS = 8
FIRST, ROWS = 40, 50_000
BEFORE, AFTER = Decimal(400), Decimal(100_320)
"""40 deals of 10 euro; then 49,960 of 2 euro besides."""
MONTH = [("period", "2026-01")]
FIGURE = re.compile(r"€(400|100,320)\b")
SINCE = re.compile(r"At its close \([^)]*\) it was known to be €400")
"""What a page rightly says of before when it shows after."""
HEAD = "Id,Owner,Stage,Amount,Created Date,Close Date"


def write_deals(file: Path, rows: int) -> Path:
    lines = [f"D{n},Anna,Won,{10 if n < FIRST else 2}.00,2026-01-01,2026-01-{n % 28 + 1:02d}" for n in range(rows)]
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return file


def by_program(server: Server) -> Decimal:
    won, revenue = server.ask(("metric", "deals_won"), ("metric", "net_revenue"), *MONTH)
    total = Decimal(revenue["value"])
    assert won["value"] == revenue["n"] == (FIRST if total == BEFORE else ROWS)
    return total


def by_page(path: str) -> Callable[[Server], Decimal]:
    """The one figure that a page shows, wherever it shows it."""

    def read(server: Server) -> Decimal:
        page = SINCE.sub("", server.get(path, MONTH))
        figures = {Decimal(found.replace(",", "")) for found in FIGURE.findall(page)}
        assert len(figures) == 1, (path, figures)
        (total,) = figures
        other = "50,000" if total == BEFORE else "n 40<"
        assert other not in page, path
        return total

    return read


def by_listing(server: Server) -> Decimal:
    """The rows page counts all rows; so many as these come after are not added up there."""
    (count,) = re.findall(r"\b(40|50,000) rows", server.get("/metrics/net_revenue/rows", MONTH))
    return BEFORE if count == "40" else AFTER


def by_rows(server: Server) -> Decimal:
    rows = list(csv.DictReader(StringIO(server.get("/metrics/net_revenue/rows.csv", MONTH).removeprefix("\ufeff"))))
    total = sum((Decimal(row["amount"]) for row in rows), Decimal(0))
    assert len({row["sale_id"] for row in rows}) == len(rows) == (FIRST if total == BEFORE else ROWS)
    return total


WAYS: tuple[Callable[[Server], Decimal], ...] = (
    by_program,
    by_page("/"),
    by_page("/metrics/net_revenue"),
    by_listing,
    by_rows,
)


def test_every_response_is_of_before_or_of_after(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert polso(workspace, "import", write_deals(tmp_path / "first.csv", FIRST), "--json").code == 0
    everything = write_deals(tmp_path / "everything.csv", ROWS)
    stop = threading.Event()
    wrong: list[object] = []
    seen: list[list[Decimal]] = [[] for _ in range(READERS)]
    with served(workspace) as server:
        assert {way(server) for way in WAYS} == {BEFORE}

        def read(number: int) -> None:
            try:
                for way in islice(cycle(WAYS), number, None):
                    if stop.is_set():
                        return
                    seen[number].append(way(server))
            except BaseException as error:  # a thread's failure must reach the test
                wrong.append(error)
                raise

        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        for thread in threads:
            thread.start()
        done = polso(workspace, "import", everything, "--json", timeout=300)
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join(120)
        assert done.code == 0, done.err
        assert wrong == []
        assert {way(server) for way in WAYS} == {AFTER}
    for states in seen:
        assert set(states) <= {BEFORE, AFTER}
        assert states == sorted(states), "nobody goes back to before"
    assert sum(states.count(BEFORE) for states in seen) > READERS
