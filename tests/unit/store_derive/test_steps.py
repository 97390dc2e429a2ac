"""The steps of making relations: each says truly what it reads, and a change calls for what depends on it alone."""

from __future__ import annotations

import re
from typing import Any, cast

import duckdb
import pytest

from polso.base.calendar import CompanyCalendar
from polso.catalog.schema import TABLE, TABLES
from polso.store.derive.rebuild import INPUTS
from polso.store.derive.step import Build, Step, plan
from polso.store.derive.steps import STEPS
from polso.store.derive.tables import COLUMNS
from polso.store.derive.versions import live_view
from tests.unit.store_derive.conftest import Facts

SHARED = INPUTS | COLUMNS.keys() | {name for step in STEPS for name in step.makes}
VALUE = {"text": "x", "date": "2026-03-02", "instant": "2026-03-02 09:00", "flag": True}


class Listening:
    """A cursor that notes which tables the statements read and make; a name given by `with` is none."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor, self.read, self.made = cursor, set[str](), set[str]()

    def execute(self, query: str, *rest: Any) -> Any:
        text = re.sub(r"'[^']*'", "", query)
        own = set(re.findall(r"\b([a-z_]+) as \(", text))
        made = re.findall(r"\b(?:create or replace (?:temp )?(?:table|view)|insert into)\s+([a-z_]+)", text)
        read = re.findall(r"\b(?:from|join|exists)\s+\(?([a-z_]+)", text)
        names = {name.removeprefix("derive_live_") for name in read} - own - self.made
        self.read |= names & SHARED
        self.made |= set(made)
        return self.cursor.execute(query, *rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


def _a_row(table: str) -> dict[str, Any]:
    """A row that says something in every column."""
    return {column.name: VALUE.get(column.kind, 1) for column in TABLE[table].columns if not column.choices}


@pytest.fixture
def everything(facts: Facts) -> Facts:
    facts.batch("2026-04-01 08:00")
    for table in TABLES:
        facts.put(table.name, _a_row(table.name))
    return facts.derive()


def test_every_step_reads_what_it_says_and_makes_what_it_says(everything: Facts) -> None:
    calendar = CompanyCalendar.of(everything.company, range(2015, 2030))
    for table in sorted(INPUTS):
        live_view(everything.connection, table)
    wrong: dict[str, set[str]] = {}
    for step in STEPS:
        cursor = Listening(everything.connection)
        step.run(Build(cast("duckdb.DuckDBPyConnection", cursor), everything.company, calendar, INPUTS))
        wrong[step.makes[0]] = {
            *(cursor.read - set(step.reads) - set(step.makes)),
            *(set(step.makes) - cursor.made),
            *((cursor.made & SHARED) - set(step.makes)),
        }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_relation_is_made_by_one_step_and_after_what_it_reads() -> None:
    made: set[str] = set()
    for step in STEPS:
        assert not made & set(step.makes)
        unknown = {name for name in step.reads if name not in INPUTS} - made
        assert not unknown, f"{step.makes[0]} reads what is made later: {unknown}"
        made |= set(step.makes)
    assert COLUMNS.keys() - made == {"calendar_day", "coverage", "rep_day", "series_value", "work_available"}


def _nothing(build: Build) -> None:
    del build


PLAIN = (
    Step(_nothing, ("batch",), ("derive_day",), helper=True),
    Step(_nothing, ("opportunity", "derive_day"), ("derive_state",)),
    Step(_nothing, ("derive_state",), ("deal",), of=("opportunity",)),
    Step(_nothing, ("sales_order", "deal", "derive_day"), ("sale", "derive_entry"), of=("sales_order", "opportunity")),
    Step(_nothing, ("product", "derive_entry"), ("sale_margin",), of=("sales_order",)),
)


def _made(changed: set[str], there: set[str]) -> tuple[list[str], set[str]]:
    found = plan(PLAIN, changed, there, ())
    return [step.makes[0] for step, _ in found.steps], set(found.clear)


def test_only_what_depends_on_a_change_is_made() -> None:
    there = {"opportunity", "sales_order", "product"}
    assert _made({"opportunity"}, there)[0] == ["derive_day", "derive_state", "deal", "sale", "sale_margin"]
    assert _made({"sales_order"}, there)[0] == ["derive_day", "sale", "sale_margin"], "deals stay as they are"
    assert _made({"product"}, there)[0] == ["derive_day", "sale", "sale_margin"], (
        "the margin needs the entries of sales"
    )
    assert _made({"batch"}, there)[0] == [], "a helper is no cause"


def test_what_is_made_of_empty_tables_is_cleared() -> None:
    assert _made({"sales_order"}, {"sales_order"}) == (["derive_day", "sale", "sale_margin"], {"deal"})
    assert _made({"opportunity"}, set()) == ([], {"deal", "sale", "sale_margin"})


def test_a_working_table_goes_when_nothing_reads_it_any_more() -> None:
    found = plan(PLAIN, {"opportunity"}, {"opportunity", "sales_order"}, {"derive_state"})
    assert [done for _, done in found.steps] == [(), (), (), ("derive_day",), ("derive_entry",)]
