"""What was decided about one table of a file, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["given", "canonical", "fingerprint", "exact", "similar"]

FILES = "files"
"""The source system of everything that carries no vendor's fingerprint."""

NAMED = frozenset({"account", "rep", "product", "team", "source", "stage"})
"""Tables whose records a file may know by name alone: then the name's key is the id, whichever system wrote it."""


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

    def binding(self, target: str) -> Binding | None:
        for binding in self.bindings:
            if binding.target == target:
                return binding
        return None

    def has(self, *targets: str) -> bool:
        """Whether every one of `targets` is bound."""
        bound = {binding.target for binding in self.bindings}
        return all(target in bound for target in targets)

    @property
    def unmapped(self) -> tuple[tuple[int, str], ...]:
        """Number and header of the columns without a place in the table."""
        used = {binding.index for binding in self.bindings}
        return tuple((index, header) for index, header in enumerate(self.headers) if index not in used)
