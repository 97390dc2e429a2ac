"""Which metrics a workspace can answer after an import, and what the others lack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from polso.catalog.schema import TABLE, day_column
from polso.intake.report import Enabled, MissingInput

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polso.catalog.model import Metric


def required_inputs() -> frozenset[str]:
    """Every `table.column` that some metric needs; settings of the company come from no file."""
    from polso.catalog.registry import metrics

    return frozenset(name for metric in metrics().values() for group in of_files(metric) for name in group)


def of_files(metric: Metric) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a metric's inputs that files can bring."""
    return tuple(group for group in metric.requires if not any(name.startswith("company.") for name in group))


def enabled(available: frozenset[str]) -> Enabled:
    """Metrics of which one alternative of inputs is there; for the others the alternative that lacks least."""
    from polso.catalog.registry import metrics

    answered: list[str] = []
    missing: list[MissingInput] = []
    for metric in metrics().values():
        lacking = [tuple(name for name in group if name not in available) for group in of_files(metric)]
        if not lacking or not all(lacking):
            answered.append(metric.id)
        else:
            missing.append(MissingInput(metric.id, min(lacking, key=len)))
    return Enabled(tuple(answered), tuple(missing))


def available_inputs(
    cursor: DuckDBPyConnection, wanted: Iterable[str], staged: Iterable[tuple[str, str, tuple[str, ...]]]
) -> frozenset[str]:
    """Those of `wanted` (`table.column`) that hold a value in the workspace or in the staged tables.

    `staged` are (table, relation, provided columns) of what is about to be laid down.
    """
    arriving = {(table, name): relation for table, relation, provided in staged for name in provided}
    found = set()
    for name in wanted:
        table, _, column = name.partition(".")
        physical = day_column(column) if TABLE[table].column(column).kind == "instant" else column
        places = [f"main.{table} WHERE known_to IS NULL AND deleted_at IS NULL AND"]
        if (table, physical) in arriving:
            places.append(f"{arriving[table, physical]} WHERE")
        if any(_holds(cursor, place, physical) for place in places):
            found.add(name)
    return frozenset(found)


def _holds(cursor: DuckDBPyConnection, place: str, column: str) -> bool:
    return cursor.execute(f'SELECT 1 FROM {place} "{column}" IS NOT NULL LIMIT 1').fetchone() is not None
