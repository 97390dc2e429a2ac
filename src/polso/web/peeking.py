"""What stands in files that could not be understood, so that a person can say what it is."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polso.base.errors import UserError
from polso.catalog.schema import IMPORTABLE
from polso.store.database import disk_failures
from polso.web.drafts import Draft

if TYPE_CHECKING:
    from polso.intake.sources import Source

LEFT_OUT = "skip"
NOT_RECOGNISED = "no_record_table"


def peek(workspace: Any, draft: Draft) -> dict[str, Any]:
    """The tables of the draft's files in the shape of a report: headers, first values, what the answers say of them.

    A file that cannot be read at all is there with the code of the error as `error`.
    """
    folder = workspace.temporary / f"peek-{uuid.uuid4().hex}"
    try:
        with disk_failures(workspace.path):
            folder.mkdir(parents=True)
            files = [
                one
                for number, path in enumerate(draft.files)
                for one in _tables(workspace, folder, number, path, draft)
            ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"files": files, "questions": []}


def _tables(workspace: Any, folder: Path, number: int, path: Path, draft: Draft) -> list[dict[str, Any]]:
    from polso.intake.questions import Asked
    from polso.intake.reading import read_table
    from polso.intake.sources import open_sources

    found: list[dict[str, Any]] = []
    try:
        sources, skipped = open_sources([path], folder / str(number), Asked(draft.answers, []))
        found += [_blank(one.file, one.sheet, one.label) | {"skipped": one.skipped} for one in skipped]
        with workspace.cursor() as cursor:
            for position, source in enumerate(sources):
                table = read_table(source.raw, cursor, folder, f"peeked_{number}_{position}")
                found.append(_entry(source, table, draft))
    except UserError as error:
        return [*found, _blank(path.name, None, path.name) | {"skipped": NOT_RECOGNISED, "error": error}]
    return found


def table_of(paths: Sequence[Path], folder: Path, label: str) -> Path | None:
    """The file that a label names, taken out of its archive into `folder` where it is in one."""
    from polso.intake.questions import Asked
    from polso.intake.sources import open_sources

    sources, _ = open_sources(paths, folder, Asked({}, []))
    return next((source.raw.file.path for source in sources if source.label == label), None)


def _entry(source: Source, read: Any, draft: Draft) -> dict[str, Any]:
    from polso.intake.recognise.read_evidence import ReadEvidence
    from polso.intake.recognise.tables import as_table, missing_needs, recognise

    headers = [profile.name for profile in read.profiles]
    evidence = ReadEvidence(read)
    name, label = source.raw.file.name, source.label
    answer = draft.answers.get(f"{label}:table", "")
    found = recognise(f"{Path(name).stem} {source.sheet or ''}", headers, evidence)
    table = answer if answer in IMPORTABLE else None if found.mapping is None else found.mapping.table
    shown = table or found.nearest
    bound: dict[int, str] = {}
    lacking: tuple[tuple[str, ...], ...] = found.lacking
    if shown is not None:
        mapping = as_table(shown, headers, evidence)
        bound = {binding.index: binding.target for binding in mapping.bindings}
        lacking = missing_needs(mapping)
    columns = [
        {
            "header": profile.name,
            "target": bound.get(index),
            "how": "",
            "kind": "",
            "form": "",
            "why": "",
            "filled": profile.filled,
            "examples": list(profile.examples),
        }
        for index, profile in enumerate(read.profiles)
    ]
    entry = _blank(name, source.sheet, label) | {"rows": read.clean.rows, "columns": columns, "table": table}
    entry["tables_possible"] = [] if found.nearest is None else [found.nearest]
    entry["lacking"] = [list(group) for group in lacking]
    if answer == LEFT_OUT or table is None:
        entry["skipped"] = NOT_RECOGNISED
    return entry


def _blank(name: str, sheet: str | None, label: str) -> dict[str, Any]:
    return {
        "file": name,
        "sheet": sheet,
        "label": label,
        "table": None,
        "source_system": None,
        "rows": 0,
        "columns": [],
        "skipped": None,
        "lacking": [],
        "tables_possible": [],
        "rejected_rows": 0,
    }
