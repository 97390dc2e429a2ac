"""`series_value`: the values of other figures of the company (visits, headcount, machine hours), day by day."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from polso.store.derive.coverage import make_end
from polso.store.derive.held import clear
from polso.store.derive.statements import fill, run
from polso.store.derive.tables import empty

_DAYS = "select source_system, value_date as day from derive_live_series where known_to = $forever and not is_stub"


def rebuild_series_value(cursor: duckdb.DuckDBPyConnection, there: Collection[str]) -> None:
    """Fill `series_value` with every version of `series`, and add its days to `coverage`.

    Called after `rebuild_coverage`. A figure kept to more than four decimals is rounded to four.
    """
    if "series" not in there:
        clear(cursor, "series_value")
        return
    empty(cursor, "series_value")
    run(
        cursor,
        """
        insert into series_value by name
        select name as series, value_date as day, value, known_from, nullif(known_to, $forever) as known_to,
            'observed' as origin
        from derive_live_series
        where not is_stub and name is not null and value_date is not null
        order by name, value_date
        """,
    )
    make_end(cursor, "derive_series_end", fill(_DAYS), ("series",))
    run(
        cursor,
        """
        insert into coverage
        select f.source_system, 'series_value', 'day', least(f.from_on, n.end_on), n.end_on
        from (select source_system, min(day) as from_on from ($days) group by source_system) f
        join derive_series_end n on n.source_system = f.source_system
        where f.from_on is not null
        """,
        days=fill(_DAYS),
    )
