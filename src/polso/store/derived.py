"""When the derived relations are made anew."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.catalog.relations import (
    CALENDAR_DAY_COLUMNS,
    COVERAGE_COLUMNS,
    FX_DAY_COLUMNS,
    RELATIONS,
    REP_TEAM_COLUMNS,
)

RULES = 3
"""Raised when a relation comes to mean something else under the same columns."""

# Words and drawings only: no relation is made from them.
_NEUTRAL = ("company.name", "company.language", "company.deal_noun", "company.revenue_noun", "variants.", "metric.")
_NEUTRAL_CHOICES = ("company.activity_by_person", "company.discount_rate_annual")


def rebuild(
    cursor: duckdb.DuckDBPyConnection, company: Company, calendar: CompanyCalendar, touched: Mapping[str, str] | None
) -> None:
    """Make the derived relations anew, in the caller's transaction.

    `touched` maps each table of a batch to the temp table (source_system, external_id) of its touched records; None
    means everything.
    """
    from polso.store import derive

    derive.rebuild(cursor, company, calendar, touched)


def shape() -> int:
    """A number that differs when the columns or rules of the derived relations do."""
    columns = [(name, relation.columns) for name, relation in RELATIONS.items()]
    helpers = (REP_TEAM_COLUMNS, FX_DAY_COLUMNS, CALENDAR_DAY_COLUMNS, COVERAGE_COLUMNS)
    return zlib.crc32(repr((RULES, columns, helpers)).encode())


def depends_on(setting: str) -> bool:
    """Whether a change of this setting (`company.timezone`) calls for making the relations anew."""
    return not setting.startswith((*_NEUTRAL, *_NEUTRAL_CHOICES))
