"""What became of each record between the two ends of a window: open at the first, at the second, at both, in between.

Two snapshots of the state intervals are joined record by record. Records that agree in everything that matters are
counted and summed together, so that a company's pipeline comes back as a few rows a window; the rows behind a figure
are the same statement without that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from polso.base.period import ONE_DAY
from polso.catalog.model import Measure
from polso.query.dimensions import Split
from polso.query.plan import Scan
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    And,
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
    Rows,
    Select,
    Source,
    SqlType,
    Statement,
    Value,
)

OPENING, ENDING, BETWEEN = "opening", "ending", "between"
KNOWN, INFERRED, UNKNOWN, MISSING = "known", "inferred", "unknown", "missing"
TOLD = "told"
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_FAR = 100
"""Apart from each other, so that the dimensions of one side never share a name with those of the other."""
_ALWAYS = Compare("=", Constant(1), Constant(1))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Windows of one scan that share their instants of knowledge; `shown` are further names of each record."""

    scan: Scan
    measure: Measure
    windows: tuple[tuple[int, date, date], ...]
    opening_known: datetime | None
    ending_known: datetime | None
    shown: tuple[Split, ...] = ()


def counted(asked: Comparison) -> Statement:
    """Records at either end, those alike together: their number `n`, and `amount_0`, `amount_1` in ten-thousandths.

    Per side (0 the first end, 1 the second): `open` whether the record is there, `key` and `name` of each split, `kept`
    of each filter (the last one is the measure's own), `currency` and `state` of the amount. `entered` and `left` say
    how a record came or went, `direction` how its amount moved within one currency, `expected` how its expected close
    did, `alone` is its id where the currency changed.
    """
    names = [name for name in _names(asked) if not name.startswith("amount")]
    items = (
        *(Item(Column(TOLD, name), name) for name in names),
        Item(Aggregate("count"), "n"),
        *(Item(Aggregate("scaled_sum", Column(TOLD, f"amount_{side}")), f"amount_{side}") for side in (0, 1)),
    )
    return Statement(_parts(asked), Select(items, Source(TOLD, TOLD), levels=(tuple(names),)))


def listed(asked: Comparison) -> Statement:
    """The same record by record, with `record`, amounts in ten-thousandths, the days of expected close and of creation,
    and the names of `shown` as `shown_<number>_<side>`."""
    money = [f"amount_{side}" for side in (0, 1)]
    names = [name for name in _names(asked) if name not in money]
    further = [f"{word}_{side}" for side in (0, 1) for word in ("expected_on", "created_on")]
    further += [f"shown_{number}_{side}" for number in range(len(asked.shown)) for side in (0, 1)]
    items = (
        *(Item(Column(TOLD, name), name) for name in (*names, "record", *further)),
        *(Item(Call("scaled_money", (Column(TOLD, name),)), name) for name in money),
    )
    return Statement(_parts(asked, further), Select(items, Source(TOLD, TOLD), order_by=("window_id", "record")))


def passed_through(asked: Comparison, *, one_by_one: bool = False) -> Statement:
    """Records that were there in between and at neither end: `n`, keys, names and kept as side 1; or each `record`."""
    snapshot = _snapshot(asked, OPENING, bare=True)
    between = _snapshot(asked, BETWEEN)
    names = ["window_id", *_side_names(asked)]
    own = Source(BETWEEN, BETWEEN)
    absent = IsNull(Column(OPENING, "record"))
    further = ["ended_as", "currency", "state", "amount", "expected_on", "created_on"]
    further += [f"shown_{number}" for number in range(len(asked.shown))]
    chosen = [*names, *(("record", *further) if one_by_one else ())]
    passed = Select(
        tuple(
            Item(
                Call("scaled_money", (Column(BETWEEN, name),)) if name == "amount" else Column(BETWEEN, name),
                _sided(name, 1),
            )
            for name in chosen
        ),
        own,
        (Join("left", Source(OPENING, OPENING), _same_record(OPENING, BETWEEN)),),
        absent,
    )
    sided = tuple(_sided(name, 1) for name in chosen)
    items = tuple(Item(Column("passed", name), name) for name in sided)
    source = Source("passed", "passed")
    body = (
        Select(items, source, order_by=("window_id", "record"))
        if one_by_one
        else Select((*items, Item(Aggregate("count"), "n")), source, levels=(sided,))
    )
    return Statement((_windows(asked), *snapshot, *between, ("passed", passed)), body)


