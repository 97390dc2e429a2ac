"""Sources that tell sales which another source tells already: said at the import, never added silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TABLES = ("invoice", "sales_order")
_SAME = ("number", "issued_on")
_AMOUNTS = ("net", "gross")


def note_beside(cursor: DuckDBPyConnection, units: Sequence[Unit], declared: Sequence[str]) -> None:
    """Note in each unit of invoices or orders whose source does not count which one does, and how many of its invoices
    are the same as there: same number, day and amount.

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
        here = [unit for unit in own if unit.source_system in counted]
        shown = ", ".join(dict.fromkeys(unit.file for unit in here)) or ", ".join(counted)
        for unit in own:
            if unit.source_system in counted:
                continue
            same = _same_invoices(cursor, unit, here, counted) if table == "invoice" else 0
            if same:
                unit.notices.append(Notice("same_invoices", same, (shown,)))
            if same < unit.loaded_rows:
                unit.notices.append(Notice("sources_beside", unit.loaded_rows - same, (shown,)))


def _same_invoices(cursor: DuckDBPyConnection, unit: Unit, here: Sequence[Unit], counted: Sequence[str]) -> int:
    """How many invoices of `unit` stand in the counted sources, in this import or known before."""
    columns = _columns(cursor, unit)
    amount = next((name for name in _AMOUNTS if name in columns), None)
    if amount is None or not columns.issuperset(_SAME):
        return 0
    others = [
        f"SELECT {_facts(amount)} FROM staged_{one.number}"
        for one in here
        if _columns(cursor, one).issuperset((*_SAME, amount))
    ]
    others.append(
        f"SELECT {_facts(amount)} FROM main.invoice WHERE list_contains($1, source_system) "
        "AND known_to IS NULL AND deleted_at IS NULL AND NOT is_stub"
    )
    row = cursor.execute(
        f"SELECT count(*) FROM (SELECT {_facts(amount)} FROM staged_{unit.number}) AS own "
        f"WHERE (number, day, amount) IN ({' UNION ALL '.join(others)})",
        [list(counted)],
    ).fetchone()
    return int(row[0]) if row else 0


def _columns(cursor: DuckDBPyConnection, unit: Unit) -> set[str]:
    return {str(row[0]) for row in cursor.execute(f"DESCRIBE staged_{unit.number}").fetchall()}


def _facts(amount: str) -> str:
    """SQL of number, day and amount, the number without blanks and leading zeros, the amount without sign."""
    bare = "ltrim(regexp_replace(upper(CAST(number AS VARCHAR)), '[^0-9A-Z]', '', 'g'), '0')"
    return f"{bare} AS number, issued_on AS day, abs({amount}) AS amount"
