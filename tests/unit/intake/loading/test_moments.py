"""Wall clocks to instants, held against the standard library's zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from polso.intake.loading.moments import local_sql, utc_sql


def around_the_changes() -> list[datetime]:
    first = [datetime(2025, 3, 29, 22), datetime(2025, 10, 25, 22), datetime(2026, 2, 28, 12)]  # noqa: DTZ001 - wall clocks
    return [start + timedelta(minutes=30 * step) for start in first for step in range(16)]


@pytest.mark.parametrize("name", ["Europe/Rome", "America/New_York", "UTC"])
def test_every_wall_clock_is_the_first_instant_that_shows_it(name: str) -> None:
    walls, zone = around_the_changes(), ZoneInfo(name)
    rows = duckdb.execute(
        f"SELECT {utc_sql('wall', name)} FROM (SELECT unnest(?::TIMESTAMP[]) AS wall)", [walls]
    ).fetchall()
    expected = [wall.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None) for wall in walls]
    assert [instant for (instant,) in rows] == expected


def test_an_instant_is_shown_on_the_wall() -> None:
    instants, zone = around_the_changes(), ZoneInfo("Europe/Rome")
    rows = duckdb.execute(
        f"SELECT {local_sql('instant', 'Europe/Rome')} FROM (SELECT unnest(?::TIMESTAMP[]) AS instant)", [instants]
    ).fetchall()
    assert [wall for (wall,) in rows] == [
        instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for instant in instants
    ]
