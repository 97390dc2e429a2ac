"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from polso.base.company import Company
from tests.support.office import Office

# Tests already run one process a core: threads of the linear algebra would only wait for each
# other. Read when numpy is loaded, so it counts for the worker processes, which inherit it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Long files run with `POLSO_LONG` set: an ordinary run stays short.
collect_ignore = (
    []
    if os.environ.get("POLSO_LONG")
    else [
        "cases/every_file",
        "properties/test_changes.py",
        "properties/test_relabelled.py",
        "soundness/test_a_crash_leaves_before_or_after.py",
        "soundness/test_a_kill_at_any_moment_leaves_before_or_after.py",
        "soundness/test_an_undone_import_never_was.py",
        "soundness/test_imports_at_once_land_one_after_another.py",
        "soundness/test_no_reader_sees_half_a_batch.py",
    ]
)

# On CI the same cases every time, so that a change is judged by itself; at a desk new ones are looked for each run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Makes offices and closes them in the end."""
    made: list[Office] = []

    def make(company: Company | None = None, today: date = date(2026, 11, 24)) -> Office:
        folder = tmp_path / f"office-{len(made)}"
        folder.mkdir()
        made.append(Office(folder, company, today))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    return new_office()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required (`POLSO_REQUIRE=all`), a test that was skipped has failed."""
    report = yield
    expected = hasattr(report, "wasxfail")
    if report.skipped and not expected and os.environ.get("POLSO_REQUIRE") == "all":
        report.outcome = "failed"
        report.longrepr = f"skipped although POLSO_REQUIRE=all: {report.longrepr}"
    return report
