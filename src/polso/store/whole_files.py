"""Files that are there whole or not at all, whatever stops the program in between."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART_SUFFIX = ".part"
OWNER_ONLY = 0o600
ORDINARY = 0o666


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Replace `path` by `content`: written beside it, forced to the disk, then renamed.

    `private` makes it readable by its owner alone from the first byte, where the system knows such a thing.
    """
    part = _part_of(path)
    mode = OWNER_ONLY if private else ORDINARY
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), "wb"
        ) as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def copy_whole(source: Path, target: Path) -> None:
    """Copy the file `source` to `target` in the same manner."""
    part = _part_of(target)
    try:
        with source.open("rb") as content, part.open("xb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def put_back_on_failure(path: Path) -> Iterator[None]:
    """Where the block fails, `path` is again what it was before it, without asking the disk for room."""
    part = _part_of(path)
    try:
        shutil.copyfile(path, part)
        try:
            yield
        except BaseException:
            part.replace(path)
            raise
    finally:
        part.unlink(missing_ok=True)


def sweep_parts(folder: Path) -> None:
    """Take away what an interrupted write has left in `folder`."""
    for part in folder.glob(f"*{PART_SUFFIX}"):
        part.unlink(missing_ok=True)


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
