"""Some of the records that a batch changed, field by field, and of those that are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polso.catalog.schema import TABLE, day_column
from polso.intake.loading.checks import CLOCKS
from polso.intake.loading.unit import Unit
from polso.intake.reading.sqltext import identifier
from polso.intake.report import FieldChange, RecordChange

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 20


@dataclass(frozen=True, slots=True)
class Sample:
    changed: tuple[RecordChange, ...] = ()
    gone: tuple[RecordChange, ...] = ()


NOTHING = Sample()


def changed_records(cursor: DuckDBPyConnection, unit: Unit, batch_id: int) -> Sample:
    """At most 20 changed records of the unit's own table and source in the order of the file, and at most 20 gone ones.

    A day that stands beside an instant is not told twice; a reference is told by the name of what it points to.
    """
    columns = [name for column in unit.table.columns for name, _ in column.physical()]
    display = unit.table.display or "external_id"
    chosen = ", ".join(
        f"CAST(old.{identifier(name)} AS VARCHAR), CAST(new.{identifier(name)} AS VARCHAR)" for name in columns
    )
    shown = display if display in columns else "external_id"
    rows = cursor.execute(
        f"SELECT new.deleted_at IS NOT NULL AS is_gone, new.external_id, CAST(new.{identifier(shown)} AS VARCHAR), "
        f"new.line, {chosen} FROM main.{unit.table.name} AS new JOIN main.{unit.table.name} AS old "
        "ON old.source_system = new.source_system AND old.external_id = new.external_id "
        "AND old.closed_by = new.batch_id AND old.known_to = new.known_from AND old.known_from < old.known_to "
        "WHERE new.batch_id = $batch AND new.source_system = $source AND NOT old.is_stub "
        "QUALIFY row_number() OVER (PARTITION BY is_gone ORDER BY new.line, new.external_id) <= $most "
        "ORDER BY new.line, new.external_id",
        {"batch": batch_id, "source": unit.source_system, "most": MOST},
    ).fetchall()
    names = _names(cursor, unit, columns, [row[4:] for row in rows])
    changed: list[RecordChange] = []
    gone: list[RecordChange] = []
    for is_gone, key, name, line, *values in rows:
        told = _told(unit, columns, values, names)
        if is_gone:
            gone.append(RecordChange(key, name, None, told=told))
        else:
            changed.append(RecordChange(key, name, line, _fields(unit, columns, values, names), told))
    return Sample(tuple(changed), tuple(gone))


Names = dict[tuple[str, str], str]


def _told(unit: Unit, columns: list[str], values: list[Any], names: Names) -> tuple[tuple[str, str], ...]:
    """The day, customer and amount of a record without a number of its own."""
    if not unit.by_content:
        return ()
    held = {name: values[2 * place + 1] or values[2 * place] for place, name in enumerate(columns)}
    wanted = (
        CLOCKS.get(unit.table.name, ()),
        [column.name for column in unit.table.references],
        [column.name for column in unit.table.money],
    )
    found = (next((name for name in part if held.get(name)), None) for part in wanted)
    return tuple((name, names.get((name, held[name]), held[name])) for name in found if name is not None)


def _names(cursor: DuckDBPyConnection, unit: Unit, columns: list[str], rows: list[Any]) -> Names:
    """The names of the records that references point to, by column and id."""
    found: Names = {}
    for column in unit.table.references:
        target = TABLE[column.references or ""]
        if target.display is None or column.name not in columns:
            continue
        place = 2 * columns.index(column.name)
        wanted = sorted({str(one) for row in rows for one in row[place : place + 2] if one is not None})
        key, display = identifier(target.key[0]), identifier(target.display)
        named = cursor.execute(
            f"SELECT {key}, min({display}) FROM main.{target.name} "
            f"WHERE known_to IS NULL AND {display} IS NOT NULL AND list_contains(?, {key}) GROUP BY 1",
            [wanted],
        ).fetchall()
        found |= {(column.name, identity): name for identity, name in named}
    return found


def _fields(unit: Unit, columns: list[str], values: list[Any], names: Names) -> tuple[FieldChange, ...]:
    pairs = {name: (values[2 * place], values[2 * place + 1]) for place, name in enumerate(columns)}
    differing = [name for name, (before, after) in pairs.items() if before != after]
    days = {
        day_column(column.name)
        for column in unit.table.columns
        if column.kind == "instant" and column.name in differing
    }
    return tuple(
        FieldChange(name, *(names.get((name, value), value) for value in pairs[name]))
        for name in differing
        if name not in days
    )
