"""Small rules of the written language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from polso.base.company import Language


def join_words(words: Sequence[str], language: Language, *, last: Literal["and", "or"] = "and") -> str:
    """A list as one writes it: commas, then the conjunction.

    >>> join_words(["Anna", "Elena"], "it"), join_words(["win", "loss", "draw"], "en", last="or")
    ('Anna ed Elena', 'win, loss or draw')
    """
    if len(words) < 2:
        return "".join(words)
    conjunction = {"it": {"and": "e", "or": "o"}, "en": {"and": "and", "or": "or"}}[language][last]
    if language == "it" and last == "and" and words[-1].lstrip("«\"'")[:1].casefold() in {"e", "è", "é"}:
        conjunction = "ed"
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def capitalised(text: str) -> str:
    """The first letter large and the rest as it is, for a label or a sentence that begins with a month.

    >>> capitalised("novembre 2026")
    'Novembre 2026'
    """
    return text[:1].upper() + text[1:]
