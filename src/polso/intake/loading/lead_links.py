"""Leads learn from their deals what became of them: the deal, and the day on which it began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import literal
from polso.store.staging import StagedTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LEARNED = ("opportunity_id", "converted_on")


def link_leads(
    cursor: DuckDBPyConnection, staged: Sequence[StagedTable], owners: Mapping[str, Unit]
) -> tuple[list[StagedTable], dict[str, Unit]]:
    """`staged` with the deals of leads, and the unit behind each table that is new among them.

    A lead of this import gets them in its own row, one known already in a row that changes nothing else. What a lead
    says itself stands. Of several deals of one lead the first counts.
    """
    deals = [table for table in staged if table.table == "opportunity" and "lead_id" in table.provided]
    if not deals:
        return list(staged), {}
    pairs = " UNION ALL ".join(_pairs(table) for table in deals)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE lead_deal AS SELECT lead_id, "
        f"arg_min(opportunity_id, (coalesce(day, DATE '9999-12-31'), opportunity_id)) AS opportunity_id, "
        f"min(day) AS day, min(line) AS line FROM ({pairs}) WHERE lead_id IS NOT NULL GROUP BY lead_id"
    )
    found = [
        _own(cursor, table) if table.table == "lead" and owners[table.relation].table.name == "lead" else table
        for table in staged
    ]
    leads = [table for table in found if table.table == "lead"]
    here = " UNION ALL ".join(f"SELECT lead_id FROM {table.relation}" for table in leads)
    known = f"AND k.lead_id NOT IN ({here})" if leads else ""
    rows = cursor.execute(
        f"SELECT DISTINCT k.source_system FROM lead_deal AS d JOIN main.lead AS k ON k.lead_id = d.lead_id "
        f"AND k.known_to IS NULL AND k.deleted_at IS NULL AND NOT k.is_stub {known} "
        f"WHERE k.opportunity_id IS DISTINCT FROM d.opportunity_id"
    ).fetchall()
    behind: dict[str, Unit] = {}
    for place, (source,) in enumerate(rows):
        relation = f"linked_leads_{place}"
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT d.line, k.external_id, FALSE AS is_stub, k.lead_id, "
            f"coalesce(k.opportunity_id, d.opportunity_id) AS opportunity_id, "
            f"coalesce(k.converted_on, d.day) AS converted_on FROM lead_deal AS d "
            f"JOIN main.lead AS k ON k.lead_id = d.lead_id AND k.known_to IS NULL AND k.deleted_at IS NULL "
            f"AND NOT k.is_stub {known} WHERE k.source_system = {literal(source)}"
        )
        found.append(StagedTable("lead", source, deals[0].file_id, relation, ("lead_id", *_LEARNED)))
        behind[relation] = owners[deals[0].relation]
    return found, behind


def _pairs(table: StagedTable) -> str:
    days = [name for name in ("created_on", "closed_on") if name in table.provided]
    day = f"coalesce({', '.join(days)})" if days else "CAST(NULL AS DATE)"
    return f"SELECT lead_id, opportunity_id, {day} AS day, line FROM {table.relation} WHERE NOT is_stub"


def _own(cursor: DuckDBPyConnection, table: StagedTable) -> StagedTable:
    """The leads of a file with their deals in the same relation."""
    said = [name for name in _LEARNED if name in table.provided]
    rest = f"s.* EXCLUDE ({', '.join(said)})" if said else "s.*"
    own = {name: f"s.{name}, " if name in said else "" for name in _LEARNED}
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {table.relation} AS SELECT {rest}, "
        f"coalesce({own['opportunity_id']}d.opportunity_id, k.opportunity_id) AS opportunity_id, "
        f"coalesce({own['converted_on']}d.day, k.converted_on) AS converted_on FROM {table.relation} AS s "
        f"LEFT JOIN lead_deal AS d ON d.lead_id = s.lead_id "
        f"LEFT JOIN main.lead AS k ON k.lead_id = s.lead_id AND k.known_to IS NULL AND k.deleted_at IS NULL"
    )
    return replace(table, provided=tuple(dict.fromkeys((*table.provided, *_LEARNED))))
