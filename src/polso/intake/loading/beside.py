"""Sources that tell sales which another source tells already: said at the import, never added silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TABLES = ("invoice", "sales_order")


def note_beside(cursor: DuckDBPyConnection, units: Sequence[Unit], declared: Sequence[str]) -> None:
    """Note in each unit of invoices or orders whose source does not count which one does.

    The rule is that of `polso.store.derive.counted_source`: what was known first, of sources given together the one
    with most records; all that the company declares.
    """
    for table in _TABLES:
        own = [unit for unit in units if unit.table.name == table and unit.loaded_rows]
        if not own:
            continue
        known = cursor.execute(
            f"SELECT source_system FROM main.{table} WHERE NOT is_stub AND known_to IS NULL AND deleted_at IS NULL "
            f"GROUP BY source_system ORDER BY min(known_from), count(*) DESC, source_system"
        ).fetchall()
        sizes: dict[str, int] = {}
        for unit in own:
            sizes[unit.source_system] = sizes.get(unit.source_system, 0) + unit.loaded_rows
        new = sorted(sizes, key=lambda source: (-sizes[source], source))
        sources = list(dict.fromkeys([*(str(source) for (source,) in known), *new]))
        counted = [source for source in sources if source in declared] or sources[:1]
        for unit in own:
            if unit.source_system not in counted:
                unit.notices.append(Notice("sources_beside", 1, (", ".join(counted),)))
