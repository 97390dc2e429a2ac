"""One reader and one writer for each kind of value in `polso.toml`.

A reader takes what TOML gives and returns the value that `Company` holds; it raises UserError with the code that says
what is expected, and the caller adds the place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from polso.base.company import Hours
from polso.base.errors import UserError, did_you_mean

Reader = Callable[[object], object]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")


def text(value: object) -> str:
    if not isinstance(value, str):
        raise UserError("setting_not_text", value=_shown(value))
    return value.strip()


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UserError("setting_not_boolean", value=_shown(value))
    return value


def choice(*words: str) -> Reader:
    def read(value: object) -> str:
        if value not in words:
            raise UserError("setting_not_choice", value=_shown(value), choices=words)
        return str(value)

    return read


def whole_number(low: int, high: int) -> Reader:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UserError("setting_not_whole_number", value=_shown(value), low=low, high=high)
        return value

    return read


def fraction(high: int) -> Reader:
    """A number from 0 to `high`; written without quotes it is read digit by digit, never as a float."""

    def read(value: object) -> Decimal:
        number = None
        if isinstance(value, (int, str, Decimal)) and not isinstance(value, bool):
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = None
        if number is None or not number.is_finite() or not 0 <= number <= high:
            raise UserError("setting_not_fraction", value=_shown(value), high=high)
        return number

    return read


def currency(value: object) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise UserError("setting_not_currency", value=_shown(value))
    return value


def timezone(value: object) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    name = text(value)
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:  # unknown, malformed, a directory of the database
        suggestions = did_you_mean(name, sorted(available_timezones()))
        raise UserError("setting_not_timezone", value=name, suggestions=suggestions) from error


def weekday(value: object) -> int:
    """A day's English name, or its number from 1, Monday."""
    if isinstance(value, str) and value.strip().casefold() in WEEKDAYS:
        return WEEKDAYS.index(value.strip().casefold()) + 1
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(WEEKDAYS):
        return value
    raise UserError("setting_not_choice", value=_shown(value), choices=WEEKDAYS)


def weekday_name(value: object) -> str:
    """The spelling that `weekday` reads."""
    return WEEKDAYS[weekday(value) - 1]


def hours(value: object) -> Hours:
    """Opening hours of one weekday, `09:00-13:00,14:00-18:00`; an empty text means closed.

    >>> hours("09:00-13:00, 14:30-18:00")[1]
    (datetime.time(14, 30), datetime.time(18, 0))
    """
    written = text(value)
    try:
        spans = tuple(_span(part) for part in written.split(",")) if written else ()
    except ValueError as error:
        raise UserError("setting_not_hours", value=written) from error
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise UserError("setting_not_hours", value=written)
    return spans


def _span(part: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(part)
    if not found:
        raise ValueError(part)
    open_hour, open_minute, close_hour, close_minute = map(int, found.groups())
    opens, closes = time(open_hour, open_minute), time(close_hour, close_minute)
    if opens >= closes:
        raise ValueError(part)
    return opens, closes


def days(value: object) -> tuple[date, ...]:
    """Dates, as TOML dates or as texts YYYY-MM-DD, in order and each once."""
    if not isinstance(value, list):
        raise UserError("setting_not_dates", value=_shown(value))
    return tuple(sorted({_day(item) for item in value}))


def _day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UserError("setting_not_dates", value=_shown(value)) from error


def names(value: object) -> tuple[str, ...]:
    """Words, in order and each once.

    >>> names(["shopify", "files", "shopify"])
    ('shopify', 'files')
    """
    if not isinstance(value, list):
        raise UserError("setting_not_text", value=_shown(value))
    return tuple(dict.fromkeys(text(item) for item in value))


def write_value(value: object) -> str:
    """The value as `polso.toml` spells it.

    >>> write_value(Decimal("0.35")), write_value(True), write_value('The "Forge"')
    ('0.35', 'true', '"The \\\\"Forge\\\\""')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}" if "." in f"{value:f}" else f"{value:f}.0"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(write_value(item) for item in value)}]"
    raise TypeError(f"polso.toml holds no {type(value).__name__}")


def write_hours(spans: Hours) -> str:
    """Opening hours in the spelling that `hours` reads.

    >>> write_hours(((time(9), time(13)), (time(14), time(18))))
    '09:00-13:00,14:00-18:00'
    """
    return ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


def _shown(value: object) -> str:
    return str(value)
