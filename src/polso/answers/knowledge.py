"""Which days the data covered at an earlier time of knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb

from polso.base.period import ONE_DAY, Period
from polso.query.context import Context
from polso.store.derive.coverage import DEAL_TABLES, SALE_TABLES
from polso.store.statement_text import fill

A_MOMENT = timedelta(microseconds=1)
_KNOWN = "known_from <= $as_of AND (known_to IS NULL OR known_to > $as_of)"
_DEALS = """
    WITH source AS (SELECT opportunity_id, min(source_system) AS source_system FROM opportunity GROUP BY ALL),
    first AS (
        SELECT min(created_on) AS created_on, min(decided_on) AS closed_on
        FROM deal JOIN source USING (opportunity_id) WHERE {known} GROUP BY source_system
    )
    SELECT min(created_on), min(coalesce(closed_on, created_on)),
        (SELECT min(from_on) FROM deal_span WHERE {known})
    FROM first
"""
_DEAL_DAYS = """
    SELECT unnest([created_on, decided_on]) AS day FROM deal WHERE {known}
    UNION ALL SELECT happened_on FROM opportunity_event WHERE NOT is_stub AND {known}
"""
_SALE_DAYS = "SELECT happened_on AS day FROM sale WHERE basis = '{basis}' AND {known}"
_REFUND_DAYS = " UNION ALL SELECT refunded_on FROM refund WHERE NOT is_stub AND {known}"


def as_known(context: Context, cursor: duckdb.DuckDBPyConnection, as_of: datetime | None) -> Context:
    """The context of a question as of then, as `cursor` sees the workspace.

    Coverage begins with the first day in what was known by then and ends with the last day that the newest extract
    described; before the first extract its days are told from dates, up to the day of the question. What was learned
    later, even a cancellation, changes neither.
    """
    if as_of is None:
        return context
    if _is_newest(cursor, as_of):
        return replace(context, as_of=as_of)
    return replace(context, as_of=as_of, covered=dict(_covered(cursor, as_of, context)))


def _is_newest(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> bool:
    row = cursor.execute("SELECT max(extracted_at) FROM batch WHERE undone_at IS NULL").fetchone()
    return row is None or row[0] is None or bool(row[0] <= as_of)


def _covered(
    cursor: duckdb.DuckDBPyConnection, as_of: datetime, context: Context
) -> Iterator[tuple[tuple[str, str], Period]]:
    said = {"as_of": as_of}
    row = cursor.execute(fill(_DEALS, known=_KNOWN), said).fetchone()
    created, closed, span = row or (None, None, None)
    end = _end(cursor, DEAL_TABLES, fill(_DEAL_DAYS, known=_KNOWN), as_of, context)
    starts: dict[tuple[str, str], tuple[date | None, date]] = {
        ("deal", "created"): (created, end),
        ("deal", "closed"): (closed, end),
        ("deal_span", "span"): (span, end),
    }
    for basis, tables in SALE_TABLES.items():
        days = fill(_SALE_DAYS + (_REFUND_DAYS if basis == "orders" else ""), known=_KNOWN, basis=basis)
        first = cursor.execute(fill("SELECT min(day) FROM ({days})", days=days), said).fetchone()
        last = end if basis == "won_deals" else _end(cursor, tables, days, as_of, context)
        for relation in ("sale", "sale_line", "first_sale"):
            starts[(f"{relation}:{basis}", "happened")] = (first[0] if first else None, last)
    for place, (start, last) in starts.items():
        now = context.covered.get(place)
        stop = min(last + ONE_DAY, now.end) if now else last + ONE_DAY
        if start is not None and start < stop:
            yield place, Period(start, stop)


def _end(
    cursor: duckdb.DuckDBPyConnection, tables: tuple[str, ...], days: str, as_of: datetime, context: Context
) -> date:
    """The last day that the records of one kind described by then."""
    asked = _local_day(as_of - A_MOMENT, context)
    row = cursor.execute(
        "SELECT min(b.extracted_at), max(b.extracted_at) FILTER (WHERE b.extracted_given AND b.extracted_at <= $as_of)"
        " FROM batch_table t JOIN batch b USING (batch_id) WHERE b.undone_at IS NULL"
        " AND t.rows_new + t.rows_changed + t.rows_unchanged > 0 AND list_contains($tables::VARCHAR[], t.table_name)",
        {"as_of": as_of, "tables": list(tables)},
    ).fetchone()
    first, given = row or (None, None)
    if first is None or as_of < first:
        return asked
    newest = cursor.execute(
        fill("SELECT max(day) FROM ({days}) WHERE day <= $asked", days=days),
        {"as_of": as_of, "asked": asked},
    ).fetchone()
    found = [newest[0] if newest else None, None if given is None else _local_day(given, context)]
    return max((day for day in found if day is not None), default=asked)


def _local_day(instant: datetime, context: Context) -> date:
    return context.calendar.local_date(instant.replace(tzinfo=UTC))
