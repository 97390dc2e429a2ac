"""The public holidays copied into the workspace: what a number was made with does not change with a library."""

from __future__ import annotations

from datetime import date

import duckdb

from polso.base.company import Company
from polso.base.public_holidays import public_holidays

FIRST_YEAR = 1990
YEARS_AHEAD = 5


def copy_holidays(cursor: duckdb.DuckDBPyConnection, country: str, this_year: int) -> bool:
    """Copy the years of `country` that are not there yet, up to five years ahead; True when some were added.

    Years before 1990 are not held: their working days are counted without holidays. Raises UserError `unknown_country`.
    """
    row = cursor.execute("SELECT max(last_year) FROM holiday_years WHERE country = ?", [country]).fetchone()
    held = row[0] if row else None
    if held is not None and held > this_year:
        return False
    first, last = FIRST_YEAR if held is None else held + 1, this_year + YEARS_AHEAD
    days = sorted(day for day in public_holidays(country, range(first, last + 1)) if first <= day.year <= last)
    if days:
        cursor.execute("INSERT INTO holiday SELECT ?, unnest(?::DATE[])", [country, days])
    cursor.execute("INSERT INTO holiday_years VALUES (?, ?, ?)", [country, first, last])
    return True


def copied_holidays(cursor: duckdb.DuckDBPyConnection, company: Company) -> frozenset[date]:
    """The dates held for the company's country."""
    rows = cursor.execute("SELECT day FROM holiday WHERE country = ?", [company.holidays_country]).fetchall()
    return frozenset(day for (day,) in rows)
