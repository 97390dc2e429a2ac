"""SQL for what a deal's row leaves to be concluded: its outcome and which date its close date is."""

from __future__ import annotations

from polso.intake.loading.columns import Expressions, day_sql, instant_sql, words_sql
from polso.intake.loading.unit import Unit
from polso.intake.mapping.outcome import outcome_sources
from polso.intake.reading.sqltext import literal


def settle_deal(unit: Unit, columns: Expressions, zone: str) -> None:
    """Set `status`, `closed_at`, `closed_on` and `expected_close_on`.

    Only a deal that is won or lost is closed: the close date of an open one is the day on which it is expected to be.
    """
    columns["status"] = status_sql(unit)
    closed = _closing(unit, zone)
    if closed is None:
        return
    at, on = closed
    is_closed = f"({columns['status']}) IN ('won', 'lost')"
    columns["closed_at"] = f"CASE WHEN {is_closed} THEN {at} END"
    columns["closed_on"] = f"CASE WHEN {is_closed} THEN {on} END"
    if unit.mapping.has("closed_at"):
        expected = columns.get("expected_close_on", "CAST(NULL AS DATE)")
        columns["expected_close_on"] = (
            f"CASE WHEN {is_closed} THEN {expected} ELSE coalesce({expected}, {day_sql(unit, 'closed_at', zone)}) END"
        )


def status_sql(unit: Unit) -> str:
    """`open`, `won` or `lost`; NULL where the row leaves it unknown."""
    mapping = unit.mapping
    parts: list[str] = []
    for source in outcome_sources(mapping):
        if source == "status":
            parts.append(words_sql("v_status", unit.words.get("status", {})))
        elif source == "flags":
            parts.append("CASE WHEN v_is_won THEN 'won' END")
            if mapping.has("is_closed"):
                parts.append("CASE WHEN v_is_closed THEN 'lost' ELSE 'open' END")
        elif source == "dates":
            parts += [
                f"CASE WHEN v_{target} IS NOT NULL THEN '{word}' END"
                for target, word in (("won_at", "won"), ("lost_at", "lost"))
                if mapping.has(target)
            ]
        else:
            parts.append(words_sql("v_stage_id", unit.words.get("stage_id", {})))
    if mapping.has("won_at") and not mapping.has("stage_id") and not mapping.has("status"):
        parts.append("'open'")
    if "status" in mapping.blank:
        blanks = [f"v_{target} IS NULL" for target in ("status", "stage_id") if mapping.has(target)]
        parts.append(f"CASE WHEN {' AND '.join(blanks) or 'TRUE'} THEN {literal(mapping.blank['status'])} END")
    return f"coalesce({', '.join(parts)}, NULL)"


def _closing(unit: Unit, zone: str) -> tuple[str, str] | None:
    """SQL for the instant and the day of closing, whichever outcome it was."""
    targets = [target for target in ("closed_at", "won_at", "lost_at") if unit.mapping.has(target)]
    if not targets:
        return None
    pairs = [instant_sql(unit, target, zone, "moment_at") for target in targets]
    return (
        f"coalesce({', '.join(pair['moment_at'] for pair in pairs)})",
        f"coalesce({', '.join(pair['moment_on'] for pair in pairs)})",
    )
