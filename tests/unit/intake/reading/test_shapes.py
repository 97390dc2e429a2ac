"""What is told from the shapes of a column is what its values say."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.intake.reading import Staged, profile_column
from polso.intake.reading.dates import WRITTEN, has_shape, layout_sql
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.numbers import LEADING_ZERO, LONG_DIGITS, PLAIN, SIMPLE, grammar
from polso.intake.reading.sqltext import literal, matches

TOLD = {
    "point": matches("value", grammar("point")),
    "comma": matches("value", grammar("comma")),
    "plain": matches("value", PLAIN),
    "simple_point": matches("value", SIMPLE["point"]),
    "simple_comma": matches("value", SIMPLE["comma"]),
    "leading_zero": matches("value", LEADING_ZERO),
    "long_digits": matches("value", LONG_DIGITS),
    "nothing": null_sql("value", text=False),
    **{name: has_shape("value", name) for name in WRITTEN},
    **{f"layout {number}": f"{layout_sql('value')} = {number}" for number in range(1, 6)},
}
values = st.one_of(
    st.from_regex(r"[0-9]{1,16}(\.[0-9]{1,5})?", fullmatch=True),
    st.from_regex(r"[A-Za-z]{0,9}[0-9]{1,16}", fullmatch=True),
    st.from_regex(r"(EUR|A|gen|K)?[0-9]{1,4}[.,/: -][0-9]{1,3}([.,/:-][0-9]{1,4})?[kM%]?", fullmatch=True),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-5][0-9])?", fullmatch=True),
    st.sampled_from(["0000-00-00", "00/00/0000", "n.d.", "Err:502", "0", "00", "0.5", "-1.50", "A0", "x"]),
)


@pytest.fixture(scope="module")
def staging() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@settings(max_examples=150, deadline=None)
@given(st.lists(values, min_size=1, max_size=30))
def test_shapes_say_what_values_say(staging: duckdb.DuckDBPyConnection, cells: list[str]) -> None:
    listed = ", ".join(f"({line}, {literal(cell)})" for line, cell in enumerate(cells, 2))
    staging.execute(f"CREATE OR REPLACE TEMP TABLE s AS SELECT * FROM (VALUES {listed}) AS t(line, c0)")
    profile = profile_column(Staged(staging, "temp.s", ("c",), len(cells), has_kinds=False), 0)
    facts = ", ".join(f"coalesce(sum(n) FILTER ({sql}), 0)" for sql in TOLD.values())
    each = ", ".join(f"count(*) FILTER ({sql})" for sql in TOLD.values())
    told = staging.execute(f"SELECT {facts} FROM {profile.written}").fetchone()
    meant = staging.execute(f"SELECT {each} FROM (SELECT DISTINCT c0 AS value FROM s)").fetchone()
    assert dict(zip(TOLD, told or (), strict=True)) == dict(zip(TOLD, meant or (), strict=True))
    shapes = staging.execute(f"SELECT shape, n, rows, first_line, example FROM {profile.shapes}").fetchall()
    assert len({shape for shape, *_ in shapes}) == len(shapes)
    assert sum(n for _, n, *_ in shapes) == len(set(cells)) == profile.distinct + len(_words_for_nothing(cells))
    for shape, _, _, line, example in shapes:
        assert cells[line - 2] == example
        assert re.sub("[0-9]", "1", shape) == re.sub("[0-9]", "1", example)


def _words_for_nothing(cells: list[str]) -> set[str]:
    return {cell for cell in cells if cell in {"0000-00-00", "00/00/0000", "Err:502"}}
