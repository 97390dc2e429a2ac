"""The arguments of a command read from plain data, which may have come over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.base.errors import UserError


def text(arguments: Mapping[str, Any], name: str) -> str | None:
    """A text that may be absent; raises UserError `argument_malformed` for anything else."""
    value = arguments.get(name)
    if value is not None and not isinstance(value, str):
        raise UserError("argument_malformed", name=name)
    return value


def needed(arguments: Mapping[str, Any], name: str) -> str:
    """A text that must be there; raises UserError `argument_malformed` when it is not."""
    value = text(arguments, name)
    if not value:
        raise UserError("argument_malformed", name=name)
    return value


def texts(arguments: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, empty where absent."""
    value = arguments.get(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise UserError("argument_malformed", name=name)
    return tuple(value)


def flag(arguments: Mapping[str, Any], name: str) -> bool:
    """True or false, false where absent."""
    value = arguments.get(name, False)
    if not isinstance(value, bool):
        raise UserError("argument_malformed", name=name)
    return value


def number(arguments: Mapping[str, Any], name: str) -> int | None:
    """A whole number that may be absent."""
    value = arguments.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise UserError("argument_malformed", name=name)
    return value


def mapping(arguments: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of values by name, empty where absent."""
    value = arguments.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UserError("argument_malformed", name=name)
    return {str(key): item for key, item in value.items()}


def choice(arguments: Mapping[str, Any], name: str, *choices: str) -> str | None:
    """One of `choices`, or None where absent."""
    value = text(arguments, name)
    if value is not None and value not in choices:
        raise UserError("argument_not_choice", name=name, value=value, choices=choices)
    return value
