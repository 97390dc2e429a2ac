"""Taking an import back, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polso.intake.opening import ImportProgress
from polso.intake.replaying import DECIDED, preparing_again
from polso.store.imports import imported_batches
from polso.store.undo import take_back
from polso.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Decision:
    """A question that only the changed past raised for a later batch, and the recommended answer that it took."""

    batch: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """`files` are the names of the batch taken back; `replayed` the later batches laid anew, in laying order."""

    batch: int
    kind: str
    files: tuple[str, ...]
    extracted_at: datetime
    replayed: tuple[int, ...]
    decided: tuple[Decision, ...]


def undo(workspace: Workspace, batch_id: int, now: datetime, progress: ImportProgress | None = None) -> UndoReport:
    """Take back a batch, also from the middle of others: what is known is what the others would have made alone.

    Nothing is asked: a question that only the changed past raises for a later batch takes the recommended answer,
    which is told and noted in the summary of that batch. Its row among the imports and its originals stay; importing
    the same files again brings it back as a new import. After any exception the workspace is as before.
    Raises NotFoundError `batch_not_found`; UserError `batch_undone_already`, `original_missing`, `disk_full` and what
    reading the later files raises.
    """
    with workspace.cursor() as cursor:
        done = take_back(workspace, cursor, batch_id, preparing_again(workspace, progress), now)
        decided = [
            Decision(number, key, str(value))
            for number in done.replayed
            for key, value in imported_batches(cursor, number)[0].summary.get(DECIDED, {}).items()
        ]
    return UndoReport(
        batch_id,
        done.batch.kind,
        tuple(original.name for original in done.batch.originals),
        done.batch.extracted_at,
        done.replayed,
        tuple(decided),
    )
