"""The canonical tables: what a company's records are, whatever file they came from. One `Table` a kind of record."""

from __future__ import annotations

from polso.catalog.table import PHYSICAL_TYPES, SYSTEM_COLUMNS, Column, ColumnKind, Table, day_column
from polso.catalog.tables import calendar, funnel, goals, hand, money, parties, people, work

__all__ = [
    "IMPORTABLE",
    "PHYSICAL_TYPES",
    "SYSTEM_COLUMNS",
    "TABLE",
    "TABLES",
    "Column",
    "ColumnKind",
    "Table",
    "day_column",
]

TABLES: tuple[Table, ...] = (
    *calendar.TABLES,
    *people.TABLES,
    *parties.TABLES,
    *funnel.TABLES,
    *money.TABLES,
    *work.TABLES,
    *goals.TABLES,
    *hand.TABLES,
)
TABLE: dict[str, Table] = {table.name: table for table in TABLES}
IMPORTABLE: tuple[str, ...] = tuple(table.name for table in TABLES if table.importable)
