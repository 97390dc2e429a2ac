"""Rows worked out once a stretch of knowledge, told once for as long as they say the same."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def join_stretches(cursor: duckdb.DuckDBPyConnection, target: str, source: str, columns: tuple[str, ...]) -> None:
    """Make `target` from `source`, whose rows hold during `[point, next_point)`: rows with equal `columns` in stretches
    that follow each other become one with `known_from` and `known_to` (infinity where it still holds).

    A stretch must not say the same twice. Only what was said more than once needs to be put in order.
    """
    replace_temp(
        cursor,
        target,
        """
        with said as materialized (
            select $columns, min(point) as known_from, max(next_point) as known_to, count(*) as times
            from $source
            group by $columns
        ),
        marked as (
            select s.*, lag(s.next_point) over w is distinct from s.point as starts
            from $source s
            semi join (select * from said where times > 1) m on $same
            window w as (partition by $columns order by point)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by $columns order by point) as part from marked
        )
        select $columns, known_from, known_to from said where times = 1
        union all
        select $columns, min(point), max(next_point) from numbered group by $columns, part
        """,
        source=source,
        columns=", ".join(columns),
        same=" and ".join(f"s.{column} is not distinct from m.{column}" for column in columns),
    )


def make_stretch(cursor: duckdb.DuckDBPyConnection, target: str, source: str, key: str) -> None:
    """Make `target(key…, point, next_point)`: the stretches of time in which nothing new was learned about a key."""
    replace_temp(
        cursor,
        target,
        """
        with point as (
            select $key, known_from as point from $source
            union
            select $key, known_to from $source where known_to < $forever
        )
        select $key, point, coalesce(lead(point) over (partition by $key order by point), $forever) as next_point
        from point
        """,
        source=source,
        key=key,
    )
