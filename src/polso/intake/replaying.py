"""A stored batch prepared again from its originals, as it was answered and understood then. It never asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from polso.base.company import Company
from polso.base.errors import UserError
from polso.intake.mapping.map_file import read_map_file
from polso.intake.mapping.pin import Pin, from_data
from polso.intake.opening import ImportProgress, Wish, open_files
from polso.intake.preparing import Preparation
from polso.intake.questions import Asked, Question
from polso.intake.recognise.fingerprint import workspace_fingerprints
from polso.store.batch_context import BatchContext, Json
from polso.store.originals import original_path
from polso.store.replay import Again, StoredBatch
from polso.store.staging import StagedTable
from polso.store.statement_text import fill, quoted
from polso.store.workspace import Workspace

DECIDED = "decided"
"""In the summary of a batch: the answers that were taken as recommended when it was laid anew, by key."""

NUMBERS_OF_A_BATCH = 10_000
"""So that the temp tables of a batch that is laid anew are not those of the import that caused it."""


@dataclass(slots=True)
class Decided(Asked):
    """Answers as they were given; a question that only a changed past raises takes the recommended answer."""

    taken: dict[str, str] = field(default_factory=dict)

    def answer(self, question: Question) -> str | None:
        given = self.answers.get(question.key)
        if given is not None and question.takes(given):
            return given
        taken = question.recommended if question.recommended is not None else question.choices[0].value
        self.taken[question.key] = taken
        return taken

    def refuse(self, key: str, question: Question | None = None) -> None:  # noqa: ARG002
        """An answer that fits no longer is left aside."""
        self.answers = {known: value for known, value in self.answers.items() if known != key}


def preparing_again(workspace: Workspace, progress: ImportProgress | None = None) -> Again:
    """What `polso.store` lays stored batches anew with: read in the zone and the currency of then.

    It raises UserError `original_missing` besides what an import raises.
    """

    made: set[str] = set()

    def again(batch: StoredBatch, context: BatchContext) -> Sequence[StagedTable]:
        _drop(context.cursor, made)
        before = _temporaries(context.cursor)
        staged = prepare(batch, context)
        made.update(_temporaries(context.cursor) - before)
        return staged

    def prepare(batch: StoredBatch, context: BatchContext) -> Sequence[StagedTable]:
        if batch.kind == "hand":
            from polso.intake.by_hand.entering import prepare_document

            return prepare_document(workspace.company, context, _placed(batch, context)[0])
        return _prepare_files(workspace, batch, context, progress or _silent)

    return again


def _prepare_files(
    workspace: Workspace, batch: StoredBatch, context: BatchContext, progress: ImportProgress
) -> Sequence[StagedTable]:
    options = batch.options
    asked = Decided(_texts(options.get("answers")), [])
    paths = _placed(batch, context)
    wish = Wish(_text(options, "as_table"), None)
    mapping = _text(options, "map")
    if mapping is not None:
        file = context.temp_folder / "map.toml"
        file.write_text(mapping, encoding="utf-8")
        wish = replace(wish, mapping=read_map_file(file))
    company = company_then(workspace.company, options)
    opened = open_files(
        context.cursor,
        context.temp_folder,
        paths,
        wish,
        asked,
        company.currency,
        progress,
        workspace_fingerprints(workspace.layout.fingerprints),
        first=batch.batch_id * NUMBERS_OF_A_BATCH,
        pins=_pins(options.get("mappings")),
    )
    staged = Preparation(company, opened.units, asked, progress).prepare(context)
    context.summary.pop(DECIDED, None)
    if asked.taken:
        context.summary[DECIDED] = dict(asked.taken)
    return staged


def company_then(company: Company, options: Mapping[str, Json]) -> Company:
    """The company in the currency and the zone in which the files were read first."""
    return replace(
        company,
        currency=_text(options, "currency") or company.currency,
        timezone=_text(options, "timezone") or company.timezone,
    )


def _placed(batch: StoredBatch, context: BatchContext) -> list[Path]:
    """The originals under the names with which they were given, each in a folder of its own."""
    placed: list[Path] = []
    for number, original in enumerate(batch.originals):
        kept = original_path(context.originals, original.sha256)
        if not kept.exists():
            raise UserError("original_missing", batch=batch.batch_id, file=original.name)
        path = context.temp_folder / f"given-{number}" / original.name
        path.parent.mkdir()
        try:
            os.link(kept, path)
        except OSError:
            shutil.copyfile(kept, path)
        placed.append(path)
    return placed


def _temporaries(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    rows = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    return {str(name) for (name,) in rows if not str(name).startswith("touched_")}


def _drop(cursor: duckdb.DuckDBPyConnection, names: set[str]) -> None:
    """What the batch before has left: with many batches it would fill the disk."""
    for name in names:
        cursor.execute(fill("DROP TABLE IF EXISTS temp.{table}", table=quoted(name)))
    names.clear()


def _text(options: Mapping[str, Json], name: str) -> str | None:
    value = options.get(name)
    return value if isinstance(value, str) else None


def _texts(value: Json) -> dict[str, str]:
    return {key: str(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _pins(value: Json) -> dict[str, Pin]:
    """What was decided about each table then; batches of earlier versions are recognised anew."""
    return (
        {label: from_data(one) for label, one in value.items() if isinstance(one, dict)}
        if isinstance(value, dict)
        else {}
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
