"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell may hold `|` and line breaks."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(cell(text) for text in line)} |" for line in lines)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def code(text: str) -> str:
    return f"`{text}`"


def codes(texts: Iterable[str], between: str = ", ") -> str:
    return between.join(code(text) for text in texts)


def page(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"
