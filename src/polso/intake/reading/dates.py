"""Shapes in which days and moments are written, and the SQL that reads each.

A shape never leaves room for a guess: only `numeric` (`03/04/2026`) has an order to be decided, and that for the
whole column. A month without a day is no date. Two-digit years are 1970 to 2069.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polso.intake.reading.months import PATTERN as MONTH
from polso.intake.reading.months import WEEKDAY, month_sql
from polso.intake.reading.sqltext import SPACE, literal, matches

Order = Literal["dmy", "mdy"]
ShapeName = Literal[
    "ymd", "compact", "numeric", "day_month_name", "month_name_day", "serial", "epoch_s", "epoch_ms", "epoch_us"
]

_GAP = f"{SPACE}+"
_TIME = (
    rf"(?:(?:T|t|,?{_GAP}(?:alle{_GAP}|at{_GAP}|h{_GAP})?)(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}})(?:[.,](\d{{1,9}}))?)?"
    rf"(?:{SPACE}?([AaPp])\.?[Mm]\.?)?{SPACE}?(Z|z|UTC|GMT|[+\-−]\d{{2}}(?::?\d{{2}})?)?)?"
)
_TIME_PARTS = ("hour", "minute", "second", "fraction", "half", "offset")
_YEAR = r"(\d{4}|\d{2})"


@dataclass(frozen=True, slots=True)
class Shape:
    """`pattern` has one group for each name of `parts`, in order."""

    name: ShapeName
    pattern: str
    parts: tuple[str, ...]


SHAPES = (
    Shape("ymd", rf"{WEEKDAY}(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", ("year", "month", "day", *_TIME_PARTS)),
    Shape("compact", rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}", ("year", "month", "day", *_TIME_PARTS)),
    Shape(
        "numeric",
        rf"{WEEKDAY}(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{_YEAR}{_TIME}",
        ("first", "middle", "year", *_TIME_PARTS),
    ),
    Shape(
        "day_month_name",
        rf"{WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|°|º|\.)?[-/ ]?{SPACE}*(?:de{_GAP}|of{_GAP})?({MONTH})\.?,?[-/ ]?{SPACE}*"
        rf"(?:de{_GAP})?{_YEAR}{_TIME}",
        ("day", "name", "year", *_TIME_PARTS),
    ),
    Shape(
        "month_name_day",
        rf"{WEEKDAY}({MONTH})\.?[- ]{SPACE}*(\d{{1,2}})(?:st|nd|rd|th)?,?[- ]{SPACE}*{_YEAR}{_TIME}",
        ("name", "day", "year", *_TIME_PARTS),
    ),
    Shape("serial", r"([2-7]\d{4}|80000)(?:[.,](\d{1,15}))?", ("days", "share")),
    Shape("epoch_s", r"(\d{9,10})", ("count",)),
    Shape("epoch_ms", r"(\d{12,13})", ("count",)),
    Shape("epoch_us", r"(\d{15,16})", ("count",)),
)
BY_NAME = {shape.name: shape for shape in SHAPES}
WRITTEN: tuple[ShapeName, ...] = ("ymd", "compact", "numeric", "day_month_name", "month_name_day")
COUNTED: tuple[ShapeName, ...] = ("serial", "epoch_s", "epoch_ms", "epoch_us")


_MICROSECONDS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}

_LAYOUTS = (
    r"\d{4}-\d{2}-\d{2}",
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?",
    *(rf"\d{{2}}{mark}\d{{2}}{mark}\d{{4}}" for mark in ("/", "-", r"\.")),
)


def layout_sql(value: str) -> str:
    """SQL for the number from 1 of the fixed layout of a shape, 0 for another: see `fixed_sql`."""
    branches = " ".join(f"WHEN {matches(value, layout)} THEN {n}" for n, layout in enumerate(_LAYOUTS, 1))
    return f"CASE {branches} ELSE 0 END"


def fixed_sql(value: str, layout: int, order: Order) -> str:
    """SQL for the day (layout 2: the moment) of a text `value` where a whole column has one fixed layout.

    Equal to what `day_sql` and `moment_sql` make of it, several times as fast.
    """
    if layout == 1:
        return f"TRY_CAST({value} AS DATE)"
    if layout == 2:
        return f"CASE WHEN substr({value}, 12, 2) < '24' THEN TRY_CAST({value} AS TIMESTAMP) END"
    mark = "/-."[layout - 3]
    form = f"%d{mark}%m{mark}%Y" if order == "dmy" else f"%m{mark}%d{mark}%Y"
    return f"CAST(try_strptime({value}, {literal(form)}) AS DATE)"


def has_shape(value: str, name: ShapeName) -> str:
    """SQL: the whole of `value` has the shape."""
    return matches(value, BY_NAME[name].pattern)


def parts_sql(value: str, name: ShapeName) -> str:
    """SQL for the struct of the shape's parts, each text and '' where absent."""
    shape = BY_NAME[name]
    names = ", ".join(literal(part) for part in shape.parts)
    return f"regexp_extract({value}, {literal(f'^(?:{shape.pattern})$')}, [{names}])"


