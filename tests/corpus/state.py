"""What a workspace holds now, in the words of the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from polso.catalog.schema import TABLE, TABLES
from polso.store.workspace import Workspace
from tests.corpus.case import Row

Plain = tuple[str, tuple[tuple[str, str, object], ...], tuple[tuple[str, str], ...]]
"""Table, (column, type, value) of all that is not empty, attributes."""


def stored(workspace: Workspace) -> list[tuple[str, dict[str, Any], dict[str, str]]]:
    """Table, columns and attributes of every record that holds now and that a file has a row for."""
    cursor = workspace.cursor()
    attributes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entity, record, name, value in cursor.execute(
        "SELECT entity, entity_id, name, value FROM main.attribute WHERE known_to IS NULL"
    ).fetchall():
        attributes[entity, record][name] = value
    named: dict[str, dict[str, str]] = {}
    for table in TABLES:
        if table.display == "name":
            key = "stage_id" if table.name == "stage" else table.key[0]
            query = f"SELECT {key}, name FROM main.{table.name} WHERE known_to IS NULL AND name IS NOT NULL"
            named[table.name] = dict(cursor.execute(query).fetchall())
    found = []
    for table in TABLES:
        columns = [name for name, _ in table.physical()]
        query = f"SELECT {', '.join(columns)} FROM main.{table.name} WHERE known_to IS NULL AND NOT is_stub"
        for values in cursor.execute(query).fetchall() if table.importable else ():
            fields = dict(zip(columns, values, strict=True))
            record = str(fields[table.key[0]])
            for column in table.references:
                fields[column.name] = named.get(column.references or "", {}).get(
                    fields[column.name], fields[column.name]
                )
            found.append((table.name, fields, attributes.pop((table.name, record), {})))
    return found


def difference(rows: Sequence[Row], workspace: Workspace) -> tuple[list[Plain], list[Plain]]:
    """Records that are missing and records that must not be there."""
    keyed = {row.table for row in rows if TABLE[row.table].key[0] in row.fields}
    wanted = Counter(_plain(row.table, dict(row.fields), dict(row.attributes), keyed) for row in rows)
    there = Counter(_plain(*record, keyed) for record in stored(workspace))
    return sorted((wanted - there).elements(), key=repr), sorted((there - wanted).elements(), key=repr)


def _plain(table: str, fields: dict[str, Any], attributes: dict[str, str], keyed: set[str]) -> Plain:
    """The record with the types of its values, so that 1, 1.0 and True are not the same."""
    left_out = () if table in keyed else TABLE[table].key
    values = [
        (name, type(value).__name__, value.normalize() if hasattr(value, "normalize") else value)
        for name, value in sorted(fields.items())
        if value is not None and name not in left_out
    ]
    return table, tuple(values), tuple(sorted(attributes.items()))
