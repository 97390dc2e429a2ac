"""The reference pages are what the code says; a page that is not fails the build.

To write them anew: `POLSO_WRITE_DOCS=1 uv run --group test pytest tests/docs` (or `just docs`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import pytest

from polso.answers.flags import FLAGS
from polso.catalog.registry import metrics
from polso.catalog.relations import RELATIONS
from polso.catalog.schema import TABLES
from polso.store.settings import COMPANY_KEYS, HOLIDAY_KEYS, METRIC_KEYS
from tests.docs.pages import DOCS
from tests.docs.reference.errors import errors_page
from tests.docs.reference.flags import flags_page
from tests.docs.reference.metrics import metric_page, metrics_page
from tests.docs.reference.relations import relations_page
from tests.docs.reference.settings import settings_page
from tests.docs.reference.tables import tables_page
from tests.unit.i18n.sources import read_usage

PAGES: dict[str, Callable[[], str]] = {
    **{f"metrics/{metric.id}.md": partial(metric_page, metric) for metric in metrics().values()},
    "errors.md": errors_page,
    "flags.md": flags_page,
    "metrics.md": metrics_page,
    "relations.md": relations_page,
    "settings.md": settings_page,
    "tables.md": tables_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_says(name: str) -> None:
    path, written = DOCS / name, PAGES[name]()
    if os.environ.get("POLSO_WRITE_DOCS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written, "write it anew with `just docs`"


def headings(name: str) -> set[str]:
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    return {line.lstrip("#").strip() for line in lines if line.startswith("##")}


def first_cells(name: str) -> set[str]:
    """The words in the first column of the tables of a page."""
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    return {line.split("|")[1].strip().strip("`") for line in lines if line.startswith("| `")}


def test_every_metric_table_and_relation_has_its_section() -> None:
    assert {path.stem for path in (DOCS / "metrics").glob("*.md")} == set(metrics())
    assert {table.name for table in TABLES} <= headings("tables.md")
    assert set(RELATIONS) <= headings("relations.md")


def test_every_flag_and_setting_is_named() -> None:
    assert set(FLAGS) <= first_cells("flags.md")
    assert {key.name for key in (*COMPANY_KEYS, *HOLIDAY_KEYS, *METRIC_KEYS)} <= first_cells("settings.md")


def test_every_error_that_the_code_raises_is_named() -> None:
    raised = read_usage().error_codes
    unnamed = {code: module for code, module in raised.items() if code not in first_cells("errors.md")}
    assert not unnamed
