"""All awkward files, family by family."""

from __future__ import annotations

from tests.corpus.case import Case
from tests.corpus.families import (
    business,
    combinations,
    containers,
    dates,
    encodings,
    headers,
    keys,
    nothing,
    numbers,
    separators,
    totals,
    words,
    workbooks,
)

FAMILIES: dict[str, tuple[Case, ...]] = {
    "Encodings and line ends": encodings.CASES,
    "Separators and quotes": separators.CASES,
    "Headers and what stands around them": headers.CASES,
    "Totals": totals.CASES,
    "Numbers and currencies": numbers.CASES,
    "Dates and times": dates.CASES,
    "Words": words.CASES,
    "Keys": keys.CASES,
    "Workbooks": workbooks.CASES,
    "Files in files": containers.CASES,
    "Files of a firm without a CRM": business.CASES,
    "No table at all": nothing.CASES,
    "Several traps at once": combinations.CASES,
}
CASES: tuple[Case, ...] = tuple(case for cases in FAMILIES.values() for case in cases)
