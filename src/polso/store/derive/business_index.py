"""Instants as minutes on a scale: working minutes of the company, and minutes of the clock."""

from __future__ import annotations

import duckdb

from polso.base.business_time import BusinessClock
from polso.base.calendar import CompanyCalendar
from polso.store.derive.statements import fill, replace_temp


def make_minute_index(cursor: duckdb.DuckDBPyConnection, target: str, instants: str, calendar: CompanyCalendar) -> None:
    """Working table `target(instant, working, elapsed)` for the column `instant` of the query `instants`, each once.

    Both are whole minutes since 2000-01-01, of opening hours and of the clock, as `BusinessClock` counts them.
    """
    found = cursor.execute(fill("select distinct instant from ($rows) where instant is not null", rows=instants))
    moments = found.fetchnumpy()["instant"]
    working = BusinessClock.of(calendar).indexes(moments)
    cursor.register("derive_indexed", {"instant": moments, "working": working})
    try:
        replace_temp(
            cursor,
            target,
            """
            select instant::timestamp as instant, working,
                (epoch_us(instant::timestamp) - epoch_us(timestamp '2000-01-01')) // 60000000 as elapsed
            from derive_indexed
            """,
        )
    finally:
        cursor.unregister("derive_indexed")
