"""The closed words of columns, such as the outcome of a deal, for people."""

from __future__ import annotations

from polso.base.company import Language
from polso.i18n.translation import has_message, translate


def choice_words(table: str, value: str, language: Language) -> str:
    """A word of a closed column of a table; where one table says it its own way, as that says it.

    >>> choice_words("opportunity", "won", "it"), choice_words("sales_order", "cancelled", "it")
    ('vinta', 'annullato')
    >>> choice_words("activity", "cancelled", "it"), choice_words("opportunity", "no such word", "en")
    ('annullata', 'no such word')
    """
    for key in (f"value.{table}_{value}", f"value.{value}"):
        if has_message(key):
            return translate(language, key)
    return value
