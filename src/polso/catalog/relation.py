"""What a named relation is that questions read.

They are built from the canonical tables when a batch is loaded (what is peculiar to a metric is settled there), so that
any engine needs only to scan, filter and aggregate them. Every relation carries `[known_from, known_to)`; the row that
holds now has a null `known_to`. Local days are columns; a *clock* names the day column that dates a measure.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Clock:
    """A dating of the rows: the local `day` column, and the tables whose coverage bounds it."""

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of versions, its columns with SQL types, its clocks and the dimensions its rows can be split by.

    `dimensions` maps a dimension to the key column on the row; the key of `team` is found through the representative
    and the day of the clock. `entities` maps an entity with attributes of its own to its key column. `identity` is the
    business key of a row, which people see; `shown` are the columns listed when somebody opens the rows of a figure.
    `credits` maps a credit role (who earned it: at closing, at creation) to the representative's column.
    `counts` is the column whose different values are counted, where a record has several rows; else rows are. `share`
    is the column with the part of its record that a row stands for: where it is 1 the record has no other row.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    identity: str
    dimensions: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    credits: dict[str, str] = field(default_factory=lambda: {"closing": "rep_id"})
    counts: str | None = None
    share: str | None = None

    def day_of(self, clock: str) -> str:
        for candidate in self.clocks:
            if candidate.name == clock:
                return candidate.day
        raise KeyError(f"{self.name}.{clock}")


KNOWN: tuple[tuple[str, str], ...] = (("known_from", "TIMESTAMP"), ("known_to", "TIMESTAMP"), ("origin", "VARCHAR"))
