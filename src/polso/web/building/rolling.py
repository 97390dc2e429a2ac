"""The rate of twelve months at each month, from the counts of the single months."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from polso.answers.answer import Answer
from polso.base.period import MONTHS_OF_YEAR


def rolling_rates(months: Sequence[Answer], width: int = MONTHS_OF_YEAR) -> list[float | None]:
    """Σ numerators ÷ Σ denominators of the `width` months that end with each; None before there are as many.

    The same figure that the door gives for those months together, since a rate is recomputed from its counts at every
    level. A month that is not known whole ends no such year.
    """
    rates: list[float | None] = []
    for position in range(len(months)):
        window = months[position - width + 1 : position + 1] if position + 1 >= width else ()
        tops = [Decimal(answer.numerator) for answer in window if answer.numerator is not None]
        bottoms = [Decimal(answer.denominator) for answer in window if answer.denominator is not None]
        whole = len(tops) == len(bottoms) == width and not any(one.partial for one in window)
        bottom = sum(bottoms, Decimal(0))
        rates.append(float(sum(tops, Decimal(0)) / bottom) if whole and bottom else None)
    return rates
