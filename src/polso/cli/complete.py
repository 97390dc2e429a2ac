"""What the shell proposes: metric ids, dimensions, periods."""

from __future__ import annotations

from collections.abc import Iterable


def metric_ids(incomplete: str) -> list[tuple[str, str]]:
    """Ids with their names, and `id:variant` once an id and a colon stand there."""
    from polso.catalog.registry import metrics

    known = metrics()
    metric_id, colon, _ = incomplete.partition(":")
    if colon and metric_id in known:
        metric = known[metric_id]
        found = [(f"{metric_id}:{one}", metric.variant(one).names.en) for one in metric.variant_ids]
    else:
        found = [(metric.id, metric.names.en) for metric in known.values()]
    return [(name, said) for name, said in found if name.startswith(incomplete)]


def dimension_names(incomplete: str) -> list[str]:
    from polso.catalog.dimensions import DIMENSIONS

    return _matching(DIMENSIONS, incomplete)


def filter_names(incomplete: str) -> list[str]:
    """Dimensions with the equals sign that a filter goes on with."""
    from polso.catalog.dimensions import DIMENSIONS

    return _matching((f"{name}=" for name in DIMENSIONS), incomplete)


def period_names(incomplete: str) -> list[str]:
    from polso.base.period_text import NAMED_PERIODS

    return _matching(NAMED_PERIODS, incomplete)


def table_names(incomplete: str) -> list[str]:
    from polso.catalog.schema import IMPORTABLE

    return _matching(IMPORTABLE, incomplete)


def _matching(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
