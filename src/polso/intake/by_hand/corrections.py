"""Corrections: a value that a person put in the place of what a file said, and what becomes of it later.

A record of `correction` tells the value and the one that it replaced. It binds while the two differ: a later file that
still says what was replaced changes nothing. A file that says the corrected value agrees, and from then on the source
leads again. A file that says anything else is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from polso.base.company import Company
from polso.catalog.schema import TABLE, Column
from polso.intake.by_hand.entering import CORRECTION, SOURCE, Statement
from polso.intake.by_hand.texts import stored_values, text_sql
from polso.intake.questions import Asked, Choice, Question
from polso.store.staging import StagedTable
from polso.store.statement_text import fill, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PART = "\x1f"
"""Between the parts of a composite key."""
MINE, FILE = "mine", "file"
_EXAMPLES = 3


def correction_of(
    entity: str, source: str, key: str, column: str, value: str | None, replaced: str | None
) -> Statement:
    """The statement that `column` of a record is `value` and not, as a file says, `replaced`."""
    values = {"entity": entity, "entity_source": source, "entity_key": key, "column_name": column}
    external_id = PART.join((entity, source, key, column))
    return Statement(CORRECTION, SOURCE, external_id, values | {"value": value, "replaced": replaced})


def with_targets(cursor: DuckDBPyConnection, statements: Sequence[Statement]) -> list[Statement]:
    """The statements, and after all corrections what each of them sets.

    What a correction replaces is looked up anew: another file may lie beneath it than when it was entered.
    """
    told: list[Statement] = []
    targets: list[Statement] = []
    for statement in statements:
        if statement.table != CORRECTION:
            told.append(statement)
            continue
        said = statement.values
        entity, column = str(said["entity"]), str(said["column_name"])
        source, key = str(said["entity_source"]), str(said["entity_key"])
        replaced = _replaced(cursor, entity, source, key, column, said["replaced"])
        told.append(replace(statement, values={**said, "replaced": replaced}))
        targets.append(Statement(entity, source, key, {column: said["value"]}))
    return [*told, *targets]


def _replaced(
    cursor: DuckDBPyConnection, entity: str, source: str, key: str, column: str, else_: str | None
) -> str | None:
    """What the files say: as an earlier correction has it, else as the record stands, else `else_`."""
    earlier = cursor.execute(
        "SELECT replaced FROM main.correction WHERE entity = ? AND entity_source = ? AND entity_key = ?"
        " AND column_name = ? AND known_to IS NULL AND deleted_at IS NULL",
        [entity, source, key, column],
    ).fetchone()
    if earlier is not None:
        return None if earlier[0] is None else str(earlier[0])
    table = TABLE[entity]
    stands = cursor.execute(
        fill(
            "SELECT {value} FROM main.{table} AS stored WHERE source_system = ? AND external_id = ?"
            " AND known_to IS NULL AND deleted_at IS NULL",
            value=text_sql(table.column(column), "stored"),
            table=quoted(entity),
        ),
        [source, key],
    ).fetchone()
    if stands is None:
        return else_
    return None if stands[0] is None else str(stands[0])


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the corrections that a file touches: `table` is what is learned of them, for the store."""

    table: StagedTable
    kept: int


def keep_corrections(
    cursor: DuckDBPyConnection, staged: StagedTable, label: str, asked: Asked, company: Company
) -> Kept | None:
    """Put the corrected values into the staged rows that still say what was replaced.

    A file that says a third value is asked about once, under `LABEL:conflict`. None where no correction is touched or
    the question is open.
    """
    columns = _corrected_columns(cursor, staged)
    if not columns:
        return None
    touched = f"{staged.relation}_corrected"
    cursor.execute(fill(_NEW, touched=quoted(touched)))
    for column in columns:
        cursor.execute(
            fill(_TOUCHED, touched=quoted(touched), staged=quoted(staged.relation), value=text_sql(column, "staged")),
            {"entity": staged.table, "source": staged.source_system, "column": column.name},
        )
    row = cursor.execute(fill(_COUNT, touched=quoted(touched))).fetchone()
    third, any_touched = (int(row[0]), int(row[1])) if row else (0, 0)
    if not any_touched:
        return None
    verdict: str | None = MINE
    if third:
        verdict = asked.answer(_question(cursor, touched, label, third))
        if verdict is None:
            return None
    kept = sum(_put(cursor, staged, column, touched, company, verdict == MINE) for column in columns)
    return Kept(_learned(cursor, staged, touched, verdict == MINE), kept)


