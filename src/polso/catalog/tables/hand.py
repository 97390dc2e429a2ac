"""What people say about records: written by the program itself, never found in a file."""

from __future__ import annotations

from polso.catalog.table import Column, Table
from polso.catalog.tables.columns import choice, key, money, text

TABLES: tuple[Table, ...] = (
    Table(
        "correction",
        ("entity", "entity_source", "entity_key", "column_name"),
        (
            text("entity", required=True),
            text("entity_source", required=True),
            text("entity_key", required=True),
            text("column_name", required=True),
            text("value"),
            text("replaced"),
        ),
        importable=False,
    ),
    Table(
        "account_pair",
        ("first_id", "second_id"),
        (
            key("first_id"),
            key("second_id"),
            choice("verdict", "same", "different", required=True),
        ),
        importable=False,
    ),
    Table(
        "expected_total",
        ("total_id",),
        (
            key("total_id"),
            text("metric_id", required=True),
            text("period", required=True),
            money("value", required=True),
            Column("currency", "currency"),
            text("origin"),
        ),
        importable=False,
    ),
)
