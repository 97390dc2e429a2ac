"""Every link between the pages resolves, and every page can be reached from the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ALL, DOCS, INLINE_CODE, ROOT, anchors, label, prose
from tests.support.data import missing

LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
PICTURE_OF_THE_DASHBOARD = DOCS / "images" / "overview.png"
FOREIGN = ("https://", "http://", "mailto:")


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """File and anchor of every link of a page that leads into the repository."""
    text = INLINE_CODE.sub(
        lambda found: "" if "](" in found.group(1) else found.group(0), prose(path.read_text("utf-8"))
    )
    for target in LINK.findall(text):
        if not target.startswith(FOREIGN):
            name, _, anchor = target.partition("#")
            yield ((path.parent / name).resolve() if name else path), anchor


@pytest.mark.parametrize("path", ALL, ids=label)
def test_links_resolve(path: Path) -> None:
    broken = [
        f"{label(target) if target.is_relative_to(ROOT) else target}#{anchor}"
        for target, anchor in links(path)
        if target != PICTURE_OF_THE_DASHBOARD
        and (not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))))
    ]
    assert not broken


def test_the_picture_of_the_dashboard_is_there() -> None:
    assert PICTURE_OF_THE_DASHBOARD in {target for target, _ in links(ROOT / "README.md")}
    if not PICTURE_OF_THE_DASHBOARD.exists():
        missing("the picture is made by the browser tests")


def test_every_page_is_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        waiting += [target for target, _ in links(page) if target.suffix == ".md" and target.exists()]
    assert {label(page) for page in ALL if page not in seen} == set()
