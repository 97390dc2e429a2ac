"""A file without keys that repeats some rows of another: are they the same or others?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.base.stacks import place_in
from polso.intake.loading.unit import Unit
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading.sqltext import literal
from polso.store.imports import seen_before

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LOGS = frozenset({"opportunity_event", "opportunity", "invoice"})
"""Whoever exports a log, or the list of deals or invoices, gets all of it again; an equal entry is the same one."""


def salt_of(cursor: DuckDBPyConnection, unit: Unit, before: list[Unit], asked: Asked) -> str:
    """What makes the rows of a keyless unit others than equal rows known already; empty where equal means the same.

    A file whose rows are all known, or all unknown, needs no answer, nor does one that was imported before. Otherwise
    `same` adds only what is not known yet and `new` adds every row.
    """
    if not unit.by_content or unit.table.name in _LOGS:
        return ""
    known = [f"SELECT external_id FROM main.{unit.table.name} WHERE source_system = {literal(unit.source_system)}"]
    known += [
        f"SELECT external_id FROM {other.kept}"
        for other in before
        if other.table.name == unit.table.name and other.source_system == unit.source_system
    ]
    row = cursor.execute(
        f"SELECT count(*), count(*) FILTER (external_id IN ({' UNION ALL '.join(known)})), "
        f"min(line) FILTER (external_id IN ({' UNION ALL '.join(known)})) FROM {unit.kept}"
    ).fetchone()
    assert row is not None
    rows, repeated, line = int(row[0]), int(row[1]), row[2]
    salt = f":{unit.read.raw.file.sha256}"
    if not repeated or repeated == rows:
        return ""
    if seen_before(cursor, unit.read.raw.file.sha256):
        return salt
    sheet, place = place_in(unit.read.raw.offsets, line)
    question = Question(
        key=f"{unit.file}:overlap",
        message="question.overlap" if sheet is None else "question.overlap_sheet",
        choices=(Choice("same", "question.overlap_same"), Choice("new", "question.overlap_new")),
        parameters=(("count", repeated), ("rows", rows), ("line", str(place)), ("sheet", sheet)),
        recommended="same",
        reason="rows_known_already",
        file=unit.file,
        weight=repeated,
    )
    return salt if asked.answer(question) == "new" else ""
