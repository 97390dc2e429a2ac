"""Names are checked, values are bound."""

from __future__ import annotations

import pytest

from polso.sql.duckdb import DUCKDB
from polso.sql.expressions import Column, Compare, Item, Select, Source, Statement, Value, name
from polso.sql.render import readable, render


def test_a_value_never_becomes_text_of_the_statement_that_runs() -> None:
    attack = "x'); DROP TABLE deal; --"
    where = Compare("=", Column("f", "rep_id"), Value(attack, "text"))
    rendered = render(
        Statement((), Select((Item(Column("f", "rep_id"), "rep_id"),), Source("deal", "f"), where=where)), DUCKDB
    )
    assert attack not in rendered.text
    assert rendered.parameters == (attack,)


@pytest.mark.parametrize("text", ['a"b', "a b", "a;b", "", "1a", "è"])
def test_a_name_is_letters_digits_and_underscores(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain name"):
        name(text)
    with pytest.raises(ValueError, match="not a plain name"):
        render(Statement((), Select((Item(Column("f", text), "x"),), Source("deal", "f"))), DUCKDB)


def test_the_text_for_people_doubles_quotes() -> None:
    where = Compare("=", Column("f", "rep_id"), Value("O'Neill", "text"))
    statement = Statement((), Select((Item(Column("f", "rep_id"), "rep_id"),), Source("deal", "f"), where=where))
    assert "'O''Neill'" in readable(statement, DUCKDB)


def test_parameters_come_in_the_order_of_their_marks() -> None:
    where = Compare("=", Value(1, "integer"), Value(2, "integer"))
    statement = Statement(
        (), Select((Item(Value(0, "integer"), "x"),), Source("deal", "f"), where=where, limit=Value(3, "integer"))
    )
    rendered = render(statement, DUCKDB)
    assert rendered.parameters == (0, 1, 2, 3)
    assert rendered.text.count("?") == 4
