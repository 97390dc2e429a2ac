"""Stage 5: the kind of each column, decided once from all of its distinct values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polso.intake.reading.assemble import assemble
from polso.intake.reading.booleans import as_boolean, is_boolean
from polso.intake.reading.date_column import written_date
from polso.intake.reading.dates import WRITTEN, day_sql, has_shape
from polso.intake.reading.model import Decision, RawTable
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.number_column import as_number, looks_like_identifier
from polso.intake.reading.numbers import looks_like_number
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import ColumnReading
from polso.intake.reading.sqltext import matches
from polso.intake.reading.staging import Staged

_ENOUGH = 0.9
_CALENDAR = "BETWEEN DATE '1970-01-01' AND DATE '2100-12-31'"


def read_column(staged: Staged, profile: ColumnProfile, answer: str | None = None) -> ColumnReading:
    """The column by its own evidence: the kind that nine tenths of its distinct values and rows have, else text.

    Leading zeros and more than 14 digits make text. Eight digits are days when every one is a day of 1970 to 2100.
    What the mapping wants instead it asks with `as_number`, `as_date`, `as_boolean` or `as_text`.
    """
    if profile.nulls == profile.rows and dict(profile.spellings).get("") == profile.rows:
        return as_empty(profile)
    nothing = null_sql("value", text=False)
    written = " OR ".join(has_shape("value", name) for name in WRITTEN)
    found = staged.connection.execute(
        f"SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (is_n), 0), coalesce(sum(n) FILTER (is_d), 0), "
        f"coalesce(sum(rows), 0), coalesce(sum(rows) FILTER (is_n), 0), coalesce(sum(rows) FILTER (is_d), 0) "
        f"FROM (SELECT rows, n, kind = 'n' OR {looks_like_number('value')} AS is_n, kind = 'd' OR {written} AS is_d "
        f"FROM {profile.written} WHERE NOT {nothing})"
    ).fetchone()
    assert found is not None
    values, numbers, dates, rows, number_rows, date_rows = (int(number) for number in found)
    if not values:
        return as_empty(profile)
    if is_boolean(staged, profile):
        return as_boolean(staged, profile)
    if dates >= _ENOUGH * values and date_rows >= _ENOUGH * rows and _are_days(staged, profile, all_digits=numbers > 0):
        return written_date(staged, profile, answer)
    if numbers >= _ENOUGH * values and number_rows >= _ENOUGH * rows and not looks_like_identifier(staged, profile):
        return as_number(staged, profile, answer)
    return as_text(staged, profile)


def as_text(staged: Staged, profile: ColumnProfile) -> ColumnReading:
    """Column as text; only unmistakable null spellings are null."""
    nothing = profile.null_sql("{value}", text=True)
    value = f"CASE WHEN {nothing} THEN NULL ELSE {{value}} END" if profile.has_null_words else "{value}"
    return assemble(staged, profile, "text", Decision("text", "values"), value, "NULL", all_readable=True)


def as_empty(profile: ColumnProfile) -> ColumnReading:
    """A column in which nothing stands but null spellings."""
    return ColumnReading(
        index=profile.index,
        name=profile.name,
        kind="empty",
        form=Decision("empty", "values"),
        rows=profile.rows,
        nulls=profile.rows,
        value_sql="CAST(NULL AS VARCHAR)",
        null_sql="TRUE",
    )


def _are_days(staged: Staged, profile: ColumnProfile, *, all_digits: bool) -> bool:
    """Eight digits might be a number, so that a single one that is no day of our time makes all of them numbers."""
    if not all_digits:
        return True
    nothing = null_sql("value", text=False)
    day = f"CASE WHEN {has_shape('value', 'compact')} THEN {day_sql('value', 'compact', 'dmy')} END"
    found = staged.connection.execute(
        f"SELECT count(*) FROM {profile.values} WHERE NOT {nothing} AND kind <> 'd' AND "
        f"NOT coalesce({day} {_CALENDAR}, NOT {matches('value', '[0-9]+')})"
    ).fetchone()
    return bool(found and found[0] == 0)


def recommend(table: RawTable, readings: Sequence[ColumnReading]) -> tuple[ColumnReading, ...]:
    """Readings whose open questions name what the rest of the file speaks for; a recommendation decides nothing."""
    orders = _decided(readings, ("dmy", "mdy"))
    marks = _decided(readings, ("comma", "point"))
    semicolon = table.dialect is not None and table.dialect.delimiter == ";"
    made = []
    for reading in readings:
        question = reading.question
        if question is not None and question.recommended is None:
            known: Mapping[str, str] = orders if question.kind == "date_order" else marks
            if len(known) == 1:
                value, name = next(iter(known.items()))
                question = replace(question, recommended=value, because=f"other_column:{name}")
            elif not known and semicolon:
                value = "dmy" if question.kind == "date_order" else "comma"
                question = replace(question, recommended=value, because="semicolon_file")
            reading = replace(reading, question=question)
        made.append(reading)
    return tuple(made)


def _decided(readings: Sequence[ColumnReading], forms: tuple[str, str]) -> dict[str, str]:
    """Form to the first column that its own values decided so."""
    found: dict[str, str] = {}
    for reading in readings:
        if reading.question is None and reading.form.value in forms and reading.form.why == "values":
            found.setdefault(reading.form.value, reading.name)
    return found
