"""Folders as one import: each record is loaded, rejected or completes another, and each of its cells is found again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polso.catalog.schema import TABLE
from polso.intake.report import FileReport
from polso.store.workspace import Workspace
from tests.cases.every_file.conftest import Loaded
from tests.cases.every_file.raw_files import RawFile, read_raw
from tests.cases.every_file.same_value import NO_END, NOTHING, same_value
from tests.support.data import real_data

pytestmark = pytest.mark.skipif(not os.environ.get("POLSO_DATA"), reason="POLSO_DATA names no folder of real data")

FOLDERS = (
    "exports/hubspot",
    "exports/hubspot/migration-import",
    "exports/italian",
    "exports/salesforce",
    "exports/stripe",
    "maven-crm",
    "olist",
    "telco",
)
SAMPLED = 3


@pytest.mark.parametrize("name", FOLDERS)
def test_every_file_is_loaded_or_left_out_with_a_sentence(folder: Loaded, name: str) -> None:
    _, report = folder(name)
    given = {path.name for path in (real_data() / name).iterdir() if path.is_file()}
    assert {found.file for found in report.files} == given
    for found in report.files:
        assert (found.table is None) == (found.skipped is not None)
        assert found.skipped is None or found.skipped_reason("en")


@pytest.mark.parametrize("name", FOLDERS)
def test_every_record_is_loaded_or_rejected_with_its_line(folder: Loaded, name: str) -> None:
    workspace, report = folder(name)
    for found in report.files:
        if found.table is None:
            continue
        raw = read_raw(real_data() / name / found.file)
        assert found.rows == len(raw.records), found.file
        rejected = {row.line for row in found.rejected}
        loaded = {line for line, _ in _stored(workspace, found)}
        # A record that another file of the folder describes as well stands under the line of the last one.
        joined = found.unchanged or found.changed or found.joined
        assert joined or loaded | rejected >= {line for line, _ in raw.records}, found.file
        assert not loaded & rejected, found.file


@pytest.mark.parametrize("name", FOLDERS)
def test_every_cell_of_a_sample_is_found_again(folder: Loaded, name: str) -> None:
    workspace, report = folder(name)
    lost = [
        one for found in report.files if found.table is not None for one in _lost(workspace, found, real_data() / name)
    ]
    assert lost == []


def _lost(workspace: Workspace, found: FileReport, where: Path) -> list[tuple[str, int, str, str]]:
    """File, line, header and cell of what a sample of the records holds and the workspace does not."""
    raw = read_raw(where / found.file)
    rejected = {row.line for row in found.rejected}
    stored = dict(_stored(workspace, found))
    targets = {column.header: column.target for column in found.columns}
    lost = []
    for line, cells in _sample(raw):
        if line in rejected or line not in stored:
            continue
        kept = _attributes(workspace, found, line)
        for header, cell in zip(raw.header, cells, strict=True):
            if cell.strip().casefold() in NOTHING or (targets.get(header) == "valid_to" and cell.startswith(NO_END)):
                continue
            target = targets.get(header.strip(), targets.get(header))
            if target is None:
                ok = cell.strip() in kept
            else:
                ok = _in_column(found.table or "", target, cell, stored[line])
            if not ok:
                lost.append((found.file, line, header, cell))
    return lost


def _sample(raw: RawFile) -> list[tuple[int, tuple[str, ...]]]:
    middle = len(raw.records) // 2
    chosen = [*raw.records[:SAMPLED], *raw.records[middle : middle + SAMPLED], *raw.records[-SAMPLED:]]
    return list(dict(chosen).items())


def _in_column(table: str, target: str, cell: str, row: dict[str, object]) -> bool:
    """Whether the cell stands in its column; a word of a closed column, or one from which others follow, has a meaning
    of its own and need not stand there literally."""
    column = next((known for known in TABLE[table].columns if known.name == target), None)
    if column is None or column.kind == "choice" or target in ("currency", "team_id"):
        return True
    names = [name for name, _ in column.physical()] + (["expected_close_on"] if target == "closed_at" else [])
    return any(same_value(cell, row.get(name)) for name in names) or (
        column.references is not None and row.get(target) is not None
    )


def _stored(workspace: Workspace, found: FileReport) -> list[tuple[int, dict[str, object]]]:
    """Line and columns of the rows of a file's own table; of several rows of one line the last."""
    cursor = workspace.cursor()
    result = cursor.execute(
        f"SELECT t.* FROM main.{found.table} AS t JOIN main.batch_file AS f USING (file_id) "
        "WHERE f.name = ? AND NOT t.is_stub",
        [found.file],
    )
    names = [str(column[0]) for column in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return [(int(str(row["line"])), row) for row in rows]


def _attributes(workspace: Workspace, found: FileReport, line: int) -> set[str]:
    result = workspace.cursor().execute(
        "SELECT a.value FROM main.attribute AS a JOIN main.batch_file AS f USING (file_id) "
        "WHERE f.name = ? AND a.line = ?",
        [found.file, line],
    )
    return {str(value) for (value,) in result.fetchall()}
