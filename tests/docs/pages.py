"""The pages that people read: README, the pages of the house and those of `docs/`; and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ALL = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))
INLINE_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```(\w*)\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its lines, the number of its first line, the comment on the line above."""

    language: str
    lines: tuple[str, ...]
    first: int
    remark: str


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = text.splitlines()
    opened: tuple[str, int] | None = None
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if not fence:
            continue
        if opened is None:
            opened = fence.group(1), number + 1
        else:
            language, first = opened
            above = lines[first - 2].strip() if first > 1 else ""
            remark = above.removeprefix("<!--").removesuffix("-->").strip() if above.startswith("<!--") else ""
            yield Block(language, tuple(lines[first:number]), first, remark)
            opened = None


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def anchors(text: str) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    headings = (line.lstrip("#").strip() for line in prose(text).splitlines() if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
