"""What the values of a file's columns say, as far as recognition asks."""

from __future__ import annotations

from typing import Protocol

from polso.catalog.schema import ColumnKind


class Evidence(Protocol):
    """The columns of one table of a file, by number from 0."""

    def filled(self, index: int) -> int:
        """Cells that are not blank."""
        ...

    def distinct(self, index: int) -> int:
        """Different values among them."""
        ...

    def readable(self, index: int, kind: ColumnKind) -> float:
        """Share (0 to 1) of the different values that can be read as `kind`; 1 for a column without values.

        A column that reads in two ways counts as readable: which way is asked later.
        """
        ...

    def words(self, index: int) -> tuple[str, ...] | None:
        """All different values, commonest first, when they are few (at most 50); else None."""
        ...

    def examples(self, index: int) -> tuple[str, ...]:
        """A few different values, first in the file first."""
        ...
