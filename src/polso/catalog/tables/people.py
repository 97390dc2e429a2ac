"""Salespeople and their teams."""

from __future__ import annotations

from polso.catalog.table import Table
from polso.catalog.tables.columns import choice, day, key, last_day, ref, share, text

TABLES: tuple[Table, ...] = (
    Table(
        "rep",
        ("rep_id",),
        (
            key("rep_id"),
            text("name", personal=True),
            text("email", personal=True),
            text("role"),
            text("calendar_id"),
            day("hired_on"),
            last_day("left_on"),
            choice("kind", "human", "queue", "bot", default="human"),
        ),
        display="name",
    ),
    Table("team", ("team_id",), (key("team_id"), text("name"), ref("parent_team_id", "team")), display="name"),
    Table(
        "team_membership",
        ("rep_id", "team_id", "valid_from"),
        (
            ref("rep_id", "rep", required=True),
            ref("team_id", "team", required=True),
            day("valid_from"),
            last_day("valid_to"),
            share("fte", default="1"),
        ),
    ),
)
