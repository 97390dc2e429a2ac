"""Exports known by their set of headers: one data file a kind of export in `fingerprints/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from polso.intake.recognise.headers import normal_header


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An export of a vendor: it is the one when all headers of any signature are present.

    `columns` maps each column or helper of the table to the headers it may have, in normal form.
    """

    name: str
    source_system: str
    table: str
    signatures: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    continuation: str | None = None
    refused: bool = False
    """Known, and not read: its figures would be taken for others."""


@cache
def fingerprints() -> tuple[Fingerprint, ...]:
    """All known exports, in the order of their names."""
    folder = files("polso.intake.recognise") / "fingerprints"
    found = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        data = tomllib.loads(entry.read_text(encoding="utf-8"))
        found.append(
            Fingerprint(
                name=entry.name.removesuffix(".toml"),
                source_system=data["source_system"],
                table=data["table"],
                signatures=tuple(frozenset(map(normal_header, signature)) for signature in data["signatures"]),
                columns={
                    target: tuple(normal_header(header) for header in headers)
                    for target, headers in data["columns"].items()
                },
                continuation=data.get("continuation"),
                refused=data.get("refused", False),
            )
        )
    return tuple(found)


def find_fingerprint(headers: Sequence[str]) -> tuple[Fingerprint, dict[str, int]] | None:
    """The export that the headers belong to, with the number of the column of each target; None when unknown.

    Of several that fit, the one that explains most columns.

    >>> fingerprint, columns = find_fingerprint(["Record ID", "Deal Name", "Deal Stage", "Amount"])
    >>> fingerprint.source_system, columns["amount"]
    ('hubspot', 3)
    """
    numbers: dict[str, int] = {}
    for index, header in enumerate(headers):
        numbers.setdefault(normal_header(header), index)
    best: tuple[Fingerprint, dict[str, int]] | None = None
    for fingerprint in fingerprints():
        if not any(signature <= numbers.keys() for signature in fingerprint.signatures):
            continue
        bound: dict[str, int] = {}
        for target, names in fingerprint.columns.items():
            column = next((numbers[name] for name in names if name in numbers), None)
            if column is not None and column not in bound.values():
                bound[target] = column
        if best is None or len(bound) > len(best[1]):
            best = fingerprint, bound
    return best
