"""Rules that every record of the catalog must keep; one idea a module, run when the catalog is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from polso.base.errors import InternalError
from polso.catalog.model import Metric
from polso.catalog.rules import identity, inputs, kinds, words


def check(metrics: Sequence[Metric]) -> None:
    """Raise InternalError("catalog_broken") with every breach found, each naming its metric."""
    breaches = [
        breach
        for rule in (identity.breaches, inputs.breaches, kinds.breaches, words.breaches)
        for breach in rule(metrics)
    ]
    if breaches:
        raise InternalError("catalog_broken", breaches=tuple(breaches))
