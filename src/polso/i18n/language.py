"""The two languages and the symbols that each writes numbers with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from polso.base.company import Language

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES: tuple[Language, ...] = ("it", "en")
MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MISSING = "\u2013"

# British conventions for English: day before month, and no currency symbol of its own that could be mistaken.
_LOCALES: dict[Language, str] = {"it": "it_IT", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class NumberSymbols:
    """Decimal mark and group mark of one language."""

    decimal: str
    group: str


@cache
def locale_of(language: Language) -> Locale:
    """The Babel locale of a language; loaded once, at first use."""
    from babel import Locale

    return Locale.parse(_LOCALES[language])


@cache
def number_symbols(language: Language) -> NumberSymbols:
    """
    >>> number_symbols("it")
    NumberSymbols(decimal=',', group='.')
    """
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = locale_of(language)
    return NumberSymbols(get_decimal_symbol(locale), get_group_symbol(locale))


def choose_language(*wishes: str | None) -> Language:
    """The first wish that names one of the languages; Italian where none does.

    A wish is a code (`en`), a tag (`en-US`) or a whole `Accept-Language` header, best first by its weights.

    >>> choose_language(None, "fr-FR, en;q=0.8, it;q=0.5")
    'en'
    >>> choose_language("de", "")
    'it'
    """
    for wish in wishes:
        ranked: list[tuple[float, int, str]] = []
        for position, part in enumerate((wish or "").split(",")):
            tag, _, weight = part.strip().partition(";q=")
            try:
                rank = float(weight) if weight else 1.0
            except ValueError:
                rank = 0.0
            if rank > 0:
                ranked.append((-rank, position, tag.replace("_", "-").split("-")[0].casefold()))
        for _, _, tag in sorted(ranked):
            for language in LANGUAGES:
                if tag == language:
                    return language
    return "it"
