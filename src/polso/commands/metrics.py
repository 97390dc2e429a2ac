"""`metrics`: the catalog as plain data; it needs no workspace and no database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polso.base.company import Language
from polso.catalog.model import Metric, Words
from polso.catalog.registry import find, metrics


def metrics_of(folder: Path) -> Mapping[str, Metric]:
    """The catalog's metrics, and those that the settings of the workspace in `folder`, if there is one, add to them."""
    from polso.store.custom_metrics import every_metric
    from polso.store.layout import Layout
    from polso.store.settings_file import parse_settings

    file = Layout(folder).settings
    if not file.exists():
        return metrics()
    return every_metric(parse_settings(file.read_text(encoding="utf-8-sig"), file.name))


def metric_list(language: Language, known: Mapping[str, Metric] | None = None) -> list[dict[str, Any]]:
    """Every metric in the order of the families."""
    return [metric_object(metric, language) for metric in (metrics() if known is None else known).values()]


def metric_shown(name: str, language: Language, known: Mapping[str, Metric] | None = None) -> dict[str, Any]:
    """The metric of that id, name or synonym; raises NotFoundError `unknown_metric`."""
    return metric_object(find(name, known), language)


def metric_object(metric: Metric, language: Language) -> dict[str, Any]:
    """Everything that the catalog says of a metric; `name` is in `language`, `names` and texts are in both."""
    return {
        "id": metric.id,
        "name": metric.names[language],
        "names": _both(metric.names),
        "families": list(metric.families),
        "supporting": metric.supporting,
        "unit": metric.unit,
        "direction": metric.direction,
        "kind": type(metric.kind).__name__.lower(),
        "totals": metric.totals,
        "clock": _both(metric.clock),
        "credit": metric.credit,
        "minimal_grain": metric.minimal_grain,
        "dimensions": list(metric.dimensions),
        "requires": [list(group) for group in metric.requires],
        "better_with": list(metric.better_with),
        "default_variant": metric.default_variant,
        "variants": [
            {"id": variant_id, "names": _both(metric.variant(variant_id).names)} for variant_id in metric.variant_ids
        ],
        "definition": _both(metric.definition),
        "formula": _both(metric.formula),
        "misleads": _both(metric.misleads),
        "source": metric.source,
        "synonyms": list(metric.synonyms),
        "example": _example(metric.id),
    }


def _example(metric: str) -> dict[str, Any] | None:
    """The worked example: rows by table, the period asked for, what comes out of each reading."""
    from polso.catalog.example import examples

    one = examples().get(metric)
    if one is None:
        return None
    return {
        "tables": {
            rows.table: {"columns": list(rows.columns), "rows": [list(row) for row in rows.rows]} for rows in one.tables
        },
        "settings": dict(one.settings),
        "period": one.period,
        "expected": [
            {
                "variant": said.variant,
                "where": dict(said.where),
                "value": said.value,
                "numerator": said.numerator,
                "denominator": said.denominator,
            }
            for said in one.expected
        ],
    }


def _both(words: Words) -> dict[str, str]:
    return {"en": words.en, "it": words.it}
