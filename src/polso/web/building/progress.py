"""How far a piece of work is, in words."""

from __future__ import annotations

import math

from polso.i18n.numbers import format_decimal, format_integer
from polso.web.building.voice import Voice
from polso.web.work import Pace

BYTE_STAGES = frozenset({"reading"})
"""Stages that count bytes; the others count pieces of work."""

UNITS = ("B", "kB", "MB", "GB", "TB")
THOUSAND = 1000
MINUTE = 60
ENOUGH_TO_COUNT = 1000
"""With fewer pieces than that a rate says nothing."""


def size_words(size: float, voice: Voice) -> str:
    """Bytes in the largest unit that keeps a whole digit: `1,2 MB`."""
    unit = 0
    while size >= THOUSAND and unit < len(UNITS) - 1:
        size /= THOUSAND
        unit += 1
    decimals = 1 if unit > 0 and size < 10 else 0
    return f"{format_decimal(size, voice.language, decimals=decimals)}\N{NO-BREAK SPACE}{UNITS[unit]}"


def left_words(seconds: float, voice: Voice) -> str:
    """`ancora 8 secondi`, `ancora 2 minuti`."""
    if seconds < MINUTE:
        return voice.say("wizard.seconds_left", count=max(1, math.ceil(seconds)))
    return voice.say("wizard.minutes_left", count=math.ceil(seconds / MINUTE))


def pace_words(pace: Pace, voice: Voice) -> str:
    """What is done of what, how fast, how long it still takes; empty before anything is known."""
    if not pace.stage:
        return ""
    stage = voice.say("wizard.stage_reading" if pace.stage in BYTE_STAGES else "wizard.stage_loading")
    if pace.total <= 0:
        return stage
    in_bytes = pace.stage in BYTE_STAGES
    if in_bytes:
        parts = [voice.say("wizard.done_of", done=size_words(pace.done, voice), all=size_words(pace.total, voice))]
    else:
        parts = [
            voice.say(
                "wizard.done_of",
                done=format_integer(pace.done, voice.language),
                all=format_integer(pace.total, voice.language),
            )
        ]
    if pace.rate and (in_bytes or pace.total >= ENOUGH_TO_COUNT):
        rate = size_words(pace.rate, voice) if in_bytes else format_integer(round(pace.rate), voice.language)
        parts.append(voice.say("wizard.rate", rate=rate))
    if pace.left is not None and (pace.share or 0) < 1 and (in_bytes or pace.total >= ENOUGH_TO_COUNT):
        parts.append(left_words(pace.left, voice))
    return f"{stage}: {' · '.join(parts)}"
