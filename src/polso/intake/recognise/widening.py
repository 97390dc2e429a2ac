"""A read table made wider by columns of another, taken over by key."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polso.intake.reading import ReadTable, profile_column, read_column
from polso.intake.reading.staging import Staged


@dataclass(frozen=True, slots=True)
class Widened:
    """`found` rows (at least one) have got cells; for `ambiguous` of their keys the other file has several different
    rows of cells, of which the first in the file counts."""

    read: ReadTable
    found: int
    ambiguous: int


def widen(
    read: ReadTable, own: int, other: ReadTable, key: int, columns: tuple[int, ...], names: tuple[str, ...]
) -> Widened | None:
    """`read` with the cells of `columns` of `other` on each row whose cell `own` equals that in `key` there; None where
    no row finds one."""
    connection, table = read.staged.connection, read.staged.table
    start = read.raw.width
    cells = ", ".join(f"c{index} AS cell_{place}" for place, index in enumerate(columns))
    same = ", ".join(f"cell_{place}" for place in range(len(columns)))
    kinds = " || ".join(other.staged.kind(index) for index in columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE looked_up AS SELECT key, count(DISTINCT ({same})) AS n, "
        f"arg_min(({same}, kinds), line) AS first FROM "
        f"(SELECT line, c{key} AS key, {cells}, {kinds} AS kinds FROM {other.staged.table} WHERE c{key} IS NOT NULL) "
        f"GROUP BY key"
    )
    row = connection.execute(
        f"SELECT count(*), count(DISTINCT key) FILTER (n > 1) FROM {table} AS own JOIN looked_up ON key = own.c{own}"
    ).fetchone()
    found, ambiguous = row if row is not None else (0, 0)
    if not found:
        connection.execute("DROP TABLE looked_up")
        return None
    for place in range(len(columns)):
        connection.execute(f"ALTER TABLE {table} ADD COLUMN c{start + place} VARCHAR")
    taken = ", ".join(f"c{start + place} = looked_up.first[{place + 1}]" for place in range(len(columns)))
    if read.staged.has_kinds:
        taken += f", kinds = rpad(kinds, {start}, 'e') || looked_up.first[{len(columns) + 1}]"
    connection.execute(f"UPDATE {table} AS own SET {taken} FROM looked_up WHERE looked_up.key = own.c{own}")
    connection.execute("DROP TABLE looked_up")
    staged = Staged(connection, table, (*read.raw.names, *names), read.staged.rows, read.staged.has_kinds)
    profiles = tuple(profile_column(staged, start + place) for place in range(len(columns)))
    wider = ReadTable(
        raw=replace(read.raw, names=staged.names),
        clean=read.clean,
        staged=staged,
        profiles=(*read.profiles, *profiles),
        readings=(*read.readings, *(read_column(staged, profile) for profile in profiles)),
    )
    return Widened(wider, int(found), int(ambiguous))
