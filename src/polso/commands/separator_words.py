"""How a file's cells are kept apart, in words."""

from __future__ import annotations

from polso.base.company import Language
from polso.i18n.translation import translate

_WORDS = {"\t": "tab", "blanks": "blanks", "gaps": "blanks", "aligned": "aligned", "none": "none"}


def separator_words(delimiter: str, language: Language) -> str:
    """The mark itself, or what stands in its place.

    >>> separator_words(";", "it"), separator_words("aligned", "en")
    ('separatore «;»', 'aligned columns')
    """
    known = _WORDS.get(delimiter)
    if known is not None:
        return translate(language, f"cli.separator_{known}")
    return translate(language, "cli.proof_delimiter", delimiter=repr(delimiter)[1:-1])
