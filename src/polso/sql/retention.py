"""Who was there when a window began, and what became of each: still there at its end, with what value, with what
event in between.

An entity is taken with the dimensions that it has at the start, once at every level of groups, and is found again by
its key alone; only by product by its product too, since what somebody keeps of one product says nothing of another.
"""

from __future__ import annotations

from datetime import date

from polso.base.period import ONE_DAY
from polso.catalog.model import Measure
from polso.catalog.relations import RELATIONS
from polso.query.plan import Scan
from polso.query.readings import Retained
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Constant,
    Expression,
    IsNull,
    Item,
    Join,
    Not,
    Rows,
    Same,
    Select,
    Source,
    SqlType,
    Statement,
    Value,
    both,
)

OPENING, ENDING, BETWEEN, FATE = "opening", "ending", "between", "fate"
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
UNKNOWN = Constant("unknown")
_FAR = 100
"""Apart from each other, so that the dimensions of two measures never share a name."""


def counted(scan: Scan, one: Retained) -> Statement:
    """Per window, group (every level, `depth` keys) and currencies at both ends: entities `n`, of these `kept` at the
    end and `with_event`; `amount_0`, `amount_1` and `capped` (each entity at most what it was) in ten-thousandths,
    `squares` of the first. `missing` entities have no amount at an end at which they are there; they are in no sum.

    Where the currency changed, `alone` is the entity and it stands by itself.
    """
    names = ["window_id", "depth", *_group_names(scan), "currency_0", "currency_1", "alone"]
    told = Column(FATE, "told")
    items = [Item(Column(FATE, name), name) for name in names]
    items += [
        Item(Aggregate("count"), "n"),
        Item(Aggregate("count", None, Column(FATE, "is_kept")), "kept"),
        Item(Aggregate("count", None, Column(FATE, "has_event")), "with_event"),
    ]
    if one.measure.column is not None:
        items += [
            Item(Aggregate("count", None, Not(told)), "missing"),
            *(
                Item(Aggregate("scaled_sum", Column(FATE, name), told), name)
                for name in ("amount_0", "amount_1", "capped")
            ),
            Item(Aggregate("sum_squares", Column(FATE, "amount_0"), told), "squares"),
        ]
    return Statement(_parts(scan, one), Select(tuple(items), Source(FATE, FATE), levels=(tuple(names),)))


def listed(scan: Scan, one: Retained) -> Statement:
    """The same entity by entity, without groups; amounts in ten-thousandths."""
    names = ["entity", "is_kept", "has_event"]
    items = [Item(Column(FATE, name), name) for name in names]
    if one.measure.column is not None:
        items += [Item(Column(FATE, name), name) for name in ("told", "currency_0", "currency_1")]
        items += [Item(_scaled(Column(FATE, name)), name) for name in ("amount_0", "amount_1", "capped")]
    body = Select(tuple(items), Source(FATE, FATE), order_by=("entity",))
    return Statement(_parts(scan, one), body)


def _scaled(amount: Expression) -> Expression:
    return Call("scaled_money", (amount,))


def _group_names(scan: Scan) -> list[str]:
    return [f"{word}_{number}" for number in range(len(scan.splits)) for word in ("key", "name")]


def _by_product(scan: Scan) -> bool:
    return any(use.id == "product" for use in (*scan.splits, *(one.split for one in scan.filters)))


def _parts(scan: Scan, one: Retained) -> tuple[parts.Part, ...]:
    windows = tuple(
        (number, window.start, window.end, window.start - ONE_DAY)
        for number, window in enumerate(scan.windows)
        if window.start is not None
    )
    columns: tuple[tuple[str, SqlType], ...] = (
        ("window_id", "integer"),
        ("starts", "date"),
        ("ends", "date"),
        ("day_before", "date"),
    )
    return (
        ("windows", Rows(columns, windows)),
        *_opening(scan, one),
        _ending(scan, one),
        *_between(scan, one),
        ("entity_fate", _pair(scan, one)),
        (FATE, _fate(one, scan)),
    )


