"""Writing versions into a relation: neighbours in time that say the same are one row."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp, run
from polso.store.derive.tables import COLUMNS, empty


def publish_merged(
    cursor: duckdb.DuckDBPyConnection, target: str, record: str, query: str, order: str, **names: str
) -> None:
    """Replace the relation `target` by what `query` gives: its columns, with infinity where a version still holds.

    `record` is the column whose rows may be versions of each other; rows go in by `order`. Empty intervals are dropped.
    """
    replace_temp(cursor, "derive_unmerged", query, **names)
    empty(cursor, target)
    same = ", ".join(column for column, _ in COLUMNS[target] if column not in ("known_from", "known_to"))
    run(
        cursor,
        """
        insert into $target by name
        with moved as (
            select $record as record from derive_unmerged
            group by $record having count(distinct known_from) > 1
        ),
        marked as (
            select *, lag(known_to) over (partition by $same order by known_from) is distinct from known_from as starts
            from derive_unmerged
            where known_from < known_to and $record in (select record from moved)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by $same order by known_from) as part from marked
        ),
        joined as (
            select $same, min(known_from) as known_from, max(known_to) as known_to
            from numbered
            group by $same, part
            union all by name
            select $same, known_from, known_to
            from derive_unmerged
            where known_from < known_to and $record not in (select record from moved)
        )
        select * replace (nullif(known_to, $forever) as known_to)
        from joined
        order by joined.$order, $record, known_from
        """,
        target=target,
        record=record,
        same=same,
        order=order,
    )
