"""An amount as a person types it, with the marks of either language."""

from __future__ import annotations

import re
from decimal import Decimal

from polso.base.errors import UserError

_PLAIN = re.compile(r"[-+−]?\d+")
_FORMS = (
    (re.compile(r"[-+−]?\d{1,3}(?:\.\d{3})*,\d+|[-+−]?\d+,\d+|[-+−]?\d{1,3}(?:\.\d{3}){2,}"), ".", ","),
    (re.compile(r"[-+−]?\d{1,3}(?:,\d{3})*\.\d+|[-+−]?\d+\.\d+|[-+−]?\d{1,3}(?:,\d{3}){2,}"), ",", "."),
)
_EITHER = re.compile(r"[-+−]?[1-9]\d{0,2}[.,]\d{3}")
"""One mark before three digits: a thousand to some, a decimal to others."""


def read_amount(text: str, given: str) -> Decimal:
    """The amount that `text` spells; spaces and a currency sign are passed over. `given` is what was typed, for errors.

    Raises UserError `amount_ambiguous` for `1.234` and `1,234`, which are a thousand to some and one and a bit to
    others, and `expectation_malformed` for what is no amount.

    >>> [str(read_amount(text, text)) for text in ("300,00", "1.234,50", "1,234.50", "1 234.5 €", "-12", "1.234.567")]
    ['300.00', '1234.50', '1234.50', '1234.5', '-12', '1234567']
    >>> read_amount("1.234", "net_revenue=1.234")
    Traceback (most recent call last):
    ...
    polso.base.errors.UserError: amount_ambiguous(given='1.234', plain='1234', precise='1.234,00', other='1,234.00')
    """
    bare = re.sub(r"[\s\u00a0\u202f€$£]|EUR|USD|GBP|CHF", "", text)
    if _EITHER.fullmatch(bare):
        digits = re.sub(r"[.,]", "", bare)
        whole, cents = f"{bare[:-4]}.{bare[-3:]},00", f"{bare[:-4]},{bare[-3:]}.00"
        raise UserError("amount_ambiguous", given=text.strip(), plain=digits, precise=whole, other=cents)
    if _PLAIN.fullmatch(bare):
        return Decimal(bare.replace("−", "-"))
    for form, group, mark in _FORMS:
        if form.fullmatch(bare):
            return Decimal(bare.replace(group, "").replace(mark, ".").replace("−", "-"))
    raise UserError("expectation_malformed", given=given)
