"""Figures and changes in words: the value in its unit, the difference always, the judgement behind its gate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from polso.answers.answer import Answer, Figure
from polso.base.company import Language
from polso.base.period import Period
from polso.catalog.model import Shift, Stock, Unit
from polso.i18n.amounts import format_money
from polso.i18n.dates import format_period
from polso.i18n.language import MISSING, NO_BREAK_SPACE
from polso.i18n.numbers import (
    Number,
    format_change,
    format_days,
    format_decimal,
    format_integer,
    format_percent,
    format_points,
)
from polso.i18n.translation import translate

Tone = Literal["good", "bad", "neutral"]


def shown_value(value: Figure, unit: Unit, currency: str | None, language: Language, *, signed: bool = False) -> str:
    """A figure in its unit; a dash where it is unknown.

    >>> shown_value(Decimal("1234.5"), "currency", "EUR", "en"), shown_value(0.3667, "ratio", None, "en")
    ('€1,234.50', '36.7%')
    >>> shown_value(None, "count", None, "it")
    '–'
    """
    if value is None:
        return MISSING
    match unit:
        case "currency":
            return format_money(_money(value), currency or "EUR", language, signed=signed)
        case "ratio":
            return format_percent(value, language, decimals=1, signed=signed)
        case "days":
            whole = value == int(value)
            return format_days(value, language, decimals=0 if whole else 1, signed=signed)
        case "hours":
            return f"{format_decimal(value, language, signed=signed)}{NO_BREAK_SPACE}h"
        case "months":
            word = translate(language, "unit.months")
            return f"{format_decimal(value, language, signed=signed)}{NO_BREAK_SPACE}{word}"
        case "number":
            return format_decimal(value, language, signed=signed)
        case "business_minutes" | "minutes":
            return f"{format_decimal(value, language, decimals=0, signed=signed)}{NO_BREAK_SPACE}min"
        case "count":
            return _count(value, language, signed=signed)


def _money(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))


def _count(value: Number, language: Language, *, signed: bool) -> str:
    if value == int(value):
        return format_integer(int(value), language, signed=signed)
    return format_decimal(value, language, decimals=2, signed=signed)


def shown_interval(answer: Answer, language: Language) -> str:
    """The 95 % interval of the level; empty where none is defined."""
    if answer.low is None or answer.high is None:
        return ""
    unit, currency = answer.unit, answer.currency
    low, high = (shown_value(bound, unit, currency, language) for bound in (answer.low, answer.high))
    return f"{low} … {high}"


def shown_change(answer: Answer, language: Language) -> str:
    """The difference with its sign, and its share of the earlier figure; empty where nothing was compared."""
    if answer.change is None:
        return ""
    if answer.unit == "ratio":
        return format_points(answer.change, language)
    said = shown_value(answer.change, answer.unit, answer.currency, language, signed=True)
    if answer.change_ratio is None:
        return said
    return f"{said} ({format_change(answer.change_ratio, language, 'percent')})"


def base_name(base: Period, language: Language) -> str:
    """`vs October 2026`: what a change is measured against."""
    return translate(language, "cli.against", period=format_period(base.start, base.end, language, "short"))


def judgement(answer: Answer, language: Language) -> tuple[str, Tone]:
    """The words that the gate allows about a change, and whether it is a good one.

    The difference is never hidden; rose and fell, better and worse are said only where it can be told from chance.
    """
    # Of a growth it is the growth itself that is judged, not its difference to an earlier growth.
    moved = answer.value if isinstance(answer.variant.kind, Shift) else answer.change
    if moved is None:
        return "", "neutral"
    if isinstance(answer.variant.kind, Stock):
        return translate(language, "cli.change_counted"), "neutral"
    if answer.distinguishable is None:
        return translate(language, "cli.change_undecided"), "neutral"
    if not answer.distinguishable or moved == 0:
        return translate(language, "cli.change_usual"), "neutral"
    rose = moved > 0
    words = translate(language, "cli.change_rose") if rose else translate(language, "cli.change_fell")
    if answer.direction == "neutral":
        return words, "neutral"
    good = rose == (answer.direction == "higher")
    verdict = translate(language, "cli.change_better") if good else translate(language, "cli.change_worse")
    return f"{words}, {verdict}", "good" if good else "bad"


def counted_rows(file: Mapping[str, Any], language: Language) -> str:
    """What became of the rows of a file.

    >>> counted_rows({"new": 1, "changed": 0, "unchanged": 2, "rejected_rows": 1}, "it")
    '1 nuova, 0 cambiate, 2 già note, 1 scartata'
    """
    counts = {name: int(file[name]) for name in ("new", "changed", "unchanged")} | {
        "rejected": int(file["rejected_rows"])
    }
    return ", ".join(translate(language, f"counted.{name}", count=count) for name, count in counts.items())
