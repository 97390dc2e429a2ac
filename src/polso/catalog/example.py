"""A worked example of each metric: a few rows, a period, and the figure that they give.

The rows are files as a company would give them (canonical columns); the test imports them and asks. People read the
same rows beside the definition.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class ExampleTable:
    """Rows of one canonical table, under their columns."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def csv(self) -> str:
        return "\n".join(",".join(row) for row in (self.columns, *self.rows)) + "\n"


@dataclass(frozen=True, slots=True)
class Expected:
    """The figure of a reading, exactly as `ask --format json` prints it; `None` where the metric has no such part."""

    variant: str
    value: str | None
    numerator: str | None = None
    denominator: str | None = None
    flag: str | None = None
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """The tables, what the company set, the period asked for on the day `today`, and what comes out."""

    metric: str
    tables: tuple[ExampleTable, ...]
    settings: tuple[tuple[str, str], ...]
    period: str
    today: str
    expected: tuple[Expected, ...]

    @property
    def row_count(self) -> int:
        return sum(len(one.rows) for one in self.tables)


@cache
def examples() -> dict[str, Example]:
    """By metric id.

    >>> examples()["average_order_value"].expected[0].value
    '150.00'
    """
    raw = tomllib.loads(files("polso.catalog").joinpath("examples.toml").read_text(encoding="utf-8"))
    return {metric: _example(metric, _with_rows(entry, raw)) for metric, entry in raw.items()}


def _with_rows(entry: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """The entry with the rows, settings and period of the one that it is told on, where it has none of its own."""
    return raw[entry["rows_of"]] | entry if "rows_of" in entry else entry


def _example(metric: str, entry: dict[str, Any]) -> Example:
    return Example(
        metric,
        tuple(_table(name, text) for name, text in entry["tables"].items()),
        tuple(sorted((name, str(value)) for name, value in entry.get("settings", {}).items())),
        entry["period"],
        entry.get("today", "2026-11-24"),
        tuple(_expected(name, said) for name, said in entry["expected"].items()),
    )


def _table(name: str, text: str) -> ExampleTable:
    columns, *rows = csv.reader(text.strip().splitlines())
    return ExampleTable(name, tuple(columns), tuple(tuple(row) for row in rows))


def _expected(variant: str, said: dict[str, Any]) -> Expected:
    return Expected(
        variant,
        said.get("value"),
        said.get("numerator"),
        said.get("denominator"),
        said.get("flag"),
        tuple(said.get("where", {}).items()),
    )
