"""The address is the state: what a page shows is read from it, and every link is written from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from polso.base.errors import UserError
from polso.catalog.dimensions import DIMENSIONS
from polso.query.request import Compare

Where = tuple[tuple[str, str], ...]
Pairs = list[tuple[str, str]]

COMPARISONS = ("previous", "year", "none")
_KNOWN = frozenset({"period", "compare", "as_of", "where", "lang", "start", "end", *DIMENSIONS})


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for: period as spelled, comparison, filters, instant of knowledge.

    `where` pairs dimensions with shown names or ids, an empty one is what is unassigned. `more` are the parameters of
    one page alone (a search, the number of a page).
    """

    path: str = "/"
    period: str | None = None
    compare: Compare | None = None
    where: Where = ()
    as_of: str | None = None
    more: Where = ()

    def url_with(self, path: str | None = None, *, where: Where | None = None, **changes: str | int | None) -> str:
        """The whole address of this view with `changes`; None takes a parameter away.

        Going to another `path` leaves the parameters of this page behind; changing anything goes back to page one.

        >>> view = View("/metrics", "2026-11", where=(("rep", "Anna B."),), more=(("q", "win"), ("page", "3")))
        >>> view.url_with(period="2026-10")
        '/metrics?period=2026-10&rep=Anna+B.&q=win'
        >>> view.url_with("/metrics/win_rate", where=(), compare="year")
        '/metrics/win_rate?period=2026-11&compare=year'
        """
        return _written(path or self.path, self._pairs(path, where, changes))

    def pairs_without(self, *names: str) -> Where:
        """The parameters as the hidden fields of a form that gives `names` itself."""
        return tuple(pair for pair in self._pairs(None, None, {}) if pair[0] not in names)

    def filtered(self, dimension: str, name: str | None) -> Where:
        """The filters with one dimension held to a name, or (None) let go."""
        others = tuple(pair for pair in self.where if pair[0] != dimension)
        return others if name is None else (*others, (dimension, name))

    def parameter(self, name: str) -> str:
        """A parameter of this page alone; empty where it is not given."""
        return dict(self.more).get(name, "")

    def _pairs(self, path: str | None, where: Where | None, changes: dict[str, str | int | None]) -> Pairs:
        shared: dict[str, str | int | None] = {"period": self.period, "compare": self.compare}
        filters = self.where if where is None else where
        pairs = [(name, value) for name, value in (shared | _only(changes, shared)).items() if value is not None]
        pairs += [(name, value) if name in DIMENSIONS else ("where", f"{name}={value}") for name, value in filters]
        as_of = changes.get("as_of", self.as_of)
        pairs += [("as_of", as_of)] if as_of is not None else []
        own: dict[str, str | int | None] = {}
        if path is None or path == self.path:
            own = {name: value for name, value in self.more if name != "page"}
        own |= {name: value for name, value in changes.items() if name not in ("period", "compare", "as_of")}
        return [(name, str(value)) for name, value in (*pairs, *own.items()) if value is not None]


def _only(changes: dict[str, str | int | None], names: Iterable[str]) -> dict[str, str | int | None]:
    return {name: changes[name] for name in names if name in changes}


def _written(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def read_view(path: str, parameters: Sequence[tuple[str, str]]) -> View:
    """The view of an address; raises UserError `argument_not_choice` and `where_malformed`.

    >>> read_view("/", [("rep", "Anna"), ("where", "office=Rome"), ("period", "ytd")]).where
    (('rep', 'Anna'), ('office', 'Rome'))
    """
    single = {name: value.strip() for name, value in parameters}
    compare = single.get("compare") or None
    if compare is not None and compare not in COMPARISONS:
        raise UserError("argument_not_choice", name="compare", value=compare, choices=COMPARISONS)
    where = tuple(
        _condition(value) if name == "where" else (name, value.strip())
        for name, value in parameters
        if name == "where" or name in DIMENSIONS
    )
    more = tuple((name, value) for name, value in parameters if name not in _KNOWN and value)
    return View(
        path, single.get("period") or None, cast("Compare | None", compare), where, single.get("as_of") or None, more
    )


def _condition(spelled: str) -> tuple[str, str]:
    name, equals, value = spelled.partition("=")
    if not equals or not name.strip():
        raise UserError("where_malformed", value=spelled)
    return name.strip(), value.strip()
