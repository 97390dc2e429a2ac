"""The ZIP that a backup is: written and read as a stream, every part with its hash."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from polso.base.errors import UserError
from polso.store.copies.beside import is_plain
from polso.store.copies.manifest import FILE_NAME, Kind, Manifest, Part, read_manifest

Progress = Callable[[str, int, int], None]
_BLOCK = 1 << 20
_MAGIC = b"PK"
_FAST = 1
"""Originals are small beside the database, whose blocks are packed already."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


def write_archive(
    file: Path,
    sources: Iterable[tuple[str, Path]],
    manifest_of: Callable[[dict[str, Part]], Manifest],
    progress: Progress,
) -> Manifest:
    """Write `sources` (path inside, path on the disk) and, last, the manifest; raises OSError as the disk does.

    A source that has gone since it was listed is left out: it belonged to an import that was taken back.
    """
    listed = [(name, source) for name, source in sources if source.exists()]
    total = sum(source.stat().st_size for _, source in listed)
    parts: dict[str, Part] = {}
    done = 0
    with file.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as archive:
            for name, source in listed:
                try:
                    content = source.open("rb")
                except FileNotFoundError:
                    continue
                with content, archive.open(name, "w", force_zip64=True) as target:
                    parts[name] = copy(content, target)
                done += parts[name].bytes
                progress("copying", done, total)
            manifest = manifest_of(parts)
            archive.writestr(FILE_NAME, manifest.as_json())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def read_archive(file: Path, kind: Kind, folder: Path, progress: Progress) -> Manifest:
    """Unpack into `folder`, every part checked against its hash.

    Raises UserError `not_a_backup`, `backup_damaged` (with the part).
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            content = archive.read(FILE_NAME) if FILE_NAME in names else b""
            manifest = read_manifest(content, kind)
            if manifest is None:
                raise UserError("not_a_backup", file=str(file))
            total, done = sum(part.bytes for part in manifest.parts.values()), 0
            for name, said in manifest.parts.items():
                if name not in names or not is_plain(name):
                    raise UserError("backup_damaged", file=str(file), part=name)
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, target.open("xb") as out:
                    found = copy(packed, out)
                if found != said:
                    raise UserError("backup_damaged", file=str(file), part=name)
                done += said.bytes
                progress("copying", done, total)
    except _DAMAGED as error:
        with file.open("rb") as start:
            begins_as_archive = start.read(len(_MAGIC)) == _MAGIC
        code = "backup_damaged" if begins_as_archive else "not_a_backup"
        raise UserError(code, file=str(file), part=FILE_NAME) from error
    return manifest


def copy(source: IO[bytes], target: IO[bytes]) -> Part:
    """Copy in blocks; the bytes and their hash."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return Part(size, digest.hexdigest())
