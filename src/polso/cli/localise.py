"""The help of every command in the reader's language."""

from __future__ import annotations

from typing import Any

from polso.base.company import Language
from polso.i18n.translation import has_message, translate


def localise(command: Any, language: Language) -> None:
    """Replace the message keys that stand as help of a command tree by their texts."""
    for name in ("help", "short_help", "epilog"):
        _replace(command, name, language)
    for parameter in command.params:
        _replace(parameter, "help", language)
    for child in getattr(command, "commands", {}).values():
        localise(child, language)


def _replace(holder: Any, name: str, language: Language) -> None:
    key = getattr(holder, name, None)
    if isinstance(key, str) and has_message(key):
        setattr(holder, name, translate(language, key))
