"""Charts and other cards that several pages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from polso.web.views.frame import Link
from polso.web.views.table import Table

Width = Literal["third", "five", "half", "seven", "two_thirds", "full"]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A word with the mark that it names: strong, pale, partial, reference, dot, line, interval, neutral."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class ChartCard:
    """A chart with its title (what), subtitle (how much, since when), table of the same figures and note under it.

    `spec` is a Vega-Lite specification, or None where there is nothing to draw: then `empty` says why and `remedy`
    what to do. `height` in pixels keeps the place while the chart is loading (a multiple of 20 between 80 and 640).
    """

    id: str
    title: str
    subtitle: str
    spec: Mapping[str, Any] | None
    summary: str
    table: Table | None = None
    height: int = 240
    width: Width = "half"
    legend: tuple[LegendEntry, ...] = ()
    note: str = ""
    link: Link | None = None
    empty: str = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of the receipt: what, and what holds for this figure."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """The metric in words, its formula in words and with the figures, what does not count, what it needs."""

    text: str
    formula: str
    formula_filled: str = ""
    excluded: str = ""
    needs: str = ""
