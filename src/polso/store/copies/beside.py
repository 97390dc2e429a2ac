"""Files of a workspace that belong to a copy of it besides its database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from polso.store.copies.manifest import Part
from polso.store.layout import Layout
from polso.store.whole_files import PART_SUFFIX

ORIGINALS = "files"
OWN_FINGERPRINTS = "fingerprints"
SETTINGS = "polso.toml"
_BLOCK = 1 << 20


def files_beside(layout: Layout) -> Iterator[tuple[str, Path]]:
    """Path inside the copy and path on the disk of the settings, the originals and the company's own fingerprints."""
    yield SETTINGS, layout.settings
    for name in (ORIGINALS, OWN_FINGERPRINTS):
        folder = layout.folder / name
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.is_file() and file.suffix != PART_SUFFIX:
                yield f"{name}/{file.name}", file


def part_of(file: Path) -> Part:
    """Raises OSError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Part(size, digest.hexdigest())


def is_plain(name: str) -> bool:
    """Whether a path inside a copy stays in the places that a copy has: nothing in it may lead out of its folder.

    >>> is_plain("files/ab12"), is_plain("../polso.toml"), is_plain("/etc/passwd"), is_plain("files/../../x")
    (True, False, False, False)
    """
    if "\\" in name or ":" in name:
        return False
    parts = name.split("/")
    folders = (ORIGINALS, OWN_FINGERPRINTS, "tables")
    return all(part not in ("", ".", "..") for part in parts) and (
        len(parts) == 1 or (len(parts) == 2 and parts[0] in folders)
    )