def _corrected_columns(cursor: DuckDBPyConnection, staged: StagedTable) -> list[Column]:
    rows = cursor.execute(
        "SELECT DISTINCT column_name FROM main.correction WHERE entity = ? AND entity_source = ?"
        " AND known_to IS NULL AND deleted_at IS NULL AND value IS DISTINCT FROM replaced",
        [staged.table, staged.source_system],
    ).fetchall()
    found = [TABLE[staged.table].column(name) for (name,) in sorted(rows)]
    return [column for column in found if all(name in staged.provided for name, _ in column.physical())]


def _question(cursor: DuckDBPyConnection, touched: str, label: str, third: int) -> Question:
    rows = cursor.execute(fill(_THIRD, touched=quoted(touched), most=str(_EXAMPLES))).fetchall()
    return Question(
        key=f"{label}:conflict",
        message="question.conflict",
        choices=(Choice(MINE, "question.conflict_mine"), Choice(FILE, "question.conflict_file")),
        parameters=(("file", label), ("count", third)),
        recommended=MINE,
        reason="corrected_by_hand",
        examples=tuple(f"{key}, {name}: {said or '—'} ≠ {value or '—'}" for key, name, said, value in rows),
        file=label,
    )


def _put(
    cursor: DuckDBPyConnection, staged: StagedTable, column: Column, touched: str, company: Company, mine: bool
) -> int:
    """Set the corrected values of one column in the staged rows; how many there were."""
    rows = cursor.execute(
        fill(
            "SELECT external_id, value FROM {touched} WHERE column_name = ? AND said IS DISTINCT FROM value {which}",
            touched=quoted(touched),
            which="" if mine else "AND said IS NOT DISTINCT FROM replaced",
        ),
        [column.name],
    ).fetchall()
    physical = column.physical()
    sets = ", ".join(f"{quoted(name)} = CAST(? AS {kind})" for name, kind in physical)
    for key, value in rows:
        cursor.execute(
            fill("UPDATE {staged} SET {sets} WHERE external_id = ?", staged=quoted(staged.relation), sets=sets),
            [*stored_values(column, value, company.zone), key],
        )
    return len(rows)


def _learned(cursor: DuckDBPyConnection, staged: StagedTable, touched: str, mine: bool) -> StagedTable:
    """The corrections with what the file says now; those given up for the file are gone."""
    relation, gone = f"{touched}_learned", f"{touched}_gone"
    third = "said IS DISTINCT FROM value AND said IS DISTINCT FROM replaced"
    names = {"relation": quoted(relation), "gone": quoted(gone), "touched": quoted(touched), "third": third}
    cursor.execute(fill(_LEARNED if mine else _LEARNED_BUT_THIRD, **names))
    cursor.execute(fill(_NONE_GONE if mine else _GONE, **names))
    return StagedTable(CORRECTION, SOURCE, staged.file_id, relation, ("replaced",), gone=gone)


_NEW = """
    CREATE OR REPLACE TEMP TABLE {touched} (
        line INTEGER, external_id VARCHAR, column_name VARCHAR, correction_id VARCHAR, said VARCHAR, value VARCHAR,
        replaced VARCHAR
    )
"""

_TOUCHED = """
    INSERT INTO {touched}
    SELECT staged.line, staged.external_id, $column, told.external_id, {value}, told.value, told.replaced
    FROM {staged} AS staged
    JOIN main.correction AS told ON told.entity_key = staged.external_id
    WHERE NOT staged.is_stub AND told.entity = $entity AND told.entity_source = $source AND told.column_name = $column
        AND told.known_to IS NULL AND told.deleted_at IS NULL AND told.value IS DISTINCT FROM told.replaced
"""

_COUNT = """
    SELECT count(*) FILTER (WHERE said IS DISTINCT FROM value AND said IS DISTINCT FROM replaced), count(*)
    FROM {touched}
"""

_THIRD = """
    SELECT external_id, column_name, said, value FROM {touched}
    WHERE said IS DISTINCT FROM value AND said IS DISTINCT FROM replaced ORDER BY line, column_name LIMIT {most}
"""

_LEARNED = """
    CREATE OR REPLACE TEMP TABLE {relation} AS
    SELECT line, correction_id AS external_id, FALSE AS is_stub, said AS replaced FROM {touched}
"""

_LEARNED_BUT_THIRD = _LEARNED + " WHERE NOT ({third})"

_GONE = """
    CREATE OR REPLACE TEMP TABLE {gone} AS SELECT correction_id AS external_id FROM {touched} WHERE {third}
"""

_NONE_GONE = "CREATE OR REPLACE TEMP TABLE {gone} AS SELECT correction_id AS external_id FROM {touched} WHERE FALSE"
