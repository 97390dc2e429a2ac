"""`docs/metrics.md`, the list, and a page for every metric of the catalog, in both languages."""

from __future__ import annotations

from polso.catalog.dimensions import DIMENSIONS
from polso.catalog.example import Example, examples
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
    Retention,
    Shift,
    Simple,
    Stock,
    Survival,
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
    "minutes": "minutes by the clock",
    "hours": "hours",
    "months": "months",
    "number": "a number",
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
    "survival": "band of Kaplan and Meier, or of Aalen and Johansen where ends compete, by log(−log)",
    "spend_per_count": "money that is known over a count that is chance: Garwood’s interval of the count",
    "value_share": "Wilson’s interval at Kish’s effective number of equal records",
    "growth": "interval of a growth of sums of independent amounts; the growth itself is judged against chance",
}
CHANGES: dict[ChangeTest, str] = {
    "history": "a change is judged by what up to twelve periods before it, and their dispersion, lead one to expect"
    " (gamma-Poisson)",
    "none": "a change is shown and not judged",
    "rates": "a change is judged by Newcombe's interval of two rates",
    "counts": "a change is judged by the conditional test of two counts",
    "money": "a change is judged against the chance of which deals happened to come",
    "values": "a change is judged by the rank test of Mann and Whitney",
    "survival": "a change is judged by the log-rank test",
}
TESTS = {
    "is": "=",
    "is_not": "≠",
    "in": "in",
    "known": "is known",
    "unknown": "is unknown",
    "negative": "< 0",
    "not_negative": "≥ 0",
    "at_most": "≤",
    "at_least": "≥",
}


def metrics_page() -> str:
    """The list."""
    known = metrics().values()
    index = table(
        ("Metric", "English", "Italiano", "Unit"),
        [
            (
                f"[{code(metric.id)}](metrics/{metric.id}.md)",
                metric.names.en,
                metric.names.it,
                metric.unit.replace("_", " "),
            )
            for metric in known
        ],
    )
    return page(INTRODUCTION, index)


def metric_page(metric: Metric) -> str:
    """Everything about one metric."""
    return page(_section(metric))


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
        *([("own flags", ", ".join(f"[{code(flag)}](../flags.md)" for flag in metric.warns))] if metric.warns else []),
        ("source", metric.source),
        ("also found as", ", ".join(metric.synonyms)),
    ]
    parts = [f"# {metric.id}", words, table(("", ""), facts)]
    if metric.variants:
        parts.append(_variants(metric))
    if metric.id in examples():
        parts.append(_example(examples()[metric.id]))
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
            return f"[{code(metric)}]({metric}.md) ÷ that of {earlier} − 1"
        case Stock(measure):
            return f"at the end of the period: {_measure(measure)}"
        case Distribution(measure, statistic):
            return f"{statistic} of {_measured(measure)}"
        case Cohort(start, reached, ended, maturity):
            other = f" before {code(ended)}" if ended else ""
            return f"{code(reached)} within {code(maturity)} days{other} ÷ {_measure(start)}"
        case Survival(measure, lasted, _, ended_as, event, reading, at):
            what = {"median": "median", "quantile": f"time of the share {at:g}", "within": f"share within {at:g}"}[
                reading
            ]
            ends = " or ".join(code(f"{ended_as} = {one}") for one in event)
            return f"{what} of {code(lasted)} until {ends}, what lasts counted, of {_measured(measure)}"
        case Retention(base, reading, entity, event):
            what = f"at least one of {_measured(event)}" if event else reading.replace("_", " ")
            return f"{what}, of each {code(entity)} in {_measured(base)} when the period begins"
        case Transition(measure, parts):
            return f"{_measure(measure)} at the end minus at the start, by {len(parts)} movements"
        case Attainment(word, reading):
            return f"actual ÷ {word}, {reading.replace('_', ' ')}"
        case Model(name, measure):
            return f"model {code(name)} of {_measured(measure)}"
        case Derived(formula):
            return code(formula)


def _example(one: Example) -> str:
    """The rows, the question, and what comes out."""
    parts = ["## Worked example"]
    for rows in one.tables:
        parts += [f"[{code(rows.table)}](../tables.md#{rows.table})", table(rows.columns, rows.rows)]
    if one.settings:
        parts.append("Settings: " + ", ".join(code(f"{name} = {value}") for name, value in one.settings))
    asked = [
        (
            code(f"{one.metric}:{said.variant}" if said.variant != "default" else one.metric)
            + "".join(f" where {code(f'{name}={value}')}" for name, value in said.where),
            said.value or "none",
            said.numerator or "",
            said.denominator or "",
            f"[{code(said.flag)}](../flags.md)" if said.flag else "",
        )
        for said in one.expected
    ]
    parts.append(table((f"Asked for {one.period}", "Value", "Numerator", "Denominator", "Flag"), asked))
    return "\n\n".join(parts)


def _measure(measure: Measure) -> str:
    what = f"Σ {_measured(measure)}" if measure.column else f"count of {_measured(measure)}"
    return f"{what}, mean over the working days" if measure.per_working_day else what


def _measured(measure: Measure) -> str:
    what = f"{measure.relation}.{measure.column}" if measure.column else measure.relation
    link = f"[{code(what)}](../relations.md#{measure.relation})"
    where = " and ".join(_condition(condition) for condition in measure.where)
    return f"{link} where {where}" if where else link


def _condition(condition: Condition) -> str:
    values = ", ".join(condition.values)
    return code(f"{condition.column} {TESTS[condition.test]} {values}".strip())
