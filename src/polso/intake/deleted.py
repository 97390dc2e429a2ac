"""Known records that a row of their own export says are deleted: they are gone without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DELETED = "deleted_in_source"


def with_deleted(cursor: DuckDBPyConnection, unit: Unit, gone: str | None) -> str | None:
    """The temp table (external_id) of the records that are gone, those of `gone` and those that a row says are deleted;
    None where there are none."""
    if all(rule.reason != DELETED for rule in unit.mapping.rows_left_out) or unit.by_content:
        return gone
    relation = f"deleted_{unit.number}"
    others = f" UNION SELECT external_id FROM {gone}" if gone else ""
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT external_id FROM main.{unit.table.name}
        WHERE source_system = {literal(unit.source_system)} AND known_to IS NULL AND deleted_at IS NULL AND NOT is_stub
            AND external_id IN (
                SELECT key FROM {unit.typed}
                WHERE line IN (SELECT line FROM {unit.rejects} WHERE reason = {literal(DELETED)})
            )
            AND external_id NOT IN (SELECT external_id FROM {unit.kept}){others}
    """)
    row = cursor.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return relation if row is not None and row[0] else None
