"""Ids are unique and plain; a variant's id is unique in its metric; a synonym belongs to one metric."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from polso.base.ids import name_key
from polso.catalog.model import Metric

_PLAIN = re.compile(r"[a-z][a-z0-9_]*")


def breaches(metrics: Sequence[Metric]) -> Iterator[str]:
    seen: set[str] = set()
    owner: dict[str, str] = {}
    for metric in metrics:
        if metric.id in seen:
            yield f"{metric.id}: defined twice"
        seen.add(metric.id)
        for name in (metric.id, *metric.variant_ids):
            if not _PLAIN.fullmatch(name):
                yield f"{metric.id}: «{name}» is not a plain id"
        if len(set(metric.variant_ids)) != len(metric.variant_ids):
            yield f"{metric.id}: two variants share an id"
        for synonym in metric.synonyms:
            other = owner.setdefault(name_key(synonym), metric.id)
            if other != metric.id:
                yield f"{metric.id}: synonym «{synonym}» belongs to {other} already"
