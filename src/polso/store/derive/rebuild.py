"""Which relations are made anew when canonical tables changed, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.catalog.schema import TABLES
from polso.store.derive.coverage import FUNNEL_TABLES, note_beside, rebuild_coverage, rebuild_rep_coverage
from polso.store.derive.coverage_activity import rebuild_activity_coverage
from polso.store.derive.coverage_customers import rebuild_customer_coverage
from polso.store.derive.coverage_funnel import rebuild_funnel_coverage
from polso.store.derive.coverage_money import rebuild_money_coverage
from polso.store.derive.days import rebuild_calendar_day
from polso.store.derive.held import clear, held
from polso.store.derive.rep_day import rebuild_rep_day
from polso.store.derive.series_value import rebuild_series_value
from polso.store.derive.statements import drop_temporaries, fill, run
from polso.store.derive.step import Build, plan
from polso.store.derive.steps import STEPS
from polso.store.derive.tables import create
from polso.store.derive.versions import live_view

INPUTS = frozenset(table.name for table in TABLES)
_FOR_COVERAGE = frozenset({"derive_beside", "derive_known_day"})
_FOR_PEOPLE = frozenset({"derive_membership"})
"""Working tables that the coverage and the days of people are made from."""
_COVERED_TOGETHER = frozenset({"invoice", "sales_order", "refund", *FUNNEL_TABLES})
"""Tables that the coverage reads even where only their neighbours hold anything."""

__all__ = ["create", "rebuild"]


def rebuild(
    cursor: duckdb.DuckDBPyConnection,
    company: Company,
    calendar: CompanyCalendar,
    touched: Mapping[str, str] | Collection[str] | None = None,
) -> None:
    """Make the derived relations anew, in the caller's transaction and from what is stored.

    `touched` names the canonical tables that changed, as a mapping the working table of the records that did; relations
    made from others stay as they are. None makes all of them. The calendar, the coverage and the days of people are
    always made: they follow the batches too. Needs the canonical tables, `batch` and `batch_table`.
    """
    create(cursor)
    changed = INPUTS if touched is None else _changed(cursor, touched)
    there = held(cursor, INPUTS)
    steps = plan(STEPS, changed, there, _FOR_COVERAGE | (_FOR_PEOPLE if "rep" in there else frozenset()))
    build = Build(cursor, company, calendar, there)
    for table in sorted((there | steps.reads | _COVERED_TOGETHER) & INPUTS):
        live_view(cursor, table)
    clear(cursor, *steps.clear)
    for step, done in steps.steps:
        step.run(build)
        for name in done:
            run(cursor, "drop table if exists temp.$name", name=name)
    rebuild_calendar_day(cursor, calendar)
    _rebuild_coverage(build)
    drop_temporaries(cursor)


def _rebuild_coverage(build: Build) -> None:
    cursor, company, there = build.cursor, build.company, build.there
    rebuild_coverage(cursor, there)
    rebuild_funnel_coverage(cursor, there)
    rebuild_customer_coverage(cursor, company, there)
    if "invoice" in there:
        rebuild_money_coverage(cursor)
    note_beside(cursor)
    rebuild_series_value(cursor, there)
    rebuild_activity_coverage(cursor, build.calendar, there)
    if "rep" in there:
        rebuild_rep_day(cursor)
        rebuild_rep_coverage(cursor)
    else:
        clear(cursor, "rep_day")


def _changed(cursor: duckdb.DuckDBPyConnection, touched: Mapping[str, str] | Collection[str]) -> frozenset[str]:
    if not isinstance(touched, Mapping):
        return frozenset(touched)
    return frozenset(
        table
        for table, relation in touched.items()
        if cursor.execute(fill("select 1 from temp.$relation limit 1", relation=relation)).fetchone()
    )
