"""A column as numbers: which decimal mark, which currencies, what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from polso.base.errors import Place, UserError
from polso.intake.reading.assemble import assemble, over_staging, over_values
from polso.intake.reading.currencies import PATTERN as CURRENCY
from polso.intake.reading.currencies import currency_sql, token_sql
from polso.intake.reading.model import Decision, Finding
from polso.intake.reading.nulls import null_sql
from polso.intake.reading.numbers import (
    LEADING_ZERO,
    LONG_DIGITS,
    PLAIN,
    SAFE_LENGTH,
    SIMPLE,
    TYPE,
    Mark,
    grammar,
    number_sql,
    simple_sql,
)
from polso.intake.reading.profile import ColumnProfile
from polso.intake.reading.reading import Ambiguity, Choice, ColumnReading
from polso.intake.reading.sqltext import literal, matches
from polso.intake.reading.staging import Staged

DOMINANT = 20
"""One reading decides against the other when at least this many times as many distinct values speak for it."""

_REASON_TEMPLATE = "CASE WHEN {fits} THEN 'number_too_large' ELSE 'unreadable_number' END"
_NOT_STORED = "kind <> 'n'"
_TEXT = f"{_NOT_STORED} AND NOT {null_sql('value', text=False)}"
_LISTED_LINES = 100


def as_number(staged: Staged, profile: ColumnProfile, answer: str | None = None, *, scale: int = 1) -> ColumnReading:
    """Column read as DECIMAL(18,4), whatever share of it is readable.

    `answer` is `point` or `comma`; without it a column whose values fit both is returned with a question. A cell that
    a workbook stored as a number is exact and takes no part in the question. `scale` is how many of the column's units
    make one: 100 for a column of cents, 1000 for one of mills. Raises UserError `answer_unknown`.
    """
    facts = _facts(staged, profile)
    mark, decision, question = _decide_mark(staged, profile, answer, facts)
    plain = not facts.beyond_digits and (mark == "point" or not facts.pointed)
    simple = facts.written == (facts.simple_point if mark == "point" else facts.simple_comma)
    if simple:
        text_only = simple_sql("{value}", mark, plain=plain)
    else:
        text_only = number_sql("{value}", mark, plain=plain)
    fits = matches("{value}", PLAIN if plain else grammar(mark))
    if staged.has_kinds:
        stored = f"TRY_CAST({{value}} AS {TYPE})"
        value = f"CASE {{kind}} WHEN 'n' THEN {stored} WHEN 't' THEN {text_only} END"
        fits = f"({{kind}} = 'n' OR ({{kind}} = 't' AND {fits}))"
    else:
        value = text_only
    if scale != 1:
        value = f"CAST(({value}) * CAST({literal(str(Decimal(1) / scale))} AS DECIMAL(10,9)) AS {TYPE})"
    currencies, mixed = _currencies(staged, profile, fits) if facts.currencies else ((), ())
    percentages = _percentages(staged, profile, fits) if facts.percentages else ()
    return assemble(
        staged,
        profile,
        "number",
        replace(decision, value="plain" if plain and not facts.pointed else mark),
        value,
        _REASON_TEMPLATE.replace("{fits}", fits),
        currency=currency_sql("{value}") if facts.currencies else "CAST(NULL AS VARCHAR)",
        currencies=currencies,
        findings=mixed + percentages,
        question=question,
        all_readable=simple and not staged.has_kinds and (profile.longest or 0) <= SAFE_LENGTH,
    )


def looks_like_identifier(staged: Staged, profile: ColumnProfile) -> bool:
    """Whether a number would lose something: leading zeros, or more digits than an amount has."""
    found = staged.connection.execute(
        f"SELECT count(*) FROM {profile.written} WHERE {_NOT_STORED} AND "
        f"({matches('value', LEADING_ZERO)} OR {matches('value', LONG_DIGITS)})"
    ).fetchone()
    return bool(found and found[0])


@dataclass(frozen=True, slots=True)
class _Facts:
    """Distinct text values: in all, those that only one mark explains with the first of them, those that both do, and
    what else stands in numbers."""

    written: int
    for_point: int
    for_comma: int
    either: int
    beyond_digits: int
    pointed: int
    currencies: int
    percentages: int
    simple_point: int
    simple_comma: int
    first_point: tuple[str, int]
    first_comma: tuple[str, int]


def _facts(staged: Staged, profile: ColumnProfile) -> _Facts:
    as_point, as_comma = matches("value", grammar("point")), matches("value", grammar("comma"))
    conditions = (
        "p AND NOT c",
        "c AND NOT p",
        "p AND c AND regexp_matches(value, '[.,]')",
        f"(p OR c) AND NOT {matches('value', PLAIN)}",
        "(p OR c) AND contains(value, '.')",
        f"(p OR c) AND regexp_matches(value, {literal(CURRENCY)})",
        "(p OR c) AND contains(value, '%')",
        matches("value", SIMPLE["point"]),
        matches("value", SIMPLE["comma"]),
    )

    def counted(condition: str) -> str:
        return f"coalesce(sum(n) FILTER ({condition}), 0)"

    def first(condition: str) -> str:
        return f"arg_min(example, first_line) FILTER ({condition}), min(first_line) FILTER ({condition})"

    found = staged.connection.execute(
        f"SELECT coalesce(sum(n), 0), "
        f"{', '.join(counted(condition) for condition in conditions)}, {first('p AND NOT c')}, {first('c AND NOT p')} "
        f"FROM (SELECT *, {as_point} AS p, {as_comma} AS c FROM {profile.written} WHERE {_TEXT})"
    ).fetchone()
    assert found is not None
    written, point, comma, either, beyond, pointed, signed, percent, simple_point, simple_comma = map(int, found[:10])
    return _Facts(
        written=written,
        for_point=point,
        for_comma=comma,
        either=either,
        beyond_digits=beyond,
        pointed=pointed,
        currencies=signed,
        percentages=percent,
        simple_point=simple_point,
        simple_comma=simple_comma,
        first_point=(found[10] or "", found[11] or 0),
        first_comma=(found[12] or "", found[13] or 0),
    )


def _decide_mark(
    staged: Staged, profile: ColumnProfile, answer: str | None, facts: _Facts
) -> tuple[Mark, Decision, Ambiguity | None]:
    if answer is not None:
        if answer not in ("point", "comma"):
            raise UserError(
                "answer_unknown", place=Place(column=profile.name), answer=answer, choices=("comma", "point")
            )
        return ("point" if answer == "point" else "comma"), Decision(answer, "answer"), None
    for_point, for_comma = facts.for_point, facts.for_comma
    if not for_point and not for_comma and not facts.either:
        return "point", Decision("point", "stored" if "n" in dict(profile.stored) else "whole_numbers"), None
    if for_point >= DOMINANT * for_comma and for_point:
        return "point", Decision("point", "values", *facts.first_point), None
    if for_comma >= DOMINANT * for_point and for_comma:
        return "comma", Decision("comma", "values", *facts.first_comma), None
    open_question = _question(staged, profile, conflict=bool(for_point or for_comma))
    return "point", Decision("point", "question"), open_question


def _question(staged: Staged, profile: ColumnProfile, *, conflict: bool) -> Ambiguity:
    point, comma = number_sql("value", "point", plain=False), number_sql("value", "comma", plain=False)
    rows = staged.connection.execute(
        f"SELECT value, min(first_line), any_value({point}), any_value({comma}) FROM {profile.values} WHERE {_TEXT} "
        f"AND regexp_matches(value, '[.,]') AND ({point} IS NOT NULL OR {comma} IS NOT NULL) "
        f"GROUP BY value ORDER BY 2 LIMIT 3"
    ).fetchall()
    example, _, as_point, as_comma = rows[0]
    return Ambiguity(
        "decimal_mark",
        (Choice("comma", example, _shown(as_comma)), Choice("point", example, _shown(as_point))),
        tuple(row[0] for row in rows),
        "values_conflict" if conflict else "all_values_fit_both",
    )


def _shown(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _currencies(
    staged: Staged, profile: ColumnProfile, fits: str
) -> tuple[tuple[tuple[str, str, int], ...], tuple[Finding, ...]]:
    """Tokens with their codes (a sign that is not known stands for itself) and rows; `mixed_currencies` with the lines
    of all but the commonest."""
    code = f"coalesce({currency_sql('value')}, {token_sql('value')})"
    rows = staged.connection.execute(
        f"SELECT {token_sql('value')} AS token, {code} AS code, sum(rows) FROM {profile.written} "
        f"WHERE {over_values(fits)} AND {token_sql('value')} <> '' GROUP BY ALL ORDER BY 3 DESC, 1"
    ).fetchall()
    tokens = tuple((token, code, int(count)) for token, code, count in rows)
    by_code: dict[str, int] = {}
    for _, code, count in tokens:
        by_code[code] = by_code.get(code, 0) + count
    if len(by_code) < 2:
        return tokens, ()
    ranked = sorted(by_code, key=lambda code: (-by_code[code], code))
    column = staged.column(profile.index)
    lines = staged.connection.execute(
        f"SELECT line FROM {staged.table} "
        f"WHERE coalesce({currency_sql(column)}, nullif({token_sql(column)}, '')) <> ? AND "
        f"{over_staging(staged, profile.index, fits)} "
        f"ORDER BY line LIMIT {_LISTED_LINES}",
        [ranked[0]],
    ).fetchall()
    others = sum(by_code[code] for code in ranked[1:])
    finding = Finding("mixed_currencies", others, tuple(ranked), tuple(line for (line,) in lines))
    return tokens, (finding,)


def _percentages(staged: Staged, profile: ColumnProfile, fits: str) -> tuple[Finding, ...]:
    """`percentages` with the rows that have the sign, `percentages_mixed` when others have none."""
    found = staged.connection.execute(
        f"SELECT coalesce(sum(rows) FILTER (contains(value, '%')), 0), coalesce(sum(rows), 0) FROM {profile.written} "
        f"WHERE {over_values(fits)} AND NOT {null_sql('value', text=False)}"
    ).fetchone()
    assert found is not None
    signed, filled = int(found[0]), int(found[1])
    return (Finding("percentages" if signed == filled else "percentages_mixed", signed),)
