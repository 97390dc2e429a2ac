"""What stands in files that could not be understood, so that a person can say what it is."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import Any

from polso.base.errors import UserError
from polso.catalog.schema import IMPORTABLE
from polso.web.drafts import Draft

LEFT_OUT = "skip"
NOT_RECOGNISED = "no_record_table"


def peek(workspace: Any, draft: Draft) -> dict[str, Any]:
    """The tables of the draft's files in the shape of a report: headers, first values, what the answers say of them.

    A file that cannot be read at all is there with the code of the error as `error`.
    """
    folder = workspace.temporary / f"peek-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    try:
        files = [
            one for number, path in enumerate(draft.files) for one in _tables(workspace, folder, number, path, draft)
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"files": files, "questions": []}


def _tables(workspace: Any, folder: Path, number: int, path: Path, draft: Draft) -> list[dict[str, Any]]:
    from polso.intake.reading import open_source, read_table

    found: list[dict[str, Any]] = []
    try:
        raws = open_source(path)
        cursor = workspace.cursor()
        try:
            for position, raw in enumerate(raws):
                label = f"{path.name}:{raw.sheet}" if len(raws) > 1 else path.name
                table = read_table(raw, cursor, folder, f"peeked_{number}_{position}")
                found.append(_entry(path.name, raw.sheet if len(raws) > 1 else None, label, table, draft))
        finally:
            cursor.close()
    except UserError as error:
        return [*found, _blank(path.name, None, path.name) | {"skipped": NOT_RECOGNISED, "error": error}]
    return found


def _entry(name: str, sheet: str | None, label: str, read: Any, draft: Draft) -> dict[str, Any]:
    from polso.intake.recognise.read_evidence import ReadEvidence
    from polso.intake.recognise.tables import as_table, missing_needs, recognise

    headers = [profile.name for profile in read.profiles]
    evidence = ReadEvidence(read)
    answer = draft.answers.get(f"{label}:table", "")
    found = recognise(f"{Path(name).stem} {sheet or ''}", headers, evidence)
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
    entry = _blank(name, sheet, label) | {"rows": read.clean.rows, "columns": columns, "table": table}
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
