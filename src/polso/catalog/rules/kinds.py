"""Kind, unit, totals and tests of a metric agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polso.catalog.model import (
    Cohort,
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
    "money": (Simple, Ratio),
    "values": (Ratio, Distribution),
    "survival": (Survival,),
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
    ids = {metric.id for metric in metrics}
    for metric in metrics:
        for variant_id in metric.variant_ids:
            yield from _variant(metric, metric.variant(variant_id), ids)


def _variant(metric: Metric, variant: Variant, ids: set[str]) -> Iterator[str]:
    kind = variant.kind
    allowed = _TOTALS.get(type(kind))
    if allowed and variant.totals not in allowed:
        yield f"{metric.id}:{variant.id}: totals «{variant.totals}» do not fit the kind {type(kind).__name__}"
    change = variant.uncertainty.change
    if change != "none" and not isinstance(kind, _CHANGES[change]):
        yield f"{metric.id}:{variant.id}: change test «{change}» does not fit the kind {type(kind).__name__}"
    if variant.uncertainty.level == "wilson" and not isinstance(kind, (Ratio, Retention, Cohort)):
        yield f"{metric.id}:{variant.id}: a Wilson interval needs a share of records"
    if isinstance(kind, Shift) and kind.metric not in ids:
        yield f"{metric.id}:{variant.id}: the shifted metric «{kind.metric}» is not in the catalog"
    if isinstance(kind, Transition):
        for part in kind.parts:
            if part not in MOVEMENTS:
                yield f"{metric.id}:{variant.id}: «{part}» is no movement"
    if variant.unit == "currency" and any(
        measure.column and "amount" not in measure.column for measure in measures_of(kind)[:1]
    ):
        yield f"{metric.id}:{variant.id}: money is summed over an amount column"
