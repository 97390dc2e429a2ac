"""What one batch lays over what is known, and what its row tells of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from polso.store.batch_context import BatchContext
from polso.store.instants import stored
from polso.store.staging import StagedTable
from polso.store.versions import Counts, Stamp, apply_staged

Prepare = Callable[[BatchContext], Sequence[StagedTable]]
"""Registers files and rejects of a batch with its context and returns the staged tables, in laying order."""


@dataclass(frozen=True, slots=True)
class AppliedTable:
    """What became of one staged table."""

    staged: StagedTable
    counts: Counts


def lay(context: BatchContext, prepare: Prepare) -> tuple[AppliedTable, ...]:
    """Prepare and lay down the batch whose row is there already, in the caller's transaction; nothing is derived.

    The batch is the newest in laying order of those that lie. Its temporary folder is gone afterwards.
    """
    context.temp_folder.mkdir(exist_ok=True)
    try:
        staged_tables = tuple(prepare(context))
    finally:
        shutil.rmtree(context.temp_folder, ignore_errors=True)
    stamp = Stamp(context.batch_id, stored(context.imported_at), stored(context.extracted_at))
    applied = tuple(AppliedTable(staged, _apply(context, staged, stamp)) for staged in staged_tables)
    _describe(context, sum((table.counts for table in applied), Counts()))
    return applied


def _apply(context: BatchContext, staged: StagedTable, stamp: Stamp) -> Counts:
    counts = apply_staged(context.cursor, staged, stamp)
    context.cursor.execute(
        "INSERT INTO batch_table VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(context.batch_id, staged.file_id, staged.table, staged.source_system),
            *(counts.new, counts.changed, counts.unchanged, counts.stubs, counts.gone),
        ],
    )
    return counts


def _describe(context: BatchContext, counts: Counts) -> None:
    context.cursor.execute(
        "UPDATE batch SET rows_new = ?, rows_changed = ?, rows_unchanged = ?, rows_rejected = ?, summary = ?,"
        " options = ? WHERE batch_id = ?",
        [
            *(counts.new, counts.changed, counts.unchanged, context.rejected),
            *(json.dumps(context.summary, ensure_ascii=False), json.dumps(context.options, ensure_ascii=False)),
            context.batch_id,
        ],
    )
