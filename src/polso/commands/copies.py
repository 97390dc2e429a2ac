"""`backup` and `export` of an opened workspace, and an export read into an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polso.catalog.schema import IMPORTABLE
from polso.commands import arguments as read
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.store.copies.manifest import Manifest


def backup(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Everything into the one file `file` (absolute); what `manifest_data` says of it. Raises what `back_up` raises."""
    from polso.store.copies.backup import back_up

    file = Path(read.needed(arguments, "file"))
    return manifest_data(back_up(session.workspace, file, session.now(), progress), file)


def export(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Everything as Parquet into `folder` (absolute), new or empty. Raises what `export` of the store raises."""
    from polso.store.copies.export import export as write

    folder = Path(read.needed(arguments, "folder"))
    return manifest_data(write(session.workspace, folder, session.now(), progress), folder)


def manifest_data(manifest: Manifest, place: Path) -> dict[str, Any]:
    """`place`, `made_at`, `rows` in all, `bytes` in all, and by table its `rows` and `sums` (decimals as text)."""
    return {
        "place": str(place),
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "rows": manifest.rows,
        "bytes": sum(part.bytes for part in manifest.parts.values()),
        "tables": {
            name: {"rows": facts.rows, "sums": facts.sums} for name, facts in manifest.tables.items() if facts.rows
        },
    }


def import_export(session: Session, folder: Path, progress: Progress) -> dict[str, Any]:
    """The export in `folder` into an empty workspace, told like any import; raises what `read_export` raises."""
    from polso.commands.import_files import plain_data
    from polso.intake.enables import available_inputs, enabled, required_inputs
    from polso.intake.report import FileReport, ImportReport, TableCounts
    from polso.store.copies.export_reading import read_export
    from polso.store.imports import imported_batches

    manifest = read_export(session.workspace, folder, session.now(), progress)
    with session.workspace.cursor() as cursor:
        batches = imported_batches(cursor)
        able = enabled(available_inputs(cursor, required_inputs(), ()))
    files = tuple(
        FileReport(
            f"{name}.parquet",
            table=name,
            rows=facts.rows,
            new=facts.rows,
            tables=(TableCounts(name, new=facts.rows),),
        )
        for name, facts in manifest.tables.items()
        if facts.rows and name in IMPORTABLE
    )
    report = ImportReport(batches[-1].batch_id if batches else None, files, able, next_steps=("dashboard",))
    return {
        "report": report.as_json(session.language),
        "proof": plain_data(report),
        "settled": {},
        "other_bases": [],
    }
