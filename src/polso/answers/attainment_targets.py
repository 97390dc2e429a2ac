"""Every version of every target, read once a data version: they are few."""

from __future__ import annotations

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.period import Period
from polso.query.targets import Target


def load_targets(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> tuple[Target, ...]:
    """The targets as `cursor` sees them; one without a last day is for the month that it begins in."""
    rows = cursor.execute(
        "SELECT metric_id, coalesce(scope_type, 'company'), scope_id, period_start, period_end, value, currency,"
        " coalesce(kind, 'goal'), coalesce(profile, 'business_days'), set_on, superseded_on, known_from,"
        " CASE WHEN known_to IS NULL OR deleted_at < known_to THEN coalesce(deleted_at, known_to) ELSE known_to END"
        " FROM target WHERE metric_id IS NOT NULL AND period_start IS NOT NULL ORDER BY known_from, batch_id, line"
    ).fetchall()
    found: list[Target] = []
    for number, (
        metric,
        scope,
        key,
        start,
        end,
        value,
        currency,
        kind,
        profile,
        set_on,
        superseded,
        *known,
    ) in enumerate(rows):
        last = end or calendar.bucket(start, "month").end
        if last <= start:
            continue
        place = (str(scope), None if scope == "company" else key)
        found.append(
            Target(
                str(metric).strip(),
                place,
                Period(start, last),
                value,
                currency,
                kind,
                profile,
                set_on,
                superseded,
                known[0],
                known[1],
                number,
            )
        )
    return tuple(found)
