"""What people enter, as a batch of its own: its original is a document of statements, kept like any file."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from polso.base.company import Company
from polso.catalog.schema import TABLE, Column
from polso.intake.by_hand.texts import Stored, stored_values
from polso.store.batch_context import BatchContext
from polso.store.batches import BatchResult, load
from polso.store.database import disk_failures
from polso.store.staging import STAGED_COLUMNS, StagedTable
from polso.store.statement_text import fill, quoted
from polso.store.workspace import Workspace

SOURCE = "hand"
"""The source system of records that people make; a statement about a record of another source only changes it."""
DOCUMENT = "by-hand.json"
SKIPPED = "skipped"
"""In the summary of a batch: statements about records that are not known, or no longer."""
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of one record: canonical columns, each as the text of `polso.intake.by_hand.texts`.

    Other columns of the record stay as they are. A column that is given as None becomes empty.
    """

    table: str
    source_system: str
    external_id: str
    values: Mapping[str, str | None]


def enter(
    workspace: Workspace, statements: Sequence[Statement], now: datetime, *, dry_run: bool = False
) -> BatchResult:
    """Write the statements down as one batch of kind `hand`, which is undone and replayed like any import.

    Statements on the table `correction` also set the value that they tell. A record of the source `hand` is made where
    it is not known, with the defaults of its table; statements about unknown or deleted records of other sources are
    left out. After any exception the workspace is as before. Raises what `polso.store.batches.load` raises.
    """
    folder = workspace.temporary / f"hand-{uuid.uuid4().hex}"
    try:
        document = folder / DOCUMENT
        with disk_failures(workspace.path):
            folder.mkdir()
            document.write_text(_written(statements, now), encoding="utf-8")
        from polso.intake.replaying import preparing_again

        with workspace.cursor() as cursor:
            return load(
                workspace,
                cursor,
                lambda context: prepare_document(workspace.company, context, document),
                imported_at=now,
                dry_run=dry_run,
                kind="hand",
                originals=[(DOCUMENT, document)],
                again=preparing_again(workspace),
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare_document(company: Company, context: BatchContext, document: Path) -> Sequence[StagedTable]:
    """The statements of a kept document as staged tables, over what is known now."""
    from polso.intake.by_hand.corrections import with_targets

    said = _read(document)
    statements = with_targets(context.cursor, said)
    file_id = context.register_file(
        DOCUMENT, document, table=said[0].table if said else None, source_system=SOURCE, rows=len(said)
    )
    context.summary.pop(SKIPPED, None)
    return [
        _stage(company, context, file_id, number, group) for number, group in enumerate(_groups(statements), start=1)
    ]


def _written(statements: Sequence[Statement], now: datetime) -> str:
    document = {
        "entered_at": now.astimezone(UTC).isoformat(),
        "statements": [asdict(statement) | {"values": dict(statement.values)} for statement in statements],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _read(document: Path) -> tuple[Statement, ...]:
    data: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    return tuple(Statement(**statement) for statement in data["statements"])


def _groups(statements: Sequence[Statement]) -> list[list[tuple[int, Statement]]]:
    """Statements that speak of the same columns of one table and source, each record once, in the order given."""
    groups: list[list[tuple[int, Statement]]] = []
    for number, statement in enumerate(statements, start=1):
        last = groups[-1] if groups else []
        is_alike = bool(last) and _shape(last[0][1]) == _shape(statement)
        if is_alike and all(statement.external_id != other.external_id for _, other in last):
            last.append((number, statement))
        else:
            groups.append([(number, statement)])
    return groups


def _shape(statement: Statement) -> tuple[str, str, frozenset[str]]:
    return statement.table, statement.source_system, frozenset(statement.values)


def _stage(
    company: Company, context: BatchContext, file_id: int, number: int, group: list[tuple[int, Statement]]
) -> StagedTable:
    cursor, first = context.cursor, group[0][1]
    table = TABLE[first.table]
    columns = [column for column in table.columns if column.name in first.values]
    kinds = dict(table.physical())
    physical = [name for column in columns for name, _ in column.physical()]
    relation, told = f"hand_{context.batch_id}_{number}", f"hand_{context.batch_id}_{number}_told"
    described = [f"{name} {kind}" for name, kind in STAGED_COLUMNS] + [f"{quoted(n)} {kinds[n]}" for n in physical]
    cursor.execute(fill("CREATE OR REPLACE TEMP TABLE {told} ({columns})", told=told, columns=", ".join(described)))
    marks = ", ".join("?" * len(described))
    cursor.executemany(
        fill("INSERT INTO {told} VALUES ({marks})", told=told, marks=marks),
        [[line, said.external_id, False, *_cells(columns, said.values, company)] for line, said in group],
    )
    extra = _defaults(table.name, first) if first.source_system == SOURCE else {}
    chosen = [f"told.{quoted(name)}" for name in physical]
    chosen += [f"CAST({value} AS {kinds[name]}) AS {quoted(name)}" for name, value in extra.items()]
    cursor.execute(
        fill(
            _STAGE,
            relation=relation,
            told=told,
            table=quoted(table.name),
            columns="".join(f", {one}" for one in chosen),
            known="TRUE" if first.source_system == SOURCE else "known.external_id IS NOT NULL",
        ),
        {"source_system": first.source_system},
    )
    row = cursor.execute(fill("SELECT count(*) FROM {relation}", relation=relation)).fetchone()
    skipped = len(group) - int(row[0] if row else 0)
    if skipped:
        before = context.summary.get(SKIPPED, 0)
        context.summary[SKIPPED] = skipped + (before if isinstance(before, int) else 0)
    return StagedTable(table.name, first.source_system, file_id, relation, (*physical, *extra))


_STAGE = """
    CREATE OR REPLACE TEMP TABLE {relation} AS
    SELECT told.line, told.external_id, told.is_stub{columns}
    FROM {told} AS told
    LEFT JOIN main.{table} AS known ON known.source_system = $source_system AND known.external_id = told.external_id
        AND known.known_to IS NULL AND known.deleted_at IS NULL
    WHERE {known}
"""


def _cells(columns: Sequence[Column], values: Mapping[str, str | None], company: Company) -> Iterator[Stored]:
    for column in columns:
        yield from stored_values(column, values[column.name], company.zone)


def _defaults(name: str, statement: Statement) -> dict[str, str]:
    """SQL of what a record that people make has without saying so: its id, and the defaults of its table."""
    table = TABLE[name]
    extra: dict[str, str] = {}
    if len(table.key) == 1 and table.key[0] not in statement.values:
        extra[table.key[0]] = f"coalesce(known.{quoted(table.key[0])}, told.external_id)"
    for column in table.columns:
        if column.default is not None and column.name not in statement.values:
            default = f"'{column.default}'" if column.kind in ("choice", "text") else column.default
            extra[column.name] = f"coalesce(known.{quoted(column.name)}, {default})"
    return extra
