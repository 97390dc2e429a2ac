"""The funnel: stage by stage, what came that far, what was lost, what is still there."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.figures import Headline
from polso.web.views.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins and how wide it is, in percent of the whole width. `mark` is its kind."""

    mark: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. Texts are empty where they are not known; `rows` opens the deals that were lost here."""

    name: str
    reached: str
    segments: tuple[Segment, ...]
    lost_share: str = ""
    lost_interval: str = ""
    lost: str = ""
    rows: str = ""
    value: str = ""
    still_open: str = ""
    days: str = ""
    days_interval: str = ""


@dataclass(frozen=True, slots=True)
class FunnelPage:
    """Without stages, `empty` says what is missing and `remedy` what to do."""

    frame: Frame
    headline: Headline | None
    subtitle: str
    stages: tuple[Stage, ...]
    note: str = ""
    empty: str = ""
    remedy: Link | None = None
    links: tuple[Link, ...] = ()
