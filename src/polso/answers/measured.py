"""What the scans gave: for each measure, window and group, the counts and sums, and the single values where wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polso.answers.answer import TOTAL, Group, GroupKey
from polso.answers.exchange import Exchange
from polso.answers.lifetimes import Lifetimes, part, read
from polso.answers.retained import Fates, fates_of
from polso.catalog.model import Measure
from polso.engines.engine import Engine, Table
from polso.query.cells import Window
from polso.query.plan import Scan
from polso.query.readings import Reading, Recorded
from polso.sql import flow, lifetimes, retention, stock
from polso.sql.expressions import Statement


@dataclass(slots=True)
class Numbers:
    """Used and missing rows; money sums in ten-thousandths; for stocks how many amounts are unknown or inferred."""

    n: int = 0
    missing: int = 0
    total: int = 0
    squares: float = 0.0
    unknown: int = 0
    inferred: int = 0
    fx_missing: int = 0
    values: NDArray[np.int64] | None = None
    outside: bool = False
    """Of one end of a transition: the data did not cover it, as known then."""
    ends: tuple[Numbers, Numbers] | None = None
    """Of a transition: the stock of the same scope at both ends."""
    lifetimes: Lifetimes | None = None
    """Of a survival or a cohort: how long each record lasted."""
    fates: Fates | None = None
    """Of a retention: what became of each entity."""


Places = dict[tuple[Window, GroupKey], Numbers]


@dataclass(slots=True)
class Measured:
    """All numbers of one scan, by measure, window and group; absent ones are zero."""

    numbers: dict[Reading, Places] = field(default_factory=dict)
    groups: dict[GroupKey, Group] = field(default_factory=lambda: {(): TOTAL})

    def of(self, reading: Reading) -> Places:
        """The numbers of one reading by window and group, to be read and written."""
        return self.numbers.setdefault(reading, {})

    def get(self, reading: Reading, window: Window, key: GroupKey) -> Numbers:
        return self.of(reading).get((window, key), NOTHING)


NOTHING = Numbers()
_COUNTED = ("n", "missing", "sum", "squares", "fx_missing")
NO_CHANGE: tuple[int, ...] = (0, 0, 0, 0, 0)


def measure_scan(scan: Scan, engine: Engine, exchange: Exchange) -> tuple[Measured, tuple[Statement, ...]]:
    """Run the statements of a scan; also gives the statements, for the receipt."""
    if scan.compares:
        from polso.answers.transitions import measure_transition

        return measure_transition(scan, engine, exchange)
    if scan.kind == "stock":
        statement = stock.changes(scan)
        return _stock(scan, engine.rows(statement), exchange), (statement,)
    if scan.kind == "retention":
        return _retention(scan, engine, exchange)
    measured, statements = Measured(), []
    if scan.wanted:
        statements.append(flow.aggregates(scan))
        measured = _flow(scan, engine.rows(statements[0]))
    for number, wanted in enumerate(scan.wanted):
        if "values" in wanted.statistics and wanted.measure.column:
            listing = flow.values(scan, number)
            statements.append(listing)
            _attach_values(measured, scan, wanted.measure, engine.columns(listing))
    for one in scan.recorded:
        statements.append(lifetimes.lifetimes(scan, one))
        _attach_lifetimes(measured, scan, one, engine.columns(statements[-1]))
    return measured, tuple(statements)


def _retention(scan: Scan, engine: Engine, exchange: Exchange) -> tuple[Measured, tuple[Statement, ...]]:
    measured = Measured()
    statements = tuple(retention.counted(scan, one) for one in scan.retained)
    for one, statement in zip(scan.retained, statements, strict=True):
        for window, group, fates in fates_of(engine.rows(statement), scan, exchange):
            measured.groups.setdefault(group.keys, group)
            measured.of(one)[window, group.keys] = Numbers(fates.n, fx_missing=fates.fx_missing, fates=fates)
    return measured, statements


def _keys(scan: Scan, table: Table, groups: dict[GroupKey, Group]) -> list[GroupKey]:
    """The group of each row, entered once among `groups`; a total has fewer keys."""
    splits = range(len(scan.splits))
    dimensions = tuple(use.id for use in scan.splits)
    totals, keys, shown = (
        list(zip(*(table.column(f"{name}_{number}") for number in splits), strict=True)) or [()] * len(table.rows)
        for name in ("total", "key", "name")
    )
    found: list[GroupKey] = []
    for total, key, names in zip(totals, keys, shown, strict=True):
        depth = total.count(0)
        whole = key[:depth]
        if whole not in groups:
            groups[whole] = Group(dimensions[:depth], whole, names[:depth])
        found.append(whole)
    return found


def _flow(scan: Scan, table: Table) -> Measured:
    measured = Measured()
    keys = _keys(scan, table, measured.groups)
    places = [(scan.windows[one], key) for one, key in zip(table.column("window_id"), keys, strict=True)]
    nothing = [0] * len(places)

    def numbers(name: str, number: int) -> list[Any]:
        column = f"{name}_{number}"
        return [one or 0 for one in table.column(column)] if column in table.names else nothing

    for number, wanted in enumerate(scan.wanted):
        n, missing, total, squares, fx = (numbers(name, number) for name in _COUNTED)
        whole = map(Numbers, n, missing, total, map(float, squares), nothing, nothing, fx)
        measured.of(wanted.measure).update(zip(places, whole, strict=True))
    return measured


def _attach_values(measured: Measured, scan: Scan, measure: Measure, columns: Any) -> None:
    """The values come as one list a window and leaf group; those of a total are put together of its groups'."""
    lists = np.ma.getdata(columns["value"])
    places = measured.of(measure)
    for window, key, rows in _cells(scan, columns, len(lists)):
        found = [np.asarray(lists[row], dtype=np.int64) for row in rows.tolist()]
        values = found[0] if len(found) == 1 else np.concatenate(found)
        places.setdefault((window, key), Numbers()).values = values


