"""The expressions and statements that polso writes: a closed set, frozen, comparable.

Values never become text: a `Value` is a bound parameter. Names come from the catalog, or are checked by `name`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Literal_ = str | int | bool | date | datetime | Decimal | None
AggregateFunction = Literal["count", "count_distinct", "sum", "scaled_sum", "sum_squares", "list"]
SqlType = Literal["integer", "big_integer", "date", "timestamp", "text", "boolean", "money", "double"]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def name(text: str) -> str:
    """A name that may stand in SQL; raises ValueError for anything but letters, digits and underscores."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"not a plain name: {text!r}")
    return text


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A bound parameter of a given type."""

    value: Literal_
    type: SqlType


@dataclass(frozen=True, slots=True)
class Constant:
    """A small integer or a word of our own that is part of the statement's text."""

    value: int | str


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Literal["=", "<>", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Same:
    """Equal, where null equals null."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class IsNull:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class In:
    operand: Expression
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Literal["+", "-", "*"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the engine's table: `coalesce`, `later` and `earlier` (of two values, null where both are),
    `day_number` (days from 2000-01-01),
    `scaled_money`, `as_double`, `lowest`, `grouping`, `when` (null where the condition does not hold), `holds` (a
    condition that is unknown does not)."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count`, `count_distinct`, `sum`, `scaled_sum` (money as an integer of ten-thousandths), `sum_squares` or `list`
    (every value, in any order), over filtered rows."""

    function: AggregateFunction
    operand: Expression | None = None
    where: Expression | None = None


Expression = Column | Value | Constant | Compare | Same | IsNull | Not | And | Or | In | Arithmetic | Call | Aggregate


@dataclass(frozen=True, slots=True)
class Item:
    """One column of a result, named."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """A relation in FROM under an alias: a stored relation, or one of the statement's own by name."""

    relation: str
    alias: str


@dataclass(frozen=True, slots=True)
class Join:
    kind: Literal["inner", "left", "full"]
    source: Source
    on: Expression


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table written out: bound values, column names and types."""

    columns: tuple[tuple[str, SqlType], ...]
    rows: tuple[tuple[Literal_, ...], ...]


@dataclass(frozen=True, slots=True)
class Select:
    items: tuple[Item, ...]
    source: Source
    joins: tuple[Join, ...] = ()
    where: Expression | None = None
    levels: tuple[tuple[str, ...], ...] = ()
    """Grouping sets over result names of `items`; empty for no grouping."""
    order_by: tuple[str, ...] = ()
    limit: Value | None = None
    offset: Value | None = None


@dataclass(frozen=True, slots=True)
class UnionAll:
    parts: tuple[Select, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Named parts in order, then the select that reads them."""

    parts: tuple[tuple[str, Rows | Select | UnionAll], ...]
    body: Select


def both(*operands: Expression | None) -> Expression | None:
    """All of the given conditions, without the absent ones."""
    present = tuple(operand for operand in operands if operand is not None)
    if not present:
        return None
    return present[0] if len(present) == 1 else And(present)
