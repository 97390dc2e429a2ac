"""Pieces that every scan shares: its windows as days, the names of its groups, what was known, its filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polso.base.errors import InternalError
from polso.catalog.model import Condition
from polso.query.dimensions import Split
from polso.query.plan import Scan
from polso.query.resolve import Filter
from polso.sql.expressions import (
    And,
    Call,
    Column,
    Compare,
    Constant,
    Expression,
    In,
    IsNull,
    Item,
    Join,
    Not,
    Or,
    Rows,
    Same,
    Select,
    Source,
    UnionAll,
    Value,
    both,
)

Part = tuple[str, Rows | Select | UnionAll]


def known(alias: str, as_of: datetime | None) -> Expression:
    """The version that holds now, or held at `as_of`."""
    until = IsNull(Column(alias, "known_to"))
    if as_of is None:
        return until
    instant = Value(as_of, "timestamp")
    return And(
        (
            Compare("<=", Column(alias, "known_from"), instant),
            Or((until, Compare(">", Column(alias, "known_to"), instant))),
        )
    )


def condition(test: Condition, alias: str) -> Expression:
    """A catalog condition on a column of the scan."""
    column = Column(alias, test.column)
    match test.test:
        case "is":
            return Compare("=", column, Constant(test.values[0]))
        case "is_not":
            return Not(Same(column, Constant(test.values[0])))
        case "in":
            return In(column, tuple(Constant(value) for value in test.values))
        case "known":
            return Not(IsNull(column))
        case "unknown":
            return IsNull(column)
        case "negative":
            return Compare("<", column, Constant(0))
        case "not_negative":
            return Compare(">=", column, Constant(0))
        case "at_most":
            return Compare("<=", column, _number(test.values[0]))
        case "at_least":
            return Compare(">=", column, _number(test.values[0]))


def _number(text: str) -> Expression:
    """A threshold of the catalog or of the company's settings."""
    number = Decimal(text)
    return Constant(int(number)) if number == number.to_integral_value() else Value(number, "money")


def selects(tests: tuple[Condition, ...], alias: str) -> Expression | None:
    return both(*(condition(test, alias) for test in tests))


def knows(columns: tuple[str, ...], alias: str) -> Expression | None:
    """That every one of the columns has a value."""
    return both(*(Not(IsNull(Column(alias, column))) for column in columns))


@dataclass(frozen=True, slots=True)
class Naming:
    """How one dimension is reached: the parts and joins it needs, the key and the shown name of its values.

    Where `record` is given, the last join does nothing but find the name in the part of that alias, by the key in that
    column: the name can be found as well when the rows are grouped by key. Without it key and name are the same.
    """

    parts: tuple[Part, ...]
    joins: tuple[Join, ...]
    key: Expression
    label: Expression
    record: tuple[str, str] | None = None

    @property
    def key_joins(self) -> tuple[Join, ...]:
        """The joins without which there is no key."""
        return self.joins if self.record is None else self.joins[:-1]

    def named_by(self, key: Column) -> tuple[tuple[Join, ...], Expression]:
        """The name of a key that is at hand, and the join that it needs."""
        if self.record is None:
            return (), key
        alias, column = self.record
        return (_join(alias, column, key),), Call("coalesce", (Column(alias, "label"), key))


def naming(use: Split, number: int, scan: Scan, team_day: Expression | None) -> Naming:
    """The dimension `use` as the `number`-th of a scan whose rows stand under the alias `fact`.

    A representative's team is that of `team_day`; None where the rows carry their team themselves. Names come from a
    part with one row a key, so that no join can multiply a row.
    """
    alias = f"dimension_{number}"
    match use.place:
        case "own":
            column = Column("fact", use.id)
            return Naming((), (), column, column)
        case "attribute":
            part = _attribute(use, alias, scan.as_of)
            join = _join(alias, "entity_id", _entity_of(use, scan))
            value = Column(alias, "label")
            return Naming((part,), (join,), value, value)
        case "team":
            span = "fact" if team_day is None else f"team_{number}"
            joined = () if team_day is None else (_team(span, team_day, scan),)
            key = Column(span, "team_id")
            return Naming(
                (_names(use, alias, scan.as_of),),
                (*joined, _join(alias, use.key, key)),
                key,
                Call("coalesce", (Column(alias, "label"), key)),
                (alias, use.key),
            )
        case "value_of":
            key = Column("fact", scan.relation.dimensions[use.id])
            value = Column(alias, "label")
            return Naming((_names(use, alias, scan.as_of),), (_join(alias, use.key, key),), value, value)
        case "named":
            key = _key_of(use, scan)
            label = Call("coalesce", (Column(alias, "label"), key))
            joins = (_join(alias, use.key, key),)
            return Naming((_names(use, alias, scan.as_of),), joins, key, label, (alias, use.key))
        case "movement":
            raise InternalError("movement_is_no_column", relation=scan.relation.name)


