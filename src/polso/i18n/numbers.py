"""Numbers as people read them: the language's marks, a true minus sign, half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from polso.base.company import Language
from polso.i18n.language import MINUS, NO_BREAK_SPACE, number_symbols

Number = Decimal | int | float
ChangeUnit = Literal["money", "percent", "points", "count", "days"]


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` to `decimals` places, half away from zero; a float counts as the decimal that it prints as."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    with localcontext() as context:
        context.prec = 60
        result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def digits(value: Decimal, decimals: int, language: Language) -> str:
    """The digits of an already rounded value without its sign, grouped by thousands.

    >>> digits(Decimal("-1234567.5"), 1, "it")
    '1.234.567,5'
    """
    symbols = number_symbols(language)
    whole, _, places = f"{abs(value):,.{decimals}f}".partition(".")
    whole = whole.replace(",", symbols.group)
    return f"{whole}{symbols.decimal}{places}" if places else whole


def sign_of(value: Decimal, *, signed: bool = False) -> str:
    """The true minus sign for negative values; a plus for positive ones where `signed`."""
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""


def format_integer(value: int, language: Language, *, signed: bool = False) -> str:
    """
    >>> format_integer(-12345, "it"), format_integer(1234, "en", signed=True)
    ('−12.345', '+1,234')
    """
    return format_decimal(value, language, decimals=0, signed=signed)


def format_decimal(value: Number, language: Language, *, decimals: int = 1, signed: bool = False) -> str:
    """
    >>> format_decimal(Decimal("3.25"), "it"), format_decimal(Decimal("-0.04"), "en")
    ('3,3', '0.0')
    """
    number = rounded(value, decimals)
    return sign_of(number, signed=signed) + digits(number, decimals, language)


def format_percent(ratio: Number, language: Language, *, decimals: int = 0, signed: bool = False) -> str:
    """A ratio (0.367) as a percentage.

    >>> format_percent(Decimal("0.367"), "it", decimals=1), format_percent(Decimal("-0.25"), "en", signed=True)
    ('36,7%', '−25%')
    """
    return f"{format_decimal(_hundredfold(ratio), language, decimals=decimals, signed=signed)}%"


def format_points(difference: Number, language: Language, *, decimals: int = 1) -> str:
    """The difference of two ratios in percentage points, always with its sign.

    >>> format_points(Decimal("0.03"), "it"), format_points(Decimal("-0.115"), "en")
    ('+3,0\\xa0pt', '−11.5\\xa0pt')
    """
    number = format_decimal(_hundredfold(difference), language, decimals=decimals, signed=True)
    return f"{number}{NO_BREAK_SPACE}pt"


def format_days(value: Number, language: Language, *, decimals: int = 0, signed: bool = False) -> str:
    """
    >>> format_days(42, "it"), format_days(Decimal("1"), "en"), format_days(Decimal("3.3"), "it", decimals=1)
    ('42\\xa0giorni', '1\\xa0day', '3,3\\xa0giorni')
    """
    number = rounded(value, decimals)
    names = {"it": ("giorno", "giorni"), "en": ("day", "days")}[language]
    name = names[0] if abs(number) == 1 else names[1]
    return f"{sign_of(number, signed=signed)}{digits(number, decimals, language)}{NO_BREAK_SPACE}{name}"


def format_months(value: Number, language: Language, *, decimals: int = 0, signed: bool = False) -> str:
    """
    >>> format_months(1, "it"), format_months(Decimal("3.25"), "en", decimals=1)
    ('1\\xa0mese', '3.3\\xa0months')
    """
    number = rounded(value, decimals)
    names = {"it": ("mese", "mesi"), "en": ("month", "months")}[language]
    name = names[0] if abs(number) == 1 else names[1]
    places = 0 if number == number.to_integral_value() else decimals
    return f"{sign_of(number, signed=signed)}{digits(number, places, language)}{NO_BREAK_SPACE}{name}"


def format_change(
    value: Number,
    language: Language,
    unit: ChangeUnit,
    *,
    currency: str = "EUR",
    decimals: int | None = None,
) -> str:
    """A difference with its sign in the unit in which it is read; zero has no sign.

    `percent` takes a relative change (0.09), `points` a difference of ratios (0.03), `money` an amount of `currency`.
    `decimals` is by default 0, for points 1.

    >>> format_change(Decimal("-39501"), "it", "money")
    '−39.501\\xa0€'
    >>> format_change(Decimal("0.09"), "en", "percent"), format_change(-3, "it", "count")
    ('+9%', '−3')
    """
    if unit == "money":
        from polso.i18n.amounts import format_money

        if isinstance(value, float):
            raise TypeError("an amount is never a float")
        return format_money(Decimal(value), currency, language, decimals=decimals or 0, signed=True)
    if unit == "percent":
        return format_percent(value, language, decimals=decimals or 0, signed=True)
    if unit == "points":
        return format_points(value, language, decimals=1 if decimals is None else decimals)
    if unit == "days":
        return format_days(value, language, decimals=decimals or 0, signed=True)
    return format_decimal(value, language, decimals=decimals or 0, signed=True)


def _hundredfold(ratio: Number) -> Decimal:
    exact = Decimal(repr(ratio)) if isinstance(ratio, float) else Decimal(ratio)
    return exact * 100
