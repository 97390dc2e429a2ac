"""The rows behind a figure: the same scan without aggregation, with what each row adds above and below the line."""

from __future__ import annotations

from dataclasses import dataclass

from polso.catalog.model import Condition, Measure
from polso.query.cells import Window
from polso.query.plan import Scan
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    Column,
    Compare,
    Expression,
    IsNull,
    Item,
    Or,
    Select,
    Source,
    Statement,
    Value,
    both,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one measure in one window; `shown` columns are those of the relation, ids joined with their names."""

    scan: Scan
    measure: Measure
    window: Window
    limit: int | None = None
    offset: int = 0


def count(listing: Listing) -> Statement:
    """How many rows `rows` lists without a limit."""
    inner = _select(listing)
    return Statement(
        (*_parts(listing), ("listed", inner)), Select((Item(Aggregate("count"), "n"),), Source("listed", "l"))
    )


def rows(listing: Listing) -> Statement:
    """The rows in the order of their day and identity."""
    ordered = _select(listing)
    order = tuple(item.name for item in ordered.items if item.name in {"happened", listing.scan.relation.identity})
    return Statement(
        _parts(listing),
        Select(
            ordered.items,
            ordered.source,
            ordered.joins,
            ordered.where,
            order_by=order,
            limit=None if listing.limit is None else Value(listing.limit, "big_integer"),
            offset=None if not listing.offset else Value(listing.offset, "big_integer"),
        ),
    )


def _parts(listing: Listing) -> tuple[parts.Part, ...]:
    named = parts.namings_of(listing.scan, _day(listing.scan))
    return tuple(part for one in named.values() for part in one.parts)


def _day(scan: Scan) -> str:
    return scan.relation.day_of(scan.clock)


def _select(listing: Listing) -> Select:
    scan, measure = listing.scan, listing.measure
    named = parts.namings_of(scan, _day(scan))
    day = Column("fact", _day(scan))
    shown = [Item(Column("fact", column), column) for column in scan.relation.shown]
    labels = [
        Item(named[use].label, use.id.replace(".", "_"))
        for use in scan.splits
        if use.id.replace(".", "_") not in scan.relation.shown
    ]
    happened = Item(day, "happened")
    value = [Item(Column("fact", measure.column), "value")] if measure.column else []
    provenance = [Item(Column("fact", "origin"), "origin")]
    return Select(
        (happened, *shown, *labels, *value, *provenance),
        Source(scan.relation.name, "fact"),
        tuple(join for one in named.values() for join in one.joins),
        both(
            parts.known("fact", scan.as_of),
            _inside(scan, listing.window),
            _chosen(measure.where),
            parts.knows(measure.known_values, "fact") if scan.kind == "flow" else None,
            parts.kept(scan.filters, named),
        ),
    )


def _chosen(tests: tuple[Condition, ...]) -> Expression | None:
    return parts.selects(tests, "fact")


def _inside(scan: Scan, window: Window) -> Expression:
    end = Value(window.end, "date")
    if scan.kind == "stock":
        starts, ends = Column("fact", "from_on"), Column("fact", "to_on")
        began = Or((IsNull(starts), Compare("<", starts, end)))
        goes_on = Or((IsNull(ends), Compare(">=", ends, end)))
        together = both(began, goes_on)
        assert together is not None
        return together
    day = Column("fact", scan.relation.day_of(scan.clock))
    inside = both(
        None if window.start is None else Compare(">=", day, Value(window.start, "date")), Compare("<", day, end)
    )
    assert inside is not None
    return inside
