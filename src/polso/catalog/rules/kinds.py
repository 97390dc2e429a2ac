"""Kind, unit, totals and tests of a metric agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polso.base.errors import UserError
from polso.catalog import formula
from polso.catalog.model import (
    Cohort,
    Derived,
    Distribution,
    Kind,
    Measure,
    Metric,
    Model,
    Ratio,
    Retention,
    Shift,
    Simple,
    Stock,
    Survival,
    Transition,
    Variant,
)
from polso.catalog.movements import MOVEMENTS

_TOTALS: dict[type, tuple[str, ...]] = {
    Simple: ("additive", "distinct"),
    Ratio: ("ratio",),
    Shift: ("ratio",),
    Stock: ("semi_additive",),
    Distribution: ("distribution",),
    Transition: ("additive",),
    Retention: ("ratio",),
    Survival: ("distribution",),
    Cohort: ("ratio",),
}
_CHANGES: dict[str, tuple[type, ...]] = {
    "rates": (Ratio, Cohort, Retention, Survival),
    "counts": (Simple,),
    "history": (Simple,),
    "money": (Simple, Ratio),
    "values": (Ratio, Distribution),
    "survival": (Survival,),
}
_LEVELS: dict[str, tuple[type, ...]] = {
    "wilson": (Ratio, Retention, Cohort),
    "survival": (Survival, Cohort),
    "spend_per_count": (Ratio,),
    "value_share": (Ratio, Retention),
}


def measures_of(kind: Kind) -> tuple[Measure, ...]:
    """The measures that a kind reads itself."""
    match kind:
        case Simple(measure) | Stock(measure) | Distribution(measure, _) | Transition(measure, _, _):
            return (measure,)
        case Ratio(numerator, denominator):
            return (numerator, denominator)
        case Cohort(start):
            return (start,)
        case Survival(measure) | Model(_, measure):
            return (measure,)
        case Retention(base, _, _, event):
            return (base,) if event is None else (base, event)
        case _:
            return ()


def breaches(metrics: Sequence[Metric]) -> Iterator[str]:
    ids = {metric.id: metric for metric in metrics}
    for metric in metrics:
        for variant_id in metric.variant_ids:
            yield from _variant(metric, metric.variant(variant_id), ids)


def _variant(metric: Metric, variant: Variant, metrics: dict[str, Metric]) -> Iterator[str]:
    kind = variant.kind
    allowed = _TOTALS.get(type(kind))
    if allowed and variant.totals not in allowed:
        yield f"{metric.id}:{variant.id}: totals «{variant.totals}» do not fit the kind {type(kind).__name__}"
    change = variant.uncertainty.change
    if change != "none" and not isinstance(kind, _CHANGES[change]):
        yield f"{metric.id}:{variant.id}: change test «{change}» does not fit the kind {type(kind).__name__}"
    level = variant.uncertainty.level
    if level in _LEVELS and not isinstance(kind, _LEVELS[level]):
        yield f"{metric.id}:{variant.id}: an interval «{level}» does not fit the kind {type(kind).__name__}"
    if isinstance(kind, Shift) and kind.metric not in metrics:
        yield f"{metric.id}:{variant.id}: the shifted metric «{kind.metric}» is not in the catalog"
    if isinstance(kind, Derived):
        yield from _formula(metric.id, variant.id, kind, metrics)
    if isinstance(kind, Transition):
        for part in kind.parts:
            if part not in MOVEMENTS:
                yield f"{metric.id}:{variant.id}: «{part}» is no movement"
    if variant.unit == "currency" and any(
        measure.column and "amount" not in measure.column for measure in measures_of(kind)[:1]
    ):
        yield f"{metric.id}:{variant.id}: money is summed over an amount column"


def _formula(metric: str, variant: str, kind: Derived, metrics: dict[str, Metric]) -> Iterator[str]:
    try:
        formula.check(metric, formula.read(kind.formula), metrics, variant)
    except UserError as error:
        yield f"{metric}:{variant}: {error}"
