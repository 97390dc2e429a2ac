"""Which days the data covered at an earlier time of knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb

from polso.base.period import ONE_DAY, Period
from polso.catalog.relations import RELATIONS
from polso.query.context import Context
from polso.store.derive.coverage import DEAL_TABLES, SALE_TABLES
from polso.store.derive.coverage_money import MONEY_TABLES
from polso.store.derive.covered import COVERED, Covered
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
_DUE_DAYS = "SELECT unnest([issued_on, paid_on]) AS day FROM invoice_due WHERE {known}"
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
        for relation in ("sale", "sale_line", "first_sale", "sale_margin"):
            starts[(f"{relation}:{basis}", "happened")] = (first[0] if first else None, last)
            if relation in ("sale", "sale_line"):
                starts[(f"{relation}:{basis}", "restated")] = starts[(f"{relation}:{basis}", "happened")]
    starts |= _others(cursor, said, as_of, context, frozenset(starts))
    starts |= _own_tables(cursor, as_of, context)
    for place, (start, last) in starts.items():
        now = context.covered.get(place)
        stop = min(last + ONE_DAY, now.end) if now else last + ONE_DAY
        if start is not None and start < stop:
            yield place, Period(start, stop)


def _others(
    cursor: duckdb.DuckDBPyConnection,
    said: dict[str, datetime],
    as_of: datetime,
    context: Context,
    done: frozenset[tuple[str, str]],
) -> dict[tuple[str, str], tuple[date | None, date]]:
    """The relations that are made of neither deals nor sales, from the first day of their own rows."""
    found: dict[tuple[str, str], tuple[date | None, date]] = {}
    for name, clock in context.covered:
        plain, _, basis = name.partition(":")
        if (name, clock) in done or plain not in RELATIONS:
            continue
        if clock not in {one.name for one in RELATIONS[plain].clocks}:
            continue
        day = RELATIONS[plain].day_of(clock)
        rows = fill("SELECT {day} AS day FROM {relation} WHERE {known}", day=day, relation=plain, known=_KNOWN)
        if basis and "basis" in dict(RELATIONS[plain].columns):
            rows += fill(" AND basis = '{basis}'", basis=basis)
        first = cursor.execute(fill("SELECT min(day) FROM ({rows})", rows=rows), said).fetchone()
        tables = MONEY_TABLES.get(plain)
        last = (
            _end(cursor, tables, fill(_DUE_DAYS, known=_KNOWN), as_of, context)
            if tables
            else _local_day(as_of - A_MOMENT, context)
        )
        found[(name, clock)] = (first[0] if first else None, last)
    return found


def _own_tables(
    cursor: duckdb.DuckDBPyConnection, as_of: datetime, context: Context
) -> dict[tuple[str, str], tuple[date | None, date]]:
    """First and last day of the relations that are made from one table each, of those that it says anything of now."""
    found: dict[tuple[str, str], tuple[date | None, date]] = {}
    asked = _local_day(as_of - A_MOMENT, context)
    ones = [one for one in COVERED if (one.relation, one.clock) in context.covered]
    for table in dict.fromkeys(one.table for one in ones):
        own = [one for one in ones if one.table == table]
        first = cursor.execute(fill("SELECT min(known_from) FROM {table} WHERE NOT is_stub", table=table)).fetchone()
        reconstructed = bool(first and first[0] and as_of < first[0])
        rows = table if reconstructed else fill("(SELECT * FROM {table} WHERE {known})", table=table, known=_KNOWN)
        said = {} if reconstructed else {"as_of": as_of}
        last = _end(cursor, (table,), fill("SELECT day FROM ({days})", days=_union(own, rows)), as_of, context)
        for one in own:
            row = cursor.execute(fill("SELECT min(day) FROM ({days})", days=one.days(rows)), said).fetchone()
            start = row[0] if row else None
            found[one.relation, one.clock] = (start if start is None or start <= asked else None, last)
    return found


def _union(ones: list[Covered], rows: str) -> str:
    return " UNION ALL ".join(one.days(rows) for one in ones)


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
