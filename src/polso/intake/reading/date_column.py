"""A column as days or moments: which shapes occur, which order, whether a time or an offset is carried."""

from __future__ import annotations

from dataclasses import dataclass
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
    has_shape,
    moment_sql,
    parts_sql,
    zoned_sql,
)
from polso.intake.reading.model import Decision, Finding
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.number_column import DOMINANT
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import Ambiguity, Choice, ColumnReading
from polso.intake.reading.sqltext import literal
from polso.intake.reading.staging import Staged

_REASON = "CASE WHEN {shaped} THEN 'impossible_date' ELSE 'unreadable_date' END"


@dataclass(frozen=True, slots=True)
class _Facts:
    """Distinct values by shape, those with a time of day, with a time that is not midnight, with an offset."""

    shapes: tuple[ShapeName, ...]
    timed: int
    not_midnight: int
    zoned: int


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
    order, why, question = _decide_order(staged, profile, answer, facts)
    days_only = facts.not_midnight == 0 and facts.zoned == 0
    typed = "DATE" if days_only else "TIMESTAMP"
    branches, zones = [], []
    for name in facts.shapes:
        if days_only and not facts.timed:
            value = (
                f"CAST({moment_sql('{value}', name, order)} AS DATE)"
                if name in COUNTED
                else day_sql("{value}", name, order)
            )
        else:
            value = f"CAST({moment_sql('{value}', name, order)} AS {typed})"
        branches.append(f"WHEN {has_shape('{value}', name)} THEN {value}")
        zones.append(f"WHEN {has_shape('{value}', name)} THEN {zoned_sql('{value}', name)}")
    value = f"CASE {' '.join(branches)} END" if branches else f"CAST(NULL AS {typed})"
    zoned = f"coalesce(CASE {' '.join(zones)} END, FALSE)" if facts.zoned else "FALSE"
    shaped = " OR ".join(has_shape("{value}", name) for name in facts.shapes) or "FALSE"
    form = order if "numeric" in facts.shapes else facts.shapes[0] if facts.shapes else "none"
    findings = (Finding("midnight_everywhere", facts.timed),) if days_only and facts.timed else ()
    return assemble(
        staged,
        profile,
        "date" if days_only else "timestamp",
        Decision(form, why),
        value,
        _REASON.replace("{shaped}", shaped),
        zoned=zoned,
        findings=findings,
        question=question,
    )


def _facts(staged: Staged, profile: ColumnProfile, *, counted: bool) -> _Facts:
    names = (*WRITTEN, *COUNTED) if counted else WRITTEN
    counts = ", ".join(f"count(*) FILTER ({has_shape('value', name)})" for name in names)
    found = _one(staged, f"SELECT {counts} FROM {profile.values} WHERE NOT {null_sql('value', text=False)}")
    shapes = tuple(name for name, count in zip(names, found, strict=True) if count)
    if not shapes:
        return _Facts((), 0, 0, 0)

    branches = " ".join(f"WHEN {has_shape('value', name)} THEN {carried_sql('value', name)}" for name in shapes)
    timed, clock, zoned = _one(
        staged,
        f"SELECT count(*) FILTER (f[1]), count(*) FILTER (f[2]), count(*) FILTER (f[3]) FROM (SELECT CASE {branches} "
        f"END AS f FROM {profile.values} WHERE NOT {null_sql('value', text=False)})",
    )
    return _Facts(shapes, timed, clock, zoned)


def _decide_order(
    staged: Staged, profile: ColumnProfile, answer: str | None, facts: _Facts
) -> tuple[Order, str, Ambiguity | None]:
    if answer is not None:
        if answer not in ("dmy", "mdy"):
            raise UserError("answer_unknown", place=Place(column=profile.name), answer=answer, choices=("dmy", "mdy"))
        return ("dmy" if answer == "dmy" else "mdy"), "answer", None
    if "numeric" not in facts.shapes:
        return "dmy", "values", None
    parts = parts_sql("value", "numeric")
    first, second = f"CAST({parts}.first AS INTEGER)", f"CAST({parts}.middle AS INTEGER)"
    day_first, month_first, either = _one(
        staged,
        f"SELECT count(*) FILTER (a BETWEEN 13 AND 31 AND b BETWEEN 1 AND 12), "
        f"count(*) FILTER (b BETWEEN 13 AND 31 AND a BETWEEN 1 AND 12), "
        f"count(*) FILTER (a <> b AND a BETWEEN 1 AND 12 AND b BETWEEN 1 AND 12) "
        f"FROM (SELECT {first} AS a, {second} AS b FROM {profile.values} WHERE {has_shape('value', 'numeric')})",
    )
    if day_first > DOMINANT * month_first or (day_first and not month_first):
        return "dmy", "values", None
    if month_first > DOMINANT * day_first or (month_first and not day_first):
        return "mdy", "values", None
    if not either and not day_first:
        return "dmy", "day_equals_month", None
    return "dmy", "question", _question(staged, profile, conflict=bool(day_first))


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
