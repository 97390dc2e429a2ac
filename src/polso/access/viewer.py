"""The viewer of a question. Until sign-in exists there is one: whoever sits at this machine, who sees everything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """`scope` is the key under which results may be shared between viewers; equal scopes see equal rows."""

    name: str
    scope: str


OWNER = Viewer("owner", "all")
