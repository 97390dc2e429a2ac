"""The page of one family: every metric as a row."""

from __future__ import annotations

from dataclasses import dataclass

from polso.web.views.figures import Chip
from polso.web.views.frame import Frame, Link
from polso.web.views.spark import Spark


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric: `value` None shows a dash with `reason` and `remedy`; `second` is the other reading beside it.

    `interval` are the 95 % bounds, `target` what is aimed at and how much of it is reached, `quality` what the figure
    rests on, in words.
    """

    name: str
    href: str
    value: str | None
    second: str = ""
    period: str = ""
    chip: Chip | None = None
    difference: str = ""
    target: str = ""
    target_note: str = ""
    spark: Spark | None = None
    interval: str = ""
    quality: tuple[str, ...] = ()
    reason: str = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; `note` says what they have in common."""

    title: str
    note: str
    rows: tuple[MetricRow, ...]

    @property
    def has_targets(self) -> bool:
        return any(row.target for row in self.rows)


@dataclass(frozen=True, slots=True)
class FamilyPage:
    frame: Frame
    groups: tuple[RowGroup, ...]
