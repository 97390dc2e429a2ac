"""An export of which every row is marked as deleted is asked for once, and taken or left out as answered."""

from __future__ import annotations

from pathlib import Path

from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.unit.intake.cells import write_csv

DEALS = "id,name,stage_name,close_date,created_date,amount,is_won,is_closed,is_deleted"
HISTORY = "_fivetran_start,_fivetran_end,id,name,stage_name,close_date,amount,is_won,is_deleted"
KEY = "opportunity.csv:all_deleted"


def _files(folder: Path, marks: str = "true true") -> list[Path]:
    first, second = marks.split()
    row = ["2026-02-01", "2026-01-01", "100", "true", "true"]
    deals = [["1", "Alfa", "Fatto", *row, first], ["2", "Beta", "Fatto", *row, second]]
    return [
        write_csv(folder / "opportunity.csv", DEALS, deals),
        write_csv(
            folder / "versions.csv",
            HISTORY,
            [["2026-01-01", "9999-12-31", "1", "Alfa", "Fatto", "2026-02-01", "100", "true", "true"]],
        ),
    ]


def _known(workspace: Workspace) -> list[str]:
    query = (
        "SELECT external_id FROM opportunity WHERE known_to IS NULL AND deleted_at IS NULL AND NOT is_stub ORDER BY 1"
    )
    return [row[0] for row in workspace.cursor().execute(query).fetchall()]


def test_one_question_for_all_files_of_the_import(workspace: Workspace, tmp_path: Path) -> None:
    files = _files(tmp_path)
    report = import_files(workspace, files)
    (question,) = report.questions
    assert (question.key, question.recommended) == (KEY, "take")
    assert [choice.value for choice in question.choices] == ["take", "leave_out"]
    taken = import_files(workspace, files, answers={KEY: "take"})
    assert _known(workspace) == ["1", "2"]
    assert [notice.code for file in taken.files for notice in file.notices].count("deleted_taken") == 2
    assert not any(file.rejected for file in taken.files)
    again = import_files(workspace, files)
    assert not again.questions
    assert _known(workspace) == ["1", "2"]


def test_left_out_every_row_is_rejected_by_its_mark(workspace: Workspace, tmp_path: Path) -> None:
    report = import_files(workspace, _files(tmp_path), answers={KEY: "leave_out"})
    assert {(row.column, row.reason) for file in report.files for row in file.rejected} == {
        ("is_deleted", "deleted_in_source")
    }
    assert [len(file.rejected) for file in report.files] == [2, 1]
    assert _known(workspace) == []


def test_marks_on_known_records_say_what_went_without_a_question(workspace: Workspace, tmp_path: Path) -> None:
    deals, _ = _files(tmp_path, "false false")
    import_files(workspace, [deals])
    assert _known(workspace) == ["1", "2"]
    deals, _ = _files(tmp_path)
    assert not import_files(workspace, [deals]).questions
    assert _known(workspace) == []


def test_some_marked_rows_are_no_question(workspace: Workspace, tmp_path: Path) -> None:
    deals, _ = _files(tmp_path, "false true")
    report = import_files(workspace, [deals])
    assert not report.questions
    assert _known(workspace) == ["1"]
    assert [row.line for row in report.files[0].rejected] == [3]
