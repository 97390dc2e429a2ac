"""The page of awkward files is what the cases say. To write it anew: `POLSO_WRITE_DOCS=1 ... pytest tests/corpus`."""

from __future__ import annotations

import os

from tests.corpus.all_cases import CASES
from tests.corpus.page import awkward_files_page
from tests.docs.pages import DOCS


def test_the_page_is_what_the_cases_say() -> None:
    path, written = DOCS / "awkward-files.md", awkward_files_page()
    if os.environ.get("POLSO_WRITE_DOCS"):
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written, "write it anew with `just docs`"


def test_every_case_has_a_name_of_its_own_and_words_in_both_languages() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert all(case.trap_it.strip() and case.trap_en.strip() and case.files for case in CASES)
