"""What the amounts of records say about themselves: which is net, which is tax, which is the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Amounts = NDArray[np.int64]
    Marks = NDArray[np.bool_]

RATES = (22, 10, 5, 4, 21, 20)
"""Rates of Italian VAT in percent, those of the years before 2014 last; nothing is a rate too."""
NEARLY_ALL = 0.95
MOST = 0.9
LARGEST_TAX = 0.3
_CENT = 110
"""One cent and what rounding adds to it, in ten-thousandths."""
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Records:
    """The number columns of records in ten-thousandths, by column number; `known` marks the cells with a value."""

    amounts: Mapping[int, Amounts]
    known: Mapping[int, Marks]

    def together(self, columns: Sequence[int]) -> Marks:
        """The records in which all `columns` have a value."""
        found = self.known[columns[0]]
        for column in columns[1:]:
            found = found & self.known[column]
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """Column numbers of what arithmetic told apart; None for what is not among them."""

    net: int | None = None
    vat: int | None = None
    gross: int | None = None


def tell_apart(records: Records, columns: Sequence[int], said: Found) -> Found | None:
    """Net, tax and total among `columns`, or None where no arithmetic holds on nearly all records.

    First net + tax = total to the cent; then total = net × (1 + a usual rate); then a tax that is a usual rate of net
    or is contained in a total. The tax is less than a third of the net. Of several the one nearest to what the
    headers say (`said`) counts.
    """
    for solutions in (_sums(records, columns), _rated(records, columns), _taxes(records, columns)):
        if solutions:
            return max(solutions, key=lambda found: _likeness(found, said))
    return None


def equal(records: Records, first: int, second: int) -> bool:
    """Whether two columns say the same wherever both say something."""
    both = records.together((first, second))
    return bool(abs(records.amounts[first] - records.amounts[second])[both].max(initial=0) <= _CENT)


def never_larger(records: Records, columns: Sequence[int]) -> int | None:
    """The column whose amounts are nowhere larger than another's: without tax it is less than with it."""
    rows = records.together(columns)
    for index in columns:
        own = abs(records.amounts[index])
        if all(bool((own <= abs(records.amounts[other]))[rows].all()) for other in columns):
            return index
    return None


def share(holds: Marks, among: Marks) -> float:
    """The share of the records of `among` in which `holds`; 0 without any."""
    count = int(among.sum())
    return int((holds & among).sum()) / count if count else 0.0


def near(first: Amounts, second: Amounts) -> Marks:
    """Where two amounts differ by a cent at most."""
    return abs(first - second) <= _CENT


def at_a_rate(base: Amounts, tax: Amounts) -> Marks:
    """Where `tax` is a usual rate of `base`, or nothing."""
    found = abs(tax) <= _CENT
    for rate in RATES:
        found = found | (abs(tax * _PERCENT - base * rate) <= _CENT * _PERCENT)
    return found


def _sums(records: Records, columns: Sequence[int]) -> list[Found]:
    found = []
    for net, vat, gross in permutations(columns, 3):
        rows = records.together((net, vat, gross))
        a, b, c = (records.amounts[column] for column in (net, vat, gross))
        if share(near(a + b, c), rows) < NEARLY_ALL or not _has_tax(b, rows):
            continue
        if share(abs(b) <= LARGEST_TAX * abs(a), rows) >= NEARLY_ALL:
            found.append(Found(net, vat, gross))
    return found


def _rated(records: Records, columns: Sequence[int]) -> list[Found]:
    found = []
    for net, gross in permutations(columns, 2):
        rows = records.together((net, gross))
        a, c = records.amounts[net], records.amounts[gross]
        if share(at_a_rate(a, c - a), rows) >= NEARLY_ALL and _has_tax(c - a, rows):
            found.append(Found(net, None, gross))
    return found


def _taxes(records: Records, columns: Sequence[int]) -> list[Found]:
    found = []
    for amount, vat in permutations(columns, 2):
        rows = records.together((amount, vat))
        a, b = records.amounts[amount], records.amounts[vat]
        if not _has_tax(b, rows):
            continue
        if share(at_a_rate(a, b), rows) >= NEARLY_ALL:
            found.append(Found(amount, vat, None))
        elif share(at_a_rate(a - b, b), rows) >= NEARLY_ALL:
            found.append(Found(None, vat, amount))
    return found


def _has_tax(tax: Amounts, rows: Marks) -> bool:
    return bool((abs(tax) > _CENT)[rows].any())


def _likeness(found: Found, said: Found) -> int:
    pairs = ((found.net, said.net), (found.vat, said.vat), (found.gross, said.gross))
    return sum((column == word) if column is not None else 0 for column, word in pairs)
