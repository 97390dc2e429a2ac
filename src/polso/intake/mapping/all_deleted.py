"""An export of which every row is marked as deleted: whether that is meant is asked, once an import."""

from __future__ import annotations

from dataclasses import replace

from polso.intake.mapping.model import RowsLeftOut, TableMapping
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import ReadTable
from polso.intake.reading.sqltext import literal
from polso.intake.report import Notice

DELETED = "deleted_in_source"
TOPIC = "all_deleted"
TAKE, LEAVE_OUT = "take", "leave_out"


def settle_all_deleted(
    file: str, read: ReadTable, mapping: TableMapping, asked: Asked
) -> tuple[TableMapping, list[Notice]]:
    """The mapping without the rule on deleted rows, and a notice, where the answer is to take them.

    Asked for (`FILE:all_deleted`) only while nothing of the kind is known from that source: later on, a file full of
    deleted rows says what went. An answer for one file of an import holds for the others of that import.
    """
    rule = next((one for one in mapping.rows_left_out if one.reason == DELETED and _marks_all(read, one)), None)
    if rule is None:
        return mapping, []
    answer = _answer(file, read, mapping, rule, asked)
    if answer != TAKE:
        return mapping, []
    kept = tuple(one for one in mapping.rows_left_out if one.reason != DELETED)
    count = read.clean.rows
    return replace(mapping, rows_left_out=kept), [Notice("deleted_taken", count, (mapping.headers[rule.index],))]


def _answer(file: str, read: ReadTable, mapping: TableMapping, rule: RowsLeftOut, asked: Asked) -> str | None:
    own = f"{file}:{TOPIC}"
    others = [key for key in asked.answers if key.endswith(f":{TOPIC}")]
    if own not in asked.answers:
        if others:
            return asked.said(others[0])
        if _is_known(read, mapping) or any(one.key.endswith(f":{TOPIC}") for one in asked.questions):
            return LEAVE_OUT
    header = mapping.headers[rule.index]
    return asked.answer(
        Question(
            key=own,
            message=f"question.{TOPIC}",
            choices=tuple(Choice(value, f"question.{TOPIC}_{value}") for value in (TAKE, LEAVE_OUT)),
            parameters=(("file", file), ("count", read.clean.rows), ("column", header)),
            recommended=TAKE,
            reason="every_row_is_deleted",
            examples=(header,),
            file=file,
            column=header,
            weight=read.clean.rows,
            advice="else_nothing_is_left",
        )
    )


def _marks_all(read: ReadTable, rule: RowsLeftOut) -> bool:
    if rule.keep or not read.clean.rows:
        return False
    words = ", ".join(literal(word) for word in rule.words)
    row = read.staged.connection.execute(
        f"SELECT bool_and(lower(coalesce(c{rule.index}, '')) IN ({words})) FROM {read.staged.table}"
    ).fetchone()
    return row is not None and bool(row[0])


def _is_known(read: ReadTable, mapping: TableMapping) -> bool:
    """Whether the workspace holds records of the table from that source that are not deleted."""
    connection = read.staged.connection
    there = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary AND table_name = ?"
    if connection.execute(there, [mapping.table]).fetchone() is None:
        return False
    known = (
        f"SELECT 1 FROM main.{mapping.table} WHERE source_system = ? AND known_to IS NULL AND deleted_at IS NULL "
        "AND NOT is_stub LIMIT 1"
    )
    return connection.execute(known, [mapping.source_system]).fetchone() is not None
