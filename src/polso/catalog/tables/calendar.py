"""The calendar of the company and the rates of exchange."""

from __future__ import annotations

from polso.catalog.table import Column, Table
from polso.catalog.tables.columns import choice, day, key, number, text

TABLES: tuple[Table, ...] = (
    Table(
        "calendar_hours",
        ("calendar_id", "weekday", "open_min"),
        (key("calendar_id"), number("weekday", required=True), number("open_min", required=True), number("close_min")),
    ),
    Table(
        "calendar_exception",
        ("calendar_id", "local_date", "open_min"),
        (
            key("calendar_id", required=False),
            day("local_date", required=True),
            number("open_min"),
            number("close_min"),
            choice("kind", "closed", "open", default="closed"),
            text("label"),
        ),
    ),
    Table(
        "fx_rate",
        ("rate_date", "currency"),
        (
            day("rate_date", required=True),
            Column("currency", "currency", required=True),
            Column("to_base", "rate", required=True),
        ),
    ),
)
