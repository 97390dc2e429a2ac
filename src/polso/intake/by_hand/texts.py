"""Values of canonical columns as one text each, in which they are written down and compared.

An instant is `2026-03-01T10:00:00Z`, or the local day alone where no more is known; every other value is as SQL writes
its type: `1200.0000`, `true`, `2026-03-01` (the end of a range is the day after, as it is stored).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from polso.base.local_time import local_date
from polso.catalog.schema import Column, day_column
from polso.store.instants import stored
from polso.store.statement_text import quoted

Stored = str | date | datetime | None
"""A value as a parameter of SQL; what is neither day nor instant is text that SQL casts."""


def text_sql(column: Column, row: str) -> str:
    """SQL of the text of `column` in the relation `row`; NULL where there is no value."""
    value = f"{row}.{quoted(column.name)}"
    if column.kind != "instant":
        return f"CAST({value} AS VARCHAR)"
    day = f"{row}.{quoted(day_column(column.name))}"
    return f"coalesce(replace(CAST({value} AS VARCHAR), ' ', 'T') || 'Z', CAST({day} AS VARCHAR))"


def stored_values(column: Column, text: str | None, zone: ZoneInfo) -> tuple[Stored, ...]:
    """The physical values of a text, in the order of `column.physical()`.

    >>> from polso.catalog.schema import TABLE
    >>> closed = TABLE["opportunity"].column("closed_at")
    >>> stored_values(closed, "2026-01-31T23:30:00Z", ZoneInfo("Europe/Rome"))
    (datetime.datetime(2026, 1, 31, 23, 30), datetime.date(2026, 2, 1))
    >>> stored_values(closed, "2026-02-01", ZoneInfo("Europe/Rome"))
    (None, datetime.date(2026, 2, 1))
    """
    if column.kind != "instant":
        return (text,)
    if text is None:
        return (None, None)
    if "T" not in text:
        return (None, date.fromisoformat(text))
    instant = datetime.fromisoformat(text)
    return (stored(instant), local_date(instant, zone))
