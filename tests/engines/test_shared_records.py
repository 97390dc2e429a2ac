"""A deal that several people share counts whole for each of them and once in all, beside those that nobody shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Condition, Measure
from polso.catalog.relations import RELATIONS
from polso.engines.duckdb import DuckDBEngine
from polso.query.cells import Window
from polso.query.dimensions import Split
from polso.query.plan import Scan, Wanted
from polso.sql import flow

TABLES = """
    CREATE TABLE calendar_day AS SELECT unnest([DATE '2026-03-01', DATE '2026-03-02', DATE '2026-04-01']) AS day;
    CREATE TABLE rep (rep_id VARCHAR, name VARCHAR, known_to TIMESTAMP);
    INSERT INTO rep VALUES ('x', 'Ada', NULL), ('y', 'Bice', NULL);
    CREATE TABLE deal_credit (
        opportunity_id VARCHAR, rep_id VARCHAR, status VARCHAR, type VARCHAR, decided_on DATE,
        amount DECIMAL(18,4), amount_base DECIMAL(18,4), share DECIMAL(9,6), known_to TIMESTAMP
    );
    INSERT INTO deal_credit VALUES
        ('A', 'x', 'won', 'new', '2026-03-01', 100, 100, 1, NULL),
        ('B', 'x', 'won', 'new', '2026-03-02', 30.5, 30.5, 0.5, NULL),
        ('B', 'y', 'won', 'new', '2026-03-02', 30.5, 30.5, 0.5, NULL),
        ('C', 'x', 'lost', 'new', '2026-03-02', 9, 9, 1, NULL),
        ('D', 'x', 'won', 'new', '2026-03-02', 7, NULL, 0.3, NULL),
        ('D', 'y', 'won', 'new', '2026-03-02', 13, NULL, 0.7, NULL),
        ('E', 'y', 'won', 'new', '2026-04-01', 1, 1, 1, NULL);
"""
WON = Condition("status", "is", ("won",))


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    connection = duckdb.connect()
    connection.execute(TABLES)
    yield DuckDBEngine(connection.cursor)
    connection.close()


REP = DIMENSIONS["rep"]
BY_REP = Split("rep", "named", REP.table or "", REP.key or "", REP.label or "")
BY_TYPE = Split("type", "own", "", "", "")


def scan_of(*splits: Split) -> Scan:
    """Won deals, and what they are worth, in March and April."""
    worth = Measure("deal_credit", "closed", "amount_base", (WON,), ("amount_base",))
    return Scan(
        "flow",
        RELATIONS["deal_credit"],
        "closed",
        "rep_id",
        (Window(date(2026, 3, 1), date(2026, 4, 1)), Window(date(2026, 4, 1), date(2026, 5, 1))),
        (
            Wanted(Measure("deal_credit", "closed", None, (WON,)), frozenset()),
            Wanted(worth, frozenset({"sum", "squares"})),
        ),
        splits,
        (),
        None,
    )


def told(engine: DuckDBEngine, scan: Scan, *wanted: str) -> set[tuple[object, ...]]:
    table = engine.rows(flow.aggregates(scan))
    return {tuple(row[table.names.index(name)] for name in wanted) for row in table.rows}


def test_records_are_counted_once_at_every_level_and_their_parts_add_up(engine: DuckDBEngine) -> None:
    wanted = ("window_id", "name_0", "total_0", "n_0", "n_1", "missing_1", "fx_missing_1", "sum_1", "squares_1")
    assert told(engine, scan_of(BY_REP), *wanted) == {
        (0, "Ada", 0, 3, 2, 1, 1, 1_305_000, 10_930.25),
        (0, "Bice", 0, 2, 1, 1, 1, 305_000, 930.25),
        (0, None, 1, 3, 2, 1, 1, 1_610_000, 11_860.5),
        (1, "Bice", 0, 1, 1, 0, 0, 10_000, 1.0),
        (1, None, 1, 1, 1, 0, 0, 10_000, 1.0),
    }


def test_each_of_two_levels_counts_them_once(engine: DuckDBEngine) -> None:
    wanted = ("window_id", "name_0", "name_1", "total_0", "total_1", "n_0", "sum_1")
    assert told(engine, scan_of(BY_TYPE, BY_REP), *wanted) == {
        (0, "new", "Ada", 0, 0, 3, 1_305_000),
        (0, "new", "Bice", 0, 0, 2, 305_000),
        (0, "new", None, 0, 1, 3, 1_610_000),
        (0, None, None, 1, 1, 3, 1_610_000),
        (1, "new", "Bice", 0, 0, 1, 10_000),
        (1, "new", None, 0, 1, 1, 10_000),
        (1, None, None, 1, 1, 1, 10_000),
    }