def _covers(day: str) -> Expression:
    starts, ends = Column("fact", "from_on"), Column("fact", "to_on")
    end = Column("w", day)
    # Two plain comparisons, without OR: engines have a join for exactly that.
    began = Compare("<", Call("coalesce", (starts, Value(FIRST_DAY, "date"))), end)
    return And((began, Compare(">=", Call("coalesce", (ends, Value(LAST_DAY, "date"))), end)))


def _product(scan: Scan) -> tuple[Item, ...]:
    if not _by_product(scan):
        return ()
    return (Item(Column("fact", scan.relation.dimensions["product"]), "product"),)


def _amounts(measure: Measure) -> tuple[Item, ...]:
    if measure.column is None:
        return ()
    amount = Column("fact", measure.column)
    unknown = Same(Column("fact", "amount_state"), UNKNOWN)
    return (
        Item(Call("when", (Not(unknown), amount)), "amount"),
        Item(Column("fact", "currency"), "currency"),
    )


def _opening(scan: Scan, one: Retained) -> tuple[parts.Part, ...]:
    """Entities at the start, summed at every level of the groups they are in then."""
    named = parts.namings_of(scan, Column("w", "day_before"))
    there = Select(
        (
            Item(Column("w", "window_id"), "window_id"),
            Item(Column("fact", one.entity), "entity"),
            *_product(scan),
            *parts.group_items(scan, named),
            *_amounts(one.measure),
        ),
        Source(scan.relation.name, "fact"),
        (
            Join("inner", Source("windows", "w"), _covers("starts")),
            *(join for use in named.values() for join in use.joins),
        ),
        both(
            parts.known("fact", scan.as_of),
            Not(IsNull(Column("fact", one.entity))),
            parts.selects(one.measure.where, "fact"),
            parts.kept(scan.filters, named),
        ),
    )
    always = ("window_id", "entity", *(("product",) if _by_product(scan) else ()))
    splits = _group_names(scan)
    depth: Expression = Constant(len(scan.splits))
    for number in range(len(scan.splits)):
        depth = Arithmetic("-", depth, Call("grouping", (Column("there", f"key_{number}"),)))
    summed = Select(
        (
            *(Item(Column("there", name), name) for name in (*always, *splits)),
            Item(depth, "depth"),
            *_summed(one.measure, "there"),
        ),
        Source("there", "there"),
        levels=parts.group_levels(scan, *always),
    )
    return (*(part for use in named.values() for part in use.parts), ("there", there), (OPENING, summed))


def _summed(measure: Measure, alias: str) -> tuple[Item, ...]:
    if measure.column is None:
        return ()
    amount, currency = Column(alias, "amount"), Column(alias, "currency")
    return (
        Item(Aggregate("sum", amount), "amount"),
        Item(Aggregate("count", None, IsNull(amount)), "untold"),
        Item(Call("lowest", (currency,)), "currency"),
        Item(Call("highest", (currency,)), "other_currency"),
    )


def _ending(scan: Scan, one: Retained) -> parts.Part:
    always = ("window_id", "entity", *(("product",) if _by_product(scan) else ()))
    conditions = both(
        parts.known("fact", scan.as_of),
        Not(IsNull(Column("fact", one.entity))),
        parts.selects(one.measure.where, "fact"),
    )
    items: list[Item] = [Item(Column("w", "window_id"), "window_id"), Item(Column("fact", one.entity), "entity")]
    items += _product(scan)
    if one.measure.column is not None:
        amount = Call("when", (Not(Same(Column("fact", "amount_state"), UNKNOWN)), Column("fact", one.measure.column)))
        currency = Column("fact", "currency")
        items += [
            Item(Aggregate("sum", amount), "amount"),
            Item(Aggregate("count", None, IsNull(amount)), "untold"),
            Item(Call("lowest", (currency,)), "currency"),
            Item(Call("highest", (currency,)), "other_currency"),
        ]
    return ENDING, Select(
        tuple(items),
        Source(scan.relation.name, "fact"),
        (Join("inner", Source("windows", "w"), _covers("ends")),),
        conditions,
        levels=(always,),
    )


