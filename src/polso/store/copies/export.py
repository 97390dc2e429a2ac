"""`export`: everything that is kept as Parquet files that any program reads, with a manifest."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from polso.base.errors import UserError
from polso.store.copies.beside import ORIGINALS, OWN_FINGERPRINTS, SETTINGS, files_beside, part_of
from polso.store.copies.claim import claimed, remove, taken_over
from polso.store.copies.facts import current_database, file_text, kept_tables, table_facts
from polso.store.copies.manifest import FILE_NAME, Manifest, Part
from polso.store.database import disk_failures
from polso.store.meta import read_number
from polso.store.statement_text import fill, quoted
from polso.store.transactions import take_back
from polso.store.whole_files import PART_SUFFIX, copy_whole, write_whole
from polso.store.workspace import Workspace

TABLES = "tables"
MARK = ".polso-export.lock"
"""Lies in the folder, held, while it is written: a folder with it and without a manifest is an export cut short."""
Progress = Callable[[str, int, int], None]


def export(workspace: Workspace, folder: Path, now: datetime, progress: Progress) -> Manifest:
    """Write into `folder`, new or empty: `tables/<table>.parquet`, the originals, the settings and `manifest.json`.

    All tables are of one instant, whatever is imported meanwhile. The manifest is written last: a folder without one is
    no export. What an export to the same folder left that was killed is taken away, never that of one which still runs.
    Raises UserError `folder_not_empty`, `disk_full`.
    """
    _sweep(folder)
    if folder.exists() and any(folder.iterdir()):
        raise UserError("folder_not_empty", folder=str(folder))
    staging = workspace.temporary / f"export-{secrets.token_hex(4)}"
    is_new = not folder.exists()
    with disk_failures(folder.parent):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            with disk_failures(folder.parent):
                held.enter_context(claimed(folder / MARK))
        except FileExistsError as error:
            raise UserError("folder_not_empty", folder=str(folder)) from error
        except BaseException:
            _withdraw_empty(folder, is_new=is_new)
            raise
        try:
            with disk_failures(workspace.path), workspace.cursor() as cursor:
                staging.mkdir()
                manifest = _write_tables(cursor, staging, now, progress)
            with disk_failures(folder.parent):
                return _write_folder(folder, staging, workspace, manifest)
        except BaseException:
            _withdraw(folder, is_new=is_new)
            raise
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _write_tables(cursor: duckdb.DuckDBPyConnection, staging: Path, now: datetime, progress: Progress) -> Manifest:
    own = current_database(cursor)
    cursor.begin()
    try:
        tables, version = table_facts(cursor, own), read_number(cursor, "schema_version")
        names = kept_tables(cursor, own)
        for done, name in enumerate(names):
            progress("copying", done, len(names))
            # In the order of the rows as they lie, so that an export of an imported export is the same again.
            cursor.execute(
                fill(
                    "COPY (SELECT * FROM {table} ORDER BY rowid) TO {file} (FORMAT parquet, COMPRESSION zstd)",
                    table=quoted(name),
                    file=file_text(staging / f"{name}.parquet"),
                )
            )
        cursor.commit()
    except BaseException:
        take_back(cursor)
        raise
    progress("copying", len(names), len(names))
    return Manifest("polso-export", now, version, tables, {})


def _write_folder(folder: Path, staging: Path, workspace: Workspace, said: Manifest) -> Manifest:
    (folder / TABLES).mkdir()
    parts: dict[str, Part] = {}
    for file in sorted(staging.iterdir()):
        parts[f"{TABLES}/{file.name}"] = _place(file, folder / TABLES / file.name)
    for name, file in files_beside(workspace.layout):
        parts[name] = _place(file, folder / name)
    whole = replace(said, parts=parts)
    write_whole(folder / FILE_NAME, whole.as_json())
    return whole


def _place(file: Path, target: Path) -> Part:
    target.parent.mkdir(exist_ok=True)
    copy_whole(file, target)
    return part_of(target)


def _withdraw_empty(folder: Path, *, is_new: bool) -> None:
    if is_new:
        with suppress(OSError):
            folder.rmdir()


def _withdraw(folder: Path, *, is_new: bool) -> None:
    """Leave the folder as it was: not there, or empty."""
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def is_cut_short(folder: Path) -> bool:
    """Whether an export into `folder` was begun and has no manifest yet, be it dead or still at work."""
    return (folder / MARK).is_file() and not (folder / FILE_NAME).exists()


def _sweep(folder: Path) -> None:
    """Empty a folder that holds nothing but what a killed export left there."""
    if not is_cut_short(folder):
        return
    with taken_over(folder / MARK) as is_dead:
        swept = is_dead and all(_is_ours(entry) for entry in folder.iterdir())
        if swept:
            # The mark goes last: until then the folder can be told from one with files of somebody.
            for entry in sorted(folder.iterdir(), key=lambda entry: entry.name == MARK):
                remove(entry)
    if swept and os.name == "nt":
        remove(folder / MARK)


def _is_ours(entry: Path) -> bool:
    if entry.is_symlink():
        return False
    if entry.is_dir():
        ours = (".parquet", PART_SUFFIX) if entry.name == TABLES else None
        return entry.name in (TABLES, ORIGINALS, OWN_FINGERPRINTS) and all(
            file.is_file() and (ours is None or file.suffix in ours) for file in entry.iterdir()
        )
    return entry.name in (MARK, SETTINGS) or (
        entry.suffix == PART_SUFFIX and entry.name.startswith((f"{SETTINGS}.", f"{FILE_NAME}."))
    )
