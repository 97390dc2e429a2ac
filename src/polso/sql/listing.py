"""The rows behind a figure: the same scan without aggregation, with what each row adds above and below the line."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.period import ONE_DAY
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Measure
from polso.catalog.relations import Relation
from polso.query.cells import Window
from polso.query.dimensions import Split
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
    Or,
    Select,
    Source,
    Statement,
    Value,
    both,
)

ACCOUNT = Split("account", "named", "account", "account_id", "name")


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that add to `numerator`, to `denominator`, or to both, in one window."""

    scan: Scan
    window: Window
    numerator: Measure | None
    denominator: Measure | None


def total(listing: Listing) -> Statement:
    """How many rows there are."""
    named_parts, select = _select(listing)
    return Statement(
        (*named_parts, ("listed", select)), Select((Item(Aggregate("count"), "n"),), Source("listed", "l"))
    )


def rows(listing: Listing, limit: int | None, offset: int) -> Statement:
    """The rows in the order of their day and identity, from `offset` on."""
    named_parts, select = _select(listing)
    names = [item.name for item in select.items]
    identity = listing.scan.relation.identity
    body = Select(
        tuple(Item(Column("l", name), name) for name in names),
        Source("listed", "l"),
        order_by=("day", identity if identity in names else names[1]),
        limit=None if limit is None else Value(limit, "big_integer"),
        offset=Value(offset, "big_integer") if offset else None,
    )
    return Statement((*named_parts, ("listed", select)), body)


def names_of(relation: Relation) -> dict[str, Split]:
    """The id columns of a relation that are shown as the name of their record."""
    found = {"account_id": ACCOUNT} if "account" in relation.entities else {}
    for dimension in ("rep", "product", "source", "stage"):
        column = relation.dimensions.get(dimension)
        if column in relation.shown:
            one = DIMENSIONS[dimension]
            found[str(column)] = Split(dimension, "named", one.table or "", one.key or "", one.label or "")
    return found


def _select(listing: Listing) -> tuple[tuple[parts.Part, ...], Select]:
    scan = listing.scan
    relation = scan.relation
    shown = names_of(relation)
    day = relation.day_of(scan.clock)
    uses = dict.fromkeys((*shown.values(), *(one.split for one in scan.filters)))
    # A stock is told by its last day: so is the team.
    team_day = Value(listing.window.end - ONE_DAY, "date") if scan.kind == "stock" else Column("fact", day)
    named = {use: parts.naming(use, number, scan, team_day) for number, use in enumerate(uses)}
    items = [Item(Column("fact", day), "day")]
    for column in relation.shown:
        if column == day:
            continue
        use = shown.get(column)
        items.append(Item(named[use].label, use.id) if use else Item(Column("fact", column), column))
    items += [Item(_adds(listing.numerator), "numerator"), Item(_adds(listing.denominator), "denominator")]
    chosen = [_uses(scan, one) for one in (listing.numerator, listing.denominator) if one is not None]
    select = Select(
        tuple(items),
        Source(relation.name, "fact"),
        tuple(join for one in named.values() for join in one.joins),
        both(
            parts.known("fact", scan.as_of),
            _inside(scan, listing.window),
            _any(chosen),
            parts.kept(scan.filters, named),
        ),
    )
    return tuple(part for one in named.values() for part in one.parts), select


def _any(tests: list[Expression | None]) -> Expression | None:
    """The rows of any of the measures; all of them where one takes every row."""
    given = [one for one in tests if one is not None]
    if len(given) < len(tests):
        return None
    return given[0] if len(given) == 1 else Or(tuple(given))


def _uses(scan: Scan, measure: Measure) -> Expression | None:
    """The rows a measure uses; a stock also lists those it can only count."""
    full = parts.knows(measure.known_values, "fact") if scan.kind == "flow" else None
    return both(parts.selects(measure.where, "fact"), full)


def _adds(measure: Measure | None) -> Expression:
    """What one row adds to a measure: its column, or one; null where the row is not of it."""
    if measure is None:
        return Value(None, "money")
    value: Expression = Column("fact", measure.column) if measure.column else Constant(1)
    condition = both(parts.selects(measure.where, "fact"), parts.knows(measure.known_values, "fact"))
    return value if condition is None else Call("when", (condition, value))


def _inside(scan: Scan, window: Window) -> Expression | None:
    end = Value(window.end, "date")
    if scan.kind == "stock":
        starts, ends = Column("fact", "from_on"), Column("fact", "to_on")
        began = Or((IsNull(starts), Compare("<", starts, end)))
        goes_on = Or((IsNull(ends), Compare(">=", ends, end)))
        return both(began, goes_on)
    day = Column("fact", scan.relation.day_of(scan.clock))
    since = None if window.start is None else Compare(">=", day, Value(window.start, "date"))
    return both(since, Compare("<", day, end))
