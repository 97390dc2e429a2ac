"""`export`: everything that is kept as Parquet files that any program reads, with a manifest."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from polso.base.errors import UserError
from polso.store.copies.beside import files_beside, part_of
from polso.store.copies.facts import current_database, file_text, kept_tables, table_facts
from polso.store.copies.manifest import FILE_NAME, Manifest, Part
from polso.store.database import disk_failures
from polso.store.meta import read_number
from polso.store.statement_text import fill, quoted
from polso.store.transactions import take_back
from polso.store.whole_files import copy_whole, write_whole
from polso.store.workspace import Workspace

TABLES = "tables"
Progress = Callable[[str, int, int], None]


def export(workspace: Workspace, folder: Path, now: datetime, progress: Progress) -> Manifest:
    """Write into `folder`, new or empty: `tables/<table>.parquet`, the originals, the settings and `manifest.json`.

    All tables are of one instant, whatever is imported meanwhile. The manifest is written last: a folder without one is
    no export. Raises UserError `folder_not_empty`, `disk_full`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError("folder_not_empty", folder=str(folder))
    staging = workspace.temporary / f"export-{secrets.token_hex(4)}"
    is_new = not folder.exists()
    try:
        with disk_failures(workspace.path), workspace.cursor() as cursor:
            staging.mkdir()
            manifest = _write_tables(cursor, staging, now, progress)
        with disk_failures(folder.parent):
            (folder / TABLES).mkdir(parents=True)
            parts: dict[str, Part] = {}
            for file in sorted(staging.iterdir()):
                parts[f"{TABLES}/{file.name}"] = _place(file, folder / TABLES / file.name)
            for name, file in files_beside(workspace.layout):
                parts[name] = _place(file, folder / name)
            whole = Manifest(manifest.kind, now, manifest.schema_version, manifest.tables, parts)
            write_whole(folder / FILE_NAME, whole.as_json())
    except BaseException:
        _withdraw(folder, is_new=is_new)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return whole


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


def _place(file: Path, target: Path) -> Part:
    target.parent.mkdir(exist_ok=True)
    copy_whole(file, target)
    return part_of(target)


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
