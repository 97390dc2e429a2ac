"""`manifest.json` of a backup or an export: what is in it and how to tell that it is whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from polso import __version__
from polso.store.copies.facts import TableFacts

Kind = Literal["polso-backup", "polso-export"]
FILE_NAME = "manifest.json"
FORMAT_VERSION = 1
"""Raised when a reader of the former version could not read what is written."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the copy: its bytes and their SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`parts` are by their path inside the copy; `tables` by name."""

    kind: Kind
    made_at: datetime
    schema_version: int
    tables: dict[str, TableFacts]
    parts: dict[str, Part]
    format_version: int = FORMAT_VERSION
    program: str = __version__

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> bytes:
        said = asdict(self) | {"made_at": self.made_at.isoformat(timespec="seconds")}
        return json.dumps(said, indent=1, ensure_ascii=False).encode()


def read_manifest(content: bytes, kind: Kind) -> Manifest | None:
    """What `content` says; None when it is no manifest of that kind, or one with something missing.

    >>> read_manifest(b'{"kind": "polso-backup"}', "polso-backup") is None
    True
    """
    try:
        said: dict[str, Any] = json.loads(content)
        if said["kind"] != kind:
            return None
        return Manifest(
            kind=kind,
            made_at=datetime.fromisoformat(said["made_at"]),
            schema_version=int(said["schema_version"]),
            tables={name: TableFacts(**facts) for name, facts in said["tables"].items()},
            parts={name: Part(**part) for name, part in said["parts"].items()},
            format_version=int(said["format_version"]),
            program=str(said["program"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
