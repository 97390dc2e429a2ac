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
    with most records; all that the company declares. Of these too the same invoices count once, from the first one.
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
                before = counted[: counted.index(unit.source_system)]
                if table == "invoice" and before:
                    _note_twice(cursor, unit, [one for one in own if one.source_system in before], before)
                continue
            same = _same_invoices(cursor, unit, here, counted) if table == "invoice" else 0
            if same:
                unit.notices.append(Notice("same_invoices", same, (shown,)))
            if same < unit.loaded_rows:
                unit.notices.append(Notice("sources_beside", unit.loaded_rows - same, (shown,)))


def _note_twice(cursor: DuckDBPyConnection, unit: Unit, here: Sequence[Unit], before: Sequence[str]) -> None:
    same = _same_invoices(cursor, unit, here, before, by_customer=True)
    if same:
        shown = ", ".join(dict.fromkeys(one.file for one in here)) or ", ".join(before)
        unit.notices.append(Notice("same_invoices", same, (shown,)))


def _same_invoices(
    cursor: DuckDBPyConnection,
    unit: Unit,
    here: Sequence[Unit],
    counted: Sequence[str],
    *,
    by_customer: bool = False,
) -> int:
    """How many invoices of `unit` stand in the counted sources, in this import or known before; `by_customer` where
    another customer makes another invoice."""
    columns = _columns(cursor, unit)
    amount = next((name for name in _AMOUNTS if name in columns), None)
    if amount is None or not columns.issuperset(_SAME):
        return 0
    others = [
        f"SELECT {_facts(amount)}, {_customer(cursor, one)} FROM staged_{one.number} AS t"
        for one in here
        if _columns(cursor, one).issuperset((*_SAME, amount))
    ]
    others.append(
        f"SELECT {_facts(amount)}, t.account_id AS customer, {_plain_name('a.name')} AS name FROM main.invoice AS t "
        "LEFT JOIN main.account AS a ON a.account_id = t.account_id AND a.known_to IS NULL "
        "WHERE list_contains($1, t.source_system) "
        "AND t.known_to IS NULL AND t.deleted_at IS NULL AND NOT t.is_stub"
    )
    customer = (
        "AND coalesce(other.customer = own.customer OR other.name = own.name, "
        "other.customer IS NULL OR own.customer IS NULL)"
    )
    row = cursor.execute(
        f"SELECT count(*) FROM (SELECT {_facts(amount)}, {_customer(cursor, unit)} FROM staged_{unit.number} AS t) "
        f"AS own WHERE EXISTS (SELECT 1 FROM ({' UNION ALL '.join(others)}) AS other WHERE other.number = own.number "
        f"AND other.day = own.day AND other.amount = own.amount {customer if by_customer else ''})",
        [list(counted)],
    ).fetchone()
    return int(row[0]) if row else 0


def _columns(cursor: DuckDBPyConnection, unit: Unit) -> set[str]:
    return {str(row[0]) for row in cursor.execute(f"DESCRIBE staged_{unit.number}").fetchall()}


def _customer(cursor: DuckDBPyConnection, unit: Unit) -> str:
    """SQL of the customer's record and plain name, of a staged row `t`."""
    if "account_id" not in _columns(cursor, unit):
        return "CAST(NULL AS VARCHAR) AS customer, CAST(NULL AS VARCHAR) AS name"
    name = f"(SELECT max(k.r_account_id) FROM {unit.kept} AS k WHERE k.line = t.line)"
    return f"t.account_id AS customer, {_plain_name(name)} AS name"


def _plain_name(text: str) -> str:
    return f"nullif(regexp_replace(lower(CAST({text} AS VARCHAR)), '[^0-9[:alpha:]]', '', 'g'), '')"


def _facts(amount: str) -> str:
    """SQL of number, day and amount of a row `t`: no blanks and leading zeros in the number, no sign of the amount."""
    bare = "ltrim(regexp_replace(upper(CAST(t.number AS VARCHAR)), '[^0-9A-Z]', '', 'g'), '0')"
    return f"{bare} AS number, t.issued_on AS day, abs(t.{amount}) AS amount"
