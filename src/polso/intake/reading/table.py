"""All stages in a row: from an opened table to typed columns in a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from polso.intake.reading.clean import clean_table
from polso.intake.reading.columns import read_column, recommend
from polso.intake.reading.model import CleanTable, Progress, RawTable
from polso.intake.reading.profile import ColumnProfile, profile_column
from polso.intake.reading.reading import ColumnReading
from polso.intake.reading.staging import Staged, stage
from polso.intake.reading.totals import Found, take_out

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table of which every column is understood, or asks: `profiles` and `readings` follow `raw.names`."""

    raw: RawTable
    clean: CleanTable
    staged: Staged
    profiles: tuple[ColumnProfile, ...]
    readings: tuple[ColumnReading, ...]

    @property
    def questions(self) -> tuple[ColumnReading, ...]:
        """The readings that ask, in the order of the columns."""
        return tuple(reading for reading in self.readings if reading.question is not None)


def read_table(
    raw: RawTable,
    connection: DuckDBPyConnection,
    folder: Path,
    staging: str = "staging",
    answers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    *,
    bare: bool = False,
) -> ReadTable:
    """Stages 2 to 5 of one table into the temporary table `staging` of `connection`, with its files in `folder`.

    `answers` maps a column name to the choice of its question. A `bare` table has its cells and nothing is understood
    of them: neither profiles nor readings. Raises what `clean_table` and `stage` raise.
    """
    answers = answers or {}
    clean = clean_table(raw, folder, progress)
    staged = stage(connection, clean, staging)
    if bare:
        return ReadTable(raw, clean, staged, (), ())
    profiles = profile_table(staged)
    found = take_out(staged, clean, profiles)
    if found.looked:
        rows = clean.rows - sum(1 for row in found.rows if row.line not in {short.line for short in clean.totals})
        clean = replace(clean, rows=rows, totals=found.rows, findings=clean.findings + found.findings)
        staged = replace(staged, rows=rows)
        profiles = profile_table(staged)
    readings = tuple(_read(staged, profile, answers.get(profile.name), found) for profile in profiles)
    return ReadTable(raw, clean, staged, profiles, recommend(raw, readings))


def profile_table(staged: Staged) -> tuple[ColumnProfile, ...]:
    """The profiles of all columns."""
    return tuple(profile_column(staged, index) for index in range(len(staged.names)))


def _read(staged: Staged, profile: ColumnProfile, answer: str | None, found: Found) -> ColumnReading:
    """The column; where its values leave the decimal mark open, a total that adds up under one of them decides."""
    reading = read_column(staged, profile, answer)
    mark = found.marks.get(profile.name)
    if mark is None or reading.question is None or reading.question.kind != "decimal_mark":
        return reading
    decided = read_column(staged, profile, mark)
    return replace(decided, form=replace(decided.form, why="total"))