def _entity_of(use: Split, scan: Scan) -> Column:
    """Whose attribute it is: of a representative, that of the one who is credited."""
    if use.entity == "rep" and scan.credit_column:
        return Column("fact", scan.credit_column)
    return Column("fact", scan.relation.entities[use.entity])


def _key_of(use: Split, scan: Scan) -> Column:
    if use.id == "rep" and scan.credit_column:
        return Column("fact", scan.credit_column)
    own = scan.relation.dimensions.get(use.id) or scan.relation.entities[use.id]
    return Column("fact", own)


def _team(span: str, day: Expression, scan: Scan) -> Join:
    rep = Column("fact", scan.credit_column or scan.relation.dimensions["team"])
    starts, ends = Column(span, "valid_from"), Column(span, "valid_to")
    return Join(
        "left",
        Source("rep_team", span),
        And(
            (
                Compare("=", Column(span, "rep_id"), rep),
                Or((IsNull(starts), Compare("<=", starts, day))),
                Or((IsNull(ends), Compare(">", ends, day))),
            )
        ),
    )


def _names(use: Split, alias: str, as_of: datetime | None) -> Part:
    """The names of records: as known then, else what they were called later, for a key says nothing to anybody."""
    record = "record"
    name: Expression = Column(record, use.label)
    shown: Expression = Call("lowest", (name,))
    if as_of is not None:
        shown = Call("coalesce", (Call("lowest", (Call("when", (known(record, as_of), name)),)), shown))
    items = (Item(Column(record, use.key), use.key), Item(shown, "label"))
    where = known(record, None) if as_of is None else None
    return alias, Select(items, Source(use.table, record), where=where, levels=((use.key,),))


def _attribute(use: Split, alias: str, as_of: datetime | None) -> Part:
    record = "record"
    items = (
        Item(Column(record, "entity_id"), "entity_id"),
        Item(Call("lowest", (Column(record, "value"),)), "label"),
    )
    where = both(
        Compare("=", Column(record, "entity"), Value(use.entity, "text")),
        Compare("=", Column(record, "name"), Value(use.attribute, "text")),
        known(record, as_of),
    )
    return alias, Select(items, Source("attribute", record), where=where, levels=(("entity_id",),))


def _join(alias: str, column: str, key: Expression) -> Join:
    return Join("left", Source(alias, alias), Compare("=", Column(alias, column), key))


def kept(filters: tuple[Filter, ...], namings: dict[Split, Naming]) -> Expression | None:
    """The rows that every filter keeps."""
    return both(*(keeps(one, namings[one.split]) for one in filters))


def keeps(one: Filter, named: Naming) -> Expression:
    """The rows that one filter keeps; null where the row does not know."""
    values = tuple(Value(key, "text") for key in one.keys if key is not None)
    tests: list[Expression] = [In(named.key, values)] if values else []
    day = Column("fact", "expected_close_on")
    tests += [
        And((Compare(">=", day, Value(days.start, "date")), Compare("<", day, Value(days.end, "date"))))
        for days in one.days
    ]
    if None in one.keys:
        tests.append(IsNull(named.key))
    return tests[0] if len(tests) == 1 else Or(tuple(tests))


def namings_of(scan: Scan, team_day: Expression | None) -> dict[Split, Naming]:
    """Every dimension that the scan splits or filters by, each once."""
    uses = dict.fromkeys((*scan.splits, *(one.split for one in scan.filters)))
    return {use: naming(use, number, scan, team_day) for number, use in enumerate(uses)}


def group_items(scan: Scan, namings: dict[Split, Naming]) -> tuple[Item, ...]:
    """Key and name of each split, as `key_0`, `name_0`, ..."""
    return tuple(
        item
        for number, use in enumerate(scan.splits)
        for item in (Item(namings[use].key, f"key_{number}"), Item(namings[use].label, f"name_{number}"))
    )


def group_levels(scan: Scan, *always: str, named: bool = True) -> tuple[tuple[str, ...], ...]:
    """Every level from all splits down to none: totals are computed, never added up."""
    kinds = ("key", "name") if named else ("key",)
    names = [tuple(f"{kind}_{number}" for kind in kinds) for number in range(len(scan.splits))]
    return tuple((*always, *(name for pair in names[:depth] for name in pair)) for depth in range(len(names), -1, -1))


def window_days(windows: tuple[tuple[int, date, date], ...]) -> tuple[Part, Part]:
    """The windows, and the days of each: a day belongs to as many windows as hold it."""
    rows = Rows((("window_id", "integer"), ("starts", "date"), ("ends", "date")), windows)
    days = Select(
        (Item(Column("w", "window_id"), "window_id"), Item(Column("c", "day"), "day")),
        Source("windows", "w"),
        (
            Join(
                "inner",
                Source("calendar_day", "c"),
                And(
                    (
                        Compare(">=", Column("c", "day"), Column("w", "starts")),
                        Compare("<", Column("c", "day"), Column("w", "ends")),
                    )
                ),
            ),
        ),
    )
    return ("windows", rows), ("window_day", days)
