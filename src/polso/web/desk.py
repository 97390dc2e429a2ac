"""One opened workspace as the pages see it, for the life of the server."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from polso.answers.cohorts import Cohorts, cohorts_of
from polso.base.errors import NotFoundError
from polso.base.period import Period
from polso.catalog.relations import RELATIONS
from polso.commands.session import Session
from polso.commands.tracing import origins_of
from polso.query.context import Context
from polso.query.dimensions import split
from polso.store.imports import ImportedBatch, imported_batches
from polso.store.tracing import Origin
from polso.web.drafts import Drafts
from polso.web.proofs import Proofs
from polso.web.work import Workroom

SAMPLE_FOLDER = "examples"
"""Where the sample company keeps the files that it was imported from; no other workspace has such a folder."""

VALUE_RELATIONS = ("deal", "sale")
MOST_REMEMBERED = 50
MOST_VALUES = 12
"""An attribute of more values than that is no way to part figures (an e-mail, a number)."""

_NUMBERS = re.compile(r"[\d\s.,:/+-]+")
"""Days, times and numbers are no groups, even where there are few of them."""

_FEW_VALUED = """
    SELECT name, entity, list(DISTINCT value) FROM attribute WHERE known_to IS NULL AND value IS NOT NULL
    GROUP BY name, entity HAVING count(DISTINCT value) BETWEEN 2 AND ? ORDER BY name, entity
"""

_STAGE_RANKS = "SELECT stage_id, rank FROM stage WHERE known_to IS NULL AND rank IS NOT NULL"

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Desk:
    session: Session
    today: Callable[[], date]
    drafts: Drafts
    works: Workroom = field(default_factory=Workroom)
    imported: dict[str, int] = field(default_factory=dict)
    """The import that each finished draft of this run became."""

    _kept: dict[str, Any] = field(default_factory=dict)
    _version: int = -1
    _lock: Lock = field(default_factory=Lock)

    @property
    def proofs(self) -> Proofs:
        return Proofs(self.session.workspace.path)

    def keep_proof(self, number: int, result: dict[str, Any], token: str) -> None:
        """Everything that was told of a fresh import, and which draft it was."""
        self.proofs.keep(number, self.batch(number).imported_at, result)
        self.imported[token] = number
        while len(self.imported) > MOST_REMEMBERED:
            self.imported.pop(next(iter(self.imported)))

    def batch(self, number: int) -> ImportedBatch:
        """One import; raises NotFoundError `import_not_found`."""
        with self.session.workspace.cursor() as cursor:
            batches = imported_batches(cursor, number)
        if not batches:
            raise NotFoundError("import_not_found", name=str(number))
        return batches[0]

    def context(self) -> Context:
        return self.session.door.context(self.today())

    @property
    def has_data(self) -> bool:
        """Whether anything is there that a metric could be made from."""
        return bool(self.context().covered)

    def sample_files(self) -> tuple[Path, ...]:
        """The source files of the sample company; none in a workspace of one's own."""
        folder = self.session.workspace.path / SAMPLE_FOLDER
        return tuple(sorted(path for path in folder.iterdir() if path.is_file())) if folder.is_dir() else ()

    def batches(self) -> tuple[ImportedBatch, ...]:
        """Every import, oldest first."""
        return self._once("batches", self._batches)

    def values(self, dimension: str) -> tuple[str, ...]:
        """The shown names of the values that a dimension has among deals and sales, in order."""
        own = self.attributes()
        return own[dimension] if dimension in own else self._once(dimension, lambda: self._values(dimension))

    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The user's own dimensions that part deals or sales into a few groups, with their values."""
        return self._once("", self._attributes)

    def stage_ranks(self) -> dict[str, int]:
        """Which stage comes after which, by the key of the stage."""
        return self._once("stage ranks", self._stage_ranks)

    def cohorts(self, basis: str, covered: Period, as_of: datetime | None) -> Cohorts | None:
        """Who came back, of all customers."""
        name = f"cohorts {basis} {covered} {as_of}"
        return self._once(name, lambda: cohorts_of(self.session.workspace, basis, covered, as_of=as_of))

    def origins(self, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Origin | None]:
        """Where each row behind a figure was last read from; None where nothing says it."""
        return origins_of(self.session, names, rows)

    def _once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Kept until the data change."""
        version = self.session.workspace.data_version
        with self._lock:
            if self._version != version:
                self._kept.clear()
                self._version = version
            if name in self._kept:
                known: Kept = self._kept[name]
                return known
        made = make()
        with self._lock:
            if self._version == version:
                self._kept[name] = made
        return made

    def _batches(self) -> tuple[ImportedBatch, ...]:
        with self.session.workspace.cursor() as cursor:
            return imported_batches(cursor)

    def _values(self, dimension: str) -> tuple[str, ...]:
        use = split(dimension, self.context().attributes)
        found: dict[str, str] = {}
        for name in VALUE_RELATIONS:
            if use.id in RELATIONS[name].dimensions:
                found |= dict(self.session.door.values(dimension, name, self.today()))
        return tuple(sorted(found.values(), key=str.casefold))

    def _attributes(self) -> dict[str, tuple[str, ...]]:
        """All in one question: most of a user's own columns are no such dimension."""
        with self.session.workspace.cursor() as cursor:
            few = cursor.execute(_FEW_VALUED, [MOST_VALUES]).fetchall()
        carriers = self.context().attributes
        split_by = {entity for name in VALUE_RELATIONS for entity in RELATIONS[name].entities}
        return {
            name if len(carriers.get(name, ())) == 1 else f"{entity}.{name}": tuple(sorted(values, key=str.casefold))
            for name, entity, values in few
            if entity in split_by and not all(_NUMBERS.fullmatch(value) for value in values)
        }

    def _stage_ranks(self) -> dict[str, int]:
        with self.session.workspace.cursor() as cursor:
            found = cursor.execute(_STAGE_RANKS).fetchall()
        return {str(key): int(rank) for key, rank in found}
