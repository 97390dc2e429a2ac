"""What was known when: the live interval of every version, and cutting intervals where a neighbour changes."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from polso.store.derive.statements import fill, replace_temp, run


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relation of versions whose changes matter to a row: rows with `its_key` equal to the row's `key`."""

    relation: str
    key: str
    its_key: str


def live_view(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    """The name of a working view of `table` without deletions.

    Columns as stored but `deleted_at`; `[known_from, known_to)` ends when the record was deleted, at infinity when the
    version still holds. Versions that never held are left out; stubs are not.
    """
    name = f"derive_live_{table}"
    run(
        cursor,
        """
        create or replace temp view $name as
        select * exclude (known_to, deleted_at),
            least(coalesce(known_to, $forever), coalesce(deleted_at, $forever)) as known_to
        from $table
        where known_from < least(coalesce(known_to, $forever), coalesce(deleted_at, $forever))
        """,
        name=name,
        table=table,
    )
    return name


def cut(
    cursor: duckdb.DuckDBPyConnection, target: str, base: str, record: str, neighbours: tuple[Neighbour, ...]
) -> None:
    """Make `target` from `base`: each row once for every stretch of its interval in which no neighbour changes.

    `record` and `known_from` identify a row of `base`. Ends are infinity where the row still holds.
    """
    points = " union ".join(
        fill(
            """
            select b.$record as record, b.known_from, c.point
            from $base b
            join (
                select $its_key as key, known_from as point from $relation
                union
                select $its_key, known_to from $relation where known_to < $forever
            ) c on c.key = b.$key
            where c.point > b.known_from and c.point < b.known_to
            """,
            record=record,
            base=base,
            relation=neighbour.relation,
            key=neighbour.key,
            its_key=neighbour.its_key,
        )
        for neighbour in neighbours
    )
    replace_temp(
        cursor,
        target,
        """
        with inner_point as ($points),
        point as (
            select record, known_from, point from inner_point
            union
            select record, known_from, known_from from inner_point
        ),
        piece as (
            select record, known_from, point,
                lead(point) over (partition by record, known_from order by point) as next_point
            from point
        )
        select b.* replace (
            coalesce(p.point, b.known_from) as known_from,
            coalesce(p.next_point, b.known_to) as known_to
        )
        from $base b
        left join piece p on p.record = b.$record and p.known_from = b.known_from
        """,
        points=points,
        base=base,
        record=record,
    )
