"""A change as a chip: the difference always, the judgement only where its gate allows it."""

from __future__ import annotations

from typing import Literal

from polso.answers.answer import Answer
from polso.catalog.model import Shift, Stock
from polso.i18n.dates import format_date
from polso.web.building.voice import Voice
from polso.web.views.figures import Chip, Tone

Verdict = Literal["rose", "fell", "usual", "undecided", "count", "none"]
Arrow = Literal["up", "down", "none"]
ARROWS: dict[str, Arrow] = {"rose": "up", "fell": "down"}


def verdict_of(answer: Answer, distinguishable: bool | None) -> Verdict:
    """The word that the gate allows. Of a growth it is the growth itself that is judged."""
    moved = answer.value if isinstance(answer.variant.kind, Shift) else answer.change
    if moved is None or answer.base is None:
        return "none"
    if isinstance(answer.variant.kind, Stock):
        return "count"
    if distinguishable is None:
        return "undecided"
    if not distinguishable or moved == 0:
        return "usual"
    return "rose" if moved > 0 else "fell"


def tone_of(answer: Answer, verdict: Verdict) -> Tone:
    """Good or bad for this metric, only for what rose or fell."""
    if verdict not in ("rose", "fell") or answer.direction == "neutral":
        return "neutral"
    return "good" if (verdict == "rose") == (answer.direction == "higher") else "bad"


def is_tested(answer: Answer) -> bool:
    """Whether there is a test at all; without one no number of records would be enough."""
    return isinstance(answer.variant.kind, Shift) or answer.variant.uncertainty.change != "none"


def chip_of(answer: Answer, distinguishable: bool | None, voice: Voice) -> Chip | None:
    """The difference with the base that it is held against; None where nothing was compared."""
    verdict = verdict_of(answer, distinguishable)
    if verdict == "none" or answer.base is None:
        return None
    words = "" if verdict == "undecided" and not is_tested(answer) else voice.say(f"change.{verdict}")
    if verdict == "count":
        last = answer.base.last_day
        same_year = last.year == answer.period.last_day.year
        day = format_date(last, voice.language, "short" if same_year else "medium")
        return Chip(voice.say("change.since", difference=voice.difference(answer), day=day), words)
    against = voice.against(answer.base, answer.period)
    shift = isinstance(answer.variant.kind, Shift)
    difference = "" if shift else voice.change(answer)
    parts = [part for part in ("≈" if verdict == "usual" else "", difference, against) if part]
    return Chip(" ".join(parts), words, tone_of(answer, verdict), ARROWS.get(verdict, "none"))
