"""The viewer of a question. Until sign-in exists there is one: whoever sits at this machine, who sees everything."""

from __future__ import annotations

from dataclasses import dataclass, replace

from polso.query.request import Request


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and the rows they may see as further filters of their questions; none means all."""

    name: str
    sees: tuple[tuple[str, str], ...] = ()


OWNER = Viewer("owner")


def narrowed(request: Request, viewer: Viewer) -> Request:
    """The request over the rows that the viewer may see: the only place that decides it.

    >>> narrowed(Request(("win_rate",)), Viewer("Anna", (("rep", "Anna"),))).where
    (('rep', 'Anna'),)
    """
    return replace(request, where=(*request.where, *viewer.sees)) if viewer.sees else request
