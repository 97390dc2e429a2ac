"""Stage 4: what stands in a column, taken from all of its distinct values."""

from __future__ import annotations

from dataclasses import dataclass

from polso.intake.reading.nulls import STRONG, WEAK, null_sql
from polso.intake.reading.sqltext import one_of
from polso.intake.reading.staging import Staged

_KEEP_DISTINCT = 100_000
_LISTED = 50


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Counts of one column. Lengths are in characters of the non-null values, None where there are none.

    `values` is the relation `(value, kind, rows, first_line)` of the distinct non-empty cells, null spellings
    included; `listed` are the distinct non-null values with their rows when they are at most 50, else None.
    `examples` are the first three distinct non-null values in the order of the file. `spellings` counts each null
    spelling that occurs, empty cells as ''.
    """

    index: int
    name: str
    rows: int
    nulls: int
    distinct: int
    shortest: int | None
    longest: int | None
    examples: tuple[str, ...]
    spellings: tuple[tuple[str, int], ...]
    stored: tuple[tuple[str, int], ...]
    listed: tuple[tuple[str, int], ...] | None
    values: str

    @property
    def filled(self) -> int:
        return self.rows - self.nulls

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value of its own: what a key must be."""
        return self.nulls == 0 and self.distinct == self.rows


def profile_column(staged: Staged, index: int) -> ColumnProfile:
    """The profile of column `index`. Distinct values are kept as a temporary table up to 100,000, else as a view."""
    connection = staged.connection
    bare = staged.table.removeprefix("temp.").strip('"').replace('"', "_")
    name = f'"{bare}_values_{index}"'
    column, kind = staged.column(index), staged.kind(index)
    select = (
        f"SELECT {column} AS value, {kind} AS kind, count(*) AS rows, min(line) AS first_line "
        f"FROM {staged.table} WHERE {column} IS NOT NULL GROUP BY 1, 2"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    values = f"temp.{name}"
    nothing = null_sql("value", text=True)
    total = connection.execute(
        f"SELECT count(*), count(DISTINCT value) FILTER (NOT {nothing}), "
        f"coalesce(sum(rows) FILTER (NOT {nothing}), 0), "
        f"min(length(value)) FILTER (NOT {nothing}), max(length(value)) FILTER (NOT {nothing}), coalesce(sum(rows), 0) "
        f"FROM {values}"
    ).fetchone()
    assert total is not None
    kept, distinct, filled, shortest, longest, present = total
    if kept == 0:
        return ColumnProfile(
            index=index,
            name=staged.names[index],
            rows=staged.rows,
            nulls=staged.rows,
            distinct=0,
            shortest=None,
            longest=None,
            examples=(),
            spellings=(("", staged.rows),),
            stored=(),
            listed=(),
            values=values,
        )
    examples = connection.execute(
        f"SELECT value FROM {values} WHERE NOT {nothing} GROUP BY value ORDER BY min(first_line) LIMIT 3"
    ).fetchall()
    spellings = connection.execute(
        f"SELECT value, sum(rows) FROM {values} WHERE {one_of('value', STRONG | WEAK)} GROUP BY value ORDER BY value"
    ).fetchall()
    stored = connection.execute(f"SELECT kind, sum(rows) FROM {values} GROUP BY kind ORDER BY kind").fetchall()
    listed = None
    if distinct <= _LISTED:
        listed = connection.execute(
            f"SELECT value, sum(rows) FROM {values} WHERE NOT {nothing} GROUP BY value ORDER BY 2 DESC, 1"
        ).fetchall()
    if kept > _KEEP_DISTINCT:
        connection.execute(f"DROP TABLE {values}")
        values = f'temp."{bare}_every_{index}"'
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {values.removeprefix('temp.')} AS {select}")
    empty = staged.rows - int(present)
    return ColumnProfile(
        index=index,
        name=staged.names[index],
        rows=staged.rows,
        nulls=staged.rows - int(filled),
        distinct=distinct,
        shortest=shortest,
        longest=longest,
        examples=tuple(value for (value,) in examples),
        spellings=((("", empty),) if empty else ()) + tuple((value, int(rows)) for value, rows in spellings),
        stored=tuple((kind_letter, int(rows)) for kind_letter, rows in stored) if staged.has_kinds else (),
        listed=None if listed is None else tuple((value, int(rows)) for value, rows in listed),
        values=values,
    )
