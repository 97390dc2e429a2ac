"""Which days the data covered at an earlier time of knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb

from polso.base.period import ONE_DAY, Period
from polso.query.context import Context
from polso.store.derive.coverage import DEAL_TABLES, SALE_TABLES
from polso.store.workspace import Workspace

A_MOMENT = timedelta(microseconds=1)


def as_known(context: Context, workspace: Workspace, as_of: datetime | None) -> Context:
    """The context of a question as of then: a day that no extract described yet was not covered.

    Coverage ends with the last day of the newest extract known by then, as it does now; before the first extract of a
    source its days are told from dates, up to the day of the question.
    """
    if as_of is None:
        return context
    with workspace.cursor() as cursor:
        ends = {name: _end(cursor, name, as_of, context) for name in ("deals", *SALE_TABLES)}
    latest = max(ends.values())
    covered: dict[tuple[str, str], Period] = {}
    for (relation, clock), period in context.covered.items():
        end = min(period.end, _end_of(relation, ends, latest) + ONE_DAY)
        if period.start < end:
            covered[(relation, clock)] = Period(period.start, end)
    return replace(context, as_of=as_of, covered=covered)


def _end_of(relation: str, ends: dict[str, date], latest: date) -> date:
    _, colon, basis = relation.partition(":")
    if colon:
        return ends[basis]
    return latest if relation == "rep_day" else ends["deals"]


def _end(cursor: duckdb.DuckDBPyConnection, name: str, as_of: datetime, context: Context) -> date:
    """The last day that the records of one kind described by then."""
    asked = _local_day(as_of - A_MOMENT, context)
    tables = DEAL_TABLES if name == "deals" else SALE_TABLES[name]
    row = cursor.execute(
        "SELECT min(b.extracted_at), max(b.extracted_at) FILTER (WHERE b.extracted_given AND b.extracted_at <= $as_of)"
        " FROM batch_table t JOIN batch b USING (batch_id) WHERE b.undone_at IS NULL"
        " AND t.rows_new + t.rows_changed + t.rows_unchanged > 0 AND list_contains($tables::VARCHAR[], t.table_name)",
        {"as_of": as_of, "tables": list(tables)},
    ).fetchone()
    first, given = row or (None, None)
    if first is None or as_of < first:
        return asked
    days = [_newest_day(cursor, name, as_of), None if given is None else _local_day(given, context)]
    return max((day for day in days if day is not None), default=asked)


def _newest_day(cursor: duckdb.DuckDBPyConnection, name: str, as_of: datetime) -> date | None:
    if name in ("deals", "won_deals"):
        text = "SELECT max(greatest(created_on, closed_on)) FROM deal WHERE known_from <= $as_of"
        values: dict[str, object] = {"as_of": as_of}
    else:
        text = "SELECT max(happened_on) FROM sale WHERE basis = $basis AND known_from <= $as_of"
        values = {"as_of": as_of, "basis": name}
    row = cursor.execute(text, values).fetchone()
    return row[0] if row else None


def _local_day(instant: datetime, context: Context) -> date:
    return context.calendar.local_date(instant.replace(tzinfo=UTC))
