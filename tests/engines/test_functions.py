"""Every cell of an engine's function table, run on the engine against rows worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from polso.engines.duckdb import DuckDBEngine
from polso.engines.engine import Engine
from polso.sql.expressions import (
    Aggregate,
    Call,
    Column,
    Compare,
    Constant,
    Expression,
    IsNull,
    Item,
    Not,
    Rows,
    Select,
    Source,
    Statement,
    Value,
)

Run = Callable[[Expression], Any]


@pytest.fixture(params=["duckdb"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    assert request.param == "duckdb"
    connection = duckdb.connect()
    yield DuckDBEngine(connection.cursor)
    connection.close()


AMOUNTS = Rows(
    (("amount", "money"),), ((Decimal("0.1"),), (Decimal("99999999999999.9999"),), (None,), (Decimal("-0.2"),))
)


def over(engine: Engine, rows: Rows, expression: Expression) -> Any:
    """The one value of an expression over rows named `r`."""
    statement = Statement((("r", rows),), Select((Item(expression, "x"),), Source("r", "r"), levels=((),)))
    return engine.rows(statement).rows[0][0]


def one(engine: Engine, expression: Expression) -> Any:
    """The value of an expression without aggregates."""
    rows = Rows((("one", "integer"),), ((1,),))
    return engine.rows(Statement((("r", rows),), Select((Item(expression, "x"),), Source("r", "r")))).rows[0][0]


def test_money_is_summed_exactly_and_skips_null(engine: Engine) -> None:
    assert over(engine, AMOUNTS, Aggregate("scaled_sum", Column("r", "amount"))) == 999999999999998999
    only_negative = Compare("<", Column("r", "amount"), Constant(0))
    assert over(engine, AMOUNTS, Aggregate("scaled_sum", Column("r", "amount"), only_negative)) == -2000


def test_a_sum_of_nothing_is_null_and_a_count_of_nothing_is_zero(engine: Engine) -> None:
    nobody = Compare("=", Column("r", "amount"), Value(Decimal(7), "money"))
    assert over(engine, AMOUNTS, Aggregate("scaled_sum", Column("r", "amount"), nobody)) is None
    assert over(engine, AMOUNTS, Aggregate("count", None, nobody)) == 0


def test_squares_are_doubles_beyond_the_range_of_decimals(engine: Engine) -> None:
    big = Rows((("amount", "money"),), ((Decimal(100_001),), (Decimal(3),)))
    assert over(engine, big, Aggregate("sum_squares", Column("r", "amount"))) == pytest.approx(100_001.0**2 + 9)


def test_a_list_holds_every_value_as_often_as_it_occurs(engine: Engine) -> None:
    days = Rows((("days", "integer"),), ((3,), (1,), (3,), (None,), (7,)))
    column = Column("r", "days")
    some = Compare("<", column, Constant(5))
    assert sorted(over(engine, days, Aggregate("list", column, some))) == [1, 3, 3]
    known = Aggregate("list", column, Not(IsNull(column)))
    assert sorted(over(engine, days, known)) == [1, 3, 3, 7]
    assert over(engine, days, Aggregate("list", column, Compare(">", column, Constant(9)))) is None


def test_values_that_occur_twice_are_counted_once(engine: Engine) -> None:
    names = Rows((("name", "text"),), (("b",), (None,), ("a",), ("b",)))
    column = Column("r", "name")
    assert over(engine, names, Aggregate("count_distinct", column)) == 2
    assert over(engine, names, Aggregate("count_distinct", column, Compare("=", column, Constant("b")))) == 1


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Call("coalesce", (Value(None, "integer"), Constant(0))), 0),
        (Call("coalesce", (Value("a", "text"), Constant("b"))), "a"),
        (Call("later", (Value(date(2024, 2, 29), "date"), Value(date(2024, 3, 1), "date"))), date(2024, 3, 1)),
        (Call("later", (Value(None, "date"), Value(date(2024, 2, 29), "date"))), date(2024, 2, 29)),
        (Call("earlier", (Value(date(2024, 2, 29), "date"), Value(date(2024, 3, 1), "date"))), date(2024, 2, 29)),
        (Call("earlier", (Value(date(2024, 2, 29), "date"), Value(None, "date"))), date(2024, 2, 29)),
        (Call("earlier", (Value(None, "date"), Value(None, "date"))), None),
        (Call("scaled_money", (Value(Decimal("12.3456"), "money"),)), 123456),
        (Call("scaled_money", (Value(None, "money"),)), None),
        (Call("as_double", (Value(Decimal("0.5"), "money"),)), 0.5),
        (Call("when", (Compare("=", Constant(1), Constant(1)), Constant(3))), 3),
        (Call("when", (Compare("=", Constant(1), Constant(2)), Constant(3))), None),
        (Value(date(2024, 2, 29), "date"), date(2024, 2, 29)),
        (Value(datetime(2026, 3, 29, 1, 30), "timestamp"), datetime(2026, 3, 29, 1, 30)),  # noqa: DTZ001
        (Value("it's; DROP TABLE r --", "text"), "it's; DROP TABLE r --"),
        (Value(True, "boolean"), True),
    ],
)
def test_functions_and_values(engine: Engine, expression: Expression, expected: object) -> None:
    assert one(engine, expression) == expected


def test_the_lowest_of_texts_ignores_null(engine: Engine) -> None:
    rows = Rows((("name", "text"),), (("b",), (None,), ("a",)))
    assert over(engine, rows, Call("lowest", (Column("r", "name"),))) == "a"


def test_grouping_tells_a_total_from_a_group_without_a_name(engine: Engine) -> None:
    rows = Rows((("name", "text"),), ((None,), ("a",)))
    items = (
        Item(Column("r", "name"), "name"),
        Item(Call("grouping", (Column("r", "name"),)), "total"),
        Item(Aggregate("count"), "n"),
    )
    select = Select(items, Source("r", "r"), levels=(("name",), ()))
    found = set(engine.rows(Statement((("r", rows),), select)).rows)
    assert found == {(None, 0, 1), ("a", 0, 1), (None, 1, 2)}


def test_the_text_for_people_gives_the_same_rows(engine: Engine) -> None:
    from polso.sql.render import readable

    rows = Rows((("name", "text"), ("day", "date")), (("l'Aquila", date(2026, 3, 29)), (None, None)))
    statement = Statement(
        (("r", rows),), Select((Item(Column("r", "name"), "n"), Item(Column("r", "day"), "d")), Source("r", "r"))
    )
    connection = duckdb.connect()
    assert connection.execute(readable(statement, engine.dialect)).fetchall() == engine.rows(statement).rows
    connection.close()


@pytest.mark.parametrize(("value", "expected"), [(True, True), (False, False), (None, False)])
def test_a_condition_that_is_unknown_does_not_hold(engine: Engine, value: bool | None, expected: bool) -> None:
    assert one(engine, Call("holds", (Value(value, "boolean"),))) is expected


def test_days_are_numbered_from_2000_and_before_it_below_nothing(engine: Engine) -> None:
    numbers = {date(2000, 1, 1): 0, date(2024, 2, 29): 8825, date(1999, 12, 31): -1, None: None}
    for day, number in numbers.items():
        assert one(engine, Call("day_number", (Value(day, "date"),))) == number


def test_the_highest_skips_null(engine: Engine) -> None:
    rows = Rows((("word", "text"),), (("a",), (None,), ("b",)))
    assert over(engine, rows, Call("highest", (Column("r", "word"),))) == "b"
