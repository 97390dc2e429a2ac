"""`imports`: what has been imported so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.store.imports import imported_batches


def imports(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """`imports`: every batch, oldest first, with its files; `timezone` is the company's, for showing the instants."""
    with session.workspace.cursor() as cursor:
        batches = imported_batches(cursor)
    return {
        "imports": [
            {
                "batch": batch.batch_id,
                "kind": batch.kind,
                "files": [
                    {
                        "file": file.name,
                        "table": file.table,
                        "rows": file.rows,
                        "rejected": file.rejected,
                    }
                    for file in batch.files
                ],
                "imported_at": _iso(batch.imported_at),
                "extracted_at": _iso(batch.extracted_at),
                "undone": batch.undone_at is not None,
            }
            for batch in batches
        ],
        "timezone": session.company.timezone,
    }


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
