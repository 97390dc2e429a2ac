"""What can go wrong, as data.

Two families: `UserError` (the user can act: exit code 1, HTTP 4xx) and `InternalError` (our fault: exit code 3,
HTTP 500). An error carries a code, its parameters and the place; the sentence in the reader's language is rendered by
the faces from the message `error.<code>` and what to do next from `error.<code>.action`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Parameter = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: any of file, row (line in the file, from 1), column, metric, setting."""

    file: str | None = None
    row: int | None = None
    column: str | None = None
    metric: str | None = None
    setting: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        pairs = (
            ("file", self.file),
            ("row", self.row),
            ("column", self.column),
            ("metric", self.metric),
            ("setting", self.setting),
        )
        return {name: value for name, value in pairs if value is not None}


class PolsoError(Exception):
    """Base of every error that polso raises on purpose.

    >>> error = UserError("unknown_metric", name="win_rat", suggestions=("win_rate",))
    >>> error.code, error.parameters["suggestions"]
    ('unknown_metric', ('win_rate',))
    """

    exit_code = 3
    http_status = 500

    def __init__(self, code: str, /, *, place: Place | None = None, **parameters: Parameter) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.place = place or Place()
        self.parameters: dict[str, Parameter] = parameters

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.code}({details})"


class UserError(PolsoError):
    """The user can act on it: the message says what, where and what to do."""

    exit_code = 1
    http_status = 400


class NotFoundError(UserError):
    """A name or an address that does not exist; carries `suggestions` where a near one does."""

    http_status = 404


class InternalError(PolsoError):
    """An assumption of ours does not hold; nothing the user did is the cause."""


def did_you_mean(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Known names near `name`, nearest first.

    >>> did_you_mean("win_rat", ["win_rate", "net_revenue", "pipeline_value"])
    ('win_rate',)
    """
    from difflib import get_close_matches

    return tuple(get_close_matches(name, list(known), n=limit, cutoff=0.6))
