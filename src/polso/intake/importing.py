"""Importing files: recognise, map, check and load them in one transaction, and prove what was read."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from polso.base.company import Company
from polso.intake.contradicting import tell_contradicted
from polso.intake.enables import enabled as catalogue_enables
from polso.intake.mapping.map_file import read_map_file
from polso.intake.merging.found import brings_customers, has_proposals
from polso.intake.opening import ImportProgress, Opened, Wish, open_files
from polso.intake.preparing import Preparation
from polso.intake.proof import open_report
from polso.intake.questions import Asked
from polso.intake.recognise.fingerprint import workspace_fingerprints
from polso.intake.rejected_file import RejectsWish, write_rejects
from polso.intake.remembering import recall, recall_company
from polso.intake.replaying import preparing_again
from polso.intake.report import Enabled, FileReport, ImportReport
from polso.store import batches
from polso.store.batch_context import BatchContext, Json
from polso.store.batches import Look
from polso.store.staging import StagedTable
from polso.store.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class _QuestionsOpenError(Exception):
    """Leaves the transaction: something must be answered before anything is written."""


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    as_table: str | None = None,
    mapping: Path | None = None,
    answers: Mapping[str, str] | None = None,
    extracted_at: datetime | None = None,
    dry_run: bool = False,
    progress: ImportProgress | None = None,
    enabled: Callable[[frozenset[str]], Enabled] = catalogue_enables,
    look: Look | None = None,
    rejects: RejectsWish | None = None,
) -> ImportReport:
    """Load `paths`, given together as one import, joined by their keys and names.

    `look` is called inside the transaction when everything is laid and derived, also in a dry run.
    `rejects` says where the rejected rows are to be written in the form they came in.
    `as_table` says what the files are and takes the canonical column names; `mapping` is a file as `read_map_file`
    reads it; `answers` maps keys of questions to values. While a question is open nothing is written and the report
    carries it. With `dry_run` everything is done and taken back. `enabled` tells from the inputs at hand
    (`table.column`) what the workspace can answer. After any exception the workspace is as before.

    Raises UserError, with the file as place: what reading raises (`file_missing`, `file_empty`, `file_not_a_table`,
    `no_rows` ...), `no_record_table`, `unreadable_column_date`, `unreadable_column_number`, `mixed_currencies`,
    `too_many_words`, `key_column_missing`, `column_missing`, `no_row_loaded`, `answer_unknown`,
    `mapping_fits_no_file`, `map_file_malformed`; NotFoundError `unknown_table`, `unknown_column`; and what
    `polso.store.batches.load` raises.
    """
    tell = progress or _silent
    asked = Asked(answers or {}, [])
    wish = Wish(as_table, read_map_file(mapping) if mapping is not None else None)
    folder = workspace.temporary / f"import-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    cursor = workspace.cursor()
    try:
        known = workspace_fingerprints(workspace.layout.fingerprints)
        asked.remember(recall_company(cursor))
        opened = open_files(
            cursor,
            folder,
            paths,
            wish,
            asked,
            workspace.company.currency,
            tell,
            known,
            recall=lambda headers: recall(cursor, headers),
            given=answers,
        )
        if asked.questions or not opened.units:
            return _open_report(cursor, opened, asked, dry_run=dry_run)
        asked.is_late = True
        preparation = Preparation(workspace.company, opened.units, asked, tell)

        def prepare(context: BatchContext) -> Sequence[StagedTable]:
            staged = preparation.prepare(context)
            if asked.questions:
                raise _QuestionsOpenError
            context.options["answers"] = {
                **asked.proved,
                **{answer.key: answer.value for answer in asked.in_force()},
            }
            context.options["mappings"] = {label: pin.as_data() for label, pin in opened.pins().items()}
            return staged

        written: list[Path] = []

        def laid(context: BatchContext) -> None:
            preparation.sample(context)
            if rejects is not None:
                written.extend(write_rejects(preparation.units, context, rejects))
            if look is not None:
                look(context)

        try:
            result = batches.load(
                workspace,
                cursor,
                prepare,
                extracted_at=extracted_at,
                dry_run=dry_run,
                options=_options(workspace.company, paths, as_table, mapping),
                originals=[(path.name, path) for path in paths],
                again=preparing_again(workspace, tell),
                look=laid,
            )
        except _QuestionsOpenError:
            return _open_report(cursor, opened, asked, dry_run=dry_run)
        tell("loading", 1, 1)
        files = tell_contradicted(preparation.reports(result.tables), asked)
        spelled_twice = not dry_run and brings_customers(files) and has_proposals(cursor)
    finally:
        cursor.close()
        shutil.rmtree(folder, ignore_errors=True)
    able = enabled(preparation.available)
    return ImportReport(
        batch=None if dry_run else result.batch_id,
        files=(*files, *opened.skipped),
        enabled=able,
        dry_run=dry_run,
        next_steps=_next_steps(files, able, spelled_twice=spelled_twice),
        foreign_currency=preparation.foreign_currency,
        answers=asked.in_force(),
        rejects_written=tuple(str(path) for path in written),
    )


def _options(company: Company, paths: Sequence[Path], as_table: str | None, mapping: Path | None) -> dict[str, Json]:
    """What reading the same files again needs, but for the answers: the map file is there by its text."""
    return {
        "as_table": as_table,
        "map": None if mapping is None else mapping.read_text(encoding="utf-8"),
        "files": [path.name for path in paths],
        "currency": company.currency,
        "timezone": company.timezone,
    }


def _open_report(cursor: DuckDBPyConnection, opened: Opened, asked: Asked, *, dry_run: bool) -> ImportReport:
    """What was understood so far, and the questions."""
    units = sorted(opened.units, key=lambda unit: unit.number)
    files = tell_contradicted([open_report(cursor, unit) for unit in units], asked)
    return ImportReport(
        None,
        (*files, *opened.skipped),
        questions=tuple(asked.questions),
        dry_run=dry_run,
        answers=asked.in_force(),
    )


def _next_steps(files: Sequence[FileReport], able: Enabled, *, spelled_twice: bool) -> tuple[str, ...]:
    """At most three things to do, the most useful first."""
    found: list[str] = []
    if any(file.rejected_rows for file in files):
        found.append("rejects")
    if spelled_twice:
        found.append("customers")
    elif any(notice.code == "near_names" for file in files for notice in file.notices):
        found.append("names")
    able_now = set(able.metrics)
    if "win_rate" in able_now and "average_order_value" not in able_now:
        found.append("orders")
    if "win_rate" not in able_now:
        found.append("deals")
    found.append("dashboard")
    return tuple(found[:3])


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
