"""What changed between two evenings, and the history of one record."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.cards import ChartCard
from polso.web.views.frame import Frame, Link
from polso.web.views.table import Table


@dataclass(frozen=True, slots=True)
class Step:
    """One movement in words, for small screens and for those who hear the page."""

    name: str
    value: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class MovementDeals:
    """The deals of one movement; `more` leads to all of them where some are left out."""

    id: str
    title: str
    value: str
    meaning: str
    table: Table
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """`nothing` says what is needed where two evenings cannot be compared; then there is no waterfall."""

    frame: Frame
    sentence: str
    text: str
    modes: tuple[Link, ...]
    waterfall: ChartCard | None
    steps: tuple[Step, ...]
    movements: tuple[MovementDeals, ...]
    imports: Table | None
    nothing: str = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a record: what it was, when it was learned, where it was read, field by field."""

    title: str
    learned: str
    place: str
    import_link: Link | None
    tone: str
    table: Table | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Versions newest first; `events` are the dated changes that the source told."""

    frame: Frame
    versions: tuple[VersionCard, ...]
    events: Table | None
