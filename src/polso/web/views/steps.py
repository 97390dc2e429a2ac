"""Where one is among the steps of an import in the making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polso.web.views.frame import Link


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps; `href` where one may go to it."""

    number: int
    title: str
    state: Literal["done", "current", "later"]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Wizard:
    """What stands over every step: where one is, when it was saved, how to leave it and throw it away.

    `base` is the address under which all steps of the draft lie, `share` the part of the way, from 0 to 100.
    """

    base: str
    steps: tuple[Step, ...]
    position: str
    share: int
    saved: str
    back: Link | None = None
    problem: str = ""
    remedy: str = ""
