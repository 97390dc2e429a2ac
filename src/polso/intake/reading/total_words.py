"""Words by which a row says that it is a sum and no record."""

from __future__ import annotations

import re

from polso.intake.reading.months import PATTERN as MONTH

_WORD = r"(?:sub[- ]?total[ei]?|sub[- ]?totals?|total[ei]?|totals?|grand[- ]total|somma|sum|saldo)"
_MORE = (
    r"(?:general[ei]|compless\w+|final[ei]|parzial[ei]|progressiv[oi]|cumulativ[oi]|overall|generale|mensil[ei]|"
    r"annual[ei]|netto|lordo|imponibile|iva|importo|importi|fattur\w*|vendit\w+|ordin\w+|document\w+|record|righe|"
    r"rows|records|amount|sales|revenue|orders|invoices|count|colonna|foglio|pagina|page|periodo|period|mese|month|"
    r"anno|year|trimestre|quarter|q[1-4]|del|dei|delle|di|per|of|for|the|al|a|in|€|eur|euro|\d[\d./-]*|"
    rf"{MONTH[4:-1]})"
)
_STRICT = re.compile(rf"^\W*{_WORD}(?:[\s.:,;()–—-]+{_MORE})*[\s.:,;()=–—-]*$", re.IGNORECASE)
_LOOSE = re.compile(rf"^\W*{_WORD}\b", re.IGNORECASE)

BEGINNINGS = ("tot", "sub", "gra", "som", "sum", "sal")
"""The first three letters of every label; `says_total` decides."""


def says_total(cell: str) -> bool:
    """Whether a cell says nothing but that this is a total.

    >>> [says_total(text) for text in ("TOTALE", "Totale generale:", "Subtotal", "Totale Gennaio 2026", "Grand Total")]
    [True, True, True, True, True]
    >>> [says_total(text) for text in ("Totale Energia Srl", "TotalEnergies", "Saldo fattura Rossi", "Totem")]
    [False, False, False, False]
    """
    return bool(_STRICT.match(cell.strip()))


def begins_as_total(cell: str) -> bool:
    """Whether a cell begins with such a word: `Totale Rossi Srl` may be the sum of a customer, or a customer."""
    return bool(_LOOSE.match(cell.strip()))
