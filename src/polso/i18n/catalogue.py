"""The message files, read once: `messages/<area>.toml`, or `<area>-<part>.toml` where an area has several files.

One table a key, both languages side by side; a message that counts has the forms `one` and `other` in each language:

    [rows]
    it.one = "{count} riga"
    it.other = "{count} righe"
    en.one = "{count} row"
    en.other = "{count} rows"
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from polso.base.company import Language
from polso.base.errors import InternalError

_FORMS = frozenset({"one", "other"})


@dataclass(frozen=True, slots=True)
class Message:
    """The text of one key in one language; `one` is None where the message does not count."""

    other: str
    one: str | None = None

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the parameters in the text (in its `other` form, which has them all)."""
        return placeholders_of(self.other)


def placeholders_of(text: str) -> frozenset[str]:
    """
    >>> sorted(placeholders_of("{count} of {total}"))
    ['count', 'total']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


@cache
def catalogue() -> Mapping[str, Mapping[Language, Message]]:
    """Every message by `area.key` and language; raises InternalError on a file that is not of the described shape."""
    messages: dict[str, Mapping[Language, Message]] = {}
    folder = files("polso.i18n") / "messages"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        area = entry.name.removesuffix(".toml").partition("-")[0]
        for key, table in tomllib.loads(entry.read_text(encoding="utf-8")).items():
            name = f"{area}.{key}"
            if name in messages:
                raise InternalError("message_defined_twice", key=name)
            messages[name] = _read(name, table)
    return MappingProxyType(messages)


def _read(name: str, table: object) -> Mapping[Language, Message]:
    if not isinstance(table, dict) or set(table) != {"it", "en"}:
        raise InternalError("message_malformed", key=name)
    return {"it": _message(name, table["it"]), "en": _message(name, table["en"])}


def _message(name: str, text: object) -> Message:
    if isinstance(text, str):
        return Message(text)
    if isinstance(text, dict) and set(text) == _FORMS and all(isinstance(form, str) for form in text.values()):
        return Message(other=text["other"], one=text["one"])
    raise InternalError("message_malformed", key=name)
