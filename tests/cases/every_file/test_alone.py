"""Every file of the public data by itself: read with no mapping by hand, or left out with a sentence that fits it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polso.base.errors import UserError
from polso.i18n.errors import render_error
from polso.intake.importing import import_files
from polso.store.workspace import Workspace
from tests.cases.every_file.outcomes import ANSWERS, LEFT_OUT, LOADED, REFUSED
from tests.cases.every_file.raw_files import read_raw
from tests.support.data import real_data

pytestmark = pytest.mark.skipif(not os.environ.get("POLSO_DATA"), reason="POLSO_DATA names no folder of real data")


def test_every_file_is_spoken_of() -> None:
    found = {path.relative_to(real_data()).as_posix() for path in real_data().rglob("*") if path.is_file()}
    assert found - {"README.md"} == LOADED.keys() | LEFT_OUT.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", LOADED)
def test_a_file_that_holds_records_is_read_whole(bench: Workspace, name: str) -> None:
    answers = {f"{Path(name).name}:all_deleted": ANSWERS[name]} if name in ANSWERS else {}
    report = import_files(bench, [real_data() / name], answers=answers, dry_run=True)
    assert not report.questions
    (found,) = report.files
    assert found.table == LOADED[name]
    raw = read_raw(real_data() / name)
    assert found.rows == len(raw.records)
    if found.table != "opportunity_event":
        assert found.new + found.rejected_rows + found.joined == found.rows
    listed = {column.header for column in found.columns if ": " not in column.header}
    assert len(listed) == len(raw.header)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_an_export_of_no_use_by_itself_says_why(bench: Workspace, name: str) -> None:
    report = import_files(bench, [real_data() / name])
    assert report.batch is None
    (found,) = report.files
    assert (found.skipped, found.table) == (LEFT_OUT[name], None)
    assert found.skipped_reason("it") != found.skipped_reason("en")


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_of_records_says_what_is_lacking(bench: Workspace, name: str) -> None:
    with pytest.raises(UserError) as caught:
        import_files(bench, [real_data() / name])
    assert (caught.value.code, caught.value.place.file) == (REFUSED[name], Path(name).name)
    for language in ("it", "en"):
        rendered = render_error(caught.value, language)
        assert rendered.sentence.startswith(Path(name).name)
        assert rendered.action
