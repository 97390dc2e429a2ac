"""Whose electronic invoices are, proved from a list of invoices given together with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from polso.base.errors import UserError
from polso.intake.reading import RawTable, clean_table, free, open_source
from polso.intake.reading.fatturapa import bare_number
from polso.intake.reading.fatturapa_document import Party
from polso.intake.recognise.headers import normal_header
from polso.intake.recognise.synonyms import words_of

_MOST_BYTES = 32 << 20
_NUMBERS_OF_OTHERS = 2
"""One number on every row could be that of the company itself."""


def own_number(parties: Sequence[Party], files: Sequence[Path], folder: Path) -> str | None:
    """The identity of the one of two parties that is the company, where a list of invoices among `files` names the
    other as a customer; None where none does.

    In a list of its own invoices a company stands on no row as the other party. `parties` are those that every
    document has.
    """
    if len(parties) != _NUMBERS_OF_OTHERS:
        return None
    others: set[str] = set()
    for file in files:
        if file.stat().st_size <= _MOST_BYTES:
            others |= _others(file, folder)
    left = [party.identity for party in parties if bare_number(party.identity) not in others]
    return left[0] if len(left) == 1 else None


def _others(file: Path, folder: Path) -> set[str]:
    """The VAT numbers of the other parties in the lists of invoices that a file holds."""
    found: set[str] = set()
    try:
        for table in open_source(file):
            place = _column(table)
            if place is not None:
                numbers = {bare_number(cell) for cell in _cells(table, place, folder) if cell.strip()}
                found |= numbers if len(numbers) >= _NUMBERS_OF_OTHERS else set()
    except UserError:
        return found  # it is read, or refused with its reason, later
    return found


def _column(table: RawTable) -> int | None:
    """Where a list of invoices has the number of the other party."""
    words = words_of("invoice")
    targets = [words.get(normal_header(name), ("", 0))[0] for name in table.names]
    return targets.index("account_vat") if {"account_vat", "number"} <= set(targets) else None


def _cells(table: RawTable, place: int, folder: Path) -> Iterator[str]:
    clean = clean_table(table, folder, quick=False)
    try:
        with clean.path.open("r", encoding="utf-8", newline="") as handle:
            for cells in csv.reader(handle, delimiter=clean.dialect.delimiter):
                yield cells[place + 1]  # after the number of the line
    finally:
        free(clean)
