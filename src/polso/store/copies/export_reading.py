"""An export read into an empty workspace: the same state, history included."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

from polso.base.errors import UserError
from polso.store import derived
from polso.store.company_calendar import company_calendar
from polso.store.copies.beside import ORIGINALS, OWN_FINGERPRINTS, SETTINGS
from polso.store.copies.export import TABLES
from polso.store.copies.export_checking import checked_export
from polso.store.copies.facts import current_database, differences, file_text, kept_tables, table_facts
from polso.store.copies.manifest import Manifest
from polso.store.database import disk_failures, is_disk_full, open_database
from polso.store.migration import published_migrations, step
from polso.store.statement_text import fill, quoted
from polso.store.whole_files import copy_whole, put_back_on_failure, write_whole
from polso.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
LOADED = "loaded"


def read_export(workspace: Workspace, folder: Path, now: datetime, progress: Progress) -> Manifest:
    """Fill an empty workspace with the export in `folder`, its settings included.

    An export of an older program is brought up to the schema of this one on the way. What was loaded is compared with
    the manifest by counts and sums before it is committed; after any exception the workspace is as before.
    Raises UserError `not_an_export`, `export_damaged` (with the part), `export_newer`, `workspace_not_empty`,
    `disk_full` and those of a bad setting.
    """
    manifest = checked_export(folder, progress)
    staging = workspace.temporary / f"export-{secrets.token_hex(4)}"
    with workspace.turn(), workspace.cursor() as cursor, disk_failures(workspace.path):
        if cursor.execute("SELECT 1 FROM batch LIMIT 1").fetchone():
            raise UserError("workspace_not_empty", folder=str(workspace.path))
        placed: list[Path] = []
        try:
            staging.mkdir()
            loaded = _build(folder, manifest, staging)
            _place_files(workspace, folder, manifest, placed)
            with put_back_on_failure(workspace.layout.settings):
                write_whole(workspace.layout.settings, (folder / SETTINGS).read_bytes())
                workspace.reload_settings(now)
                _take_over(workspace, cursor, loaded)
        except BaseException:
            for file in placed:
                file.unlink(missing_ok=True)
            workspace.reload_settings(now)
            raise
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        # The journal of settings and the holidays are those of the export now.
        workspace.reload_settings(now)
    progress("loading", 1, 1)
    return manifest


def _build(folder: Path, manifest: Manifest, staging: Path) -> Path:
    """A database of the export's own schema with its tables, then brought up to this program's."""
    file = staging / f"{LOADED}.duckdb"
    migrations = published_migrations()
    connection = open_database(file, staging)
    try:
        for migration in migrations[: manifest.schema_version]:
            step(connection, migration)
        for table in manifest.tables:
            source = copied = staging / f"{table}.parquet"
            shutil.copyfile(folder / TABLES / source.name, copied)
            try:
                connection.execute(
                    fill(
                        "INSERT INTO {table} BY NAME SELECT * FROM read_parquet({file})",
                        table=quoted(table),
                        file=file_text(copied),
                    )
                )
            except duckdb.Error as error:
                if is_disk_full(error):
                    raise
                raise UserError("export_damaged", folder=str(folder), part=f"{TABLES}/{source.name}") from error
            copied.unlink()
        differing = differences(manifest.tables, table_facts(connection, LOADED))
        if differing:
            raise UserError("export_damaged", folder=str(folder), part=f"{TABLES}/{differing[0]}.parquet")
        for migration in migrations[manifest.schema_version :]:
            step(connection, migration)
    finally:
        connection.close()
    return file


def _place_files(workspace: Workspace, folder: Path, manifest: Manifest, placed: list[Path]) -> None:
    """Copy the originals and the company's own fingerprints; `placed` gains those that were not there."""
    for name in manifest.parts:
        if name.split("/")[0] not in (ORIGINALS, OWN_FINGERPRINTS):
            continue
        target = workspace.path / name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            placed.append(target)
            copy_whole(folder / name, target)


def _take_over(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, loaded: Path) -> None:
    own = current_database(cursor)
    cursor.execute(fill("ATTACH {file} AS {name} (READ_ONLY)", file=file_text(loaded), name=LOADED))
    try:
        with workspace.transaction(cursor):
            for table in kept_tables(cursor, LOADED):
                names = {"own": quoted(own), "loaded": LOADED, "table": quoted(table)}
                cursor.execute(fill("DELETE FROM {own}.{table}", **names))
                cursor.execute(
                    fill("INSERT INTO {own}.{table} BY NAME SELECT * FROM {loaded}.{table} ORDER BY rowid", **names)
                )
            derived.rebuild(cursor, workspace.company, company_calendar(cursor, workspace.company), None)
    finally:
        cursor.execute(fill("DETACH {name}", name=LOADED))
