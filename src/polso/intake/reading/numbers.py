"""Numbers as people write them, and the SQL that reads them exactly.

The decimal mark belongs to the column, never to a cell. A value that only one mark can explain (`1.234,56`, `12,5`,
`1234.567`) decides; when every value fits both (`1.234`) the column is a question. Reading is text to DECIMAL(18,4)
with rounding half away from zero; no float lies between.
"""

from __future__ import annotations

from typing import Literal

from polso.intake.reading.currencies import PATTERN as CURRENCY
from polso.intake.reading.sqltext import SPACE, SPACES, literal, matches

Mark = Literal["point", "comma"]

TYPE = "DECIMAL(18,4)"
PLAIN = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
"""Digits with an optional point: how a workbook's numbers are spelled."""
SIMPLE = {
    "point": rf"{PLAIN}|[+-]?[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?",
    "comma": r"[+-]?(?:\d+(?:,\d+)?|,\d+|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?)",
}
"""Nothing but digits, marks and a leading sign: what most columns hold, and what needs no looking at each value."""
SAFE_LENGTH = 14
"""No text as short as this is a number beyond DECIMAL(18,4)."""
LEADING_ZERO = r"[+-]?0\d+"
LONG_DIGITS = r"[+-]?\d{15,}"
_SIGN = "[+\\-−]"
_MINUS = "[\\-−(]"
_FACTOR = r"(?:[kK]|[mM]ln|[mM]io|[mM]ld|[mM]rd|M|B)"
_NO_CENTS = "[.,][-–—]{1,2}"
_EXPONENT = r"[eE][+-]\d{1,3}"


def _core(mark: Mark) -> str:
    point, other = (r"\.", ",") if mark == "point" else (",", r"\.")
    # `1.200,-` and `1'200.--` say that there are no cents.
    decimals = rf"(?:{point}(?:\d+|[-–—]{{1,2}}))?"
    groups = "|".join(rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+{decimals}" for group in (other, f"[ {SPACES}]", "['’]"))
    return rf"(?:{groups}|\d+{decimals}|{point}\d+)"


def grammar(mark: Mark) -> str:
    """RE2 pattern of a whole amount with its sign, currency, percent sign or factor, under one decimal mark."""
    gap = f"{SPACE}*"
    currency = f"(?:{CURRENCY}{gap})?"
    tail = f"(?:{gap}(?:{_FACTOR}|%))?(?:{gap}{CURRENCY})?"
    core = _core(mark)
    bare = rf"\d(?:{'[.]' if mark == 'point' else ','}\d+)?{_EXPONENT}"
    return "|".join(
        (
            f"(?:{_SIGN}{gap})?{currency}{core}{tail}",
            f"{CURRENCY}{gap}{_SIGN}{gap}{core}{tail}",
            f"{currency}{core}{tail}{gap}[\\-−]",
            f"{currency}{core}{gap}[\\-−]{gap}{CURRENCY}",
            rf"{currency}\({gap}{currency}{core}{tail}{gap}\){tail}",
            f"{_SIGN}?{bare}",
        )
    )


def looks_like_number(value: str) -> str:
    """SQL: one decimal mark or the other makes `value` a number."""
    return f"({matches(value, grammar('point'))} OR {matches(value, grammar('comma'))})"


def simple_sql(value: str, mark: Mark, *, plain: bool) -> str:
    """SQL of type DECIMAL(18,4) for a text `value` that fits `SIMPLE` (or `PLAIN`), or stands for nothing."""
    if plain:
        return f"TRY_CAST({value} AS {TYPE})"
    if mark == "point":
        return f"TRY_CAST(replace({value}, ',', '') AS {TYPE})"
    return f"TRY_CAST(replace(replace({value}, '.', ''), ',', '.') AS {TYPE})"


def number_sql(value: str, mark: Mark, *, plain: bool) -> str:
    """SQL of type DECIMAL(18,4) for a text `value`, NULL where it is no number or too large for the type.

    `plain` reads digits and point only. A percentage is its true value (15% is 0.15); K, M (mln) and B multiply.
    """
    if plain:
        return f"CASE WHEN {matches(value, PLAIN)} THEN TRY_CAST({value} AS {TYPE}) END"
    given = value
    value = f"regexp_replace({value}, {literal(_NO_CENTS)}, '')"
    point = "." if mark == "point" else ","
    digits = f"regexp_replace({value}, {literal(f'[^0-9{point}]')}, '', 'g')"
    amount = digits if mark == "point" else f"replace({digits}, ',', '.')"
    sign = f"CASE WHEN regexp_matches({value}, {literal(_MINUS)}) THEN '-' ELSE '' END"
    marks = (
        ("e6", f"(?:[mM]ln|[mM]io|M(?:[^A-Za-z]|$|{CURRENCY}))"),
        ("e3", f"[kK](?:[^A-Za-zč]|$|{CURRENCY})"),
        ("e9", f"(?:[mM]ld|[mM]rd|B(?:[^A-Za-z]|$|{CURRENCY}))"),
    )
    factors = " ".join(
        f"WHEN regexp_matches({value}, {literal(f'[0-9]{SPACE}*{after}')}) THEN '{power}'" for power, after in marks
    )
    # Most amounts have no such letter after a digit: one look saves three.
    letters = f"regexp_matches({value}, {literal(f'[0-9]{SPACE}*[kKmMB]')})"
    factor = f"CASE WHEN contains({value}, '%') THEN 'e-2' WHEN NOT {letters} THEN '' {factors} ELSE '' END"
    scientific = f"{_SIGN}?\\d(?:[.,]\\d+)?{_EXPONENT}"
    return (
        f"CASE WHEN NOT {matches(given, grammar(mark))} THEN NULL "
        f"WHEN {matches(value, scientific)} THEN TRY_CAST(replace(replace({value}, ',', '.'), '−', '-') AS {TYPE}) "
        f"ELSE TRY_CAST({sign} || {amount} || {factor} AS {TYPE}) END"
    )
