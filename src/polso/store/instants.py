"""Instants as the database stores them: UTC without a zone."""

from __future__ import annotations

from datetime import UTC, datetime


def stored(instant: datetime) -> datetime:
    """An aware instant as the TIMESTAMP that is stored; raises ValueError when it carries no zone.

    >>> from zoneinfo import ZoneInfo
    >>> stored(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Rome")))
    datetime.datetime(2026, 7, 1, 10, 0)
    """
    if instant.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return instant.astimezone(UTC).replace(tzinfo=None)


def aware(timestamp: datetime) -> datetime:
    """A stored TIMESTAMP as the aware instant in UTC."""
    return timestamp.replace(tzinfo=UTC)
