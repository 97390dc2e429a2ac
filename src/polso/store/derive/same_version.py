"""Rows worked out once a stretch of knowledge, told once for as long as they say the same."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def join_stretches(cursor: duckdb.DuckDBPyConnection, target: str, source: str, columns: tuple[str, ...]) -> None:
    """Make `target` from `source`, whose rows hold during `[point, next_point)`: rows with equal `columns` in stretches
    that follow each other become one with `known_from` and `known_to` (infinity where it still holds).

    A stretch must not say the same twice.
    """
    replace_temp(
        cursor,
        target,
        """
        with marked as (
            select *, lag(next_point) over w is distinct from point as starts
            from $source
            window w as (partition by $columns order by point)
        ),
        numbered as (
            select *, sum(starts::integer) over (partition by $columns order by point) as part from marked
        )
        select $columns, min(point) as known_from, max(next_point) as known_to
        from numbered
        group by $columns, part
        """,
        source=source,
        columns=", ".join(columns),
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
