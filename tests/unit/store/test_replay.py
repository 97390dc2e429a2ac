"""Batches taken off and laid anew: what is left is what the others would have made alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import NotFoundError, UserError
from polso.store.batch_context import BatchContext, Reject
from polso.store.batches import load
from polso.store.imports import imported_batches, rejects_of, seen_before
from polso.store.replay import Again
from polso.store.staging import StagedTable
from polso.store.undo import take_back
from polso.store.versions import Counts
from polso.store.workspace import Workspace

FIRST, SECOND, THIRD, LATER = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (2, 9, 16, 30))


def account(key: str, **columns: object) -> dict[str, object]:
    return {"id": key, "account_id": key, **columns}


def versions(workspace: Workspace) -> list[tuple[Any, ...]]:
    return (
        workspace.cursor()
        .execute(
            "SELECT external_id, name, segment, is_stub, batch_id, file_id, known_from, known_to, closed_by, deleted_at"
            " FROM account ORDER BY ALL"
        )
        .fetchall()
    )


def held(workspace: Workspace, at: datetime) -> list[tuple[Any, ...]]:
    return (
        workspace.cursor()
        .execute(
            "SELECT external_id, name, segment FROM account WHERE known_from <= $1 AND deleted_at IS NULL"
            " AND (known_to IS NULL OR known_to > $1) ORDER BY 1",
            [at.replace(tzinfo=None)],
        )
        .fetchall()
    )


def undo(workspace: Workspace, batch: int, again: Again) -> tuple[int, ...]:
    with workspace.cursor() as cursor:
        return take_back(workspace, cursor, batch, again, LATER).replayed


@pytest.mark.parametrize("step", [timedelta(days=7), timedelta(0)])
def test_taking_the_newest_back_restores_exactly(
    workspace: Workspace, load_rows: Any, again: Again, step: timedelta
) -> None:
    load_rows([account("a", name="Anna"), account("b", name="Bruno")], FIRST)
    load_rows([account("s", name="S") | {"stub": True}], FIRST + step)
    before = versions(workspace)
    load_rows([account("a", name="Anna B."), account("c", name="C"), account("s", name="Sara")], FIRST + 2 * step)
    assert versions(workspace) != before
    assert undo(workspace, 3, again) == ()
    assert versions(workspace) == before


def test_taking_one_out_of_the_middle_lays_the_later_ones_anew(
    workspace: Workspace, load_rows: Any, again: Again
) -> None:
    load_rows([account("a", name="Anna", segment="retail")], FIRST)
    load_rows([account("a", segment="trade"), account("b", segment="x")], SECOND)
    load_rows([account("a", name="Anna B."), account("b", name="Bruno")], THIRD)
    assert held(workspace, THIRD) == [("a", "Anna B.", "trade"), ("b", "Bruno", "x")]
    version = workspace.data_version
    assert undo(workspace, 2, again) == (3,)
    assert workspace.data_version == version + 1
    assert [held(workspace, at) for at in (FIRST, SECOND, THIRD)] == [
        [("a", "Anna", "retail")],
        [("a", "Anna", "retail")],
        [("a", "Anna B.", "retail"), ("b", "Bruno", None)],
    ]
    one, two, three = imported_batches(workspace.cursor())
    assert (one.undone_at, two.undone_at, three.undone_at) == (None, LATER, None)
    assert (three.batch_id, three.files[0].file_id, three.extracted_at) == (3, 3, THIRD)
    assert (two.counts, three.counts) == (Counts(new=1, changed=1), Counts(new=1, changed=1))
    assert {row[4] for row in versions(workspace)} == {1, 3}
    assert len(list(workspace.layout.originals.iterdir())) == 3


def test_an_older_extract_goes_beneath_the_known_ones(workspace: Workspace, load_rows: Any) -> None:
    load_rows([account("a", name="Anna"), account("b", name="Bruno")], FIRST)
    load_rows([account("a", name="Anna C.")], THIRD)
    older = load_rows([account("a", name="Anna B.", segment="trade")], SECOND, imported_at=LATER)
    assert (older.batch_id, older.replayed, older.counts) == (3, (2,), Counts(changed=1))
    assert [held(workspace, at) for at in (FIRST, SECOND, THIRD)] == [
        [("a", "Anna", None), ("b", "Bruno", None)],
        [("a", "Anna B.", "trade"), ("b", "Bruno", None)],
        [("a", "Anna C.", "trade"), ("b", "Bruno", None)],
    ]


def test_a_dry_run_of_an_older_extract_leaves_nothing(workspace: Workspace, load_rows: Any) -> None:
    load_rows([account("a", name="Anna")], FIRST)
    load_rows([account("a", name="Anna C.")], THIRD)
    before = versions(workspace), imported_batches(workspace.cursor())
    tried = load_rows([account("a", name="Anna B.")], SECOND, imported_at=LATER, dry_run=True)
    assert (tried.counts, tried.replayed) == (Counts(changed=1), (2,))
    assert (versions(workspace), imported_batches(workspace.cursor())) == before


def test_a_batch_that_cannot_be_laid_anew_leaves_everything_as_before(
    workspace: Workspace, load_rows: Any, again: Again
) -> None:
    for at, name in ((FIRST, "Anna"), (SECOND, "Anna B."), (THIRD, "Anna C.")):
        load_rows([account("a", name=name)], at)
    before = versions(workspace), imported_batches(workspace.cursor()), workspace.data_version

    def broken(batch: Any, context: BatchContext) -> Any:
        again(batch, context)
        raise UserError("original_missing", batch=batch.batch_id, file="rows.csv")

    with pytest.raises(UserError, match="original_missing"):
        undo(workspace, 1, broken)
    assert (versions(workspace), imported_batches(workspace.cursor()), workspace.data_version) == before


def test_rejects_are_told_once_after_a_replay(
    workspace: Workspace, load_rows: Any, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    file = tmp_path / "other.csv"
    file.write_text("other", encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file("other.csv", file)
        context.reject(number, [Reject(3, "name", "?", "unreadable")])
        return [stage(context.cursor, "account", [account("b", name="Bruno")], number, "files")]

    load_rows([account("a", name="Anna")], FIRST)
    load(workspace, workspace.cursor(), prepare, extracted_at=SECOND, imported_at=SECOND)
    undo(workspace, 1, lambda _, context: prepare(context))
    (batch,) = imported_batches(workspace.cursor(), 2)
    assert (batch.rejected, batch.counts, len(batch.files)) == (1, Counts(new=1), 1)
    assert rejects_of(workspace.cursor(), batch.files[0].file_id) == (Reject(3, "name", "?", "unreadable"),)


def test_what_is_undone_or_unknown_cannot_be_undone(workspace: Workspace, load_rows: Any, again: Again) -> None:
    load_rows([account("a", name="Anna")], FIRST)
    undo(workspace, 1, again)
    with pytest.raises(UserError, match="batch_undone_already"):
        undo(workspace, 1, again)
    with pytest.raises(NotFoundError, match="batch_not_found"):
        undo(workspace, 7, again)


def test_the_same_file_again_after_an_undo_is_a_new_import(workspace: Workspace, load_rows: Any, again: Again) -> None:
    load_rows([account("a", name="Anna")], FIRST)
    (file,) = imported_batches(workspace.cursor())[0].files
    undo(workspace, 1, again)
    assert (held(workspace, THIRD), seen_before(workspace.cursor(), file.sha256)) == ([], ())
    assert load_rows([account("a", name="Anna")], SECOND).counts == Counts(new=1)
    assert [seen.batch_id for seen in seen_before(workspace.cursor(), file.sha256)] == [2]


def load_gone(
    workspace: Workspace, stage: Callable[..., StagedTable], file: Path, rows: Any, gone: list[str], at: datetime
) -> Counts:
    file.write_text(repr((rows, gone)), encoding="utf-8")

    def prepare(context: BatchContext) -> list[StagedTable]:
        number = context.register_file(file.name, file)
        staged = stage(context.cursor, "account", rows, number, "files")
        context.cursor.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT unnest(?) AS external_id", [gone])
        return [StagedTable("account", "files", number, staged.relation, staged.provided, gone="gone")]

    return load(workspace, workspace.cursor(), prepare, extracted_at=at, imported_at=at).counts


def test_what_a_full_export_no_longer_has_is_gone_until_it_returns(
    workspace: Workspace, load_rows: Any, stage: Callable[..., StagedTable], tmp_path: Path
) -> None:
    load_rows([account("a", name="Anna"), account("b", name="Bruno")], FIRST)
    load_rows([account("s", name="S") | {"stub": True}], FIRST)
    gone = ["b", "s", "a", "nobody"]
    file = tmp_path / "full.csv"
    assert load_gone(workspace, stage, file, [account("a", name="Anna")], gone, SECOND) == Counts(unchanged=1, gone=1)
    assert load_gone(workspace, stage, file, [account("a", name="Anna")], gone, SECOND) == Counts(unchanged=1)
    back = load_gone(workspace, stage, file, [account("b", segment="trade")], [], THIRD)
    assert back == Counts(changed=1)
    assert [held(workspace, at) for at in (FIRST, SECOND, THIRD)] == [
        [("a", "Anna", None), ("b", "Bruno", None), ("s", "S", None)],
        [("a", "Anna", None), ("s", "S", None)],
        [("a", "Anna", None), ("b", "Bruno", "trade"), ("s", "S", None)],
    ]
    told = workspace.cursor().execute("SELECT batch_id, rows_gone FROM batch_table WHERE rows_gone > 0").fetchall()
    assert told == [(3, 1)]


def test_a_gone_record_comes_back_with_the_undo(
    workspace: Workspace, load_rows: Any, stage: Callable[..., StagedTable], tmp_path: Path, again: Again
) -> None:
    load_rows([account("a", name="Anna"), account("b", name="Bruno")], FIRST)
    before = versions(workspace)
    load_gone(workspace, stage, tmp_path / "full.csv", [account("a", name="Anna")], ["b"], FIRST)
    assert held(workspace, FIRST) == [("a", "Anna", None)]
    undo(workspace, 2, again)
    assert versions(workspace) == before
