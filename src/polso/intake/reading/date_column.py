"""A column as days or moments: which shapes occur, which order, whether a time or an offset is carried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from polso.base.errors import Place, UserError
from polso.intake.reading.assemble import assemble
from polso.intake.reading.dates import (
    COUNTED,
    WRITTEN,
    Order,
    ShapeName,
    carried_sql,
    day_sql,
    fixed_sql,
    has_shape,
    layout_sql,
    moment_sql,
    parts_sql,
    zoned_sql,
)
from polso.intake.reading.model import Decision, Finding
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.number_column import DOMINANT
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import Ambiguity, Choice, ColumnReading
from polso.intake.reading.sqltext import literal, matches
from polso.intake.reading.staging import Staged

_SHORT_YEAR = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\D.*)?"
_REASON = "CASE WHEN {shaped} THEN 'impossible_date' ELSE 'unreadable_date' END"


@dataclass(frozen=True, slots=True)
class _Facts:
    """Distinct values by shape, those with a time of day, with a time that is not midnight, with an offset.

    `short_years` are rows with a year of two digits; `layout` is the one fixed layout of all values, else 0.
    """

    shapes: tuple[ShapeName, ...]
    timed: int
    not_midnight: int
    zoned: int
    short_years: int
    layout: int


def as_date(staged: Staged, profile: ColumnProfile, answer: str | None = None) -> ColumnReading:
    """Column read as days or moments, whatever share of it is readable.

    The reading's kind is `date` when no value carries a time of day other than midnight and none an offset, else
    `timestamp`: taking the day of a moment needs the company's zone, which is the caller's. Being asked, it also takes
    Excel serials (20000 to 80000) and epoch seconds or milliseconds. `answer` is `dmy` or `mdy`; without it a column
    whose values fit both is returned with a question. Raises UserError `answer_unknown`.
    """
    return _read(staged, profile, answer, counted=True)


def written_date(staged: Staged, profile: ColumnProfile, answer: str | None = None) -> ColumnReading:
    """As `as_date`, without the counts of days or seconds that only a question can turn into dates."""
    return _read(staged, profile, answer, counted=False)


def _read(staged: Staged, profile: ColumnProfile, answer: str | None, *, counted: bool) -> ColumnReading:
    facts = _facts(staged, profile, counted=counted)
    order, decision, question = _decide_order(staged, profile, answer, facts)
    days_only = facts.not_midnight == 0 and facts.zoned == 0
    value, zoned = _value_sql(facts, order, days_only=days_only)
    shaped = " OR ".join(has_shape("{value}", name) for name in facts.shapes) or "FALSE"
    form = order if "numeric" in facts.shapes else facts.shapes[0] if facts.shapes else "none"
    findings = [Finding("midnight_everywhere", facts.timed)] if days_only and facts.timed else []
    if facts.short_years:
        findings.append(Finding("two_digit_years", facts.short_years))
    return assemble(
        staged,
        profile,
        "date" if days_only else "timestamp",
        replace(decision, value=form),
        value,
        _REASON.replace("{shaped}", shaped),
        zoned=zoned,
        findings=tuple(findings),
        question=question,
    )


def _value_sql(facts: _Facts, order: Order, *, days_only: bool) -> tuple[str, str]:
    """Templates of the value and of whether it carries an offset."""
    typed = "DATE" if days_only else "TIMESTAMP"
    if facts.layout:
        fixed = fixed_sql("{value}", facts.layout, order)
        return (f"CAST({fixed} AS DATE)" if days_only and facts.timed else fixed), "FALSE"
    branches, zones = [], []
    for name in facts.shapes:
        if days_only and not facts.timed and name not in COUNTED:
            value = day_sql("{value}", name, order)
        else:
            value = f"CAST({moment_sql('{value}', name, order)} AS {typed})"
        branches.append(f"WHEN {has_shape('{value}', name)} THEN {value}")
        zones.append(f"WHEN {has_shape('{value}', name)} THEN {zoned_sql('{value}', name)}")
    value = f"CASE {' '.join(branches)} END" if branches else f"CAST(NULL AS {typed})"
    return value, f"coalesce(CASE {' '.join(zones)} END, FALSE)" if facts.zoned else "FALSE"


def _facts(staged: Staged, profile: ColumnProfile, *, counted: bool) -> _Facts:
    """What occurs. How a value is written shows its shape and its time; counts of days need the values themselves."""
    filled = f"NOT {null_sql('value', text=False)}"
    counts = ", ".join(f"coalesce(sum(n) FILTER ({has_shape('value', name)}), 0)" for name in WRITTEN)
    short = matches("value", _SHORT_YEAR)
    layout = layout_sql("value")
    every, lowest, highest, short_years, *found = _one(
        staged,
        f"SELECT coalesce(sum(n), 0), coalesce(min({layout}), 0), coalesce(max({layout}), 0), "
        f"coalesce(sum(rows) FILTER ({short}), 0), {counts} FROM {profile.written} WHERE {filled}",
    )
    shapes = [name for name, count in zip(WRITTEN, found, strict=True) if count]
    facts = _carried(staged, profile.written, "n", shapes, filled)
    if counted and sum(found) < every:
        counts = ", ".join(f"count(*) FILTER ({has_shape('value', name)})" for name in COUNTED)
        other = _one(staged, f"SELECT {counts} FROM {profile.values} WHERE {filled}")
        more = [name for name, count in zip(COUNTED, other, strict=True) if count]
        facts = [one + two for one, two in zip(facts, _carried(staged, profile.values, "1", more, filled), strict=True)]
        shapes += more
    fixed = lowest if lowest == highest else 0
    timed, not_midnight, zoned = facts
    return _Facts(tuple(shapes), timed, not_midnight, zoned, short_years, fixed)


def _carried(staged: Staged, relation: str, weight: str, shapes: Sequence[ShapeName], filled: str) -> list[int]:
    """Values with a time of day, with one that is not midnight, with an offset."""
    if not shapes:
        return [0, 0, 0]
    branches = " ".join(f"WHEN {has_shape('value', name)} THEN {carried_sql('value', name)}" for name in shapes)
    sums = ", ".join(f"coalesce(sum({weight}) FILTER (f[{position}]), 0)" for position in (1, 2, 3))
    return list(_one(staged, f"SELECT {sums} FROM (SELECT *, CASE {branches} END AS f FROM {relation} WHERE {filled})"))


def _decide_order(
    staged: Staged, profile: ColumnProfile, answer: str | None, facts: _Facts
) -> tuple[Order, Decision, Ambiguity | None]:
    if answer is not None:
        if answer not in ("dmy", "mdy"):
            raise UserError("answer_unknown", place=Place(column=profile.name), answer=answer, choices=("dmy", "mdy"))
        return ("dmy" if answer == "dmy" else "mdy"), Decision(answer, "answer"), None
    if "numeric" not in facts.shapes:
        return "dmy", Decision("dmy", "values"), None
    parts = parts_sql("value", "numeric")
    first, second = f"CAST({parts}.first AS INTEGER)", f"CAST({parts}.middle AS INTEGER)"
    day = "a BETWEEN 13 AND 31 AND b BETWEEN 1 AND 12"
    month = "b BETWEEN 13 AND 31 AND a BETWEEN 1 AND 12"
    found = staged.connection.execute(
        f"SELECT count(*) FILTER ({day}), count(*) FILTER ({month}), "
        f"count(*) FILTER (a <> b AND a BETWEEN 1 AND 12 AND b BETWEEN 1 AND 12), "
        f"arg_min(value, first_line) FILTER ({day}), min(first_line) FILTER ({day}), "
        f"arg_min(value, first_line) FILTER ({month}), min(first_line) FILTER ({month}) "
        f"FROM (SELECT value, first_line, {first} AS a, {second} AS b FROM {profile.values} "
        f"WHERE {has_shape('value', 'numeric')})",
    ).fetchone()
    assert found is not None
    day_first, month_first, either = int(found[0]), int(found[1]), int(found[2])
    if day_first > DOMINANT * month_first or (day_first and not month_first):
        return "dmy", Decision("dmy", "values", found[3], found[4]), None
    if month_first > DOMINANT * day_first or (month_first and not day_first):
        return "mdy", Decision("mdy", "values", found[5], found[6]), None
    if not either and not day_first:
        return "dmy", Decision("dmy", "day_equals_month"), None
    return "dmy", Decision("dmy", "question"), _question(staged, profile, conflict=bool(day_first))


def _question(staged: Staged, profile: ColumnProfile, *, conflict: bool) -> Ambiguity:
    parts = parts_sql("value", "numeric")
    rows = staged.connection.execute(
        f"SELECT value, min(first_line), any_value({day_sql('value', 'numeric', 'dmy')}), "
        f"any_value({day_sql('value', 'numeric', 'mdy')}) FROM {profile.values} WHERE {has_shape('value', 'numeric')} "
        f"AND {parts}.first <> {parts}.middle GROUP BY value ORDER BY 2 LIMIT 3"
    ).fetchall()
    example, _, day_first, month_first = rows[0]
    dotted = _one(
        staged,
        f"SELECT count(*) FILTER (regexp_matches(value, {literal(r'^[0-9]+[.]')})), count(*) FROM {profile.values} "
        f"WHERE {has_shape('value', 'numeric')}",
    )
    all_dotted = dotted[0] == dotted[1] and not conflict
    return Ambiguity(
        "date_order",
        (Choice("dmy", example, _shown(day_first)), Choice("mdy", example, _shown(month_first))),
        tuple(row[0] for row in rows),
        "values_conflict" if conflict else "all_values_fit_both",
        "dmy" if all_dotted else None,
        "dotted_dates" if all_dotted else "",
    )


def _shown(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _one(staged: Staged, statement: str) -> tuple[int, ...]:
    found = staged.connection.execute(statement).fetchone()
    assert found is not None
    return tuple(int(number) for number in found)
