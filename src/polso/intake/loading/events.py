"""Old and new values of deal events, each read as its field wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.references import Mentioned, Registry
from polso.intake.loading.unit import Unit
from polso.intake.mapping.understand import ask_reading
from polso.intake.questions import Asked
from polso.intake.reading import Staged, as_date, as_number, profile_column
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.words import meaning

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_POINTERS = (("stage", "stage"), ("owner", "rep"))


def settle_events(cursor: DuckDBPyConnection, unit: Unit, registry: Registry, asked: Asked) -> list[Mentioned]:
    """Rewrite `old` and `new` of `unit.kept`: stages and owners as record ids, amounts as plain decimal text, days as
    ISO dates, statuses as closed words. A value that cannot be read rejects its row; values that read in two ways are
    asked for. Returns who was only mentioned.
    """
    mentioned: list[Mentioned] = []
    sides = [side for side in ("old", "new") if unit.mapping.has(side)]
    for side in sides:
        for field, table in _POINTERS:
            found, only = registry.resolve(unit, table, f"v_{side}", field, f"field = '{field}'")
            if only is not None:
                mentioned.append(only)
            cursor.execute(
                f'UPDATE {unit.kept} AS e SET "{side}" = f.record_id FROM {found} AS f '
                f"WHERE f.raw = e.v_{side} AND e.field = '{field}'"
            )
        _words(cursor, unit, side)
        _stages(cursor, unit, side)
    for field in ("amount", "expected_close"):
        _typed(cursor, unit, sides, field, asked)
    for side in sides:
        cursor.execute(f"UPDATE {unit.kept} SET \"{side}\" = NULL WHERE field = 'created'")
    return mentioned


def _words(cursor: DuckDBPyConnection, unit: Unit, side: str) -> None:
    rows = cursor.execute(
        f"SELECT DISTINCT v_{side} FROM {unit.kept} WHERE field = 'status' AND v_{side} IS NOT NULL"
    ).fetchall()
    known = unit.words.setdefault("status", {})
    for (word,) in rows:
        meant = known.get(word) or meaning("opportunity", "status", word)
        if meant is None:
            _reject(cursor, unit, side, "field = 'status' AND v_" + side + " = ?", "unknown_word", [word])
        else:
            known[word] = meant
            cursor.execute(
                f"UPDATE {unit.kept} SET \"{side}\" = ? WHERE field = 'status' AND v_{side} = ?", [meant, word]
            )


def _stages(cursor: DuckDBPyConnection, unit: Unit, side: str) -> None:
    """Note what the names of stages mean, for stages that nothing else describes."""
    rows = cursor.execute(
        f"SELECT DISTINCT v_{side} FROM {unit.kept} WHERE field = 'stage' AND v_{side} IS NOT NULL"
    ).fetchall()
    known = unit.words.setdefault("stage_id", {})
    new = [word for (word,) in rows if word not in known]
    known |= {word: meant for word in new if (meant := meaning("opportunity", "status", word)) is not None}


def _typed(cursor: DuckDBPyConnection, unit: Unit, sides: list[str], field: str, asked: Asked) -> None:
    """Read the values of one field, old and new together, as a column of their own."""
    relation = f"event_{unit.number}_{field}"
    stacked = " UNION ALL ".join(
        f"SELECT line, '{side}' AS side, v_{side} AS c0, CAST(NULL AS VARCHAR) AS kinds FROM {unit.kept} "
        f"WHERE field = '{field}' AND v_{side} IS NOT NULL"
        for side in sides
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {stacked}")
    row = cursor.execute(f"SELECT count(*) FROM {relation}").fetchone()
    if row is None or not row[0]:
        return
    read = as_number if field == "amount" else as_date
    header = unit.header(sides[-1])
    staged = Staged(cursor, f"temp.{relation}", (header,), int(row[0]), has_kinds=False)
    profile = profile_column(staged, 0)
    reading = read(staged, profile)
    if reading.question is not None:
        answer = asked.answer(ask_reading(unit.file, header, reading.question))
        if answer is None:
            return
        reading = read(staged, profile, answer)
    value = reading.sql()
    text = f"CAST({value} AS VARCHAR)" if field == "amount" else f"CAST(CAST({value} AS DATE) AS VARCHAR)"
    reason = "unreadable_number" if field == "amount" else "unreadable_date"
    for side in sides:
        cursor.execute(
            f'UPDATE {unit.kept} AS e SET "{side}" = t.shown FROM (SELECT line, {text} AS shown FROM {relation} '
            f"WHERE side = '{side}') AS t WHERE t.line = e.line AND e.field = '{field}'"
        )
        unread = f"field = '{field}' AND v_{side} IS NOT NULL AND \"{side}\" IS NULL"
        _reject(cursor, unit, side, unread, reason, [])


def _reject(cursor: DuckDBPyConnection, unit: Unit, side: str, condition: str, reason: str, values: list[str]) -> None:
    cursor.execute(
        f"INSERT INTO {unit.rejects} SELECT line, {literal(unit.header(side))}, v_{side}, '{reason}' "
        f"FROM {unit.kept} WHERE {condition}",
        values,
    )
    cursor.execute(f"DELETE FROM {unit.kept} WHERE {condition}", values)