def moment_sql(value: str, name: ShapeName, order: Order) -> str:
    """SQL of type TIMESTAMP for a `value` of the shape: UTC when it has an offset, else wall-clock.

    NULL when there is no such day or hour.
    """
    parts = parts_sql(value, name)
    if name in _MICROSECONDS:
        return f"make_timestamp(CAST({value} AS BIGINT) * {_MICROSECONDS[name]})"
    if name == "serial":
        # Whole milliseconds: the stored share of a day is binary and would show as 10:29:59.999999.
        share = f"CAST('0.' || {parts}.share || '0' AS DECIMAL(38,15))"
        milliseconds = f"CAST(round({share} * 86400000) AS BIGINT)"
        return f"TIMESTAMP '1899-12-30' + to_days(CAST({parts}.days AS INTEGER)) + to_milliseconds({milliseconds})"
    written = f"TRY_CAST({_day('part', name, order)} || ' ' || {_clock('part')} AS TIMESTAMP)"
    return _once(parts, f"{written} - to_minutes({_offset_minutes('part')})")


def day_sql(value: str, name: ShapeName, order: Order) -> str:
    """SQL of type DATE for a `value` of a written shape without a time of day; NULL when there is no such day."""
    return _once(parts_sql(value, name), f"TRY_CAST({_day('part', name, order)} AS DATE)")


def _once(parts: str, expression: str) -> str:
    """`expression` over `part`, matched once; inside CASE DuckDB would match again for each mention (6 x slower)."""
    return f"list_transform([{parts}], lambda part: {expression})[1]"


def zoned_sql(value: str, name: ShapeName) -> str:
    """SQL: the value carries an offset from UTC (an epoch count always does)."""
    if name in COUNTED:
        return "FALSE" if name == "serial" else "TRUE"
    return f"({parts_sql(value, name)}.offset <> '')"


def carried_sql(value: str, name: ShapeName) -> str:
    """SQL for three truths of a value: it has a time of day, one that is not all zeros, an offset from UTC."""
    if name == "serial":
        return _once(parts_sql(value, name), "[part.share <> '', regexp_matches(part.share, '[1-9]'), FALSE]")
    if name in COUNTED:
        return "[TRUE, TRUE, TRUE]"
    clock = "regexp_matches(part.hour || part.minute || part.second || part.fraction, '[1-9]')"
    return _once(parts_sql(value, name), f"[part.hour <> '', {clock}, part.offset <> '']")


def _day(parts: str, name: ShapeName, order: Order) -> str:
    """SQL for the text `Y-M-D`."""
    year = f"{parts}.year"
    if name not in ("ymd", "compact"):
        century = f"CASE WHEN length({year}) = 4 THEN '' WHEN {year} >= '70' THEN '19' ELSE '20' END"
        year = f"({century} || {year})"
    if name == "numeric":
        day, month = (f"{parts}.first", f"{parts}.middle") if order == "dmy" else (f"{parts}.middle", f"{parts}.first")
    else:
        day = f"{parts}.day"
        month = f"{parts}.month" if name in ("ymd", "compact") else month_sql(f"{parts}.name")
    return f"{year} || '-' || {month} || '-' || {day}"


def _clock(parts: str) -> str:
    """SQL for the text `H:M:S.f` on 24 hours; an hour that the clock does not have becomes 99."""
    hour, half = f"{parts}.hour", f"{parts}.half"
    twelve = f"TRY_CAST({hour} AS INTEGER)"
    afternoon = f"CASE WHEN {half} IN ('P', 'p') THEN 12 ELSE 0 END"
    hours = (
        f"CASE WHEN {hour} = '' THEN '0' "
        f"WHEN {half} = '' THEN CASE WHEN {hour} < '24' OR length({hour}) = 1 THEN {hour} ELSE '99' END "
        f"WHEN {twelve} BETWEEN 1 AND 12 THEN CAST({twelve} % 12 + {afternoon} AS VARCHAR) ELSE '99' END"
    )
    minutes = f"CASE WHEN {parts}.minute = '' THEN '00' ELSE {parts}.minute END"
    seconds = f"CASE WHEN {parts}.second = '' THEN '00' ELSE {parts}.second END"
    return f"{hours} || ':' || {minutes} || ':' || {seconds} || '.' || left({parts}.fraction || '000000', 6)"


def _offset_minutes(parts: str) -> str:
    offset = f"{parts}.offset"
    hours = f"CAST(substr({offset}, 2, 2) AS INTEGER) * 60"
    minutes = f"CASE WHEN length({offset}) > 3 THEN CAST(right({offset}, 2) AS INTEGER) ELSE 0 END"
    sign = f"CASE WHEN starts_with({offset}, '+') THEN 1 ELSE -1 END"
    return f"CASE WHEN {offset} IN ('', 'Z', 'z', 'UTC', 'GMT') THEN 0 ELSE {sign} * ({hours} + {minutes}) END"
