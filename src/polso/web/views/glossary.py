"""The glossary: what each metric means."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of the same metric: its name and what it counts."""

    name: str
    href: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One metric in words. `also` are other names by which it is known, `needs` the files that it is made from."""

    id: str
    name: str
    href: str
    definition: str
    formula: str
    misleads: str
    also: tuple[str, ...] = ()
    needs: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryGroup:
    id: str
    title: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """`count` says how many there are or were found; `nothing` what to do where none was."""

    frame: Frame
    groups: tuple[EntryGroup, ...]
    count: str
    query: str = ""
    nothing: str = ""
    everything: Link | None = None
