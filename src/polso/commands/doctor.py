"""`doctor`: what is right and wrong with a workspace and with the computer under it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from polso import __version__
from polso.base.company import Language
from polso.base.errors import Parameter
from polso.catalog import registry
from polso.commands.ask import language_of
from polso.commands.expecting import check_kept
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.i18n.dates import format_date, format_range
from polso.i18n.translation import translate
from polso.store.folder_risk import folder_risk
from polso.store.imports import imported_batches
from polso.store.originals import content_hash, original_path

Status = Literal["ok", "note", "problem"]
LOW_DISK_MEGABYTES = 500
BYTES_OF_MEGABYTE = 1_000_000
NAMED_NIGHTS = 3


def doctor(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """`checks`: one object a check with `check`, `status` (ok, note, problem) and `text`; `versions` of what runs."""
    language = language_of(session, arguments)
    checks = [
        {"check": check, "status": status, "text": translate(language, message, **parameters)}
        for check, status, message, parameters in _findings(session, language, progress)
    ]
    return {"workspace": str(session.workspace.path), "checks": checks, "versions": versions()}


def versions() -> dict[str, str]:
    """Of polso and of what it stands on."""
    from importlib.metadata import version

    stands_on = {name: version(name) for name in ("duckdb", "numpy", "tzdata")}
    return {"polso": __version__, "python": platform.python_version(), "system": platform.platform(), **stands_on}


Finding = tuple[str, Status, str, dict[str, Parameter]]


def _findings(session: Session, language: Language, progress: Progress) -> Iterator[Finding]:
    folder = session.workspace.path
    yield "workspace", "ok", "cli.doctor_workspace", {"folder": str(folder), "company": session.company.name or None}
    yield _place(folder)
    yield _disk(folder)
    yield from _data(session, language)
    yield from _expected(session, language)
    yield _originals(session, progress)
    yield from _snapshots(session, language)


def _place(folder: Path) -> Finding:
    risk = folder_risk(folder, os.environ)
    if risk is None:
        return "place", "ok", "cli.doctor_place", {}
    return "place", "problem", f"warning.{risk.code}", {"service": risk.service}


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // BYTES_OF_MEGABYTE
    return "disk", "problem" if free < LOW_DISK_MEGABYTES else "ok", "cli.doctor_disk", {"free": int(free)}


def _data(session: Session, language: Language) -> Iterator[Finding]:
    with session.workspace.cursor() as cursor:
        batches = imported_batches(cursor)
    if not batches:
        yield "data", "note", "cli.doctor_no_data", {}
        return
    yield "data", "ok", "cli.doctor_data", {"count": len(batches), "version": str(session.workspace.data_version)}
    covered = session.door.context(session.today()).all_covered
    if covered is None:
        yield "coverage", "note", "cli.doctor_no_coverage", {}
    else:
        yield "coverage", "ok", "cli.doctor_coverage", {"days": format_range(covered.start, covered.last_day, language)}
    rejected = sum(batch.rejected for batch in batches if batch.undone_at is None)
    if rejected:
        yield "rejects", "note", "cli.doctor_rejects", {"count": rejected}


def _snapshots(session: Session, language: Language) -> Iterator[Finding]:
    """What was frozen at night is still what is answered about that night; a difference is told, never corrected."""
    from polso.answers.snapshots import differing, snapshots

    frozen = snapshots(session.workspace)
    if not frozen:
        return
    found = differing(session.workspace, session.door, session.today())
    if not found:
        yield "snapshots", "ok", "cli.doctor_snapshots", {"count": len(frozen)}
        return
    metrics = registry.metrics()
    which = tuple(
        f"{metrics[one.snapshot.metric_id].names[language]} {format_date(one.snapshot.day, language)}"
        for one in found
        if one.snapshot.metric_id in metrics
    )
    named = tuple(dict.fromkeys(which))[:NAMED_NIGHTS]
    yield "snapshots", "note", "cli.doctor_snapshots_differ", {"count": len(found), "which": named}


def _expected(session: Session, language: Language) -> Iterator[Finding]:
    """Totals that a person gave: those that no longer hold, each by how much and since which import."""
    kept = check_kept(session)
    broken = [one.sentence(language) for one in kept if not one.holds]
    if broken:
        yield "expected", "problem", "cli.doctor_expected_broken", {"totals": tuple(broken), "count": len(broken)}
    elif kept:
        yield "expected", "ok", "cli.doctor_expected", {"count": len(kept)}


def _originals(session: Session, progress: Progress) -> Finding:
    """Every original is there and is still what was imported."""
    layout = session.workspace.layout
    with session.workspace.cursor() as cursor:
        wanted = {file.sha256: file.name for batch in imported_batches(cursor) for file in batch.files}
    lost: list[str] = []
    for done, (sha256, name) in enumerate(wanted.items()):
        progress("checking", done, len(wanted))
        kept = original_path(layout.originals, sha256)
        if not kept.is_file() or content_hash(kept) != sha256:
            lost.append(name)
    if lost:
        return "originals", "problem", "cli.doctor_originals_lost", {"files": tuple(lost), "count": len(lost)}
    return "originals", "ok", "cli.doctor_originals", {"count": len(wanted)}
