"""From a key to a sentence."""

from __future__ import annotations

from polso.base.company import Language
from polso.base.errors import InternalError, Parameter
from polso.i18n.catalogue import catalogue
from polso.i18n.language import MISSING
from polso.i18n.numbers import format_integer
from polso.i18n.words import join_words


def has_message(key: str) -> bool:
    """Whether `area.key` is in the message files."""
    return key in catalogue()


def translate(language: Language, key: str, /, **parameters: Parameter) -> str:
    """The text of `area.key` with its parameters filled in.

    Whole numbers are grouped as the language does, tuples joined as a list of words, None is a dash; text goes in as it
    is, so amounts, rates, years and line numbers are formatted by the caller. A message with plural forms is chosen by
    the whole number `count`. Raises InternalError for a key that does not exist or a parameter that is lacking.

    >>> translate("it", "proof.questions", count=2), translate("en", "proof.questions", count=1)
    ('2 domande prima di importare', 'One question before the import')
    """
    try:
        message = catalogue()[key][language]
    except KeyError as error:
        raise InternalError("message_missing", key=key) from error
    text = message.other
    if message.one is not None:
        count = parameters.get("count")
        if not isinstance(count, int):
            raise InternalError("message_without_count", key=key)
        if abs(count) == 1:
            text = message.one
    try:
        return text.format_map({name: _shown(value, language) for name, value in parameters.items()})
    except KeyError as error:
        raise InternalError("message_parameter_missing", key=key, name=str(error.args[0])) from error


def _shown(value: Parameter, language: Language) -> str:
    if value is None:
        return MISSING
    if isinstance(value, tuple):
        return join_words(value, language)
    if isinstance(value, int):
        return format_integer(value, language)
    return value
