"""A workspace for files read by themselves, and the folders of the public data each imported as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from polso.intake.importing import import_files
from polso.intake.report import ImportReport
from polso.store.workspace import Workspace
from tests.cases.every_file.outcomes import ANSWERS
from tests.support.data import real_data
from tests.support.office import Office

Loaded = Callable[[str], tuple[Workspace, ImportReport]]


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace in which every import is a dry run."""
    real_data()
    office = Office(tmp_path_factory.mktemp("bench"))
    yield office.workspace
    office.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """All files of a folder of the public data as one import, once a run, answered by ANSWERS alone."""
    offices: list[Office] = []

    @cache
    def load(name: str) -> tuple[Workspace, ImportReport]:
        files = sorted(path for path in (real_data() / name).iterdir() if path.is_file())
        office = Office(tmp_path_factory.mktemp("folder"))
        offices.append(office)
        asked = next((file for file in ANSWERS if file.startswith(f"{name}/")), None)
        answers = {f"{asked.rpartition('/')[2]}:all_deleted": ANSWERS[asked]} if asked else {}
        report = import_files(office.workspace, files, answers=answers)
        assert not report.questions
        return office.workspace, report

    yield load
    for office in offices:
        office.close()
