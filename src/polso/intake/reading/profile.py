"""Stage 4: what stands in a column, taken from all of its distinct values."""

from __future__ import annotations

from dataclasses import dataclass

from polso.intake.reading.nulls import STRONG, WEAK, null_sql
from polso.intake.reading.sqltext import matches, one_of
from polso.intake.reading.staging import Staged

_KEEP_DISTINCT = 5_000_000
_LISTED = 50
_EXAMPLES = 3
_PLAIN = r"[1-9][0-9]{0,13}(?:[.][0-9]{1,4})?|[A-Za-z]{1,8}[0-9]{1,15}"
"""Amounts and codes: what most columns of very many values hold, and where no zero means anything of its own."""

_NUMBERED_NOTHING = frozenset(word for word in STRONG | WEAK if any(digit in word for digit in "23456789"))
"""Words for nothing (`Err:502`) that are told by their digits, which a shape must keep."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Counts of one column. Lengths are in characters of the non-null values, None where there are none.

    `values` is the relation `(value, kind, rows, first_line)` of the distinct non-empty cells, null spellings
    included. `shapes` is the relation `(shape, kind, n, rows, first_line, example)` of the same cells with every digit
    from 2 to 9 written as 1, in plain amounts and codes the zeros too, in words for nothing none: what can be told from
    how a value is written is told once for all that are written alike; `n` counts distinct values, `example` is the
    first of them in the file. `listed` are the distinct non-null values with their rows when they are at most 50, else
    None. `examples` are the first three distinct non-null values in the
    order of the file. `spellings` counts each null spelling that occurs, empty cells as ''.
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
    shapes: str

    @property
    def written(self) -> str:
        """The shapes as a relation that has them as `value`, for SQL that looks at how values are written."""
        return f"(SELECT shape AS value, kind, n, rows, first_line, example FROM {self.shapes})"

    def null_sql(self, value: str, *, text: bool) -> str:
        """As `nulls.null_sql` for the values of this column: words that do not occur in it need not be looked for."""
        return null_sql(value, text=text) if self.has_null_words else f"({value} IS NULL)"

    @property
    def has_null_words(self) -> bool:
        """Whether some word for nothing occurs, strong or weak."""
        return any(spelling for spelling, _ in self.spellings)

    @property
    def filled(self) -> int:
        return self.rows - self.nulls

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value of its own: what a key must be."""
        return self.nulls == 0 and self.distinct == self.rows


def profile_column(staged: Staged, index: int) -> ColumnProfile:
    """The profile of column `index`. Distinct values are kept as a temporary table up to 5 million, else as a view."""
    connection = staged.connection
    bare = staged.table.removeprefix("temp.").strip('"').replace('"', "_")
    name, shapes = f'"{bare}_values_{index}"', f'temp."{bare}_shapes_{index}"'
    column, kind = staged.column(index), staged.kind(index)
    keys = "1, 2" if staged.has_kinds else "1"
    select = (
        f"SELECT {column} AS value, {kind} AS kind, count(*) AS rows, min(line) AS first_line "
        f"FROM {staged.table} WHERE {column} IS NOT NULL GROUP BY {keys}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    values = f"temp.{name}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {shapes} AS SELECT "
        f"CASE WHEN places < 0 THEN written ELSE translate(example, '023456789', '111111111') END AS shape, "
        f"kind, n, rows, first_line, example FROM (SELECT "
        f"CASE WHEN NOT plain AND {one_of('value', _NUMBERED_NOTHING)} THEN value "
        f"WHEN NOT plain THEN translate(value, '23456789', '11111111') "
        f"WHEN value < ':' THEN '' ELSE regexp_extract(value, '^[A-Za-z]+') END AS written, "
        f"CASE WHEN plain THEN length(value) * 100 + strpos(value, '.') ELSE -1 END AS places, "
        f"kind, count(*) AS n, sum(rows) AS rows, min(first_line) AS first_line, arg_min(value, first_line) AS example "
        f"FROM (SELECT *, {matches('value', _PLAIN)} AS plain FROM {values}) GROUP BY ALL)"
    )
    nothing = null_sql("shape", text=True)
    total = connection.execute(
        f"SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (NOT {nothing}), 0), "
        f"coalesce(sum(rows) FILTER (NOT {nothing}), 0), "
        f"min(length(shape)) FILTER (NOT {nothing}), max(length(shape)) FILTER (NOT {nothing}), coalesce(sum(rows), 0) "
        f"FROM {shapes}"
    ).fetchone()
    assert total is not None
    kept, distinct, filled, shortest, longest, present = total
    if staged.has_kinds and kept:
        counted = connection.execute(
            f"SELECT count(DISTINCT value) FROM {values} WHERE NOT {null_sql('value', text=True)}"
        ).fetchone()
        assert counted is not None
        distinct = counted[0]
    examples = _examples(staged, values)
    spellings = connection.execute(
        f"SELECT shape, sum(rows) FROM {shapes} WHERE {one_of('shape', STRONG | WEAK)} GROUP BY shape ORDER BY shape"
    ).fetchall()
    stored = connection.execute(f"SELECT kind, sum(rows) FROM {shapes} GROUP BY kind ORDER BY kind").fetchall()
    listed = None
    if distinct <= _LISTED:
        listed = connection.execute(
            f"SELECT value, sum(rows) FROM {values} WHERE NOT {null_sql('value', text=True)} GROUP BY value "
            f"ORDER BY 2 DESC, 1"
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
        distinct=int(distinct),
        shortest=shortest,
        longest=longest,
        examples=examples,
        spellings=((("", empty),) if empty else ()) + tuple((value, int(rows)) for value, rows in spellings),
        stored=tuple((kind_letter, int(rows)) for kind_letter, rows in stored) if staged.has_kinds else (),
        listed=None if listed is None else tuple((value, int(rows)) for value, rows in listed),
        values=values,
        shapes=shapes,
    )


def _examples(staged: Staged, values: str) -> tuple[str, ...]:
    """The first distinct values that are no null spellings, in the order of the file."""
    most = _EXAMPLES * (8 if staged.has_kinds else 1)
    found = staged.connection.execute(
        f"SELECT value FROM {values} WHERE NOT {null_sql('value', text=True)} ORDER BY first_line LIMIT {most}"
    ).fetchall()
    return tuple(dict.fromkeys(value for (value,) in found))[:_EXAMPLES]
