"""One batch taken back, as if it had never been, wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from polso.base.errors import NotFoundError, UserError
from polso.store import derived
from polso.store.company_calendar import company_calendar
from polso.store.replay import Again, StoredBatch, later_batches, relay, rewind, stored_batch
from polso.store.versions import drop_touched
from polso.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The batch that was taken back, and the numbers of the later ones that were laid anew, in laying order."""

    batch: StoredBatch
    replayed: tuple[int, ...]


def take_back(
    workspace: Workspace, cursor: duckdb.DuckDBPyConnection, batch_id: int, again: Again, now: datetime
) -> TakenBack:
    """Take the batch back in one transaction: what is known is what the other batches would have made alone.

    Its row and its originals stay. After any exception the workspace is as before.
    Raises NotFoundError `batch_not_found`; UserError `batch_undone_already`, `disk_full` and what `again` raises.
    """
    kept: list[Path] = []
    try:
        with workspace.transaction(cursor):
            batch = _found(cursor, batch_id)
            later = later_batches(cursor, batch.extracted_at, batch_id)
            drop_touched(cursor)
            rewind(cursor, (batch, *later), now)
            relay(workspace, cursor, later, again, kept)
            derived.rebuild(cursor, workspace.company, company_calendar(cursor, workspace.company), None)
            drop_touched(cursor)
    except BaseException:
        for original in kept:
            original.unlink(missing_ok=True)
        raise
    return TakenBack(batch, tuple(one.batch_id for one in later))


def _found(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> StoredBatch:
    batch = stored_batch(cursor, batch_id)
    if batch is None:
        raise NotFoundError("batch_not_found", batch=batch_id)
    if batch.undone_at is not None:
        raise UserError("batch_undone_already", batch=batch_id)
    return batch
