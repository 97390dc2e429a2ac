"""What was decided about one table of a file, as records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

How = Literal["given", "canonical", "fingerprint", "exact", "similar", "content", "values", "arithmetic", "answered"]

Gathering = Literal["sum", "same", "first"]
"""An amount on the lines of a record: each line its part, all of it on every line, or on the first one only."""

FILES = "files"
"""The source system of everything that carries no vendor's fingerprint."""

CUSTOMER_FACTS = {"account_vat": "vat_number", "account_email": "email", "customer_email": "email"}
"""Helpers of lists that name a customer: what they say is a column of the customer, besides."""

IN_A_MINUTE = {"milliseconds": 60_000, "seconds": 60, "minutes": 1}
"""Units of durations in exports, and how many make a minute."""

NAMED = frozenset({"account", "rep", "product", "team", "source", "stage"})
"""Tables whose records a file may know by name alone: then the name's key is the id, whichever system wrote it."""


_OF_CUSTOMER = frozenset({"account_vat", "account_email"})


@dataclass(frozen=True, slots=True)
class Binding:
    """Column number `index` of the file (from 0) is `target`, a column of the table or one of its helpers."""

    target: str
    index: int
    header: str
    how: How


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likeness too loose to act on; the face may offer it."""

    target: str
    header: str
    likeness: int


@dataclass(frozen=True, slots=True)
class Veto:
    """A header that names `target` while its values cannot be read as `wanted`; `examples` are such values."""

    target: str
    index: int
    header: str
    wanted: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsLeftOut:
    """Rows that a vendor's export holds and that are no records of the table: told as rejected, with `reason`.

    Those whose cell in column `index` is one of `words` (lower case; an empty word is a blank cell); with `keep` those
    whose cell is none of them.
    """

    index: int
    words: tuple[str, ...]
    reason: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How the columns of one table of a file are read; columns in no binding become attributes of the record."""

    table: str
    source_system: str
    bindings: tuple[Binding, ...]
    headers: tuple[str, ...]
    vetoes: tuple[Veto, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    forced: bool = False
    """The table was named by the user: ends of ranges are included days by contract."""
    continuation: str | None = None
    """Lines on which this target is blank and the key was seen before only continue the record above."""
    fingerprint: str | None = None
    """The name of the fingerprint by which the export was known."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Closed words of columns that no header holds: every row has them."""
    blank: Mapping[str, str] = field(default_factory=dict)
    """Closed words that a blank cell means in exports of this kind."""
    fields: tuple[tuple[str, int], ...] = ()
    """For rows that show a deal as it was after a change: changed field and number of the column with its new value."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What words of this export mean, by target: the word as written or in normal form to the closed word."""
    minor_units: bool = False
    """Amounts are whole numbers of the smallest unit of their currency."""
    durations: Mapping[str, str] = field(default_factory=dict)
    """The unit of durations that the file does not give in minutes, by target."""
    rows_left_out: tuple[RowsLeftOut, ...] = ()
    utc: bool = False
    """Moments without an offset are in UTC, not on the company's clock."""
    still_holds: tuple[str, ...] = ()
    """ISO days that stand for an end that has not come."""
    notes: tuple[str, ...] = ()
    """Codes of what a reader of the proof should know about exports of this kind."""
    gathered: Mapping[str, Gathering] = field(default_factory=dict)
    """How the amounts of a record that stands on several lines come from them; empty for one line a record."""
    vat_inside: bool = False
    """The net amount as the file has it includes the tax: arithmetic showed it."""
    by_lines: bool = False
    """The lines of an order, with shipping and tax where they are added, make its total: arithmetic showed it."""
    less_discount: bool = False
    """The net amount as the file has it is before the discount: arithmetic showed it."""

    def binding(self, target: str) -> Binding | None:
        for binding in self.bindings:
            if binding.target == target:
                return binding
        return None

    def has(self, *targets: str) -> bool:
        """Whether every one of `targets` has a value: from a column, or the same for all rows."""
        bound = {binding.target for binding in self.bindings} | self.constants.keys()
        if self.fields:
            bound |= {"field", "new"}
        return all(target in bound for target in targets)

    def has_any(self, targets: Collection[str]) -> bool:
        """Whether one of `targets` has a value."""
        return any(self.has(target) for target in targets)

    @property
    def unmapped(self) -> tuple[tuple[int, str], ...]:
        """Number and header of the columns without a place in the table; what is said of a customer has none in it."""
        used = {binding.index for binding in self.bindings if binding.target not in _OF_CUSTOMER}
        used |= {index for _, index in self.fields}
        return tuple((index, header) for index, header in enumerate(self.headers) if index not in used)
