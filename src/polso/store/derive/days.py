"""Days and instants: the calendar day table, and the company's zone for the instants that the rows need."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.catalog.schema import TABLES, day_column
from polso.store.derive.statements import fill, replace_temp, run
from polso.store.derive.tables import empty

MARGIN_YEARS = 2
LEAST_YEARS = 5
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A mistyped year must not fill the calendar: days beyond these years are in no period."""

# (table, instant): the columns whose local midnight is needed where the source knew the day only.
_INSTANTS = (
    ("opportunity", "created_at"),
    ("opportunity", "closed_at"),
    ("opportunity_event", "happened_at"),
    ("sales_order", "ordered_at"),
    ("refund", "refunded_at"),
    ("lead", "created_at"),
    ("lead", "qualified_at"),
    ("lead", "converted_at"),
    ("lead", "disqualified_at"),
    ("proposal", "sent_at"),
)


def rebuild_calendar_day(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Fill `calendar_day` for whole years: all data and two years on each side, five years at least.

    Keys are integers that sort by time: `week` is year * 100 + number of the ISO week that holds the fourth day of the
    company's week (the ISO week itself when weeks begin on Monday), `month` year * 100 + month, `quarter` year * 10 +
    quarter; fiscal years are named by the year in which they end.
    """
    empty(cursor, "calendar_day")
    years = _years(cursor)
    if years is None:
        return
    cursor.execute(
        """
        insert into calendar_day
        with plain as (
            select range::date as day,
                range::date - (isodow(range)::integer - $week_start + 7) % 7 + 3 as midweek,
                date_trunc('month', range) - to_months($fiscal_start - 1) as fiscal_month,
                case when $fiscal_start = 1 then 0 else 1 end as year_shift
            from range(make_date($first, 1, 1)::timestamp, make_date($last + 1, 1, 1)::timestamp, interval 1 day)
        )
        select day,
            list_contains($weekdays::integer[], isodow(day)::integer) and not list_contains($closed::date[], day)
                or list_contains($opened::date[], day),
            isoyear(midweek) * 100 + weekofyear(midweek),
            year(day) * 100 + month(day),
            year(day) * 10 + quarter(day),
            year(day),
            (year(fiscal_month) + year_shift) * 10 + quarter(fiscal_month),
            year(fiscal_month) + year_shift
        from plain
        order by day
        """,
        {
            "week_start": calendar.company.week_start,
            "fiscal_start": calendar.company.fiscal_start,
            "first": years[0],
            "last": years[1],
            "weekdays": list(calendar.company.working_weekdays),
            "closed": sorted(calendar.closed),
            "opened": sorted(calendar.opened),
        },
    )


def make_day_start(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar) -> None:
    """Working table `derive_day_start(day, start_at)`: local midnight in UTC of the days known without an hour."""
    wanted = " union ".join(
        [
            "select issued_on from invoice where issued_on is not null",
            "select paid_on from invoice where paid_on is not null",
            *(
                fill(
                    "select $day from $table where $instant is null and $day is not null",
                    table=table,
                    instant=instant,
                    day=day_column(instant),
                )
                for table, instant in _INSTANTS
            ),
        ]
    )
    days: list[date] = [row[0] for row in cursor.execute(wanted).fetchall()]
    starts = [_start(day, calendar) for day in days]
    _pairs(cursor, "derive_day_start", "day", "date", days, "start_at", "timestamp", starts)


def make_known_day(cursor: duckdb.DuckDBPyConnection, calendar: CompanyCalendar, tables: tuple[str, ...]) -> None:
    """Working table `derive_known_day(known_at, day)`: the local day of every instant of learning."""
    wanted = " union ".join(
        [
            "select extracted_at from batch union select imported_at from batch",
            *(fill("select known_from from $table", table=table) for table in tables),
            *(fill("select deleted_at from $table", table=table) for table in tables),
        ]
    )
    instants: list[datetime] = [row[0] for row in cursor.execute(wanted).fetchall() if row[0]]
    local = [calendar.local_date(instant.replace(tzinfo=UTC)) for instant in instants]
    _pairs(cursor, "derive_known_day", "known_at", "timestamp", instants, "day", "date", local)


def _start(day: date, calendar: CompanyCalendar) -> datetime:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - no zone has rules that far away
    return calendar.start_of_day(day).replace(tzinfo=None)


def _pairs(
    cursor: duckdb.DuckDBPyConnection,
    target: str,
    left: str,
    left_kind: str,
    left_values: list[date] | list[datetime],
    right: str,
    right_kind: str,
    right_values: list[date] | list[datetime],
) -> None:
    replace_temp(
        cursor,
        target,
        "select null::$left_kind as $left, null::$right_kind as $right limit 0",
        left=left,
        left_kind=left_kind,
        right=right,
        right_kind=right_kind,
    )
    cursor.execute(
        fill(
            "insert into $target select unnest(?::$left_kind[]), unnest(?::$right_kind[])",
            target=target,
            left_kind=left_kind,
            right_kind=right_kind,
        ),
        [left_values, right_values],
    )


def _years(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int] | None:
    columns = [
        (table.name, day_column(column.name) if column.kind == "instant" else column.name)
        for table in TABLES
        for column in table.columns
        if column.kind in ("instant", "date") and not column.open_end
    ]
    spread = " union all ".join(
        fill("select min($column) as low, max($column) as high from $table", table=table, column=column)
        for table, column in [*columns, ("batch", "imported_at::date")]
    )
    run(cursor, "create or replace temp table derive_spread as $spread", spread=spread)
    found = cursor.execute("select year(min(low)), year(max(high)) from derive_spread").fetchone()
    if found is None or found[0] is None:
        return None
    low, high = (min(max(year, FIRST_YEAR), LAST_YEAR) for year in found)
    first, last = low - MARGIN_YEARS, high + MARGIN_YEARS
    return first, max(last, first + LEAST_YEARS - 1)
