"""`docs/metrics.md`: every metric of the catalog, in both languages."""

from __future__ import annotations

from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.model import (
    Attainment,
    ChangeTest,
    Cohort,
    Condition,
    Derived,
    Distribution,
    Kind,
    LevelInterval,
    Measure,
    Metric,
    Model,
    Ratio,
    Shift,
    Simple,
    Stock,
    Totals,
    Transition,
    Uncertainty,
    Unit,
    Variant,
)
from polso.catalog.registry import metrics
from tests.docs.reference.markdown import code, codes, page, table

INTRODUCTION = """\
# Metrics

Made from the records in `src/polso/catalog/metrics/`; the same records feed the pages, the command line and the tests.
How to read what stands beside a figure: [numbers](numbers.md). Ask for a variant as `metric:variant`; the company's own
choice stands under `[variants]` in [`polso.toml`](settings.md#variants).
"""
UNITS: dict[Unit, str] = {
    "currency": "money, in the company's currency",
    "count": "a count",
    "ratio": "a share or a relative change; 0.25 is 25 %",
    "days": "days",
    "business_minutes": "minutes of the opening hours",
    "hours": "hours",
}
TOTALS: dict[Totals, str] = {
    "additive": "parts add up to the total, over groups and over time",
    "semi_additive": "parts add up over groups; over time the value is that of the end of the period",
    "distinct": "each record counts once in the period in which it falls",
    "ratio": "recomputed as Σ numerator ÷ Σ denominator at every level, never averaged",
    "distribution": "recomputed from the single records at every level",
}
INTERVALS: dict[LevelInterval, str] = {
    "none": "no interval",
    "wilson": "Wilson's interval of a rate",
    "mean": "interval of a mean of skewed amounts, or none where one record dominates",
    "median": "interval of a median by ranks, from six records on",
    "growth": "interval of a growth of sums of independent amounts; the growth itself is judged against chance",
}
CHANGES: dict[ChangeTest, str] = {
    "none": "a change is shown and not judged",
    "rates": "a change is judged by Newcombe's interval of two rates",
    "counts": "a change is judged by the conditional test of two counts",
    "money": "a change is judged against the chance of which deals happened to come",
    "values": "a change is judged by the rank test of Mann and Whitney",
}
TESTS = {
    "is": "=",
    "is_not": "≠",
    "in": "in",
    "known": "is known",
    "unknown": "is unknown",
    "negative": "< 0",
    "not_negative": "≥ 0",
}


def metrics_page() -> str:
    known = metrics().values()
    index = table(
        ("Metric", "English", "Italiano", "Unit"),
        [
            (f"[{code(metric.id)}](#{metric.id})", metric.names.en, metric.names.it, metric.unit.replace("_", " "))
            for metric in known
        ],
    )
    return page(INTRODUCTION, index, *(_section(metric) for metric in known))


def _section(metric: Metric) -> str:
    words = table(
        ("", "English", "Italiano"),
        [
            ("name", metric.names.en, metric.names.it),
            ("definition", metric.definition.en, metric.definition.it),
            ("formula", metric.formula.en, metric.formula.it),
            ("dated by", metric.clock.en, metric.clock.it),
            ("misleads", metric.misleads.en, metric.misleads.it),
        ],
    )
    facts = [
        ("unit", UNITS[metric.unit]),
        ("better", {"higher": "higher", "lower": "lower", "neutral": "neither"}[metric.direction]),
        ("family", ", ".join(metric.families) + (" (beside another metric)" if metric.supporting else "")),
        ("computed", _kind(metric.kind)),
        ("totals", TOTALS[metric.totals]),
        ("finest useful grain", metric.minimal_grain),
        ("dimensions", codes(DIMENSIONS[name].id for name in metric.dimensions) + " and own attributes"),
        ("requires", "<br>or ".join(codes(group, " and ") for group in metric.requires)),
        ("better with", codes(metric.better_with)),
        ("uncertainty", _uncertainty(metric.uncertainty)),
        *([("own flags", ", ".join(f"[{code(flag)}](flags.md)" for flag in metric.warns))] if metric.warns else []),
        ("source", metric.source),
        ("also found as", ", ".join(metric.synonyms)),
    ]
    parts = [f"## {metric.id}", words, table(("", ""), facts)]
    if metric.variants:
        parts.append(_variants(metric))
    return "\n\n".join(parts)


def _variants(metric: Metric) -> str:
    chosen = [metric.variant(metric.default_variant), *metric.variants]
    rows = [
        (
            code(variant.id) + (" (default)" if variant.id == metric.default_variant != "default" else ""),
            *_variant(variant),
        )
        for variant in chosen
    ]
    return table(("Variant", "English", "Italiano", "Computed", "Uncertainty"), rows)


def _variant(variant: Variant) -> tuple[str, str, str, str]:
    return variant.names.en, variant.names.it, _kind(variant.kind), _uncertainty(variant.uncertainty)


def _uncertainty(uncertainty: Uncertainty) -> str:
    said = INTERVALS[uncertainty.level]
    if uncertainty.level != "growth":
        said = f"{said}; {CHANGES[uncertainty.change]}"
    return f"{said}; no judgement below {uncertainty.enough} records in all" if uncertainty.enough else said


def _kind(kind: Kind) -> str:
    match kind:
        case Simple(measure):
            return _measure(measure)
        case Ratio(numerator, denominator):
            return f"{_measure(numerator)} ÷ {_measure(denominator)}"
        case Shift(metric, against):
            earlier = "the year before" if against == "year" else "the period before"
            return f"[{code(metric)}](#{metric}) ÷ that of {earlier} − 1"
        case Stock(measure):
            return f"at the end of the period: {_measure(measure)}"
        case Distribution(measure, statistic):
            return f"{statistic} of {_measured(measure)}"
        case Cohort(start, outcome, maturity):
            return f"{_measure(outcome)} within {code(maturity)} ÷ {_measure(start)}"
        case Transition(measure, parts):
            return f"{_measure(measure)} at the end minus at the start, by {len(parts)} movements"
        case Attainment(word):
            return f"actual ÷ {word}"
        case Model(name):
            return f"model {code(name)}"
        case Derived(operator, left, right):
            return f"{code(left)} {operator} {code(right)}"


def _measure(measure: Measure) -> str:
    what = f"Σ {_measured(measure)}" if measure.column else f"count of {_measured(measure)}"
    return f"{what}, mean over the working days" if measure.per_working_day else what


def _measured(measure: Measure) -> str:
    what = f"{measure.relation}.{measure.column}" if measure.column else measure.relation
    link = f"[{code(what)}](relations.md#{measure.relation})"
    where = " and ".join(_condition(condition) for condition in measure.where)
    return f"{link} where {where}" if where else link


def _condition(condition: Condition) -> str:
    values = ", ".join(condition.values)
    return code(f"{condition.column} {TESTS[condition.test]} {values}".strip())
