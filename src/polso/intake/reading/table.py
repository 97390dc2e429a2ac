"""All stages in a row: from an opened table to typed columns in a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polso.intake.reading.clean import clean_table
from polso.intake.reading.columns import read_column, recommend
from polso.intake.reading.model import CleanTable, Progress, RawTable
from polso.intake.reading.profile import ColumnProfile, profile_column
from polso.intake.reading.reading import ColumnReading
from polso.intake.reading.staging import Staged, stage

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
) -> ReadTable:
    """Stages 2 to 5 of one table into the temporary table `staging` of `connection`, with its files in `folder`.

    `answers` maps a column name to the choice of its question. Raises what `clean_table` and `stage` raise.
    """
    answers = answers or {}
    clean = clean_table(raw, folder, progress)
    staged = stage(connection, clean, staging)
    profiles = tuple(profile_column(staged, index) for index in range(raw.width))
    readings = tuple(read_column(staged, profile, answers.get(profile.name)) for profile in profiles)
    return ReadTable(raw, clean, staged, profiles, recommend(raw, readings))
