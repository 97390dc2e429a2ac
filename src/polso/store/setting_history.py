"""The journal of the settings: what `polso.toml` said, and when it began to say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from polso.store.instants import aware, stored


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting from its old to its new value, both as TOML spells them; None where it was not there."""

    changed_at: datetime
    key: str
    old: str | None
    new: str | None


def recorded_settings(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The last recorded value of every setting that is there."""
    latest = {change.key: change.new for change in setting_changes(cursor)}
    return {key: value for key, value in latest.items() if value is not None}


def record_settings(
    cursor: duckdb.DuckDBPyConnection, now: Mapping[str, str], changed_at: datetime
) -> tuple[SettingChange, ...]:
    """Write down what differs from the last record; the changes, none when all is as it was."""
    before = recorded_settings(cursor)
    changes = tuple(
        SettingChange(changed_at, key, before.get(key), now.get(key))
        for key in (*now, *(key for key in before if key not in now))
        if before.get(key) != now.get(key)
    )
    if changes:
        cursor.executemany(
            "INSERT INTO setting_history VALUES (?, ?, ?, ?)",
            [(stored(change.changed_at), change.key, change.old, change.new) for change in changes],
        )
    return changes


def setting_changes(cursor: duckdb.DuckDBPyConnection) -> tuple[SettingChange, ...]:
    """All changes, oldest first."""
    rows = cursor.execute("SELECT changed_at, key, old, new FROM setting_history ORDER BY rowid").fetchall()
    return tuple(SettingChange(aware(at), key, old, new) for at, key, old, new in rows)
