"""The evidence of a file that was read, asked for column by column and kept."""

from __future__ import annotations

from collections.abc import Mapping

from polso.catalog.schema import ColumnKind
from polso.intake.reading import ColumnReading, ReadTable, as_boolean, as_date, as_number, as_text
from polso.intake.reading.currencies import SIGNS
from polso.intake.reading.iso_currencies import is_iso_currency

NUMBERS = frozenset({"money", "rate", "share", "integer"})
DAYS = frozenset({"date", "instant"})


class ReadEvidence:
    """`Evidence` over a `ReadTable`, and the readings of its columns as the kinds that the mapping wants.

    `orders` answers the question about the order of day and month, `marks` that about the decimal mark, by column.
    """

    def __init__(
        self, read: ReadTable, orders: Mapping[int, str] | None = None, marks: Mapping[int, str] | None = None
    ) -> None:
        self._read = read
        self._orders = orders or {}
        self._marks = marks or {}
        self._readings: dict[tuple[int, str], ColumnReading] = {}

    def reading(self, index: int, kind: ColumnKind) -> ColumnReading:
        """Column `index` read as `kind`: numbers, days, truth values; everything else is text."""
        wanted = "number" if kind in NUMBERS else "date" if kind in DAYS else "boolean" if kind == "boolean" else "text"
        key = (index, wanted)
        if key not in self._readings:
            self._readings[key] = self._make(index, wanted)
        return self._readings[key]

    def _make(self, index: int, wanted: str) -> ColumnReading:
        staged, profile = self._read.staged, self._read.profiles[index]
        if wanted == "number":
            return as_number(staged, profile, self._marks.get(index))
        if wanted == "date":
            return as_date(staged, profile, self._orders.get(index))
        return as_boolean(staged, profile) if wanted == "boolean" else as_text(staged, profile)

    def filled(self, index: int) -> int:
        return self._read.profiles[index].filled

    def distinct(self, index: int) -> int:
        return self._read.profiles[index].distinct

    def words(self, index: int) -> tuple[str, ...] | None:
        listed = self._read.profiles[index].listed
        return None if listed is None else tuple(word for word, _ in listed)

    def examples(self, index: int) -> tuple[str, ...]:
        return self._read.profiles[index].examples

    def readable(self, index: int, kind: ColumnKind) -> float:
        if kind == "currency":
            words = self.words(index)
            if words is None:
                return 0.0
            return sum(is_currency(word) for word in words) / len(words) if words else 1.0
        return self.reading(index, kind).readable_share


def is_currency(word: str) -> bool:
    """Whether a cell names a currency by sign or by a code of three letters."""
    return word in SIGNS or is_iso_currency(word)