def _sided(name: str, side: int) -> str:
    return name if name in ("window_id", "record", "ended_as") else f"{name}_{side}"


def _side_names(asked: Comparison) -> list[str]:
    names = [f"{word}_{number}" for number in range(len(asked.scan.splits)) for word in ("key", "name")]
    return [*names, *(f"kept_{number}" for number in range(len(asked.scan.filters) + 1))]


def _names(asked: Comparison) -> list[str]:
    per_side = ["open", *_side_names(asked), "currency", "state", "amount"]
    sided = [f"{name}_{side}" for side in (0, 1) for name in per_side]
    return ["window_id", "entered", "left_as", "direction", "expected", "alone", *sided]


def _windows(asked: Comparison) -> parts.Part:
    rows = tuple((number, start, end, start - ONE_DAY, end - ONE_DAY) for number, start, end in asked.windows)
    columns: tuple[tuple[str, SqlType], ...] = (
        ("window_id", "integer"),
        ("starts", "date"),
        ("ends", "date"),
        ("day_before", "date"),
        ("last_day", "date"),
    )
    return "windows", Rows(columns, rows)


def _parts(asked: Comparison, further: list[str] | None = None) -> tuple[parts.Part, ...]:
    return (
        _windows(asked),
        *_snapshot(asked, OPENING),
        *_snapshot(asked, ENDING),
        ("pair", _pair(asked, further or [])),
        (TOLD, _told(asked, further or [])),
    )


def _snapshot(asked: Comparison, side: str, *, bare: bool = False) -> tuple[parts.Part, ...]:
    """The intervals that cover one end of each window, or, between the ends, those that were closed since."""
    scan = asked.scan
    known = asked.opening_known if side == OPENING else asked.ending_known
    days = {
        OPENING: Column("w", "day_before"),
        ENDING: Column("w", "last_day"),
        BETWEEN: Column("fact", "to_on"),
    }
    first = {OPENING: 0, ENDING: _FAR, BETWEEN: 2 * _FAR}[side]
    uses = dict.fromkeys((*scan.splits, *(one.split for one in scan.filters), *asked.shown)) if not bare else {}
    side_scan = Scan(scan.kind, scan.relation, scan.clock, scan.credit_column, (), (), (), (), known)
    named = {use: parts.naming(use, number, side_scan, days[side]) for number, use in enumerate(uses, start=first)}
    items = [Item(Column("w", "window_id"), "window_id"), Item(Column("fact", scan.relation.identity), "record")]
    if not bare:
        items += _items(asked, named)
    select = Select(
        tuple(items),
        Source(scan.relation.name, "fact"),
        (
            Join("inner", Source("windows", "w"), _covers(side)),
            *(join for one in named.values() for join in one.joins),
        ),
        parts.known("fact", known),
    )
    return (*(part for one in named.values() for part in one.parts), (side, select))


def _items(asked: Comparison, named: dict[Split, parts.Naming]) -> list[Item]:
    scan, amount = asked.scan, Column("fact", asked.measure.column or "amount")
    items: list[Item] = []
    for number, use in enumerate(scan.splits):
        items += [Item(named[use].key, f"key_{number}"), Item(named[use].label, f"name_{number}")]
    tests: list[Expression] = [parts.keeps(one, named[one.split]) for one in scan.filters]
    tests.append(parts.selects(asked.measure.where, "fact") or _ALWAYS)
    items += [Item(Call("holds", (test,)), f"kept_{number}") for number, test in enumerate(tests)]
    unknown = Compare("=", Column("fact", "amount_state"), Constant(UNKNOWN))
    inferred = Compare("=", Column("fact", "amount_state"), Constant(INFERRED))
    state = _first(
        Call("when", (unknown, Constant(UNKNOWN))),
        Call("when", (IsNull(amount), Constant(MISSING))),
        Call("when", (inferred, Constant(INFERRED))),
        Constant(KNOWN),
    )
    items += [
        Item(Column("fact", "currency"), "currency"),
        Item(state, "state"),
        Item(Call("when", (Not(unknown), amount)), "amount"),
        Item(Column("fact", "expected_close_on"), "expected_on"),
        Item(Column("fact", "created_on"), "created_on"),
        Item(Column("fact", "reopened"), "reopened"),
        Item(Column("fact", "ended_as"), "ended_as"),
    ]
    return items + [Item(named[use].label, f"shown_{number}") for number, use in enumerate(asked.shown)]


