"""Cells that one file of an import took over from another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Columns number `columns` of the table `label`, on each row whose cell `own` equals that in `key` there."""

    label: str
    own: int
    key: int
    columns: tuple[int, ...]
