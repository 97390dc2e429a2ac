"""Which record a row points to: by the source's id or by name, among what is loaded now and what is known already.

A record that is only mentioned is made as a stub: known by name, or by the id the source gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polso.catalog.schema import TABLE
from polso.intake.loading.keys import PART, fold_sql, is_known_by_name, name_keys, record_sql
from polso.intake.loading.unit import Unit, id_column
from polso.intake.mapping.model import FILES
from polso.intake.reading.sqltext import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Records of `table` that a file only mentions: temp table `relation` (line, external_id, record_id, raw)."""

    table: str
    source_system: str
    relation: str
    by_name: bool
    rows: int


class Registry:
    """What can be pointed to.

    `known_<table>` has the columns `source_system`, `raw_id` (as a file writes it), `record_id`, `shown` (its name),
    `fold` (of the name) and `is_stub`.
    """

    def __init__(self, cursor: DuckDBPyConnection, units: list[Unit]) -> None:
        self._cursor = cursor
        self._units = units
        self._made: set[str] = set()
        self._number = 0

    def known(self, table: str) -> str:
        """The relation of all records of `table`, made when first asked for."""
        name = f"known_{table}"
        if table in self._made:
            return name
        self._made.add(table)
        column, display = id_column(table), TABLE[table].display
        # The key of a stage holds its pipeline and its first day besides.
        raw = f"split_part(external_id, {literal(PART)}, 2)" if table == "stage" else "external_id"
        shown = f"CAST({display or 'NULL'} AS VARCHAR)"
        open_rows = f"main.{table} WHERE known_to IS NULL AND deleted_at IS NULL"
        names = f"{raw} AS raw_id, {column} AS record_id, {shown} AS shown"
        parts = [f"SELECT source_system, {names}, is_stub FROM {open_rows}"]
        for unit in self._units:
            if unit.table.name == table:
                own = self._columns(unit.kept)
                named = f"CAST({display if display in own else 'NULL'} AS VARCHAR)"
                raw_id = "v_stage_id" if table == "stage" and "v_stage_id" in own else "external_id"
                raw_id = "record_id" if table == "stage" and "v_stage_id" not in own else raw_id
                parts.append(
                    f"SELECT {literal(unit.source_system)}, {raw_id}, record_id, {named}, FALSE FROM {unit.kept}"
                )
        self._cursor.execute(f"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT source_system, raw_id, record_id, arg_max(shown, NOT is_stub) AS shown, bool_and(is_stub) AS is_stub,
                {fold_sql("arg_max(shown, NOT is_stub)")} AS fold
            FROM ({" UNION ALL ".join(parts)}) AS every_one
            GROUP BY source_system, raw_id, record_id
        """)
        return name

    def resolve(
        self, unit: Unit, table: str, raw: str, header: str, where: str = "TRUE", relation: str | None = None
    ) -> tuple[str, Mentioned | None]:
        """A temp table (raw, record_id) for every text of the column `raw` of `unit.kept` (or of `relation`, which has
        a `line`), and who was only mentioned.

        In this order: an id of the same source, a name of the same source, an id and a name of any other source; names
        and foreign ids only where one record has them.
        """
        self._number += 1
        cursor, found, known = self._cursor, f"pointed_{self._number}", self.known(table)
        own = literal(unit.mapping.source_system)
        near = _only(f"source_system IN ({own}, {literal(FILES)})")
        cursor.execute(f"""
            CREATE OR REPLACE TEMP TABLE {found} AS
            WITH said AS (
                SELECT {raw} AS raw, min(line) AS first_line
                FROM {relation or unit.kept} WHERE {raw} IS NOT NULL AND ({where}) GROUP BY 1
            ),
            wanted AS (SELECT *, {fold_sql("raw")} AS fold FROM said),
            by_own_id AS (SELECT raw_id, min(record_id) AS id FROM {known} WHERE source_system = {own} GROUP BY raw_id),
            by_id AS (SELECT raw_id, {_only("TRUE")} AS id FROM {known} GROUP BY raw_id),
            by_name AS (
                SELECT fold, {near} AS near_id, {_only("TRUE")} AS id FROM {known} WHERE fold IS NOT NULL GROUP BY fold
            )
            SELECT wanted.raw, wanted.first_line,
                coalesce(by_own_id.id, by_name.near_id, by_id.id, by_name.id) AS record_id
            FROM wanted
            LEFT JOIN by_own_id ON by_own_id.raw_id = wanted.raw
            LEFT JOIN by_id ON by_id.raw_id = wanted.raw
            LEFT JOIN by_name ON by_name.fold = wanted.fold
        """)
        return found, self._mention(unit, table, found, by_name=is_known_by_name(header, table))

    def _mention(self, unit: Unit, table: str, found: str, *, by_name: bool) -> Mentioned | None:
        cursor = self._cursor
        row = cursor.execute(f"SELECT count(*) FROM {found} WHERE record_id IS NULL").fetchone()
        if row is None or not row[0]:
            return None
        relation = f"mentioned_{self._number}"
        source = FILES if by_name else unit.mapping.source_system
        if by_name:
            keys = f"{relation}_keys"
            name_keys(cursor, f"SELECT raw FROM {found} WHERE record_id IS NULL", keys)
            cursor.execute(f"""
                CREATE OR REPLACE TEMP TABLE {relation} AS
                SELECT min(first_line) AS line, key AS external_id, key AS record_id, arg_min(raw, first_line) AS raw
                FROM {found} JOIN {keys} USING (raw) WHERE record_id IS NULL GROUP BY key
            """)
            cursor.execute(f"""
                UPDATE {found} AS found SET record_id = keyed.key FROM {keys} AS keyed
                WHERE keyed.raw = found.raw AND found.record_id IS NULL
            """)
        else:
            record = record_sql(source, "raw")
            cursor.execute(f"""
                CREATE OR REPLACE TEMP TABLE {relation} AS
                SELECT first_line AS line, raw AS external_id, {record} AS record_id, raw
                FROM {found} WHERE record_id IS NULL
            """)
            cursor.execute(f"UPDATE {found} SET record_id = {record} WHERE record_id IS NULL")
        if table == "stage":
            cursor.execute(f"UPDATE {relation} SET external_id = {literal(PART)} || external_id || {literal(PART)}")
        raw_id = ("record_id" if by_name else "raw") if table == "stage" else "external_id"
        cursor.execute(
            f"INSERT INTO {self.known(table)} BY NAME SELECT {literal(source)} AS source_system, {raw_id} AS raw_id, "
            f"record_id, raw AS shown, TRUE AS is_stub, {fold_sql('raw') if by_name else 'NULL'} AS fold "
            f"FROM {relation}"
        )
        counted = cursor.execute(f"SELECT count(*) FROM {relation}").fetchone()
        return Mentioned(table, source, relation, by_name, int(counted[0]) if counted else 0)

    def _columns(self, relation: str) -> set[str]:
        return {str(row[0]) for row in self._cursor.execute(f"DESCRIBE {relation}").fetchall()}


def _only(condition: str) -> str:
    """SQL for the one real record that fulfils the condition, else the one mentioned, NULL where there are several."""
    real = f"record_id) FILTER (({condition}) AND NOT is_stub)"
    every = f"record_id) FILTER ({condition})"
    return f"CASE WHEN count(DISTINCT {real} = 1 THEN min({real} WHEN count(DISTINCT {every} = 1 THEN min({every} END"
