"""The text that makes the canonical tables, taken from the catalog when a migration is written.

A migration that has been published is never changed: when the catalog gains a table or a column, a new migration brings
it to workspaces that exist, and a test compares the outcome with the catalog.
"""

from __future__ import annotations

from polso.catalog.schema import SYSTEM_COLUMNS, TABLES, Table
from polso.store.statement_text import quoted

_NEVER_NULL = frozenset({"source_system", "external_id", "is_stub", "batch_id", "first_seen_at", "known_from"})


def stored_columns(table: Table) -> tuple[tuple[str, str], ...]:
    """The physical columns of the table and those that every table has, with their SQL types."""
    return (*table.physical(), *SYSTEM_COLUMNS)


def create_table(table: Table) -> str:
    columns = ",\n".join(
        f"    {quoted(name)} {kind}{' NOT NULL' if name in _NEVER_NULL else ''}" for name, kind in stored_columns(table)
    )
    return f"CREATE TABLE {quoted(table.name)} (\n{columns}\n);\n"


def create_canonical_tables() -> str:
    return "\n".join(create_table(table) for table in TABLES)
