"""The samples of the pages do what the pages say; with POLSO_WRITE_DOCS the pages are made to say it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, label
from tests.docs.samples import renew, run_page

RUN = ("getting-started.md", "backup.md", "changes.md", "importing.md", "memory.md", "numbers.md")


@pytest.mark.parametrize("path", [DOCS / name for name in RUN], ids=label)
def test_samples_print_what_the_page_says(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    samples = list(run_page(text, tmp_path))
    assert samples
    if os.environ.get("POLSO_WRITE_DOCS"):
        path.write_text(renew(text, samples), encoding="utf-8")
        return
    for sample in samples:
        printed = "\n".join(sample.printed)
        assert sample.holds, f"{label(path)}:{sample.line}: `{sample.command}` prints\n{printed}"