def _covers(side: str) -> Expression:
    starts, ends = Column("fact", "from_on"), Column("fact", "to_on")
    if side == BETWEEN:
        return And(
            (
                Compare(">", ends, Column("w", "starts")),
                *_closed_before(Column("fact", "to_on"), Column("fact", "ended_as"), Column("fact", "closed_until")),
            )
        )
    end = Column("w", "starts" if side == OPENING else "ends")
    # Two plain comparisons, without OR: engines have a join for exactly that.
    began = Compare("<", Call("coalesce", (starts, Value(FIRST_DAY, "date"))), end)
    return And((began, Compare(">=", Call("coalesce", (ends, Value(LAST_DAY, "date"))), end)))


def _closed_before(to_on: Column, ended_as: Column, closed_until: Column) -> tuple[Expression, ...]:
    """Closed before the end of the window, and not open again at that end: true of one interval a record at most."""
    end = Column("w", "ends")
    return (
        Not(IsNull(ended_as)),
        Compare("<", to_on, end),
        Or((IsNull(closed_until), Compare(">=", closed_until, end))),
    )


def _same_record(left: str, right: str) -> Expression:
    return And(tuple(Compare("=", Column(left, name), Column(right, name)) for name in ("window_id", "record")))


def _pair(asked: Comparison, further: list[str]) -> Select:
    items = [
        Item(Call("coalesce", (Column(OPENING, name), Column(ENDING, name))), name) for name in ("window_id", "record")
    ]
    for side, name in enumerate((OPENING, ENDING)):
        items.append(Item(Not(IsNull(Column(name, "record"))), f"open_{side}"))
        for one in _side_names(asked):
            column: Expression = Column(name, one)
            items.append(Item(Call("holds", (column,)) if one.startswith("kept") else column, f"{one}_{side}"))
        items += [
            Item(Column(name, one), f"{one}_{side}")
            for one in ("currency", "state", "amount", "expected_on", "created_on", "reopened")
        ]
        shown = {one.rpartition("_")[0] for one in further if one.startswith("shown")}
        items += [Item(Column(name, one), f"{one}_{side}") for one in sorted(shown)]
    join = Join("full", Source(ENDING, ENDING), _same_record(OPENING, ENDING))
    return Select(tuple(items), Source(OPENING, OPENING), (join,))


def _told(asked: Comparison, further: list[str]) -> Select:
    def pair(name: str) -> Column:
        return Column("p", name)

    gone = Not(pair("open_1"))
    both_open = And((pair("open_0"), pair("open_1")))
    entered = _first(
        Call("when", (Compare(">=", pair("created_on_1"), Column("w", "starts")), Constant("created"))),
        Call("when", (pair("reopened_1"), Constant("reopened"))),
        Constant("appeared"),
    )
    before, after = (Call("coalesce", (pair(f"amount_{side}"), Constant(0))) for side in (0, 1))
    direction = _first(
        Call("when", (Compare(">", after, before), Constant("up"))),
        Call("when", (Compare("<", after, before), Constant("down"))),
    )
    expected = _first(
        Call("when", (Compare("<", pair("expected_on_1"), pair("expected_on_0")), Constant("earlier"))),
        Call("when", (Compare(">", pair("expected_on_1"), pair("expected_on_0")), Constant("later"))),
    )
    other_currency = Compare("<>", pair("currency_0"), pair("currency_1"))
    made = {
        "entered": Call("when", (Not(pair("open_0")), entered)),
        "left_as": Call("when", (gone, Call("coalesce", (Column("c", "ended_as"), Constant("removed"))))),
        "direction": Call("when", (both_open, direction)),
        "expected": Call("when", (both_open, expected)),
        "alone": Call("when", (other_currency, pair("record"))),
    }
    names = [*_names(asked), "record", *further]
    closing = And(
        (
            gone,
            Compare("=", Column("c", asked.scan.relation.identity), pair("record")),
            *_closed_before(Column("c", "to_on"), Column("c", "ended_as"), Column("c", "closed_until")),
            parts.known("c", asked.ending_known),
        )
    )
    return Select(
        tuple(Item(made.get(name) or pair(name), name) for name in names),
        Source("pair", "p"),
        (
            Join("inner", Source("windows", "w"), Compare("=", Column("w", "window_id"), pair("window_id"))),
            Join("left", Source(asked.scan.relation.name, "c"), closing),
        ),
    )


def _first(*options: Expression) -> Expression:
    """The first one that is not null."""
    found = options[-1]
    for one in reversed(options[:-1]):
        found = Call("coalesce", (one, found))
    return found
