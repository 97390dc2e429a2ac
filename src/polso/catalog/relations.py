"""Every named relation, gathered from the areas."""

from __future__ import annotations

from polso.catalog import (
    relations_customers,
    relations_funnel,
    relations_money,
    relations_sales,
    relations_series,
    relations_work,
)
from polso.catalog.relation import KNOWN, Clock, Relation
from polso.catalog.relations_sales import DEAL, DEAL_SPAN, FIRST_SALE, REP_DAY, SALE, SALE_LINE

__all__ = [
    "CALENDAR_DAY_COLUMNS",
    "COVERAGE_COLUMNS",
    "DEAL",
    "DEAL_SPAN",
    "FIRST_SALE",
    "FX_DAY_COLUMNS",
    "KNOWN",
    "RELATIONS",
    "REP_DAY",
    "REP_TEAM_COLUMNS",
    "SALE",
    "SALE_LINE",
    "Clock",
    "Relation",
]

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (
        *relations_sales.RELATIONS,
        *relations_funnel.RELATIONS,
        *relations_customers.RELATIONS,
        *relations_money.RELATIONS,
        *relations_series.RELATIONS,
        *relations_work.RELATIONS,
    )
}

# Helpers of the relations, built at load too: they are joined, never asked for.
REP_TEAM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("rep_id", "VARCHAR"),
    ("team_id", "VARCHAR"),
    ("valid_from", "DATE"),
    ("valid_to", "DATE"),
)
FX_DAY_COLUMNS: tuple[tuple[str, str], ...] = (("day", "DATE"), ("currency", "VARCHAR"), ("to_base", "DECIMAL(18,8)"))
CALENDAR_DAY_COLUMNS: tuple[tuple[str, str], ...] = (
    ("day", "DATE"),
    ("is_working", "BOOLEAN"),
    ("week", "INTEGER"),
    ("month", "INTEGER"),
    ("quarter", "INTEGER"),
    ("year", "INTEGER"),
    ("fiscal_quarter", "INTEGER"),
    ("fiscal_year", "INTEGER"),
)
COVERAGE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("source_system", "VARCHAR"),
    ("relation", "VARCHAR"),
    ("clock", "VARCHAR"),
    ("covered_from", "DATE"),
    ("covered_to", "DATE"),
)
