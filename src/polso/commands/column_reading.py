"""How a column of a file was read and why, and what its values run from and to, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from polso.base.company import Language
from polso.i18n.dates import format_range
from polso.i18n.numbers import format_decimal
from polso.i18n.translation import has_message, translate

DAYS = ("date", "timestamp")


def reading_words(column: Mapping[str, Any], language: Language) -> str:
    """What the values of a `ColumnProof` are, and what decided it."""
    shape, why = shape_words(column, language), why_words(column, language)
    return " · ".join(part for part in (shape, why) if part)


def shape_words(column: Mapping[str, Any], language: Language) -> str:
    """
    >>> shape_words({"kind": "date", "form": "dmy"}, "en"), shape_words({"kind": "number", "form": "plain"}, "it")
    ('date, day/month/year', 'numero')
    """
    kind = column["kind"]
    exact = f"proof.reading_{kind if kind in DAYS else 'number'}_{column['form']}"
    usual = f"proof.form_{kind}"
    key = exact if has_message(exact) else usual
    return translate(language, key) if has_message(key) else ""


def why_words(column: Mapping[str, Any], language: Language) -> str:
    """The values that leave no other reading, else what decided the place; and what could not be read."""
    how = f"proof.how_{column['how']}"
    proved, unreadable = int(column.get("deciding") or 0), int(column.get("unreadable") or 0)
    parts = (
        translate(language, "wizard.proved", count=proved, example=column["decided_by"]) if proved else "",
        translate(language, how) if has_message(how) and not proved else "",
        translate(language, "wizard.unreadable", count=unreadable) if unreadable else "",
    )
    return " · ".join(part for part in parts if part)


def range_words(column: Mapping[str, Any], language: Language) -> str:
    """From the least to the greatest value, else how many there are."""
    low, high = column.get("low"), column.get("high")
    if low is not None and high is not None:
        if column["kind"] in DAYS:
            return format_range(date.fromisoformat(low[:10]), date.fromisoformat(high[:10]), language)
        return translate(language, "wizard.from_to", low=_number(low, language), high=_number(high, language))
    distinct = int(column.get("distinct") or 0)
    return translate(language, "wizard.distinct", count=distinct) if distinct else ""


def _number(text: str, language: Language) -> str:
    """A plain decimal as people write it, with as many places as it has, two where it has cents."""
    value = Decimal(text).normalize()
    places = max(0, -int(value.as_tuple().exponent))
    return format_decimal(value, language, decimals=2 if places == 1 else min(places, 4))
