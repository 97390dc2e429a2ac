"""Making the database follow the settings: journal, holidays, local days, derived relations."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import duckdb

from polso.base.calendar import CompanyCalendar
from polso.base.errors import UserError
from polso.store import derived
from polso.store.company_calendar import company_calendar
from polso.store.holiday_copy import copy_holidays
from polso.store.local_days import rebuild_local_days
from polso.store.meta import read_number, write_number
from polso.store.setting_history import SettingChange, record_settings, recorded_settings
from polso.store.settings import Settings, flat
from polso.store.settings_file import place_of


class Writable(Protocol):
    """What is needed of a workspace here."""

    def cursor(self) -> duckdb.DuckDBPyConnection: ...

    def transaction(self, cursor: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The calendar that holds now, the settings that changed, and how many local days moved with the zone."""

    calendar: CompanyCalendar
    changes: tuple[SettingChange, ...]
    moved_days: int
    rebuilt: bool


def reconcile(workspace: Writable, settings: Settings, text: str, now: datetime) -> Reconciled:
    """Write down in one transaction what the settings say differently; nothing is written when nothing differs.

    `text` is the file they were read from, for the line of a country that nobody knows.
    Raises UserError `unknown_country`.
    """
    company, said = settings.company, flat(settings)
    with workspace.cursor() as cursor:
        if not _differs(cursor, said, company.holidays_country, now):
            calendar = company_calendar(cursor, company)
            return Reconciled(calendar, (), 0, rebuilt=False)
        with workspace.transaction(cursor):
            try:
                new_holidays = copy_holidays(cursor, company.holidays_country, now.year)
            except UserError as error:
                place = place_of(text, "polso.toml", ("holidays", "country"))
                raise UserError(error.code, place=place, **error.parameters) from error
            changes = record_settings(cursor, said, now)
            calendar = company_calendar(cursor, company)
            moved = 0
            if any(change.key == "company.timezone" and change.old is not None for change in changes):
                moved = rebuild_local_days(cursor, calendar)
            rebuilt = new_holidays or _is_outdated(cursor) or any(derived.depends_on(one.key) for one in changes)
            if rebuilt:
                derived.rebuild(cursor, company, calendar, None)
                write_number(cursor, "derived_shape", derived.shape())
    return Reconciled(calendar, changes, moved, rebuilt)


def _differs(cursor: duckdb.DuckDBPyConnection, said: dict[str, str], country: str, now: datetime) -> bool:
    row = cursor.execute("SELECT max(last_year) FROM holiday_years WHERE country = ?", [country]).fetchone()
    held = row[0] if row else None
    return held is None or held <= now.year or _is_outdated(cursor) or recorded_settings(cursor) != said


def _is_outdated(cursor: duckdb.DuckDBPyConnection) -> bool:
    return read_number(cursor, "derived_shape") != derived.shape()
