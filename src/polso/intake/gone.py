"""Records that an earlier export with the same headers had and this one no longer has: removed, or only left out?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polso.intake.loading.checks import CLOCKS
from polso.intake.loading.unit import Unit
from polso.intake.questions import Asked, Choice, Question
from polso.intake.reading import read_rejects
from polso.intake.reading.sqltext import literal
from polso.intake.remembering import HEADERS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CURRENT_STATE = frozenset({"opportunity", "lead", "account", "product", "rep", "subscription_span"})
"""Tables of which an export is what there is now."""

RECORDS = frozenset({"sales_order", "invoice", "proposal"})
"""Tables of what happened: nothing of it goes away by itself, so that a part of it is the usual export."""

FULL = 0.8
"""An export that holds at least this share of what is known is a full one."""

PART = 0.5
"""An export that holds less than this share of what is known is a part of it, and nobody is asked."""

REMOVED, KEPT = "removed", "kept"
_EXAMPLES = 3
_MOST_REJECTS = 1000


def gone_of(cursor: DuckDBPyConnection, unit: Unit, units: Sequence[Unit], asked: Asked) -> str | None:
    """The temp table (external_id) of the records that are gone by the answer; None where none are, or it is open.

    Asked about keyed tables of current state that were imported before with the same headers from the same source, when
    at least half of them are there. Of what happened (orders, invoices, proposals) only a full export is asked about.
    Records that stand on a rejected row are there, and so is what another file of this import holds.
    """
    table = unit.table.name
    if unit.by_content or unit.mapping.fields or table not in CURRENT_STATE | RECORDS:
        return None
    alike = [
        one
        for one in units
        if (one.table.name, one.source_system, one.headers) == (table, unit.source_system, unit.headers)
    ]
    if alike[0] is not unit:
        return None  # the first of them speaks for all
    known, missing = _find(cursor, unit, alike)
    present = known - missing
    if not missing or not present:
        return None
    is_full = present >= FULL * known
    is_window = _is_window(cursor, unit, alike)
    if table in RECORDS and (is_window or not is_full):
        return None
    removed = is_full and not is_window
    question = Question(
        key=f"{unit.file}:gone",
        message="question.gone",
        choices=(Choice(REMOVED, "question.gone_removed"), Choice(KEPT, "question.gone_kept")),
        parameters=(("count", missing), ("file", unit.file)),
        recommended=REMOVED if removed else KEPT,
        reason="records_missing",
        examples=_examples(cursor, unit),
        file=unit.file,
        weight=missing,
        advice="full_export" if removed else "older_than_file" if is_window else "partial_export",
        advice_parameters=(("share", f"{present} / {known}"),),
    )
    if present < PART * known and question.key not in asked.answers:
        return None
    return _relation(unit) if asked.answer(question) == REMOVED else None


def _relation(unit: Unit) -> str:
    return f"gone_{unit.number}"


def _find(cursor: DuckDBPyConnection, unit: Unit, alike: Sequence[Unit]) -> tuple[int, int]:
    """How many live records came with such files before, and how many of them are missing now (the temp table)."""
    table, source = f"main.{unit.table.name}", literal(unit.source_system)
    like = f'"{HEADERS}": "{unit.headers}"'
    files = (
        "SELECT f.file_id FROM batch_file AS f JOIN batch AS b USING (batch_id) WHERE b.undone_at IS NULL "
        f"AND f.table_name = {literal(unit.table.name)} "
        f"AND contains(f.mapping, {literal(like)})"
    )
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE {_relation(unit)} AS
        SELECT external_id FROM {table} WHERE source_system = {source}
            AND known_to IS NULL AND deleted_at IS NULL AND NOT is_stub
            AND external_id IN (
                SELECT external_id FROM {table} WHERE source_system = {source} AND NOT is_stub AND file_id IN ({files})
            )
    """)
    known = _count(cursor, unit)
    for one in alike:
        cursor.execute(
            f"DELETE FROM {_relation(unit)} WHERE external_id IN (SELECT key FROM {one.typed} WHERE key IS NOT NULL)"
        )
    if _count(cursor, unit):
        for one in alike:
            _spare_rejected(cursor, unit, one)
    return known, _count(cursor, unit)


def _spare_rejected(cursor: DuckDBPyConnection, unit: Unit, one: Unit) -> None:
    """A row that fell apart may hold any of them."""
    if not one.read.clean.rejected:
        return
    texts = [line.text for _, line in zip(range(_MOST_REJECTS), read_rejects(one.read.clean), strict=False)]
    cursor.execute(
        f"DELETE FROM {_relation(unit)} WHERE EXISTS "
        "(SELECT 1 FROM (SELECT unnest($1::VARCHAR[]) AS text) WHERE contains(text, external_id))",
        [texts],
    )


def _count(cursor: DuckDBPyConnection, unit: Unit) -> int:
    row = cursor.execute(f"SELECT count(*) FROM {_relation(unit)}").fetchone()
    return int(row[0]) if row else 0


def _is_window(cursor: DuckDBPyConnection, unit: Unit, alike: Sequence[Unit]) -> bool:
    """Whether everything that is missing is older than the file: exports of the last months drop it by themselves."""
    clocks = CLOCKS.get(unit.table.name, ())
    starts = [one.first_day for one in alike if one.first_day is not None]
    if not clocks or not starts:
        return False
    row = cursor.execute(
        f"SELECT count(*) = count({clocks[0]}), max(greatest({', '.join(clocks)})) FROM main.{unit.table.name} "
        f"WHERE source_system = ? AND known_to IS NULL AND external_id IN (SELECT external_id FROM {_relation(unit)})",
        [unit.source_system],
    ).fetchone()
    return row is not None and bool(row[0]) and row[1] is not None and row[1] < min(starts)


def _examples(cursor: DuckDBPyConnection, unit: Unit) -> tuple[str, ...]:
    names = {column.name for column in unit.table.columns}
    shown = "coalesce(name, external_id)" if "name" in names else "external_id"
    rows = cursor.execute(
        f"SELECT {shown} FROM main.{unit.table.name} WHERE source_system = ? AND known_to IS NULL "
        f"AND external_id IN (SELECT external_id FROM {_relation(unit)}) ORDER BY external_id LIMIT {_EXAMPLES}",
        [unit.source_system],
    ).fetchall()
    return tuple(str(name) for (name,) in rows)
