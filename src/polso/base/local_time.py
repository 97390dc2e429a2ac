"""Between UTC instants and the clock on the company's wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the company's wall at `instant`; raises ValueError when the instant carries no zone.

    >>> local_date(datetime(2025, 1, 31, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Rome"))
    datetime.date(2025, 2, 1)
    """
    if instant.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the local `day` begins.

    Where the clock jumps over midnight the day begins at the jump; where midnight comes twice it begins at the first.

    >>> rome = ZoneInfo("Europe/Rome")
    >>> start_of_day(date(2025, 3, 31), rome) - start_of_day(date(2025, 3, 30), rome)
    datetime.timedelta(seconds=82800)
    >>> start_of_day(date(2025, 10, 27), rome) - start_of_day(date(2025, 10, 26), rome)
    datetime.timedelta(days=1, seconds=3600)
    """
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def to_utc(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The UTC instant of a wall clock reading without zone, and whether that reading came twice.

    The hour that comes twice in autumn takes its first occurrence. A reading that the
    clock jumped over in spring is taken with the offset before the jump, which moves it forward by the length of it.
    Raises ValueError when `wall` already carries a zone.

    >>> rome = ZoneInfo("Europe/Rome")
    >>> to_utc(datetime(2025, 10, 26, 2, 30), rome)
    (datetime.datetime(2025, 10, 26, 0, 30, tzinfo=datetime.timezone.utc), True)
    >>> instant, came_twice = to_utc(datetime(2025, 3, 30, 2, 30), rome)
    >>> instant.astimezone(rome).strftime("%H:%M"), came_twice
    ('03:30', False)
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall clock reading carries no zone")
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None
    assert after is not None
    return first.astimezone(UTC), before > after
