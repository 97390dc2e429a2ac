"""Customers, products, sources and stages."""

from __future__ import annotations

from polso.catalog.table import Table
from polso.catalog.tables.columns import CURRENCY, choice, day, flag, instant, key, last_day, money, number, ref, text

TABLES: tuple[Table, ...] = (
    Table(
        "account",
        ("account_id",),
        (
            key("account_id"),
            text("name", personal=True),
            choice("kind", "company", "person"),
            text("segment"),
            text("industry"),
            text("country"),
            text("vat_number", personal=True),
            text("email", personal=True),
            instant("created_at"),
            ref("merged_into", "account"),
        ),
        display="name",
    ),
    Table(
        "account_history",
        ("account_id", "valid_from"),
        (
            ref("account_id", "account", required=True),
            day("valid_from", required=True),
            last_day("valid_to"),
            ref("owner_id", "rep"),
            text("segment"),
        ),
    ),
    Table(
        "product",
        ("product_id",),
        (
            key("product_id"),
            text("name"),
            text("category"),
            flag("is_recurring"),
            money("list_price"),
            money("unit_cost"),
            CURRENCY,
        ),
        display="name",
    ),
    Table(
        "source",
        ("source_id",),
        (key("source_id"), text("name"), text("channel"), flag("is_paid"), flag("is_referral")),
        display="name",
    ),
    Table(
        "stage",
        ("pipeline_id", "stage_id", "valid_from"),
        (
            text("pipeline_id"),
            key("stage_id"),
            day("valid_from"),
            last_day("valid_to"),
            text("name"),
            number("rank"),
            choice("kind", "open", "won", "lost"),
            choice("milestone", "qualified", "meeting", "proposal", "negotiation"),
        ),
        display="name",
    ),
)
