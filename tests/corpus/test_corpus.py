"""Every awkward file is read right, asked about or refused with the exact reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polso.base.errors import UserError
from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from tests.corpus.all_cases import CASES
from tests.corpus.case import Asked, Case, Read, Refused, Reject
from tests.corpus.state import difference
from tests.support.office import Office


@pytest.fixture(autouse=True)
def _nothing_derived(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is derived from the records has tests of its own and would take half of the time."""
    monkeypatch.setattr("polso.store.derived.rebuild", lambda *_: None)


def parameters() -> Iterator[Any]:
    for case in CASES:
        marks = [pytest.mark.xfail(strict=True, reason=case.broken)] if case.broken else []
        yield pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", list(parameters()))
def test_the_file_is_what_the_verdict_says(case: Case, office: Office, tmp_path: Path) -> None:
    paths = []
    for name, content in case.files.items():
        (tmp_path / "given").mkdir(exist_ok=True)
        path = tmp_path / "given" / name
        path.write_bytes(content)
        paths.append(path)
    verdict = case.verdict
    if isinstance(verdict, Refused):
        with pytest.raises(UserError) as caught:
            import_files(office.workspace, paths)
        place = caught.value.place
        found = Refused(caught.value.code, place.file, place.row, place.column)
        assert found == verdict
        assert difference((), office.workspace) == ([], [])
        return
    answers = {}
    if isinstance(verdict, Asked):
        report = import_files(office.workspace, paths)
        assert [question.key for question in report.questions] == list(verdict.answers)
        assert report.batch is None
        assert difference((), office.workspace) == ([], [])
        recommended = {question.key: question.recommended for question in report.questions}
        assert {key: recommended[key] for key in verdict.recommended} == dict(verdict.recommended)
        answers, verdict = dict(verdict.answers), verdict.read
    report = import_files(office.workspace, paths, answers=answers)
    assert [question.key for question in report.questions] == []
    check(report, verdict, office)


def check(report: ImportReport, verdict: Read, office: Office) -> None:
    """The records, the rejects, what is said and what is left out."""
    rejects = [Reject(row.line or 0, row.column, row.reason) for file in report.files for row in file.rejected]
    assert sorted(rejects, key=repr) == sorted(verdict.rejects, key=repr)
    assert difference(verdict.rows, office.workspace) == ([], [])
    said = {notice.code for file in report.files for notice in file.notices}
    assert set(verdict.says) <= said
    assert {file.name: file.skipped for file in report.files if file.skipped} == dict(verdict.skipped)
    for file in report.files:
        if file.table is not None:
            assert file.rows == file.new + file.changed + file.unchanged + file.joined + file.rejected_rows
