"""Records given as Python values, loaded through the store without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from polso.catalog.schema import TABLE
from polso.store.batch_context import BatchContext
from polso.store.batches import BatchResult, load
from polso.store.staging import StagedTable
from polso.store.workspace import Workspace

KEY_SEPARATOR = "\x1f"
ROWS_AT_ONCE = 200


def load_records(
    workspace: Workspace,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    extracted_at: datetime | None = None,
    imported_at: datetime | None = None,
    source_system: str = "files",
    folder: Path | None = None,
) -> BatchResult:
    """Load rows as one batch; instants are naive UTC under `x_at` with the local day under `x_on`, or the day alone."""
    original = (folder or workspace.temporary.parent) / "records.txt"
    original.write_text(repr(tables), encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        staged = []
        for table_name, rows in tables.items():
            file_id = context.register_file(f"{table_name}.csv", original, table=table_name, rows=len(rows))
            table = TABLE[table_name]
            types = dict(table.physical())
            names = [name for name in types if any(name in row for row in rows)]
            relation = f"staged_{table_name}"
            columns = ", ".join(f'"{name}" {types[name]}' for name in names)
            context.cursor.execute(
                f'CREATE OR REPLACE TEMP TABLE "{relation}"'
                f" (line INTEGER, external_id VARCHAR, is_stub BOOLEAN, {columns})"
            )
            lines = [
                [
                    line,
                    KEY_SEPARATOR.join(str(row.get(part, line)) for part in table.key),
                    False,
                    *(row.get(name) for name in names),
                ]
                for line, row in enumerate(rows, start=2)
            ]
            marks = "(" + ", ".join("?" * (3 + len(names))) + ")"
            for first in range(0, len(lines), ROWS_AT_ONCE):
                chunk = lines[first : first + ROWS_AT_ONCE]
                context.cursor.execute(
                    f'INSERT INTO "{relation}" VALUES {", ".join([marks] * len(chunk))}',
                    [cell for line in chunk for cell in line],
                )
            staged.append(StagedTable(table_name, source_system, file_id, relation, tuple(names)))
        return staged

    with workspace.cursor() as cursor:
        result = load(workspace, cursor, prepare, extracted_at=extracted_at, imported_at=imported_at)
    original.unlink()
    return result