def _attach_lifetimes(measured: Measured, scan: Scan, one: Recorded, columns: Any) -> None:
    whole = read(columns, one.now)
    dimensions = tuple(use.id for use in scan.splits)
    texts = [_texts(columns[f"name_{number}"]) for number in range(len(scan.splits))]
    for window, key, rows in _cells(scan, columns, whole.count.size):
        found = part(whole, rows)
        measured.of(one)[window, key] = Numbers(found.n, found.missing, lifetimes=found)
        if key not in measured.groups:
            names = tuple(texts[number][int(rows[0])] for number in range(len(key)))
            measured.groups[key] = Group(dimensions[: len(key)], key, names)


def _cells(scan: Scan, columns: Any, size: int) -> Iterator[tuple[Window, GroupKey, NDArray[np.int64]]]:
    """The positions of the listed rows of each window and group, at every level."""
    if not size:
        return
    windows = np.asarray(columns["window_id"], dtype=np.int64)
    keys = [_texts(columns[f"key_{number}"]) for number in range(len(scan.splits))]
    for depth in range(len(scan.splits) + 1):
        codes, known = _codes(keys[:depth], size)
        order = np.lexsort((codes, windows))
        joined = windows[order] * max(len(known), 1) + codes[order]
        starts = np.flatnonzero(np.diff(joined, prepend=-1))
        ends = np.append(starts[1:], joined.size)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            first = order[start]
            yield scan.windows[int(windows[first])], known[int(codes[first])], order[start:end]


def _texts(column: Any) -> list[str | None]:
    """The texts of a column; a masked one is null where its mask says so, whatever lies beneath."""
    nulls = np.ma.getmaskarray(column).tolist()
    values = np.ma.getdata(column).tolist()
    return [None if null or value is None else str(value) for null, value in zip(nulls, values, strict=True)]


def _codes(keys: list[list[str | None]], size: int) -> tuple[NDArray[np.int64], list[GroupKey]]:
    if not keys:
        return np.zeros(size, dtype=np.int64), [()]
    known: dict[GroupKey, int] = {}
    codes = np.fromiter(
        (known.setdefault(key, len(known)) for key in zip(*keys, strict=True)), dtype=np.int64, count=size
    )
    return codes, list(known)


def _stock(scan: Scan, table: Table, exchange: Exchange) -> Measured:
    """Sum the changes up to each snapshot, per group and currency, and convert each snapshot at its own day's rate."""
    measured = Measured()
    steps: dict[tuple[int, GroupKey, str | None], dict[int, tuple[int, ...]]] = {}
    keys = _keys(scan, table, measured.groups)
    windows, currencies = table.column("window_id"), table.column("currency")
    nothing = [0] * len(keys)
    for number in range(len(scan.wanted)):
        changes = (
            [int(one or 0) for one in table.column(name)] if name in table.names else nothing
            for name in (f"{one}_{number}" for one in ("n", "missing", "sum", "unknown", "inferred"))
        )
        for key, currency, step, cells in zip(keys, currencies, windows, zip(*changes, strict=True), strict=True):
            steps.setdefault((number, key, currency), {})[step] = cells
    for (number, key, currency), changed in steps.items():
        running = NO_CHANGE
        places = measured.of(scan.wanted[number].measure)
        for step, window in enumerate(scan.windows):
            change = changed.get(step, NO_CHANGE)
            running = tuple(before + more for before, more in zip(running, change, strict=True))
            _add(places.setdefault((window, key), Numbers()), running, exchange, currency, window.end)
    ever = {key for places in measured.numbers.values() for (_, key), numbers in places.items() if numbers.n}
    measured.groups = {key: group for key, group in measured.groups.items() if key in ever or not key}
    return measured


def _add(numbers: Numbers, running: Iterable[int], exchange: Exchange, currency: str | None, end: date) -> None:
    n, missing, total, unknown, inferred = running
    numbers.n += n
    numbers.missing += missing
    numbers.unknown += unknown
    numbers.inferred += inferred
    converted = exchange.to_base(total, currency, end)
    if converted is None:
        numbers.fx_missing += n - missing - unknown
        return
    numbers.total += converted
