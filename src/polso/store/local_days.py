"""The local days of all instants, made anew when the company's zone has changed."""

from __future__ import annotations

from datetime import timedelta

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.catalog.schema import TABLES, day_column
from polso.store.instants import stored
from polso.store.statement_text import fill, quoted

MARGIN = timedelta(days=2)
_MOVE = """
    UPDATE {table} AS stored SET {day} = moved.day
    FROM (
        SELECT instant.happened, local_day.day
        FROM (SELECT DISTINCT {at} AS happened FROM {table} WHERE {at} IS NOT NULL) AS instant
        ASOF JOIN local_day ON instant.happened >= local_day.begins
    ) AS moved
    WHERE stored.{at} = moved.happened AND stored.{day} IS DISTINCT FROM moved.day
"""


def rebuild_local_days(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> int:
    """Set each `<word>_on` whose `<word>_at` is known to the company's day at that instant; how many days changed.

    A day without an instant is what the source said and stays. The days' beginnings come from the one calendar, not
    from the engine's own zone data.
    """
    pairs = [(table.name, column.name) for table in TABLES for column in table.columns if column.kind == "instant"]
    bounds = " UNION ALL ".join(
        fill("SELECT min({at}) AS first, max({at}) AS last FROM {table}", at=quoted(at), table=quoted(table))
        for table, at in pairs
    )
    row = cursor.execute(fill("SELECT min(first)::DATE, max(last)::DATE FROM ({bounds})", bounds=bounds)).fetchone()
    if row is None or row[0] is None:
        return 0
    first, last = row[0] - MARGIN, row[1] + MARGIN
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE local_day AS SELECT unnest(?::DATE[]) AS day, unnest(?::TIMESTAMP[]) AS begins",
        [days, [stored(calendar.start_of_day(day)) for day in days]],
    )
    changed = 0
    for table, at in pairs:
        names = {"table": quoted(table), "at": quoted(at), "day": quoted(day_column(at))}
        updated = cursor.execute(fill(_MOVE, **names)).fetchone()
        changed += int(updated[0]) if updated else 0
    cursor.execute("DROP TABLE local_day")
    return changed
