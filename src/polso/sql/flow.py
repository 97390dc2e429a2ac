"""Scans of flows: rows dated inside the windows, counted and summed at every level, or listed value by value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polso.catalog.model import Measure
from polso.query.dimensions import Split
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
SHARED = "shared"
APART = "apart"
TOLD = "told"
CONVERTED = "amount_base"


def aggregates(scan: Scan) -> Statement:
    """Per window and level: used rows `n_i`, missing ones `missing_i`, of these the ones without a rate
    `fx_missing_i`, and `sum_i` and `squares_i` of each measure.

    Rows are grouped by keys; what the keys are called is found for the groups.
    """
    named = _namings(scan)
    joins: list[Join] = []
    items = [Item(Column(TOLD, name), name) for name in ("window_id", *_level_names(scan))]
    for number, use in enumerate(scan.splits):
        joined, label = named[use].named_by(Column(TOLD, f"key_{number}"))
        joins += joined
        items.append(Item(label, f"name_{number}"))
    items += [Item(Column(TOLD, one.name), one.name) for one in _figures(scan)]
    return Statement(
        (*_rows(scan, named, keys_only=True), *_told(scan)), Select(tuple(items), Source(TOLD, TOLD), tuple(joins))
    )


def _told(scan: Scan) -> tuple[parts.Part, ...]:
    """The figures of every level, without names."""
    counts, share = scan.relation.counts, scan.relation.share
    levels = parts.group_levels(scan, "window_id", named=False)
    depth = tuple(
        Item(Call("grouping", (Column(SCAN, f"key_{number}"),)), f"total_{number}")
        for number in range(len(scan.splits))
    )
    groups = (*_key_columns(scan), *depth)
    if counts is None or share is None:
        told = tuple(_told_of(one, counts) for one in _figures(scan))
        return ((TOLD, Select((*groups, *told), Source(SCAN, SCAN), levels=levels)),)
    # Telling ids apart costs many times what counting rows does, and few records are shared.
    alone = Compare("=", Column(SCAN, share), Constant(1))
    figures = tuple(_told_of(replace(one, scales=False), None) for one in _figures(scan))
    whole = Select((*groups, *figures), Source(SCAN, SCAN), where=alone, levels=levels)
    shared = Select(
        (*groups, Item(Column(SCAN, counts), "record"), *figures),
        Source(SCAN, SCAN),
        where=Not(Call("holds", (alone,))),
        levels=tuple((*level, "record") for level in levels),
    )
    names = ("window_id", *_level_names(scan))
    items = (
        *(Item(Column(APART, name), name) for name in names),
        *(
            Item(Aggregate("scaled_sum" if one.scales else "sum", Column(APART, one.name)), one.name)
            for one in _figures(scan)
        ),
    )
    once = (
        *(Item(Column(SHARED, name), name) for name in names),
        *(
            Item(
                Aggregate("count", None, Compare(">", Column(SHARED, one.name), Constant(0)))
                if one.column is None
                else Aggregate("sum", Column(SHARED, one.name)),
                one.name,
            )
            for one in _figures(scan)
        ),
    )
    apart = UnionAll((whole, Select(once, Source(SHARED, SHARED), levels=(names,))))
    return (SHARED, shared), (APART, apart), (TOLD, Select(items, Source(APART, APART), levels=(names,)))


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


def _told_of(one: _Figure, counts: str | None) -> Item:
    """The figure of one group; records are rows, or where a record has several, its different ids in `counts`."""
    if one.column is not None:
        function: AggregateFunction = "sum_squares" if one.squared else "scaled_sum" if one.scales else "sum"
        return Item(Aggregate(function, Column(SCAN, one.column), one.where), one.name)
    if counts is None:
        return Item(Aggregate("count", None, one.where), one.name)
    return Item(Aggregate("count_distinct", Column(SCAN, counts), one.where), one.name)


def values(scan: Scan, number: int) -> Statement:
    """The single values of one measure, one list a window and leaf group: money as ten-thousandths, days as they are.

    A row a value would carry the key of its group once a record.
    """
    measure = scan.wanted[number].measure
    assert measure.column is not None
    column: Expression = Column(SCAN, measure.column)
    if is_money(measure):
        column = Call("scaled_money", (column,))
    where = both(parts.selects(measure.where, SCAN), parts.knows((*measure.known_values, measure.column), SCAN))
    keys = _key_columns(scan)
    items = (*keys, Item(Aggregate("list", column), "value"))
    body = Select(items, Source(SCAN, SCAN), where=where, levels=(tuple(item.name for item in keys),))
    return Statement(_rows(scan, _namings(scan), keys_only=True), body)


def is_money(measure: Measure) -> bool:
    """Whether the summed column holds an amount of money."""
    return measure.column is not None and "amount" in measure.column


def scan_parts(scan: Scan) -> tuple[parts.Part, ...]:
    """The statement's own relations up to `scan`: the rows of all windows with the keys and names of their groups."""
    return _rows(scan, _namings(scan), keys_only=False)


def _namings(scan: Scan) -> dict[Split, parts.Naming]:
    return parts.namings_of(scan, Column("fact", scan.relation.day_of(scan.clock)))


def _rows(scan: Scan, named: dict[Split, parts.Naming], *, keys_only: bool) -> tuple[parts.Part, ...]:
    day = Column("fact", scan.relation.day_of(scan.clock))
    windows = tuple(
        (number, window.start, window.end) for number, window in enumerate(scan.windows) if window.start is not None
    )
    groups = parts.group_items(scan, named)
    select = Select(
        (
            Item(Column("d", "window_id"), "window_id"),
            *(item for item in groups if not keys_only or item.name.startswith("key")),
            *(Item(Column("fact", column), column) for column in sorted(needed_columns(scan))),
        ),
        Source(scan.relation.name, "fact"),
        (
            Join("inner", Source("window_day", "d"), Compare("=", Column("d", "day"), day)),
            *(join for one in named.values() for join in (one.key_joins if keys_only else one.joins)),
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


def _key_columns(scan: Scan) -> tuple[Item, ...]:
    names = ("window_id", *(f"key_{number}" for number in range(len(scan.splits))))
    return tuple(Item(Column(SCAN, name), name) for name in names)


def _level_names(scan: Scan) -> tuple[str, ...]:
    """The key of each split, then of each whether the row is a total over it."""
    return tuple(f"{name}_{number}" for name in ("key", "total") for number in range(len(scan.splits)))
