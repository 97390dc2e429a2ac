"""The catalog of metrics: gathered from the family modules, checked when loaded, found by name or synonym."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from polso.base.errors import NotFoundError, did_you_mean
from polso.base.ids import name_key
from polso.catalog.metrics import (
    acquisition,
    activity,
    activity_time,
    collections,
    concentration,
    customer_value,
    customers,
    deals,
    derived,
    funnel,
    leads,
    margin,
    performance,
    pipeline,
    productivity,
    purchases,
    recurring,
    recurring_rates,
    targets,
    unit_economics,
    voice,
)
from polso.catalog.model import Metric
from polso.catalog.rules import check

ALL: tuple[Metric, ...] = (
    *performance.METRICS,
    *collections.METRICS,
    *concentration.METRICS,
    *margin.METRICS,
    *targets.METRICS,
    *customers.METRICS,
    *purchases.METRICS,
    *recurring.METRICS,
    *recurring_rates.METRICS,
    *acquisition.METRICS,
    *customer_value.METRICS,
    *unit_economics.METRICS,
    *deals.METRICS,
    *leads.METRICS,
    *funnel.METRICS,
    *pipeline.METRICS,
    *voice.METRICS,
    *activity.METRICS,
    *activity_time.METRICS,
    *productivity.METRICS,
    *derived.METRICS,
)


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by id, in the order of the families; raises InternalError when a record breaks a rule."""
    check(ALL)
    return {metric.id: metric for metric in ALL}


def find(name: str, among: Mapping[str, Metric] | None = None) -> Metric:
    """The metric of that id, name or synonym, `among` others than those of the catalog; raises NotFoundError with the
    nearest names.

    >>> find("win_rate").id, find("Tasso di chiusura").id
    ('win_rate', 'win_rate')
    """
    known = metrics() if among is None else among
    if name in known:
        return known[name]
    wanted = _key(name)
    for metric in known.values():
        if wanted in _spellings(metric):
            return metric
    raise NotFoundError("unknown_metric", name=name, suggestions=did_you_mean(name.lower(), _all_names(known.values())))


def _spellings(metric: Metric) -> set[str]:
    texts = [metric.names.en, metric.names.it, *metric.synonyms]
    if metric.short_names:
        texts += [metric.short_names.en, metric.short_names.it]
    return {_key(text) for text in texts}


def _key(text: str) -> str:
    """Keyboards have the straight apostrophe, printed text the other."""
    return name_key(text.replace("’", "'"))


def _all_names(known: Iterable[Metric]) -> list[str]:
    return [metric.id for metric in known]
