"""Any sequence of loads, folded in Python, equals what is selected at every instant."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.store.batch_context import BatchContext
from polso.store.batches import load
from polso.store.staging import StagedTable
from polso.store.workspace import Workspace

COLUMNS = ("name", "segment", "industry")
START = datetime(2026, 1, 1, tzinfo=UTC)
sources = itertools.count()

cell = st.sampled_from([None, "x", "y"])
record = st.tuples(st.booleans(), st.tuples(cell, cell, cell))
file = st.tuples(
    st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True),
    st.dictionaries(st.sampled_from("abcd"), record, min_size=1, max_size=4),
)
# A step of 0 days is another extract of the same instant; a batch may hold several files.
loads = st.lists(st.tuples(st.integers(0, 2), st.lists(file, min_size=1, max_size=2)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from polso.base.company import Company

    folder = tmp_path_factory.mktemp("property") / "workspace"
    with Workspace.create(folder, Company()) as workspace, pytest.MonkeyPatch.context() as patch:
        # Only versions are compared; making the relations of all examples anew each time would take minutes.
        patch.setattr("polso.store.derived.rebuild", lambda *_: None)
        yield workspace


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads)
def test_the_fold_of_the_loads_is_what_was_known(
    shared: Workspace, stage: Callable[..., StagedTable], tmp_path: Path, history: Any
) -> None:
    check(shared, stage, tmp_path, history)


def check(workspace: Workspace, stage: Callable[..., StagedTable], folder: Path, history: Any) -> None:
    number, cursor = next(sources), workspace.cursor()
    source = f"source {number}"
    original = folder / "any.csv"
    original.write_text("any", encoding="utf-8")
    known: dict[str, tuple[bool, dict[str, str | None]]] = {}
    snapshots: dict[datetime, dict[str, tuple[bool, dict[str, str | None]]]] = {}
    # Each example after the one before: an older extract would have to go beneath.
    instant = START + number * timedelta(days=30)
    for days, files in history:
        instant += timedelta(days=days)

        def prepare(context: BatchContext, files: Any = files) -> list[StagedTable]:
            number = context.register_file("any.csv", original)
            return [
                stage(context.cursor, "account", rows_of(provided, records), number, source, f"part_{place}")
                for place, (provided, records) in enumerate(files)
            ]

        load(workspace, cursor, prepare, extracted_at=instant, imported_at=instant)
        for provided, records in files:
            for key, (is_stub, cells) in records.items():
                said = {name: value for name, value in zip(COLUMNS, cells, strict=True) if name in provided}
                if is_stub and key in known:
                    continue
                known[key] = (is_stub, dict.fromkeys(COLUMNS) | known.get(key, (True, {}))[1] | said)
        snapshots[instant] = dict(known)
    for at, expected in snapshots.items():
        assert selected(cursor, source, at) == expected
    overlaps = cursor.execute(
        "SELECT count(*) FROM account AS a JOIN account AS b USING (source_system, external_id)"
        " WHERE a.source_system = ? AND a.known_from < b.known_from"
        "  AND (a.known_to IS NULL OR a.known_to > b.known_from)",
        [source],
    ).fetchone()
    assert overlaps == (0,)
    if all(len(files) == 1 for _, files in history) and all(days for days, _ in history[1:]):
        # What one instant says twice can end as it began; else every version says something new.
        repeated = cursor.execute(
            "SELECT count(*) FROM (SELECT (is_stub, name, segment, industry) AS now, known_from,"
            "  lag((is_stub, name, segment, industry)) OVER (PARTITION BY external_id ORDER BY known_from) AS before"
            "  FROM account WHERE source_system = ?) WHERE now IS NOT DISTINCT FROM before",
            [source],
        ).fetchone()
        assert repeated == (0,)


def rows_of(provided: list[str], records: Any) -> list[dict[str, object]]:
    return [
        {"id": key, "stub": is_stub} | {name: cells[COLUMNS.index(name)] for name in provided}
        for key, (is_stub, cells) in records.items()
    ]


def selected(cursor: Any, source: str, at: datetime) -> dict[str, tuple[bool, dict[str, str | None]]]:
    rows = cursor.execute(
        "SELECT external_id, is_stub, name, segment, industry FROM account"
        " WHERE source_system = $1 AND known_from <= $2 AND (known_to IS NULL OR known_to > $2)",
        [source, at.replace(tzinfo=None)],
    ).fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {key: (is_stub, dict(zip(COLUMNS, cells, strict=True))) for key, is_stub, *cells in rows}
