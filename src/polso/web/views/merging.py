"""The page of customers that are probably one."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Party:
    """A customer as a proposal shows it: name and what else tells it apart."""

    account_id: str
    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedMerge:
    """`merge` and `apart` are what the two buttons say to somebody who hears them alone."""

    keep: Party
    other: Party
    why: str
    merge: str
    apart: str


@dataclass(frozen=True, slots=True)
class MergingPage:
    """`done` says what was decided just now, `undo` takes it back; `count` is of all proposals."""

    frame: Frame
    intro: str
    count: str
    proposals: tuple[ProposedMerge, ...]
    done: str = ""
    undo: Link | None = None
