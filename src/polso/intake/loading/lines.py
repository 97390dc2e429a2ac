"""Records that stand on several lines, made one row each; their lines are kept beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.intake.loading.orders import line_value_sql
from polso.intake.loading.unit import Unit
from polso.intake.mapping.record_lines import record_key
from polso.intake.reading.sqltext import literal
from polso.intake.report import Notice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_APART = literal(" | ")


def gather_lines(cursor: DuckDBPyConnection, unit: Unit) -> None:
    """Create `unit.lines` (the values of each line, with `record`, the line at which its record begins) and make
    `unit.values` one row a record.

    Amounts are gathered as the mapping says, everything else is what stands first; different texts of an attribute
    stand one after the other. A record of which one line cannot be read is not loaded in part: its other lines are
    rejected with it. Lines that name no record stay by themselves.
    """
    source, staged = unit.values, unit.read.staged.table
    value = line_value_sql(unit) or "CAST(NULL AS DECIMAL(18,4))"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {unit.lines} AS SELECT v.*, {value} AS v_line_value, "
        f"min(v.line) OVER (PARTITION BY coalesce(keyed.key, CAST(v.line AS VARCHAR))) AS record "
        f"FROM {source} AS v JOIN (SELECT line, {record_key(unit.mapping)} AS key FROM {staged}) AS keyed USING (line)"
    )
    _reject_together(cursor, unit)
    names = [str(row[0]) for row in cursor.execute(f"DESCRIBE {unit.lines}").fetchall()]
    cells = ", ".join(f'{_gathered(unit, name)} AS "{name}"' for name in names if name not in ("line", "record"))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {source} AS SELECT record AS line{', ' + cells if cells else ''} "
        f"FROM {unit.lines} WHERE line NOT IN (SELECT line FROM {unit.rejects}) GROUP BY record "
        f"UNION ALL BY NAME SELECT * EXCLUDE (record) FROM {unit.lines} "
        f"WHERE line IN (SELECT line FROM {unit.rejects})"
    )
    row = cursor.execute(
        f"SELECT count(*), count(DISTINCT record) FROM {unit.lines} WHERE line NOT IN (SELECT line FROM {unit.rejects})"
    ).fetchone()
    if row is not None and row[0] > row[1]:
        unit.notices.append(Notice(_told(unit), int(row[0]) - int(row[1]), (str(row[1]),)))


def _told(unit: Unit) -> str:
    """The code that says how the amount that counts comes from the lines."""
    found = (unit.mapping.gathered.get(target) for target in ("net", "net_amount", "gross", "gross_amount"))
    return {"same": "lines_repeated", "first": "lines_first"}.get(next(filter(None, found), "sum"), "lines_gathered")


def _reject_together(cursor: DuckDBPyConnection, unit: Unit) -> None:
    left_out = ", ".join(literal(rule.reason) for rule in unit.mapping.rows_left_out) or "''"
    cursor.execute(
        f"INSERT INTO {unit.rejects} SELECT line, NULL, NULL, 'part_of_rejected' FROM {unit.lines} "
        f"WHERE record IN (SELECT record FROM {unit.lines} WHERE line IN "
        f"(SELECT line FROM {unit.rejects} WHERE reason NOT IN ({left_out}))) "
        f"AND line NOT IN (SELECT line FROM {unit.rejects})"
    )


def _gathered(unit: Unit, name: str) -> str:
    how = unit.mapping.gathered.get(name.removeprefix("v_")) if name.startswith("v_") else None
    if how == "sum" or name == "v_line_value":
        return f'sum("{name}")'
    if name.startswith("a_"):
        return f'string_agg(DISTINCT "{name}", {_APART} ORDER BY "{name}")'
    value = f"v_{name[2:]}" if name.startswith(("z_", "m_")) else name
    return f'arg_min("{name}", line) FILTER ("{value}" IS NOT NULL)'
