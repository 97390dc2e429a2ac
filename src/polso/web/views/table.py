"""Tables: columns, cells, total row, paging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polso.web.views.frame import Link


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` number is set right with even digits; `sort` is the link that sorts by it."""

    title: str
    kind: Literal["text", "number"] = "text"
    sort: Link | None = None
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, perhaps a link, perhaps a quiet second text beside it; `badge` is a small tinted word.

    `struck` is what no longer counts.
    """

    text: str
    href: str | None = None
    note: str = ""
    strong: bool = False
    quiet: bool = False
    badge: str = ""
    badge_tone: str = "neutral"
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is among the rows, with the links to the pages beside."""

    text: str
    earlier: Link | None = None
    later: Link | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`caption` is read aloud and, for tables alone on a page, not shown twice."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    empty: str = ""
