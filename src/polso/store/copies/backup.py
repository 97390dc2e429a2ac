"""`backup`: one file with everything a workspace holds, made while it is in use, compared before it counts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from glob import escape
from pathlib import Path

import duckdb

from polso.base.errors import InternalError, UserError
from polso.store.copies.archive import write_archive
from polso.store.copies.beside import files_beside
from polso.store.copies.claim import HEX, HEX_BYTES, claimed, lock_of, sweep_abandoned
from polso.store.copies.facts import TableFacts, current_database, differences, file_text, table_facts
from polso.store.copies.manifest import Manifest
from polso.store.database import disk_failures
from polso.store.meta import read_number
from polso.store.statement_text import fill, quoted
from polso.store.transactions import take_back
from polso.store.whole_files import PART_SUFFIX
from polso.store.workspace import Workspace

DATABASE = "facts.duckdb"
Progress = Callable[[str, int, int], None]


def back_up(workspace: Workspace, file: Path, now: datetime, progress: Progress) -> Manifest:
    """Write `file`, a ZIP with the database, the settings and the originals as they are at one instant.

    Readers and an import go on meanwhile: what an import has not committed is not in it. The copy of the database is
    compared with the workspace, table by table, by counts and sums; the file appears whole or not at all.
    What a backup to the same file left that was killed is taken away, never that of one which still runs.
    Raises UserError `copy_exists`, `copy_folder_missing`, `disk_full`; InternalError `copy_differs`.
    """
    if file.exists():
        raise UserError("copy_exists", file=str(file))
    if not file.parent.is_dir():
        raise UserError("copy_folder_missing", folder=str(file.parent))
    progress("copying", 0, 0)
    sweep_abandoned(file.parent, f"{escape(file.name)}.{HEX}{PART_SUFFIX}")
    name = secrets.token_hex(HEX_BYTES)
    copied = workspace.temporary / f"backup-{name}.duckdb"
    part = file.with_name(f"{file.name}.{name}{PART_SUFFIX}")
    try:
        with disk_failures(workspace.path), workspace.cursor() as cursor:
            tables, version = _copy_database(cursor, copied, f"backup_{name}")
        with disk_failures(file.parent), claimed(lock_of(part)):
            manifest = write_archive(
                part,
                [(DATABASE, copied), *files_beside(workspace.layout)],
                lambda parts: Manifest("polso-backup", now, version, tables, parts),
                progress,
            )
            part.replace(file)
    finally:
        for left in (copied, copied.with_name(f"{copied.name}.wal")):
            left.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return manifest


def _copy_database(cursor: duckdb.DuckDBPyConnection, copied: Path, name: str) -> tuple[dict[str, TableFacts], int]:
    """The database as one transaction sees it, in the file `copied`; its facts and the number of its schema."""
    own = current_database(cursor)
    cursor.execute(fill("ATTACH {file} AS {name}", file=file_text(copied), name=quoted(name)))
    try:
        cursor.begin()
        try:
            tables, version = table_facts(cursor, own), read_number(cursor, "schema_version")
            cursor.execute(fill("COPY FROM DATABASE {own} TO {name}", own=quoted(own), name=quoted(name)))
            cursor.commit()
        except BaseException:
            take_back(cursor)
            raise
        differing = differences(tables, table_facts(cursor, name))
    finally:
        cursor.execute(fill("DETACH {name}", name=quoted(name)))
    if differing:
        raise InternalError("copy_differs", tables=differing)
    return tables, version
