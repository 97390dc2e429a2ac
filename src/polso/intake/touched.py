"""The months that a batch touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from polso.intake.loading.checks import CLOCKS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TABLES = ("sales_order", "invoice", "refund", "opportunity")


def touched_months(cursor: DuckDBPyConnection, batch_id: int, today: date) -> list[date]:
    """The first days of the months in which something that the batch made, changed or closed happened; up to today."""
    parts = [
        f"SELECT {day} AS day FROM main.{table} WHERE batch_id = $batch OR closed_by = $batch"
        for table in _TABLES
        for day in CLOCKS.get(table, ())
    ]
    rows = cursor.execute(
        f"SELECT DISTINCT CAST(date_trunc('month', day) AS DATE) FROM ({' UNION ALL '.join(parts)}) "
        "WHERE day IS NOT NULL AND day <= $today ORDER BY 1",
        {"batch": batch_id, "today": today},
    ).fetchall()
    return [month for (month,) in rows]
