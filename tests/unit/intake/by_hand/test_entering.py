"""What people enter is a batch like any other; corrections stay through later files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.by_hand import SOURCE, Statement, enter
from polso.intake.by_hand.correcting import correct
from polso.intake.by_hand.finding import find_record
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.intake.undoing import undo
from polso.store.imports import imported_batches
from tests.support.office import Office

LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = "Deal ID,Deal owner,Deal stage,Create date,Close date,Amount"
FIRST, SECOND, THIRD = "2026-02-02", "2026-02-09", "2026-02-16"


@pytest.fixture
def load(office: Office, tmp_path: Path) -> Callable[..., ImportReport]:
    def run(*rows: str, at: str | None = None, head: str = HEAD, **answers: str) -> ImportReport:
        file = tmp_path / "deals.csv"
        file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        instant = None if at is None else datetime.fromisoformat(at).replace(tzinfo=UTC)
        given = {f"deals.csv:{topic}": answer for topic, answer in answers.items()}
        return import_files(office.workspace, [file], extracted_at=instant, answers=given)

    return run


def row(number: int, amount: str, owner: str = "Anna") -> str:
    return f"D{number},{owner},Open,2026-01-05,,{amount}"


def known(office: Office, columns: str = "amount::VARCHAR", table: str = "opportunity") -> list[Any]:
    cursor = office.workspace.cursor()
    rows = cursor.execute(
        f"SELECT external_id, {columns} FROM {table} WHERE known_to IS NULL AND deleted_at IS NULL ORDER BY 1"
    ).fetchall()
    return [list(found) for found in rows]


def corrections(office: Office) -> list[Any]:
    return [found[1:] for found in known(office, "column_name, value, replaced", "correction")]


def now_after(office: Office) -> datetime:
    """Later than everything that has been imported."""
    return max(batch.imported_at for batch in imported_batches(office.workspace.cursor())) + timedelta(seconds=1)


def put_right(office: Office, record: str, **given: str) -> int:
    return correct(office.workspace, "opportunity", record, given, now_after(office)).batch


def test_a_statement_changes_only_what_it_speaks_of(office: Office, load: Callable[..., ImportReport]) -> None:
    load(row(1, "100.00"), at=FIRST)
    said = [
        Statement("opportunity", "files", "D1", {"next_step": "call", "closed_at": "2026-03-01T23:30:00Z"}),
        Statement("opportunity", "files", "D9", {"next_step": "nobody"}),
        Statement(
            "target", SOURCE, "T1", {"metric_id": "net_revenue", "period_start": "2026-01-01", "value": "5.0000"}
        ),
        Statement("target", SOURCE, "T1", {"value": "6.0000"}),
    ]
    done = enter(office.workspace, said, LATER)
    assert known(office, "amount::VARCHAR, next_step, closed_on::VARCHAR") == [["D1", "100.0000", "call", "2026-03-02"]]
    assert known(office, "target_id, metric_id, value::VARCHAR, scope_type, kind", "target") == [
        ["T1", "T1", "net_revenue", "6.0000", "company", "goal"]
    ]
    (batch,) = imported_batches(office.workspace.cursor(), done.batch_id)
    assert (batch.kind, batch.summary, [file.name for file in batch.files]) == (
        "hand",
        {"skipped": 1},
        ["by-hand.json"],
    )
    undo(office.workspace, done.batch_id, LATER)
    assert known(office, "amount::VARCHAR, next_step, closed_on") == [["D1", "100.0000", None, None]]
    assert known(office, "1", "target") == []


def test_a_corrected_value_stays_while_the_file_says_the_old_one(
    office: Office, load: Callable[..., ImportReport]
) -> None:
    load(row(1, "100.00"), row(2, "50.00"))
    put_right(office, "D1", amount="120")
    report = load(row(1, "100.00", "Bruno"), row(2, "50.00"))
    assert (report.questions, report.files[0].changed, report.files[0].unchanged) == ((), 1, 1)
    assert known(office) == [["D1", "120.0000"], ["D2", "50.0000"]]
    assert [notice.code for notice in report.files[0].notices if notice.code == "correction_kept"]


def test_a_file_that_says_the_corrected_value_leads_again(office: Office, load: Callable[..., ImportReport]) -> None:
    load(row(1, "100.00"))
    put_right(office, "D1", amount="120")
    assert load(row(1, "120.00")).files[0].unchanged == 1
    assert corrections(office) == [["amount", "120.0000", "120.0000"]]
    assert load(row(1, "150.00")).questions == ()
    assert known(office) == [["D1", "150.0000"]]


@pytest.mark.parametrize(("answer", "amount", "left"), [("mine", "120.0000", 1), ("file", "150.0000", 0)])
def test_a_third_value_is_asked_about_once_a_file(
    office: Office, load: Callable[..., ImportReport], answer: str, amount: str, left: int
) -> None:
    load(row(1, "100.00"), row(2, "70.00"))
    put_right(office, "D1", amount="120")
    put_right(office, "D2", owner_id="Anna", amount="80")
    (question,) = load(row(1, "150.00"), row(2, "90.00")).questions
    assert (question.key, question.recommended, len(question.examples)) == ("deals.csv:conflict", "mine", 2)
    assert known(office)[0] == ["D1", "120.0000"]
    load(row(1, "150.00"), row(2, "70.00"), conflict=answer)
    assert known(office) == [["D1", amount], ["D2", "80.0000"]]
    assert len(corrections(office)) == 1 + left
    assert load(row(1, "150.00"), row(2, "70.00")).questions == ()


def test_the_undo_of_a_correction_gives_what_the_files_say(office: Office, load: Callable[..., ImportReport]) -> None:
    load(row(1, "100.00"))
    batch = put_right(office, "D1", amount="120")
    load(row(1, "100.00", "Bruno"))
    load(row(1, "150.00", "Bruno"), conflict="mine")
    assert known(office) == [["D1", "120.0000"]]
    report = undo(office.workspace, batch, LATER)
    assert (report.kind, len(report.replayed)) == ("hand", 2)
    assert (known(office), corrections(office)) == ([["D1", "150.0000"]], [])


def test_a_correction_lies_over_older_extracts_that_come_later(
    office: Office, load: Callable[..., ImportReport]
) -> None:
    load(row(1, "100.00"), at=SECOND)
    put_right(office, "D1", amount="120")
    load(row(1, "90.00"), at=FIRST)
    load(row(1, "110.00"), at=THIRD)
    assert known(office) == [["D1", "120.0000"]]
    assert corrections(office) == [["amount", "120.0000", "110.0000"]]


def test_a_correction_of_a_correction_keeps_what_the_file_said(
    office: Office, load: Callable[..., ImportReport]
) -> None:
    load(row(1, "100.00"))
    put_right(office, "D1", amount="120")
    put_right(office, "D1", amount="130")
    assert load(row(1, "100.00", "Bruno")).questions == ()
    assert (known(office), corrections(office)) == ([["D1", "130.0000"]], [["amount", "130.0000", "100.0000"]])


def test_a_question_that_the_changed_past_raises_is_answered_and_told(
    office: Office, load: Callable[..., ImportReport]
) -> None:
    load(row(1, "100.00"), at=FIRST)
    wrong = load(row(1, "110.00"), at=SECOND).batch
    assert wrong is not None
    put_right(office, "D1", amount="120")
    later = load(row(1, "110.00")).batch
    report = undo(office.workspace, wrong, LATER)
    assert [(one.batch, one.key, one.value) for one in report.decided] == [(later, "deals.csv:conflict", "mine")]
    assert known(office) == [["D1", "120.0000"]]


def test_an_amount_without_a_currency_gets_the_companys(office: Office, load: Callable[..., ImportReport]) -> None:
    load("D1,Anna,Open,2026-01-05,", head=HEAD.removesuffix(",Amount"))
    put_right(office, "D1", amount="120")
    assert known(office, "amount::VARCHAR, currency") == [["D1", "120.0000", "EUR"]]


def test_a_record_is_found_by_id_or_by_the_only_name(office: Office, load: Callable[..., ImportReport]) -> None:
    head = "Deal ID,Deal name,Deal stage,Create date,Close date"
    load("D1,Roof,Open,2026-01-05,", "D2,Floor,Open,2026-01-05,", "D3,Floor,Open,2026-01-05,", head=head)
    cursor = office.workspace.cursor()
    assert find_record(cursor, "opportunity", "D2").external_id == "D2"
    assert find_record(cursor, "opportunity", " roof ").external_id == "D1"
    with pytest.raises(UserError, match="record_ambiguous") as caught:
        find_record(cursor, "opportunity", "Floor")
    assert caught.value.parameters["ids"] == ("D2", "D3")
    with pytest.raises(UserError, match="record_unknown") as unknown:
        find_record(cursor, "opportunity", "Rof")
    assert unknown.value.parameters["suggestions"] == ("Roof",)
