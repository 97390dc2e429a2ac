"""How a file of deals says which are won, lost and open."""

from __future__ import annotations

from typing import Literal

from polso.intake.mapping.model import TableMapping

Source = Literal["status", "flags", "dates", "stage"]


def outcome_sources(mapping: TableMapping) -> tuple[Source, ...]:
    """What the outcome of a deal is taken from, the first that speaks of a row.

    A column of outcomes; else flags (`is_won`, `is_closed`); else the dates of winning and losing; and the stage where
    the others are silent.
    """
    found: list[Source] = []
    if mapping.has("status"):
        return ("status",)
    if mapping.has("is_won"):
        found.append("flags")
    if mapping.has("won_at") or mapping.has("lost_at"):
        found.append("dates")
    if mapping.has("stage_id"):
        found.append("stage")
    return tuple(found)


def stage_decides(mapping: TableMapping) -> bool:
    """Whether an unknown stage leaves the outcome of its deals unknown."""
    if mapping.table != "opportunity" or not mapping.has("stage_id") or mapping.has("status"):
        return False
    # With both flags, or both dates, a deal that is neither won nor lost is open, whatever its stage is called.
    return not (mapping.has("is_won", "is_closed") or mapping.has("won_at", "lost_at"))
