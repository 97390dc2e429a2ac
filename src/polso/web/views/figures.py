"""A figure on the screen: value, change with its base, small drawing, target meter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polso.web.views.frame import Link
from polso.web.views.spark import Spark

Tone = Literal["good", "bad", "neutral", "warn"]
Arrow = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A change against a named base.

    Gate passed: `arrow` and `tone` good or bad, `words` "in aumento" or "in calo". Not passed: `arrow` none, `tone`
    neutral, text led by "≈", words "oscillazioni solite". The difference itself is in `text` either way.
    """

    text: str
    words: str = ""
    tone: Tone = "neutral"
    arrow: Arrow = "none"


@dataclass(frozen=True, slots=True)
class Meter:
    """Shares of the full width in 0..100: what is filled, the notch, or an interval with its dot."""

    filled: float | None = None
    notch: float | None = None
    low: float | None = None
    high: float | None = None
    dot: float | None = None
    left: str = ""
    right: str = ""
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric in a card. `value` None shows a dash with `reason` and `remedy`, never zero.

    `name` is the metric's own word, `note` what stands at the right under the value (n where small, target, base).
    `second` is another reading shown as large as the first ("metà · media").
    """

    name: str
    href: str
    value: str | None
    second: str = ""
    chip: Chip | None = None
    note: str = ""
    spark: Spark | None = None
    meter: Meter | None = None
    reason: str = ""
    remedy: Link | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A card of one family: the hero metric, then rows; without a hero, why it is empty and one thing to do."""

    title: str
    subtitle: str
    hero: Figure | None
    rows: tuple[Figure, ...] = ()
    more: Link | None = None
    empty: str = ""
    drawing: str = ""
    remedy: Link | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A small figure beside a headline: label, value, line under it."""

    label: str
    value: str
    note: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence over the page, its second paragraph, actions, and facts at the right."""

    sentence: str
    text: str = ""
    actions: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
