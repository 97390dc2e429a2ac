"""Facts that several records make together: the stretches of knowledge in which none of them changes."""

from __future__ import annotations

import duckdb

from polso.store.derive.statements import replace_temp


def make_stretch(cursor: duckdb.DuckDBPyConnection, target: str, base: str, *group: str) -> None:
    """Make `target` from `base`: each row once for every stretch of its interval in which no row of its group changes.

    `[known_from, known_to)` become those of the stretch, the same for all rows of the group that hold in it. Rows of a
    group have its columns equal; null is a value.
    """
    keys = ", ".join(group)
    same = " and ".join(f"b.{one} is not distinct from s.{one}" for one in group)
    replace_temp(
        cursor,
        target,
        """
        with point as (
            select $keys, known_from as point from $base
            union
            select $keys, known_to from $base where known_to < $forever
        ),
        stretch as (
            select *, coalesce(lead(point) over (partition by $keys order by point), $forever) as next_point from point
        )
        select b.* replace (s.point as known_from, s.next_point as known_to)
        from $base b
        join stretch s on $same and b.known_from <= s.point and s.point < b.known_to
        """,
        keys=keys,
        same=same,
        base=base,
    )
