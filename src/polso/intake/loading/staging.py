"""The rows of a unit as staged tables for the store: the record's own table and those that it brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.catalog.schema import TABLE, Column
from polso.intake.loading.columns import Expressions, words_sql
from polso.intake.loading.keys import PART, record_sql
from polso.intake.loading.references import Mentioned, Registry
from polso.intake.loading.unit import Unit, id_column
from polso.intake.reading.sqltext import literal
from polso.intake.recognise.headers import attribute_name
from polso.intake.recognise.words import stage_order
from polso.intake.remembering import NOTE_COLUMNS
from polso.store.staging import StagedTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def stage_unit(
    cursor: DuckDBPyConnection, unit: Unit, columns: Expressions, registry: Registry
) -> tuple[StagedTable, list[Mentioned]]:
    """The unit's own table, its references resolved. Columns without a header but with a default get it where the
    record is new."""
    mentioned: list[Mentioned] = []
    selected: dict[str, str] = {}
    joins: list[str] = []
    for column in unit.table.columns:
        raw = f"r_{column.name}"
        if column.references and raw in columns:
            found, only = registry.resolve(unit, column.references, raw, unit.header(column.name))
            if only is not None:
                mentioned.append(only)
            joins.append(f"LEFT JOIN {found} ON {found}.raw = k.{raw}")
            selected[column.name] = f"{found}.record_id"
            continue
        for name, _ in column.physical():
            if name in columns:
                selected[name] = f'k."{name}"'
        if column.default is not None and column.name not in selected:
            selected[column.name] = f'coalesce(known."{column.name}", {_default(column)})'
    if len(unit.table.key) == 1:
        selected[unit.table.key[0]] = "k.record_id"
    elif unit.is_named or unit.table.name == "stage":
        selected[id_column(unit.table.name)] = "k.record_id"
    if unit.table.name == "target" and "scope_id" in selected:
        selected["scope_id"] = _scope(unit, registry, joins, mentioned, "scope_type" in columns)
    relation = f"staged_{unit.number}"
    types = dict(unit.table.physical())
    chosen = ", ".join(f'CAST({sql} AS {types[name]}) AS "{name}"' for name, sql in selected.items())
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT k.line, k.external_id, FALSE AS is_stub, {chosen} "
        f"FROM {unit.kept} AS k {' '.join(joins)} LEFT JOIN main.{unit.table.name} AS known "
        f"ON known.source_system = {literal(unit.source_system)} AND known.external_id = k.external_id "
        f"AND known.known_to IS NULL"
    )
    return StagedTable(unit.table.name, unit.source_system, unit.file_id, relation, tuple(selected)), mentioned


def _default(column: Column) -> str:
    assert column.default is not None
    return literal(column.default) if column.kind in ("choice", "text") else column.default


def _scope(unit: Unit, registry: Registry, joins: list[str], mentioned: list[Mentioned], has_type: bool) -> str:
    """The record that a target is for, by the kind of its scope."""
    branches: list[str] = []
    for scope in ("rep", "team", "source", "product") if has_type else ():
        found, only = registry.resolve(unit, scope, "scope_id", unit.header("scope_id"), f"scope_type = '{scope}'")
        if only is not None:
            mentioned.append(only)
        joins.append(f"LEFT JOIN {found} ON {found}.raw = k.scope_id AND k.scope_type = '{scope}'")
        branches.append(f"{found}.record_id")
    return f"coalesce({', '.join([*branches, 'k.scope_id'])})"


def stage_mentioned(cursor: DuckDBPyConnection, unit: Unit, mentioned: Mentioned) -> StagedTable:
    """Stubs for records that the file only mentions, with their name where it is known by name."""
    table = TABLE[mentioned.table]
    selected = {id_column(table.name): "m.record_id"}
    if table.display == "name" and mentioned.by_name:
        selected["name"] = "m.raw"
    if table.name == "stage":
        selected["kind"] = _stage_kind(unit)
        selected["rank"] = _stage_rank(cursor, mentioned)
    relation = f"{mentioned.relation}_staged"
    chosen = ", ".join(f"{sql} AS {name}" for name, sql in selected.items())
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT CAST(m.line AS INTEGER) AS line, m.external_id, "
        f"TRUE AS is_stub, {chosen} FROM {mentioned.relation} AS m"
    )
    return StagedTable(table.name, mentioned.source_system, unit.file_id, relation, tuple(selected))


def _stage_kind(unit: Unit) -> str:
    """Open, won or lost: by the word, else by the deals that stand in the stage when they agree."""
    known = words_sql("m.raw", unit.words.get("stage_id", {}))
    if unit.table.name != "opportunity":
        return known
    agreed = (
        f"(SELECT CASE WHEN count(DISTINCT k.status) = 1 THEN min(k.status) END FROM {unit.kept} AS k "
        f"WHERE k.r_stage_id = m.raw)"
    )
    return f"coalesce({known}, {agreed})"


def _stage_rank(cursor: DuckDBPyConnection, mentioned: Mentioned) -> str:
    """The place in the ordinary course of a deal of stages whose names are known."""
    names = [name for (name,) in cursor.execute(f"SELECT DISTINCT raw FROM {mentioned.relation}").fetchall()]
    places = {name: place for name in names if (place := stage_order(name)) is not None}
    branches = " ".join(f"WHEN {literal(name)} THEN {place}" for name, place in places.items())
    return f"CAST(CASE m.raw {branches} END AS BIGINT)" if branches else "CAST(NULL AS BIGINT)"


def stage_teams(cursor: DuckDBPyConnection, unit: Unit, registry: Registry) -> list[StagedTable]:
    """The team or manager beside a representative, as a team and a membership.

    A list of people says which team each is in now. So there is one membership a person, and another team in a later
    list replaces it instead of standing beside it.
    """
    found, only = registry.resolve(unit, "team", "v_team_id", unit.header("team_id"))
    staged: list[StagedTable] = []
    if only is not None:
        table = stage_mentioned(cursor, unit, only)
        cursor.execute(f"UPDATE {table.relation} SET is_stub = FALSE")
        staged.append(table)
    relation = f"memberships_{unit.number}"
    share = "CAST(k.v_fte AS DECIMAL(9,6))" if unit.mapping.has("fte") else "CAST(1 AS DECIMAL(9,6))"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT k.line, "
        f"k.external_id || {literal(PART + PART)} AS external_id, FALSE AS is_stub, k.record_id AS rep_id, "
        f"f.record_id AS team_id, {share} AS fte FROM {unit.kept} AS k JOIN {found} AS f ON f.raw = k.v_team_id"
    )
    staged.append(
        StagedTable("team_membership", unit.source_system, unit.file_id, relation, ("rep_id", "team_id", "fte"))
    )
    return staged


def stage_attributes(cursor: DuckDBPyConnection, unit: Unit) -> StagedTable | None:
    """Columns without a place in the table, as attributes of its records; a cell that became empty takes it back."""
    used: dict[str, int] = {}
    for index, header in unit.mapping.unmapped:
        if header in NOTE_COLUMNS:
            continue
        name = attribute_name(header) or f"column_{index + 1}"
        used.setdefault(name, index)
    if not used:
        return None
    entity = unit.table.name
    record = "record_id" if len(unit.table.key) == 1 or unit.is_named else record_sql(unit.source_system, "external_id")
    cells = " UNION ALL ".join(
        f"SELECT line, external_id, {record} AS entity_id, {literal(name)} AS name, a_{index} AS value FROM {unit.kept}"
        for name, index in used.items()
    )
    relation = f"attributes_{unit.number}"
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {relation} AS
        WITH said AS (
            SELECT cells.line,
                {literal(entity + PART)} || cells.external_id || {literal(PART)} || cells.name AS external_id,
                FALSE AS is_stub, {literal(entity)} AS entity, cells.entity_id, cells.name, cells.value
            FROM ({cells}) AS cells
        )
        SELECT * FROM said WHERE value IS NOT NULL OR EXISTS (
            SELECT 1 FROM main.attribute AS known WHERE known.source_system = {literal(unit.source_system)}
            AND known.external_id = said.external_id AND known.known_to IS NULL AND known.value IS NOT NULL
        )
    """)
    return StagedTable(
        "attribute", unit.source_system, unit.file_id, relation, ("entity", "entity_id", "name", "value")
    )
