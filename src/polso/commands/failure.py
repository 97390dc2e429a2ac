"""An error as data: for the one JSON value of a failing command, and for the way from a serving process and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.base.company import Language
from polso.base.errors import InternalError, NotFoundError, Parameter, Place, PolsoError, UserError
from polso.i18n.errors import render_error

_FAMILIES: dict[str, type[PolsoError]] = {
    "not_found": NotFoundError,
    "user": UserError,
    "internal": InternalError,
}


def error_object(error: PolsoError, language: Language) -> dict[str, Any]:
    """The object that stands under `error` in the JSON of a failing command: code, message, action, place.

    >>> place = Place(file="sales.csv", row=3)
    >>> error_object(UserError("unreadable_number", value="soon", place=place), "en")["place"]
    {'file': 'sales.csv', 'row': 3}
    """
    said = render_error(error, language)
    return {"code": error.code, "message": said.sentence, "action": said.action, "place": error.place.as_dict()}


def as_data(error: PolsoError) -> dict[str, Any]:
    """Everything about an error, independent of a language; `from_data` makes the same error of it."""
    family = next(name for name, kind in _FAMILIES.items() if isinstance(error, kind))
    return {
        "family": family,
        "code": error.code,
        "parameters": {
            name: list(value) if isinstance(value, tuple) else value for name, value in error.parameters.items()
        },
        "place": error.place.as_dict(),
    }


def from_data(data: Mapping[str, Any]) -> PolsoError:
    """The error that `as_data` described; what is not of that shape becomes an InternalError.

    >>> error = NotFoundError("unknown_metric", name="win_rat", suggestions=("win_rate",))
    >>> again = from_data(as_data(error))
    >>> type(again).__name__, again.parameters == error.parameters
    ('NotFoundError', True)
    """
    try:
        family = _FAMILIES[data["family"]]
        parameters = {str(name): _parameter(value) for name, value in data["parameters"].items()}
        return family(str(data["code"]), place=Place(**data["place"]), **parameters)
    except (KeyError, TypeError, AttributeError):
        return InternalError("answer_of_server_malformed")


def _parameter(value: object) -> Parameter:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value if isinstance(value, int) or value is None else str(value)
