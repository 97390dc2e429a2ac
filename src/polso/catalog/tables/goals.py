"""Targets, benchmarks, and any other figure or note."""

from __future__ import annotations

from polso.catalog.table import Column, Table
from polso.catalog.tables.columns import CURRENCY, choice, day, instant, key, last_day, money, number, text

TABLES: tuple[Table, ...] = (
    Table(
        "target",
        ("target_id",),
        (
            key("target_id"),
            text("metric_id", required=True),
            choice("scope_type", "company", "team", "rep", "source", "product", default="company"),
            text("scope_id"),
            day("period_start", required=True),
            last_day("period_end"),
            money("value", required=True),
            CURRENCY,
            choice("kind", "quota", "goal", "threshold", default="goal"),
            choice(
                "profile",
                "business_days",
                "calendar_days",
                "seasonal",
                "end_of_period",
                default="business_days",
            ),
            instant("set_at"),
            instant("superseded_at"),
        ),
        keyless=True,
    ),
    Table(
        "benchmark",
        ("benchmark_id",),
        (
            key("benchmark_id"),
            text("metric_id", required=True),
            text("scope"),
            Column("p25", "rate"),
            Column("p50", "rate"),
            Column("p75", "rate"),
            number("n"),
            choice("basis", "own_trailing", "published", "user", default="user"),
            text("citation"),
            text("url"),
            day("as_of"),
            text("definition_note"),
        ),
    ),
    Table(
        "series",
        ("name", "value_date"),
        (text("name", required=True), day("value_date", required=True), Column("value", "rate", required=True)),
    ),
    Table(
        "note",
        ("note_id",),
        (key("note_id"), day("noted_on", required=True), text("metric_id"), text("body", required=True)),
    ),
    Table(
        "attribute",
        ("entity", "entity_id", "name"),
        (
            text("entity", required=True),
            text("entity_id", required=True),
            text("name", required=True),
            text("value"),
        ),
        importable=False,
    ),
    Table(
        "metric_snapshot",
        ("metric_id", "scope", "period", "closed_on"),
        (
            text("metric_id", required=True),
            text("scope"),
            text("period", required=True),
            day("closed_on", required=True),
            text("result", required=True),
        ),
        importable=False,
    ),
)