def _between(scan: Scan, one: Retained) -> tuple[parts.Part, ...]:
    """The entities with at least one event in each window."""
    if one.event is None:
        return ()
    relation = RELATIONS[one.event.relation]
    day = Column("fact", relation.day_of(one.event.clock))
    inside = And((Compare(">=", day, Column("w", "starts")), Compare("<", day, Column("w", "ends"))))
    select = Select(
        (Item(Column("w", "window_id"), "window_id"), Item(Column("fact", one.entity), "entity")),
        Source(relation.name, "fact"),
        (Join("inner", Source("windows", "w"), inside),),
        both(
            parts.known("fact", scan.as_of),
            Not(IsNull(Column("fact", one.entity))),
            parts.selects(one.event.where, "fact"),
            parts.knows(one.event.known_values, "fact"),
        ),
        levels=(("window_id", "entity"),),
    )
    return ((BETWEEN, select),)


def _matched(scan: Scan, side: str, *, product: bool) -> Expression:
    names = ("window_id", "entity")
    tests: list[Expression] = [Compare("=", Column(side, name), Column(OPENING, name)) for name in names]
    if product and _by_product(scan):
        tests.append(Same(Column(side, "product"), Column(OPENING, "product")))
    return And(tuple(tests))


def _pair(scan: Scan, one: Retained) -> Select:
    """Each entity at each level with what it is at the end; by product it is there once a product."""
    has_event: Expression = Compare("=", Constant(0), Constant(1))
    joins = [Join("left", Source(ENDING, ENDING), _matched(scan, ENDING, product=True))]
    if one.event is not None:
        joins.append(Join("left", Source(BETWEEN, BETWEEN), _matched(scan, BETWEEN, product=False)))
        has_event = Not(IsNull(Column(BETWEEN, "entity")))
    kept = Not(IsNull(Column(ENDING, "entity")))
    items = [
        *(Item(Column(OPENING, name), name) for name in ("window_id", "depth", "entity", *_group_names(scan))),
        Item(kept, "is_kept"),
        Item(has_event, "has_event"),
    ]
    if one.measure.column is not None:
        for side, name in enumerate((OPENING, ENDING)):
            items += [
                Item(Column(name, column), f"{column}_{side}")
                for column in ("amount", "untold", "currency", "other_currency")
            ]
    return Select(tuple(items), Source(OPENING, OPENING), tuple(joins))


def _fate(one: Retained, scan: Scan) -> Select:
    def pair(name: str) -> Column:
        return Column("p", name)

    plain = ("window_id", "depth", "entity", *_group_names(scan), "is_kept", "has_event")
    items = [Item(pair(name), name) for name in plain]
    nothing = Value(None, "text")
    if one.measure.column is None:
        items += [Item(nothing, name) for name in ("currency_0", "currency_1", "alone")]
        return Select(tuple(items), Source("entity_fate", "p"))
    told = And(
        tuple(
            Call("holds", (test,))
            for test in (
                Compare("=", pair("untold_0"), Constant(0)),
                Same(pair("currency_0"), pair("other_currency_0")),
                Compare("=", Call("coalesce", (pair("untold_1"), Constant(0))), Constant(0)),
                Same(pair("currency_1"), pair("other_currency_1")),
            )
        )
    )
    after = Call("coalesce", (pair("amount_1"), Constant(0)))
    changed = Compare("<>", pair("currency_0"), pair("currency_1"))
    items += [
        Item(told, "told"),
        Item(pair("currency_0"), "currency_0"),
        Item(Call("coalesce", (pair("currency_1"), pair("currency_0"))), "currency_1"),
        Item(Call("when", (changed, pair("entity"))), "alone"),
        Item(pair("amount_0"), "amount_0"),
        Item(after, "amount_1"),
        Item(Call("earlier", (pair("amount_0"), after)), "capped"),
    ]
    return Select(tuple(items), Source("entity_fate", "p"))
