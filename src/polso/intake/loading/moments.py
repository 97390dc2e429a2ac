"""SQL between wall clocks, instants and the company's local days."""

from __future__ import annotations

from polso.intake.reading.sqltext import literal


def utc_sql(wall: str, zone: str) -> str:
    """The UTC TIMESTAMP of a wall clock TIMESTAMP of `zone`.

    The hour that comes twice in autumn is its first occurrence (the engine alone takes the second); a reading that the
    clock jumped over moves forward by the jump.
    """
    instant = f"timezone('UTC', timezone({literal(zone)}, {wall}))"
    earlier = f"({instant} - INTERVAL 1 HOUR)"
    return f"CASE WHEN {local_sql(earlier, zone)} = {wall} THEN {earlier} ELSE {instant} END"


def local_sql(instant: str, zone: str) -> str:
    """The wall clock TIMESTAMP in `zone` of a UTC TIMESTAMP."""
    return f"timezone({literal(zone)}, timezone('UTC', {instant}))"
