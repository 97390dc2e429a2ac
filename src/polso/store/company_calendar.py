"""The calendar that holds now: the settings, the copied holidays, and the opening hours and days that files brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from polso.base.calendar import DAYS_OF_WEEK, CompanyCalendar
from polso.base.company import Company, Hours
from polso.store.holiday_copy import copied_holidays

if TYPE_CHECKING:
    import duckdb

_LAST_MINUTE = 24 * 60 - 1
_CALENDARS = """
    SELECT calendar_id FROM calendar_hours WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub
    UNION
    SELECT calendar_id FROM calendar_exception WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub
"""
_WEEK = """
    SELECT weekday, open_min, close_min FROM calendar_hours
    WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub AND calendar_id = ?
    ORDER BY weekday, open_min
"""
_DAYS = """
    SELECT local_date, coalesce(kind, 'closed') = 'open', open_min, close_min FROM calendar_exception
    WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub AND local_date IS NOT NULL
        AND (calendar_id IS NULL OR calendar_id = ?)
    ORDER BY local_date, open_min NULLS FIRST
"""
_Span = tuple[int | None, int | None]


def company_calendar(cursor: duckdb.DuckDBPyConnection, company: Company) -> CompanyCalendar:
    """The company's calendar with what its files say of it.

    Opening hours of a file stand in place of those of the settings, days of a file above holidays and weekdays. Where
    files name several calendars (a shop, a workshop) only the days that name none are the company's.
    """
    named = [row[0] for row in cursor.execute(_CALENDARS).fetchall() if row[0] is not None]
    own = named[0] if len(named) == 1 else None
    week: dict[int, list[_Span]] = {}
    for weekday, begins, ends in cursor.execute(_WEEK, [own]).fetchall():
        week.setdefault(weekday, []).append((begins, ends))
    hours = tuple(_hours(week.get(day, [])) for day in range(1, DAYS_OF_WEEK + 1))
    if any(hours):
        company = replace(company, hours=hours)
    special: dict[date, Hours] = {}
    opened: dict[date, list[_Span]] = {}
    for day, is_open, begins, ends in cursor.execute(_DAYS, [own]).fetchall():
        special[day] = ()
        if is_open:
            opened.setdefault(day, []).append((begins, ends))
    for day, spans in opened.items():
        special[day] = _hours(spans) or _usual(day, company)
    return CompanyCalendar(company, copied_holidays(cursor, company), tuple(sorted(special.items())))


def _hours(spans: list[_Span]) -> Hours:
    """Openings in order; what lies outside the day, ends before it begins or overlaps the one before is none."""
    found: list[tuple[time, time]] = []
    free_from = 0
    for begins, ends in spans:
        last = None if ends is None else min(ends, _LAST_MINUTE)
        if begins is None or last is None or not free_from <= begins < last:
            continue
        found.append((_time(begins), _time(last)))
        free_from = last
    return tuple(found)


def _usual(day: date, company: Company) -> Hours:
    """The hours of that weekday, of the first day with hours where it has none."""
    return company.hours[day.isoweekday() - 1] or next((hours for hours in company.hours if hours), ())


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
