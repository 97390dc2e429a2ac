"""The three-letter codes that are currencies."""

from __future__ import annotations

from functools import cache


@cache
def iso_currencies() -> frozenset[str]:
    """Codes of ISO 4217, those of former currencies included, as Babel's data list them."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def is_iso_currency(code: str) -> bool:
    """Whether three letters, in either case, are the code of a currency.

    >>> is_iso_currency("eur"), is_iso_currency("XYZ"), is_iso_currency("ITL")
    (True, False, True)
    """
    return code.isascii() and code.upper() in iso_currencies()
