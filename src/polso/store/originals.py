"""The originals of every import, kept by what is in them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from polso.store.whole_files import copy_whole


def content_hash(file: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def original_path(folder: Path, sha256: str) -> Path:
    return folder / sha256


def keep_original(folder: Path, file: Path, sha256: str) -> Path | None:
    """Copy `file` into `folder` under its hash; the new path, or None when the same content is kept already."""
    kept = original_path(folder, sha256)
    if kept.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy_whole(file, kept)
    return kept
