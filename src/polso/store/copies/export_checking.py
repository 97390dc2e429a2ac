"""Whether a folder is an export that can be read, and whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from polso.base.errors import UserError
from polso.store.copies.beside import SETTINGS, is_plain, part_of
from polso.store.copies.export import TABLES, is_cut_short
from polso.store.copies.manifest import FILE_NAME, FORMAT_VERSION, Manifest, read_manifest
from polso.store.migration import published_migrations

Progress = Callable[[str, int, int], None]


def is_export(folder: Path) -> bool:
    """Whether `folder` holds an export: it has a manifest of that kind."""
    return _manifest(folder) is not None


def refuse_cut_short(folder: Path) -> None:
    """Raises UserError `export_cut_short` when an export into `folder` was begun and never came to its manifest."""
    if is_cut_short(folder):
        raise UserError("export_cut_short", folder=str(folder))


def checked_export(folder: Path, progress: Progress) -> Manifest:
    """The manifest of the export in `folder`, after every part was compared with its hash.

    Raises UserError `export_cut_short`, `not_an_export`, `export_newer`, `export_damaged` (with the part).
    """
    manifest = _manifest(folder)
    if manifest is None:
        refuse_cut_short(folder)
        raise UserError("not_an_export", folder=str(folder))
    if manifest.format_version > FORMAT_VERSION or manifest.schema_version > published_migrations()[-1].number:
        raise UserError("export_newer", folder=str(folder), program=manifest.program)
    wanted = {SETTINGS, *(f"{TABLES}/{table}.parquet" for table in manifest.tables)}
    missing = sorted(wanted - manifest.parts.keys())
    if missing:
        raise UserError("export_damaged", folder=str(folder), part=missing[0])
    for done, (name, said) in enumerate(manifest.parts.items()):
        progress("checking", done, len(manifest.parts))
        if not is_plain(name) or not (folder / name).is_file() or part_of(folder / name) != said:
            raise UserError("export_damaged", folder=str(folder), part=name)
    return manifest


def _manifest(folder: Path) -> Manifest | None:
    file = folder / FILE_NAME
    return read_manifest(file.read_bytes(), "polso-export") if file.is_file() else None
