"""Scans of stocks: state intervals as they begin (+1) and end (−1), summed up to each snapshot.

Running sums of these changes give every snapshot from one scan; a range join of intervals and snapshots gives the same
rows several times slower.
"""

from __future__ import annotations

from polso.query.plan import Scan
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
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
    Or,
    Select,
    Source,
    Statement,
    UnionAll,
    Value,
    both,
)
from polso.sql.flow import SCAN, needed_columns

UNKNOWN = Constant("unknown")
INFERRED = Constant("inferred")


def changes(scan: Scan) -> Statement:
    """Per step between snapshots, currency and level: change of count `n_i`, of intervals with unknown, inferred or
    absent amount `unknown_i`, `inferred_i`, `missing_i`, and of value `sum_i`.

    Step 0 is everything before the first snapshot's end. The windows of the scan must be in order of their ends.
    """
    sign = Column(SCAN, "sign")
    items = [
        Item(Column(SCAN, "window_id"), "window_id"),
        Item(Column(SCAN, "currency"), "currency"),
    ]
    for number in range(len(scan.splits)):
        items += [Item(Column(SCAN, f"{name}_{number}"), f"{name}_{number}") for name in ("key", "name")]
        items.append(Item(Call("grouping", (Column(SCAN, f"key_{number}"),)), f"total_{number}"))
    for number, wanted in enumerate(scan.wanted):
        measure = wanted.measure
        chosen = parts.selects(measure.where, SCAN)
        items.append(Item(Aggregate("sum", sign, chosen), f"n_{number}"))
        if measure.column is None:
            continue
        state = Column(SCAN, "amount_state")
        unknown, absent = Compare("=", state, UNKNOWN), IsNull(Column(SCAN, measure.column))
        seen = Not(unknown)
        items += [
            Item(Aggregate("sum", sign, both(chosen, unknown)), f"unknown_{number}"),
            Item(Aggregate("sum", sign, both(chosen, Compare("=", state, INFERRED))), f"inferred_{number}"),
            Item(Aggregate("sum", sign, both(chosen, seen, absent)), f"missing_{number}"),
            Item(
                Aggregate("scaled_sum", Arithmetic("*", sign, Column(SCAN, measure.column)), both(chosen, seen)),
                f"sum_{number}",
            ),
        ]
    body = Select(tuple(items), Source(SCAN, SCAN), levels=parts.group_levels(scan, "window_id", "currency"))
    return Statement(_scan_parts(scan), body)


def _scan_parts(scan: Scan) -> tuple[parts.Part, ...]:
    ends = [window.end for window in scan.windows]
    steps = tuple((number, ends[number - 1], end) for number, end in enumerate(ends) if number)
    named = parts.namings_of(scan, "from_on")
    columns = sorted(needed_columns(scan) | {"currency", "amount_state"})
    day: Expression = Column("fact", "day")
    stepped = bool(steps)
    window_id: Expression = Call("coalesce", (Column("d", "window_id"), Constant(0))) if stepped else Constant(0)
    joins = (Join("left", Source("window_day", "d"), Compare("=", Column("d", "day"), day)),) if stepped else ()
    select = Select(
        (
            Item(window_id, "window_id"),
            Item(Column("fact", "sign"), "sign"),
            *parts.group_items(scan, named),
            *(Item(Column("fact", column), column) for column in columns),
        ),
        Source("change", "fact"),
        (*joins, *(join for one in named.values() for join in one.joins)),
        both(
            Or((IsNull(day), Compare("<", day, Value(ends[-1], "date")))),
            parts.kept(scan.filters, named),
        ),
    )
    return (
        *(parts.window_days(steps) if stepped else ()),
        ("change", _both_ends(scan, columns)),
        *(part for one in named.values() for part in one.parts),
        (SCAN, select),
    )


def _both_ends(scan: Scan, columns: list[str]) -> UnionAll:
    keys = set(scan.relation.dimensions.values()) | set(scan.relation.entities.values())
    kept = sorted({*columns, *keys, "from_on"})
    carried = tuple(Item(Column("span", column), column) for column in kept)

    def end(day: str, sign: int, where: Expression | None) -> Select:
        return Select(
            (Item(Column("span", day), "day"), Item(Constant(sign), "sign"), *carried),
            Source(scan.relation.name, "span"),
            where=both(parts.known("span", scan.as_of), where),
        )

    return UnionAll((end("from_on", 1, None), end("to_on", -1, Not(IsNull(Column("span", "to_on"))))))
