"""Coverage of what people do and what customers say."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.store.derive.coverage import make_end
from polso.store.derive.covered import COVERED
from polso.store.derive.held import clear
from polso.store.derive.statements import fill, run
from polso.store.derive.work_time import rebuild_work_available


def rebuild_activity_coverage(
    cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar, there: Collection[str]
) -> None:
    """Add the coverage of these relations: from the first day of a clock to the last day that its table describes.

    Fills `work_available` too, which follows it.
    """
    for table in sorted({one.table for one in COVERED} & set(there)):
        rows = fill("(select * from derive_live_$table where known_to = $forever)", table=table)
        ones = [one for one in COVERED if one.table == table]
        make_end(cursor, "derive_own_end", " union all ".join(one.days(rows) for one in ones), (table,))
        for one in ones:
            run(
                cursor,
                """
                insert into coverage
                select f.source_system, '$relation', '$clock', least(f.from_on, n.end_on), n.end_on
                from (select source_system, min(day) as from_on from ($days) group by source_system) f
                join derive_own_end n on n.source_system = f.source_system
                where f.from_on is not null
                """,
                relation=one.relation,
                clock=one.clock,
                days=one.days(rows),
            )
    if {"activity", "rep"} <= set(there):
        rebuild_work_available(cursor, calendar)
    else:
        clear(cursor, "work_available")
