"""Scans of flows: rows dated inside the windows, counted and summed at every level, or listed value by value."""

from __future__ import annotations

from polso.catalog.model import Measure
from polso.query.plan import Scan
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
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
    both,
)

SCAN = "scan"
CONVERTED = "amount_base"


def aggregates(scan: Scan) -> Statement:
    """Per window and level: used rows `n_i`, missing ones `missing_i`, of these the ones without a rate
    `fx_missing_i`, and `sum_i` and `squares_i` of each measure."""
    items = [*_group_columns(scan)]
    for number, wanted in enumerate(scan.wanted):
        measure = wanted.measure
        chosen = parts.selects(measure.where, SCAN)
        full = parts.knows(measure.known_values, SCAN)
        used = both(chosen, full)
        items.append(Item(_count(scan, used), f"n_{number}"))
        if full is not None:
            items.append(Item(_count(scan, both(chosen, Not(full))), f"missing_{number}"))
        if original_of(measure):
            items.append(Item(_count(scan, both(chosen, _unconverted(measure))), f"fx_missing_{number}"))
        if measure.column and "sum" in wanted.statistics:
            items.append(Item(Aggregate("scaled_sum", Column(SCAN, measure.column), used), f"sum_{number}"))
        if measure.column and "squares" in wanted.statistics:
            items.append(Item(Aggregate("sum_squares", Column(SCAN, measure.column), used), f"squares_{number}"))
    body = Select(tuple(items), Source(SCAN, SCAN), levels=parts.group_levels(scan, "window_id"))
    return Statement(scan_parts(scan), body)


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
    found: set[str] = set() if scan.relation.counts is None else {scan.relation.counts}
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


def _count(scan: Scan, where: Expression | None) -> Aggregate:
    """How many records: rows, or where a record has several, its different ids."""
    if scan.relation.counts is None:
        return Aggregate("count", None, where)
    return Aggregate("count_distinct", Column(SCAN, scan.relation.counts), where)


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
