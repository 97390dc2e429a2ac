"""A record as a person recognises it: its name, else its number, else what it says and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from polso.base.company import Language
from polso.base.stacks import Stack
from polso.catalog.schema import TABLE
from polso.commands.change_words import place_words
from polso.i18n.amounts import format_money
from polso.i18n.dates import format_date
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_decimal
from polso.i18n.places import row_words
from polso.store.instants import aware
from polso.store.record_changes import FieldChange, RecordChange
from polso.store.record_history import FieldHistory, VersionHistory

PART = "\x1f"
_MADE = re.compile(r"[0-9a-f]{24}")
"""A key that was made from the content of a row, for want of one in the file."""

_WHO = ("account_id", "lead_id", "rep_id", "product_id", "campaign_id")
_AMOUNTS = ("gross", "gross_amount", "net", "net_amount", "amount", "mrr", "value")


def record_name(one: RecordChange, language: Language, zone: ZoneInfo) -> str:
    """What a person calls the record; a record whose key nobody gave is told by its day, customer and amount.

    Where it has none of these, by the file and line that it was read from.
    """
    if one.name:
        return one.name
    if not is_made(one):
        return one.record_id.replace(PART, "/")
    told = " · ".join(_told(one, language, zone))
    if told:
        return told
    place = place_words(one.file, one.line, language, one.sheet)
    return one.record_id.replace(PART, "/") if place == MISSING else place


def is_made(one: RecordChange) -> bool:
    """Whether the key of the record says nothing to anybody, being made from its content.

    >>> from datetime import datetime
    >>> rest = (None, "appeared", datetime(2026, 1, 1), None, 1, None, None, False, ())
    >>> keys = ("0123456789abcdef01234567\x1f1", "FT-2026-1")
    >>> [is_made(RecordChange("order_line", "files", key, key, *rest)) for key in keys]
    [True, False]
    """
    return _is_made(one.external_id)


def told_fields(one: VersionHistory) -> tuple[FieldHistory, ...]:
    """What there is to show of a version: its fields, but for a key that says nothing."""
    key = TABLE[one.version.table].key[0]
    return tuple(field for field in one.fields if field.change.column != key or not is_made(one.version))


def _is_made(key: str) -> bool:
    return any(_MADE.fullmatch(part) for part in re.split(f"[{PART}:]", key))


def _told(one: RecordChange, language: Language, zone: ZoneInfo) -> list[str]:
    held = {fact.column: fact for fact in one.facts}
    days = [column.name for column in TABLE[one.table].columns if column.kind in ("instant", "date")]
    day = next((held[name].new for name in days if name in held), None)
    who = next((held[name] for name in _WHO if name in held), None)
    amount = next((held[name].new for name in _AMOUNTS if name in held), None)
    found = [] if day is None else [_day(day, language, zone)]
    if who is not None:
        found.append(_who(who))
    if isinstance(amount, Decimal):
        currency = held["currency"].new if "currency" in held else None
        known = isinstance(currency, str)
        found.append(
            format_money(amount, str(currency), language) if known else format_decimal(amount, language, decimals=2)
        )
    return found


def _day(value: object, language: Language, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return format_date(aware(value).astimezone(zone).date(), language)
    return format_date(value, language) if isinstance(value, date) else str(value)


def _who(fact: FieldChange) -> str:
    return fact.new_name or str(fact.new)


def known_as(record: Mapping[str, Any], table: str, stack: Stack, language: Language) -> str:
    """A record of a proof (`name`, `key`, `told`, `line`): its name, else its key; for a key that nobody gave what the
    record says, else its row.

    >>> made = {"name": None, "key": "0123456789abcdef01234567", "line": 7}
    >>> known_as({**made, "told": []}, "invoice", (), "it")
    'riga 7'
    >>> told = [["issued_on", "2026-04-13"], ["account_id", "Rossi"], ["net", "1200.0000"]]
    >>> known_as({**made, "told": told}, "invoice", (), "it")
    '13 apr 2026 · Rossi · 1.200,00'
    """
    name = str(record["name"] or record["key"])
    if not _is_made(name):
        return name.replace(PART, "/")
    told = record.get("told") or ()
    if told:
        return " · ".join(_stored(table, column, value, language) for column, value in told)
    return MISSING if record["line"] is None else row_words(record["line"], language, stack)


def _stored(table: str, column: str, value: str, language: Language) -> str:
    kind = next((one.kind for one in TABLE[table].columns if one.name == column), "date")
    try:
        if kind == "money":
            return format_decimal(Decimal(value), language, decimals=2)
        if kind in ("date", "instant"):
            return format_date(date.fromisoformat(value[:10]), language)
    except (ValueError, ArithmeticError):
        return value
    return value
