"""What a canonical table and its columns are.

A column of kind `instant` is named `<word>_at` and is stored twice: `<word>_at`, the UTC
instant (null when the source knew the day only), and `<word>_on`, the company's local day. A `reference` names another
table; files may give the parent's id or its name. All ranges are half-open; an end that is null still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal[
    "text", "reference", "instant", "date", "money", "currency", "rate", "share", "integer", "boolean", "choice"
]

PHYSICAL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "reference": "VARCHAR",
    "date": "DATE",
    "money": "DECIMAL(18,4)",
    "currency": "VARCHAR",
    "rate": "DECIMAL(18,8)",
    "share": "DECIMAL(9,6)",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table; `choices` are the closed words of a `choice` column."""

    name: str
    kind: ColumnKind = "text"
    required: bool = False
    references: str | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    personal: bool = False
    """Holds personal data: kept out of logs, reached by erasure."""
    open_end: bool = False
    """The end of a range; in a file it is the last included day."""

    def physical(self) -> tuple[tuple[str, str], ...]:
        """The stored columns and their SQL types.

        >>> Column("closed_at", "instant").physical()
        (('closed_at', 'TIMESTAMP'), ('closed_on', 'DATE'))
        """
        if self.kind == "instant":
            return ((self.name, "TIMESTAMP"), (day_column(self.name), "DATE"))
        return ((self.name, PHYSICAL_TYPES[self.kind]),)


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table; `key` identifies a record of one source, `display` is the column shown to people."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    display: str | None = None
    keyless: bool = False
    """Ordinary sources give no key: identity is content and ordinal."""
    importable: bool = True

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def physical(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for column in self.columns for pair in column.physical())

    @property
    def references(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.references)

    @property
    def money(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind == "money")


def day_column(instant: str) -> str:
    """The local day beside an instant column: `closed_at` -> `closed_on`."""
    return instant.removesuffix("_at") + "_on"


# Columns that every stored table has besides its own: what it came from, and [known_from, known_to).
SYSTEM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("source_system", "VARCHAR"),
    ("external_id", "VARCHAR"),
    ("is_stub", "BOOLEAN"),
    ("batch_id", "INTEGER"),
    ("file_id", "INTEGER"),
    ("line", "INTEGER"),
    ("first_seen_at", "TIMESTAMP"),
    ("deleted_at", "TIMESTAMP"),
    ("known_from", "TIMESTAMP"),
    ("known_to", "TIMESTAMP"),
    ("closed_by", "INTEGER"),
)
