"""The customers page: main figures, who comes back, what one is worth and costs."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.figures import Headline
from polso.web.views.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Age:
    """A cell of the cohort table: the share as `text`; `depth` 0..9 is how strongly it is drawn.

    `said` is the whole sentence with its counts and interval; a cell without text is an age that is not complete yet.
    """

    text: str = ""
    said: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CohortRow:
    name: str
    size: str
    ages: tuple[Age, ...]


@dataclass(frozen=True, slots=True)
class CohortCard:
    """`ages` are the headings 0, 1 …; `total` weighs the cohorts by their customers."""

    subtitle: str
    ages: tuple[str, ...]
    rows: tuple[CohortRow, ...]
    total: CohortRow | None
    note: str


@dataclass(frozen=True, slots=True)
class Worth:
    """One reading of what a customer is worth or costs: `value` None has a `reason`."""

    name: str
    href: str
    value: str | None
    interval: str = ""
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CustomersPage:
    frame: Frame
    headline: Headline | None
    cohorts: CohortCard | None
    worth: tuple[Worth, ...]
    empty: str = ""
    remedy: Link | None = None
    links: tuple[Link, ...] = ()
