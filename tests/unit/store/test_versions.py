"""Loads of a moved table give the past as it was known; read here by SQL written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import InternalError
from polso.store.batch_context import BatchContext
from polso.store.batches import load
from polso.store.staging import StagedTable
from polso.store.versions import Counts
from polso.store.workspace import Workspace

FIRST, SECOND, THIRD = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (2, 9, 16))


def rows_as_of(workspace: Workspace, instant: datetime, columns: str, table: str = "opportunity") -> list[Any]:
    return (
        workspace.cursor()
        .execute(
            f"SELECT {columns} FROM {table} WHERE known_from <= $1 AND (known_to IS NULL OR known_to > $1) ORDER BY 1",
            [instant.replace(tzinfo=None)],
        )
        .fetchall()
    )


def deal(number: str, status: str, amount: str, closed: date | None = None) -> dict[str, object]:
    return {
        "id": number,
        "opportunity_id": number,
        "status": status,
        "amount": Decimal(amount),
        "closed_at": None,
        "closed_on": closed,
    }


def test_a_moved_pipeline_gives_the_past_as_it_was_known(workspace: Workspace, load_rows: Any) -> None:
    one = load_rows([deal("1", "open", "100"), deal("2", "open", "50")], FIRST, table="opportunity")
    two = load_rows(
        [deal("1", "won", "120", date(2026, 3, 8)), deal("2", "open", "50"), deal("3", "open", "7")],
        SECOND,
        table="opportunity",
    )
    three = load_rows([deal("1", "won", "120", date(2026, 3, 8)), deal("2", "lost", "50")], THIRD, table="opportunity")
    assert (one.counts, two.counts, three.counts) == (Counts(2), Counts(1, 1, 1), Counts(0, 1, 1))
    seen = [rows_as_of(workspace, at, "external_id, status, amount") for at in (FIRST, SECOND, THIRD)]
    assert seen == [
        [("1", "open", Decimal(100)), ("2", "open", Decimal(50))],
        [("1", "won", Decimal(120)), ("2", "open", Decimal(50)), ("3", "open", Decimal(7))],
        [("1", "won", Decimal(120)), ("2", "lost", Decimal(50)), ("3", "open", Decimal(7))],
    ]
    assert rows_as_of(workspace, FIRST - timedelta(microseconds=1), "external_id") == []
    assert rows_as_of(workspace, SECOND - timedelta(microseconds=1), "external_id, status") == [
        ("1", "open"),
        ("2", "open"),
    ]


def test_a_version_tells_its_batch_file_line_and_who_closed_it(workspace: Workspace, load_rows: Any) -> None:
    load_rows([deal("1", "open", "100")], FIRST, table="opportunity")
    load_rows([deal("9", "open", "1"), deal("1", "won", "100")], SECOND, table="opportunity")
    found = workspace.cursor().execute(
        "SELECT batch_id, file_id, line, first_seen_at, known_from, known_to, closed_by FROM opportunity"
        " WHERE external_id = '1' ORDER BY known_from"
    )
    first, second = FIRST.replace(tzinfo=None), SECOND.replace(tzinfo=None)
    assert found.fetchall() == [(1, 1, 2, first, first, second, 2), (2, 2, 3, first, second, None, None)]


def test_the_same_rows_again_make_no_version(workspace: Workspace, load_rows: Any) -> None:
    load_rows([deal("1", "open", "100"), deal("2", "open", "50")], FIRST, table="opportunity")
    again = load_rows([deal("2", "open", "50.0000"), deal("1", "open", "100")], SECOND, table="opportunity")
    assert again.counts == Counts(unchanged=2)
    assert workspace.cursor().execute("SELECT count(*), max(batch_id) FROM opportunity").fetchall() == [(2, 1)]


def test_columns_that_a_file_does_not_speak_of_are_kept(workspace: Workspace, load_rows: Any) -> None:
    load_rows([{"id": "a", "account_id": "a", "name": "Anna", "segment": "retail"}], FIRST)
    load_rows([{"id": "a", "account_id": "a", "segment": "trade"}], SECOND)
    load_rows([{"id": "a", "account_id": "a", "name": None}], THIRD)
    seen = [rows_as_of(workspace, at, "name, segment", "account") for at in (FIRST, SECOND, THIRD)]
    assert seen == [[("Anna", "retail")], [("Anna", "trade")], [(None, "trade")]]


def test_a_mention_makes_a_record_and_never_changes_one(workspace: Workspace, load_rows: Any) -> None:
    stub = {"id": "a", "stub": True, "account_id": "a", "name": "ANNA"}
    real = {"id": "a", "stub": False, "account_id": "a", "name": "Anna"}
    assert load_rows([stub], FIRST).counts == Counts(stubs=1)
    assert load_rows([stub], SECOND).counts == Counts()
    assert load_rows([real], THIRD).counts == Counts(new=1)
    assert load_rows([stub], THIRD + timedelta(days=1)).counts == Counts()
    found = workspace.cursor().execute("SELECT name, is_stub, known_from, known_to FROM account ORDER BY known_from")
    first, third = FIRST.replace(tzinfo=None), THIRD.replace(tzinfo=None)
    assert found.fetchall() == [("ANNA", True, first, third), ("Anna", False, third, None)]


def test_a_mention_later_than_the_extract_that_explains_it(workspace: Workspace, load_rows: Any) -> None:
    load_rows([{"id": "a", "stub": True, "account_id": "a", "name": "ANNA"}], SECOND)
    load_rows([{"id": "a", "account_id": "a", "name": "Anna"}], FIRST, imported_at=THIRD)
    found = workspace.cursor().execute("SELECT name, is_stub, known_from, known_to, first_seen_at FROM account")
    assert found.fetchall() == [("Anna", False, FIRST.replace(tzinfo=None), None, THIRD.replace(tzinfo=None))]


def test_sources_do_not_meet(workspace: Workspace, load_rows: Any) -> None:
    load_rows([{"id": "a", "account_id": "a", "name": "Anna"}], FIRST)
    other = load_rows([{"id": "a", "account_id": "hubspot:a", "name": "Ann"}], FIRST, source="hubspot")
    assert other.counts == Counts(new=1)
    assert rows_as_of(workspace, FIRST, "account_id, name", "account") == [("a", "Anna"), ("hubspot:a", "Ann")]


def test_several_files_of_one_batch_are_one_statement(
    workspace: Workspace, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    file = tmp_path / "any.csv"
    file.write_text("any", encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file("any.csv", file)
        rows = [[{"id": "a", "account_id": "a", "name": "Anna"}], [{"id": "a", "account_id": "a", "segment": "trade"}]]
        return [
            stage(context.cursor, "account", part, number, "files", f"part_{place}") for place, part in enumerate(rows)
        ]

    result = load(workspace, workspace.cursor(), prepare, extracted_at=FIRST)
    assert [table.counts for table in result.tables] == [Counts(new=1), Counts(changed=1)]
    found = workspace.cursor().execute("SELECT name, segment FROM account WHERE known_to IS NULL").fetchall()
    assert found == [("Anna", "trade")]
    assert rows_as_of(workspace, FIRST, "name, segment", "account") == [("Anna", "trade")]


@pytest.mark.parametrize(
    "columns",
    [
        "2 AS line, 'a' AS external_id, FALSE AS is_stub, 1 AS name",
        "2 AS line, 'a' AS external_id, FALSE AS is_stub, 'A' AS title",
        "2 AS line, unnest(['a', 'a']) AS external_id, FALSE AS is_stub, 'A' AS name",
        "2 AS line, NULL::VARCHAR AS external_id, FALSE AS is_stub, 'A' AS name",
        "2 AS line, 'a' AS external_id, NULL::BOOLEAN AS is_stub, 'A' AS name",
    ],
)
def test_rows_that_are_not_what_they_should_be_are_our_fault(workspace: Workspace, columns: str) -> None:
    def prepare(context: BatchContext) -> list[StagedTable]:
        context.cursor.execute(f"CREATE TEMP TABLE wrong AS SELECT {columns}")
        return [StagedTable("account", "files", 1, "wrong", ("name",))]

    with pytest.raises(InternalError):
        load(workspace, workspace.cursor(), prepare)
    assert workspace.cursor().execute("SELECT count(*) FROM batch").fetchall() == [(0,)]
