"""Rows of the vectors: one with `times` stands for so many records, with their numbers in place of `{}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def spelled_out(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    >>> spelled_out([{"id": "old {}", "mrr": "10", "times": 2}, {"id": "new", "mrr": "5"}])
    [{'id': 'old 1', 'mrr': '10'}, {'id': 'old 2', 'mrr': '10'}, {'id': 'new', 'mrr': '5'}]
    """
    return [
        {name: _numbered(value, number) for name, value in row.items() if name != "times"}
        for row in rows
        for number in range(1, row.get("times", 1) + 1)
    ]


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{}", str(number)) if isinstance(value, str) else value
