"""Scans of flows: rows dated inside the windows, counted and summed at every level, or listed value by value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polso.catalog.model import Measure
from polso.query.plan import Scan
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    AggregateFunction,
    Call,
    Column,
    Compare,
    Constant,
    Expression,
    IsNull,
    Item,
    Join,
    Not,
    Select,
    Source,
    Statement,
    UnionAll,
    both,
)

SCAN = "scan"
TOLD = "told"
CONVERTED = "amount_base"


def aggregates(scan: Scan) -> Statement:
    """Per window and level: used rows `n_i`, missing ones `missing_i`, of these the ones without a rate
    `fx_missing_i`, and `sum_i` and `squares_i` of each measure."""
    counts, share = scan.relation.counts, scan.relation.share
    levels = parts.group_levels(scan, "window_id")
    if counts is None or share is None:
        whole = tuple(_told(one, counts) for one in _figures(scan))
        body = Select((*_group_columns(scan), *whole), Source(SCAN, SCAN), levels=levels)
        return Statement(scan_parts(scan), body)
    # Telling ids apart costs many times what counting rows does, and few records are shared.
    alone = Compare("=", Column(SCAN, share), Constant(1))
    told = UnionAll(
        tuple(
            Select(
                (*_group_columns(scan), *(_told(replace(one, scales=False), distinct) for one in _figures(scan))),
                Source(SCAN, SCAN),
                where=where,
                levels=levels,
            )
            for distinct, where in ((None, alone), (counts, Not(Call("holds", (alone,)))))
        )
    )
    names = tuple(item.name for item in _group_columns(scan))
    items = (
        *(Item(Column(TOLD, name), name) for name in names),
        *(
            Item(Aggregate("scaled_sum" if one.scales else "sum", Column(TOLD, one.name)), one.name)
            for one in _figures(scan)
        ),
    )
    return Statement((*scan_parts(scan), (TOLD, told)), Select(items, Source(TOLD, TOLD), levels=(names,)))


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number that is wanted of a measure: records that are counted, or a column that is summed."""

    name: str
    where: Expression | None
    column: str | None = None
    squared: bool = False
    scales: bool = False


def _figures(scan: Scan) -> Iterator[_Figure]:
    for number, wanted in enumerate(scan.wanted):
        measure = wanted.measure
        chosen = parts.selects(measure.where, SCAN)
        full = parts.knows(measure.known_values, SCAN)
        used = both(chosen, full)
        yield _Figure(f"n_{number}", used)
        if full is not None:
            yield _Figure(f"missing_{number}", both(chosen, Not(full)))
        if original_of(measure):
            yield _Figure(f"fx_missing_{number}", both(chosen, _unconverted(measure)))
        if measure.column and "sum" in wanted.statistics:
            yield _Figure(f"sum_{number}", used, measure.column, scales=True)
        if measure.column and "squares" in wanted.statistics:
            yield _Figure(f"squares_{number}", used, measure.column, squared=True)


def _told(one: _Figure, counts: str | None) -> Item:
    """The figure of one group; records are rows, or where a record has several, its different ids in `counts`."""
    if one.column is not None:
        function: AggregateFunction = "sum_squares" if one.squared else "scaled_sum" if one.scales else "sum"
        return Item(Aggregate(function, Column(SCAN, one.column), one.where), one.name)
    if counts is None:
        return Item(Aggregate("count", None, one.where), one.name)
    return Item(Aggregate("count_distinct", Column(SCAN, counts), one.where), one.name)


def values(scan: Scan, number: int) -> Statement:
    """The single values of one measure, one list a window and leaf group: money as ten-thousandths, days as they are.

    A row a value would carry the names of its group once a record.
    """
    measure = scan.wanted[number].measure
    assert measure.column is not None
    column: Expression = Column(SCAN, measure.column)
    if is_money(measure):
        column = Call("scaled_money", (column,))
    where = both(parts.selects(measure.where, SCAN), parts.knows((*measure.known_values, measure.column), SCAN))
    plain = _plain_columns(scan)
    items = (*plain, Item(Aggregate("list", column), "value"))
    body = Select(items, Source(SCAN, SCAN), where=where, levels=(tuple(item.name for item in plain),))
    return Statement(scan_parts(scan), body)


def is_money(measure: Measure) -> bool:
    """Whether the summed column holds an amount of money."""
    return measure.column is not None and "amount" in measure.column


def scan_parts(scan: Scan) -> tuple[parts.Part, ...]:
    """The statement's own relations up to `scan`: the rows of all windows with the names of their groups."""
    day = scan.relation.day_of(scan.clock)
    named = parts.namings_of(scan, Column("fact", day))
    windows = tuple(
        (number, window.start, window.end) for number, window in enumerate(scan.windows) if window.start is not None
    )
    columns = sorted(needed_columns(scan))
    select = Select(
        (
            Item(Column("d", "window_id"), "window_id"),
            *parts.group_items(scan, named),
            *(Item(Column("fact", column), column) for column in columns),
        ),
        Source(scan.relation.name, "fact"),
        (
            Join("inner", Source("window_day", "d"), Compare("=", Column("d", "day"), Column("fact", day))),
            *(join for one in named.values() for join in one.joins),
        ),
        both(parts.known("fact", scan.as_of), parts.kept(scan.filters, named)),
    )
    return (
        *parts.window_days(windows),
        *(part for one in named.values() for part in one.parts),
        (SCAN, select),
    )


def needed_columns(scan: Scan) -> set[str]:
    """The columns of the relation that the wanted measures read."""
    found = {name for name in (scan.relation.counts, scan.relation.share) if name}
    for wanted in scan.wanted:
        measure = wanted.measure
        found |= {test.column for test in measure.where} | set(measure.known_values)
        if measure.column:
            found.add(measure.column)
        if original := original_of(measure):
            found.add(original)
    for one in scan.recorded:
        found |= {test.column for test in one.measure.where} | set(one.measure.known_values)
        found |= {name for name in (one.event_at, one.other_at, one.begun, one.ended_as) if name}
    return found


def original_of(measure: Measure) -> str | None:
    """Of an amount in the company's currency, the column with the amount as it was written."""
    column = measure.column or ""
    return column.removesuffix("_base") if column.endswith(CONVERTED) else None


def _unconverted(measure: Measure) -> Expression | None:
    """An amount is there and its value in the company's currency is not; an empty zero is no amount at all."""
    original = Column(SCAN, original_of(measure) or "")
    return both(Compare("<>", original, Constant(0)), IsNull(Column(SCAN, measure.column or "")))


def _plain_columns(scan: Scan) -> tuple[Item, ...]:
    names = ["window_id"]
    for number in range(len(scan.splits)):
        names += [f"key_{number}", f"name_{number}"]
    return tuple(Item(Column(SCAN, name), name) for name in names)


def _group_columns(scan: Scan) -> tuple[Item, ...]:
    depth = tuple(
        Item(Call("grouping", (Column(SCAN, f"key_{number}"),)), f"total_{number}")
        for number in range(len(scan.splits))
    )
    return (*_plain_columns(scan), *depth)
