"""What a person writes for a column, as the text in which the value is kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from polso.base.errors import Place, UserError
from polso.base.ids import normal_text
from polso.base.local_time import to_utc
from polso.catalog.schema import Column
from polso.intake.by_hand.finding import find_record

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from duckdb import DuckDBPyConnection

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+)(?:[.,](\d+))?")
_DIGITS = {"money": (14, 4), "rate": (10, 8), "share": (3, 6), "integer": (18, 0)}
"""Digits before and behind the point that the stored types hold."""
_THOUSANDS = 3
_YES = frozenset({"true", "yes", "y", "1", "sì", "si", "s", "vero"})
_NO = frozenset({"false", "no", "n", "0", "falso"})
_ONE_DAY = timedelta(days=1)


def parse_value(cursor: DuckDBPyConnection, column: Column, given: str, zone: ZoneInfo) -> str | None:
    """The text of `polso.intake.by_hand.texts` for what was written; nothing written empties the column.

    A day is ISO, the end of a range the last day that belongs to it; an instant is an ISO day or moment, local without
    an offset; a number has no separators of thousands; a reference is the id or the name of the record.

    Raises UserError, with the column as place: `value_needed`, `value_not_a_day`, `value_not_a_number`,
    `value_not_a_share`, `value_not_a_currency`, `value_not_yes_or_no`, `value_not_a_choice`; and what `find_record`
    raises.
    """
    text = normal_text(given)
    if not text:
        if column.required:
            raise _wrong("value_needed", column, given)
        return None
    match column.kind:
        case "reference":
            assert column.references is not None
            return find_record(cursor, column.references, text).record_id
        case "instant":
            return _instant(column, text, zone)
        case "date":
            day = _day(column, text)
            return (day + _ONE_DAY if column.open_end else day).isoformat()
        case "money" | "rate" | "integer" | "share":
            return _number(column, text)
        case "currency":
            if not re.fullmatch(r"[A-Za-z]{3}", text):
                raise _wrong("value_not_a_currency", column, given)
            return text.upper()
        case "boolean":
            if text.casefold() not in _YES | _NO:
                raise _wrong("value_not_yes_or_no", column, given)
            return "true" if text.casefold() in _YES else "false"
        case "choice":
            if text.casefold() not in column.choices:
                place = Place(column=column.name)
                raise UserError("value_not_a_choice", place=place, value=given, choices=column.choices)
            return text.casefold()
        case _:
            return text


def _wrong(code: str, column: Column, given: str) -> UserError:
    return UserError(code, place=Place(column=column.name), value=given)


def _day(column: Column, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _wrong("value_not_a_day", column, text) from error


def _instant(column: Column, text: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _wrong("value_not_a_day", column, text) from error
    if len(text) == len("2026-11-24"):
        return text
    instant = to_utc(moment, zone)[0] if moment.tzinfo is None else moment.astimezone(UTC)
    return instant.isoformat().replace("+00:00", "Z")


def _number(column: Column, text: str) -> str:
    percent = column.kind == "share" and text.endswith("%")
    plain = text.removesuffix("%").strip() if percent else text
    found = _PLAIN_NUMBER.fullmatch(plain)
    code = "value_not_a_share" if column.kind == "share" else "value_not_a_number"
    if found is None:
        raise _wrong(code, column, text)
    whole, behind = found.group(1), found.group(2) or ""
    before, after = _DIGITS[column.kind]
    # 1.200 may be one thousand two hundred: an amount is never guessed.
    is_unclear = column.kind == "money" and len(behind) == _THOUSANDS
    if len(whole.lstrip("0")) > before or (len(behind) > after and not percent) or is_unclear:
        raise _wrong(code, column, text)
    value = Decimal(plain.replace(",", ".")) / (100 if percent else 1)
    if column.kind == "share" and not 0 <= value <= 1:
        raise _wrong(code, column, text)
    return f"{abs(value) if value == 0 else value:.{after}f}"
