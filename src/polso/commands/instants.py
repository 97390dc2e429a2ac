"""The spellings of an instant that `--as-of` and `--extracted-at` take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from polso.base.errors import UserError
from polso.base.local_time import start_of_day, to_utc

ONE_DAY = timedelta(days=1)
ONE_TICK = timedelta(microseconds=1)


def start_instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO instant in UTC; a date is the midnight at which it begins in `zone`, a time without offset is local.

    Raises UserError `unknown_instant`.

    >>> start_instant("2026-11-24", ZoneInfo("Europe/Rome")).isoformat()
    '2026-11-23T23:00:00+00:00'
    >>> start_instant("2026-11-24T10:00:00Z", ZoneInfo("Europe/Rome")).isoformat()
    '2026-11-24T10:00:00+00:00'
    """
    day = _day(text)
    return _instant(text, zone) if day is None else start_of_day(day, zone)


def end_instant(text: str, zone: ZoneInfo) -> datetime:
    """As `start_instant`, but a date is the last moment of its day: what was learned on that day is known.

    >>> end_instant("2026-11-24", ZoneInfo("Europe/Rome")).isoformat()
    '2026-11-24T22:59:59.999999+00:00'
    """
    day = _day(text)
    if day is None:
        return _instant(text, zone)
    try:
        return start_of_day(day + ONE_DAY, zone) - ONE_TICK
    except OverflowError as error:
        raise UserError("unknown_instant", value=text) from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == len("2026-11-24") else None
    except ValueError:
        return None


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return to_utc(moment, zone)[0] if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UserError("unknown_instant", value=text) from error
