"""`restore`: a workspace made of a backup, compared with what the backup says before it takes its place."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path

from polso.base.errors import UserError
from polso.store.copies.archive import read_archive
from polso.store.copies.backup import DATABASE
from polso.store.copies.claim import HEX, HEX_BYTES, claimed, lock_of, sweep_abandoned
from polso.store.copies.facts import differences, table_facts
from polso.store.copies.manifest import FORMAT_VERSION, Manifest
from polso.store.database import disk_failures, open_database
from polso.store.layout import Layout
from polso.store.migration import published_migrations
from polso.store.workspace import Workspace

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `aside` is where the workspace went that was there before."""

    manifest: Manifest
    aside: Path | None


def restore(file: Path, folder: Path, now: datetime, progress: Progress, *, replace: bool = False) -> Restored:
    """Make the workspace `folder` from the backup `file`; with `replace` one that is there moves aside, whole.

    Everything is unpacked and compared beside `folder` first: a backup that is not whole changes nothing.
    What a restore to the same place left that was killed is taken away, never that of one which still runs.
    Raises UserError `backup_missing`, `not_a_backup`, `backup_damaged`, `backup_newer`, `restore_in_the_way`,
    `workspace_in_use`, `disk_full`.
    """
    if not file.is_file():
        raise UserError("backup_missing", file=str(file))
    occupied = folder.exists() and any(folder.iterdir())
    if occupied and not replace:
        raise UserError("restore_in_the_way", folder=str(folder))
    sweep_abandoned(folder.parent, f"{escape(folder.name)}.restoring-{HEX}")
    name = secrets.token_hex(HEX_BYTES)
    made = folder.with_name(f"{folder.name}.restoring-{name}")
    with disk_failures(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with claimed(lock_of(made)):
        try:
            with disk_failures(folder.parent):
                made.mkdir()
                manifest = read_archive(file, "polso-backup", made, progress)
                _check(file, manifest, made, now)
            aside = _make_room(folder, now, name) if occupied else None
            if folder.exists():
                folder.rmdir()
            try:
                made.replace(folder)
            except BaseException:
                if aside is not None:
                    aside.replace(folder)
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return Restored(manifest, aside)


def _check(file: Path, manifest: Manifest, made: Path, now: datetime) -> None:
    newest = published_migrations()[-1].number
    if manifest.format_version > FORMAT_VERSION or manifest.schema_version > newest:
        raise UserError("backup_newer", file=str(file), program=manifest.program)
    layout = Layout(made)
    if DATABASE not in manifest.parts or not layout.settings.exists():
        raise UserError("backup_damaged", file=str(file), part=DATABASE)
    layout.temporary.mkdir()
    try:
        connection = open_database(layout.facts, layout.temporary)
    except UserError as error:
        if error.code == "disk_full":
            raise
        raise UserError("backup_damaged", file=str(file), part=DATABASE) from error
    try:
        differing = differences(manifest.tables, table_facts(connection, layout.facts.stem))
    finally:
        connection.close()
    if differing:
        raise UserError("backup_damaged", file=str(file), part=", ".join(differing))
    # Opening brings an older schema up to date and reads the settings: what cannot be opened must not take its place.
    Workspace.open(made, now).close()


def _make_room(folder: Path, now: datetime, name: str) -> Path:
    """Move what is in `folder` aside, when no other process has it open."""
    if Layout(folder).facts.exists() and Layout(folder).settings.exists():
        Workspace.open(folder, now).close()
    aside = folder.with_name(f"{folder.name}.before-{now:%Y%m%d-%H%M%S}-{name}")
    folder.replace(aside)
    return aside
