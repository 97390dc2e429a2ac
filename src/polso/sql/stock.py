"""Scans of stocks: state intervals as they begin (+1) and end (−1), summed up to each snapshot.

Running sums of these changes give every snapshot from one scan; a range join of intervals and snapshots gives the same
rows several times slower. A representative who changes teams takes the open deals along: by team an interval begins and
ends in each team it was in, and outside all of them it is in none.
"""

from __future__ import annotations

from polso.query.plan import Scan
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
    named = parts.namings_of(scan, None)
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
        *_changes(scan, columns),
        *(part for one in named.values() for part in one.parts),
        (SCAN, select),
    )


def _changes(scan: Scan, columns: list[str]) -> tuple[parts.Part, ...]:
    keys = set(scan.relation.dimensions.values()) | set(scan.relation.entities.values())
    days = {"expected_close_on"} if any(one.days for one in scan.filters) else set()
    kept = sorted({*columns, *keys, *days})
    span = Source(scan.relation.name, "span")
    known = parts.known("span", scan.as_of)
    if not any(use.place == "team" for use in (*scan.splits, *(one.split for one in scan.filters))):
        return (("change", UnionAll(_both_ends(span, kept, (), 1, known))),)
    nowhere = Item(Value(None, "text"), "team_id")
    return (
        ("in_team", _in_teams(scan, kept)),
        (
            "change",
            UnionAll(
                (
                    *_both_ends(span, kept, (nowhere,), 1, known),
                    *_both_ends(Source("in_team", "span"), kept, (Item(Column("span", "team_id"), "team_id"),), 1),
                    *_both_ends(Source("in_team", "span"), kept, (nowhere,), -1),
                )
            ),
        ),
    )


def _both_ends(
    source: Source, kept: list[str], further: tuple[Item, ...], sign: int, known: Expression | None = None
) -> tuple[Select, Select]:
    carried = (*(Item(Column("span", column), column) for column in kept), *further)

    def end(day: str, change: int, where: Expression | None) -> Select:
        items = (Item(Column("span", day), "day"), Item(Constant(change), "sign"), *carried)
        return Select(items, source, where=both(known, where))

    return end("from_on", sign, None), end("to_on", -sign, Not(IsNull(Column("span", "to_on"))))


def _in_teams(scan: Scan, kept: list[str]) -> Select:
    """The part of each interval that its representative spent in each team."""
    starts, ends = Column("span", "from_on"), Column("span", "to_on")
    joined, left = Column("team", "valid_from"), Column("team", "valid_to")
    rep = Column("span", scan.credit_column or scan.relation.dimensions["team"])
    overlap = And(
        (
            Compare("=", Column("team", "rep_id"), rep),
            Or((IsNull(starts), IsNull(left), Compare("<", starts, left))),
            Or((IsNull(joined), IsNull(ends), Compare("<", joined, ends))),
        )
    )
    items = (
        *(Item(Column("span", column), column) for column in kept),
        Item(Column("team", "team_id"), "team_id"),
        Item(Call("later", (starts, joined)), "from_on"),
        Item(Call("earlier", (ends, left)), "to_on"),
    )
    team = Join("inner", Source("rep_team", "team"), overlap)
    return Select(items, Source(scan.relation.name, "span"), (team,), parts.known("span", scan.as_of))
