"""Money as people read it, whole and short. Amounts are Decimal; a float is refused.

The short form is an own rule: the locale data have no short thousands in Italian, so a library's compact form there
drops the separators and shortens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from polso.base.company import Language
from polso.base.money import minor_digits
from polso.i18n.language import NO_BREAK_SPACE, locale_of
from polso.i18n.numbers import digits, rounded, sign_of

_SHORT_FROM = Decimal(10_000)
_STEPS = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"), (Decimal(10) ** 3, "thousand"))
_SHORT_WORDS: dict[Language, dict[str, str]] = {
    "it": {"thousand": "mila", "million": "mln", "billion": "mld"},
    "en": {"thousand": "k", "million": "m", "billion": "bn"},
}
_AXIS_STEPS = ((Decimal(10) ** 9, "G"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))


@cache
def currency_symbol(currency: str, language: Language) -> str:
    """
    >>> currency_symbol("EUR", "it"), currency_symbol("GBP", "en")
    ('€', '£')
    """
    from babel.numbers import get_currency_symbol

    return str(get_currency_symbol(currency, locale_of(language)))


def format_money(
    amount: Decimal, currency: str, language: Language, *, decimals: int | None = None, signed: bool = False
) -> str:
    """An amount with its currency; `decimals` is by default what the currency is usually written with.

    >>> format_money(Decimal("138830"), "EUR", "it", decimals=0), format_money(Decimal("-1234.5"), "EUR", "en")
    ('138.830\\xa0€', '−€1,234.50')
    """
    places = minor_digits(currency) if decimals is None else decimals
    number = rounded(_exact(amount), places)
    return sign_of(number, signed=signed) + _with_symbol(digits(number, places, language), currency, language)


def format_money_short(amount: Decimal, currency: str, language: Language, *, signed: bool = False) -> str:
    """An amount in at most about four characters of digits; whole below ten thousand.

    >>> format_money_short(Decimal("184200"), "EUR", "it"), format_money_short(Decimal("184200"), "EUR", "en")
    ('184\\xa0mila\\xa0€', '€184k')
    >>> format_money_short(Decimal("999600"), "EUR", "it"), format_money_short(Decimal("9470"), "EUR", "it")
    ('1\\xa0mln\\xa0€', '9.470\\xa0€')
    """
    exact = _exact(amount)
    if abs(rounded(exact, 0)) < _SHORT_FROM:
        return format_money(exact, currency, language, decimals=0, signed=signed)
    number, step = _shortened(exact)
    sign = sign_of(number, signed=signed)
    decimals = max(0, -int(number.as_tuple().exponent))
    text, word = digits(number, decimals, language), _SHORT_WORDS[language][step]
    if language == "it":
        return sign + _with_symbol(f"{text}{NO_BREAK_SPACE}{word}", currency, language)
    return sign + _with_symbol(f"{text}{word}", currency, language)


def format_axis(values: Sequence[Decimal | int], language: Language) -> tuple[str, ...]:
    """The labels of one axis, all in the unit that the largest asks for, with as few decimals as tell them apart.

    >>> format_axis([0, 50_000, 100_000, 150_000], "it")
    ('0', '50k', '100k', '150k')
    >>> format_axis([0, Decimal("2500"), 5000], "it"), format_axis([0, 500_000, 1_000_000], "it")
    (('0', '2.500', '5.000'), ('0', '0,5M', '1M'))
    """
    exact = [Decimal(value) for value in values]
    largest = max((abs(value) for value in exact), default=Decimal(0))
    factor, letter = Decimal(1), ""
    if largest >= _SHORT_FROM:
        factor, letter = next((step, name) for step, name in _AXIS_STEPS if largest >= step)
    scaled = [value / factor for value in exact]
    decimals = next((places for places in range(3) if all(rounded(v, places) == v for v in scaled)), 2)
    labels = []
    for value in scaled:
        number = rounded(value, decimals)
        unit = letter if number else ""
        places = decimals if number != number.to_integral_value() else 0
        labels.append(f"{sign_of(number)}{digits(number, places, language)}{unit}")
    return tuple(labels)


def _shortened(amount: Decimal) -> tuple[Decimal, str]:
    """Three significant digits in the largest unit that the rounded amount reaches (999,600 is one million)."""
    for factor, name in _STEPS:
        if name == "thousand":
            return rounded(amount / factor, 0), name
        scaled = amount / factor
        if abs(rounded(scaled, 3)) >= 1:
            places = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            number = rounded(scaled, places)
            return _without_trailing_zeros(number), name
    raise AssertionError("the steps end with thousands")


def _without_trailing_zeros(number: Decimal) -> Decimal:
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _with_symbol(text: str, currency: str, language: Language) -> str:
    symbol = currency_symbol(currency, language)
    if language == "it":
        return f"{text}{NO_BREAK_SPACE}{symbol}"
    # A code in letters needs air before the digits: CHF 10, but €10.
    return f"{symbol}{NO_BREAK_SPACE}{text}" if symbol[-1:].isalpha() else f"{symbol}{text}"


def _exact(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError("an amount is a Decimal")
    return amount
