"""What a metric requires exists in the canonical tables; what it measures exists in the relations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from polso.base.company import Company
from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import Measure, Metric
from polso.catalog.relations import RELATIONS
from polso.catalog.rules.kinds import measures_of
from polso.catalog.schema import TABLE

SETTINGS = "company"
"""A setting of the company (`company.gross_margin_share`) stands where a column of its records would."""
SETTING_NAMES = frozenset(one.name for one in fields(Company))


def breaches(metrics: Sequence[Metric]) -> Iterator[str]:
    for metric in metrics:
        if not metric.requires:
            yield f"{metric.id}: requires nothing"
        for name in (*(name for group in metric.requires for name in group), *metric.better_with):
            table, _, column = name.partition(".")
            if table == SETTINGS and column in SETTING_NAMES:
                continue
            if table not in TABLE or column not in {one.name for one in TABLE[table].columns}:
                yield f"{metric.id}: «{name}» is no column of a canonical table"
        for dimension in metric.dimensions:
            if dimension not in DIMENSIONS:
                yield f"{metric.id}: «{dimension}» is no dimension"
        for variant_id in metric.variant_ids:
            for measure in measures_of(metric.variant(variant_id).kind):
                yield from _measure(metric, measure)


def _measure(metric: Metric, measure: Measure) -> Iterator[str]:
    for name in {measure.relation, *(relation.partition(":")[0] for _, relation in measure.by)}:
        if name not in RELATIONS:
            yield f"{metric.id}: «{name}» is no relation"
            continue
        relation = RELATIONS[name]
        columns = {column for column, _ in relation.columns}
        used = {condition.column for condition in measure.where} | set(measure.known_values)
        if measure.column:
            used.add(measure.column)
        for column in sorted(used - columns):
            yield f"{metric.id}: {name} has no column «{column}»"
        if measure.clock not in {clock.name for clock in relation.clocks}:
            yield f"{metric.id}: {name} has no clock «{measure.clock}»"
