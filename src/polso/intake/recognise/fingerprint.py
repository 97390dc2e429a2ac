"""Exports known by their set of headers: one data file a kind of export, polso's own and a workspace's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from polso.intake.recognise.headers import normal_header


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Rows of an export that are no records (see `RowsLeftOut`), by header in normal form."""

    header: str
    words: tuple[str, ...]
    reason: str
    keep: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns taken from another file given together.

    The row of the export named `file` of which the cell under one of `key` equals the cell under `header` here; each
    target of `columns` is taken from the headers listed for it.
    """

    file: str
    header: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An export of a vendor: it is the one when all headers of any signature are present.

    Headers are in normal form. `columns` maps each column or helper of the table to the headers it may have. `table` is
    None for an export that is known and of no use by itself: `left_out` is the code of the reason; with both, it is
    left out where the files given with it do not complete it. `exact`: a signature must name all headers. `closed`:
    columns that are not named here stay as they are, none is matched by words. The others are those of `TableMapping`.
    """

    name: str
    source_system: str
    known_from: str
    signatures: tuple[frozenset[str], ...]
    table: str | None = None
    left_out: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: tuple[LeaveOut, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    minor_units: bool = False
    durations: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    exact: bool = False
    utc: bool = False
    still_holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    continuation: str | None = None


@cache
def fingerprints() -> tuple[Fingerprint, ...]:
    """The exports that polso knows, in the order of their names."""
    from polso.intake.recognise.fingerprint_file import parse_fingerprint

    folder = files("polso.intake.recognise") / "fingerprints"
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(parse_fingerprint(entry.name, entry.read_text(encoding="utf-8")) for entry in entries)


def workspace_fingerprints(folder: Path) -> tuple[Fingerprint, ...]:
    """The exports described by the files `*.toml` of `folder`, before those that polso knows.

    Raises UserError `fingerprint_not_toml`, `fingerprint_key_missing`, `fingerprint_key_unknown`, `fingerprint_value`,
    and NotFoundError `unknown_table`, `unknown_column`, with file and key as place.
    """
    from polso.intake.recognise.fingerprint_file import read_fingerprint

    own = tuple(read_fingerprint(path) for path in sorted(folder.glob("*.toml"))) if folder.is_dir() else ()
    return (*own, *fingerprints())


def find_fingerprint(
    headers: Sequence[str], known: Sequence[Fingerprint] | None = None
) -> tuple[Fingerprint, dict[str, int]] | None:
    """The export that the headers belong to, with the number of the column of each target; None when unknown.

    Of several that fit, the one with the longest signature, then the one that explains most columns, then the first.

    >>> fingerprint, columns = find_fingerprint(["Record ID", "Deal Name", "Deal Stage", "Amount"])
    >>> fingerprint.source_system, columns["amount"]
    ('hubspot', 3)
    """
    numbers = header_numbers(headers)
    best: tuple[Fingerprint, dict[str, int]] | None = None
    best_score = (0, -1)
    for fingerprint in fingerprints() if known is None else known:
        fitting = [
            len(signature)
            for signature in fingerprint.signatures
            if (signature == numbers.keys() if fingerprint.exact else signature <= numbers.keys())
        ]
        if not fitting:
            continue
        bound: dict[str, int] = {}
        for target, names in fingerprint.columns.items():
            column = next((numbers[name] for name in names if name in numbers), None)
            if column is not None and column not in bound.values():
                bound[target] = column
        score = (max(fitting), len(bound))
        if best is None or score > best_score:
            best, best_score = (fingerprint, bound), score
    return best


def header_numbers(headers: Sequence[str]) -> dict[str, int]:
    """The number of the first column of each header in normal form."""
    numbers: dict[str, int] = {}
    for index, header in enumerate(headers):
        numbers.setdefault(normal_header(header), index)
    return numbers
