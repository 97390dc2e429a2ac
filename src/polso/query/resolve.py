"""A request against the catalog and the workspace: metrics found, variants settled, cells laid out, gaps named."""

from __future__ import annotations

from dataclasses import dataclass

from polso.base.errors import NotFoundError, UserError, did_you_mean
from polso.base.period import ONE_DAY, Period
from polso.base.period_text import parse_period
from polso.catalog import registry
from polso.catalog.model import Condition, Measure, Metric, Shift, Transition, Variant
from polso.catalog.relations import RELATIONS
from polso.catalog.rules.kinds import measures_of
from polso.query.cells import Against, Cell, base_of, cells, whole_base
from polso.query.context import Context
from polso.query.dimensions import Split, split
from polso.query.request import Request


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows whose dimension has one of `keys`; None among them means unassigned.

    Days (`closing`) are kept by `days` instead: those of any of the periods.
    """

    split: Split
    keys: tuple[str | None, ...]
    days: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """One metric of a request, ready to be planned.

    `inner` is the variant whose measures are read (for a growth, those of the metric that grows); `shifts` pairs each
    cell with the windows of its growth base and of the growth base of its comparison. `dimensions` are those that the
    question splits or filters by: some are read from a finer relation. `refusal` names why nothing is computed.
    """

    metric: Metric
    variant: Variant
    inner: Variant
    cells: tuple[Cell, ...]
    shifts: tuple[tuple[Period | None, Period | None], ...]
    covered: Period | None
    dimensions: tuple[str, ...]
    refusal: str | None
    missing: tuple[str, ...]


def resolve(request: Request, context: Context) -> tuple[tuple[Resolved, ...], tuple[Split, ...], Period]:
    """Every metric of the request, the dimensions it is split by, and the period asked for.

    Raises NotFoundError for an unknown metric, variant or dimension, UserError for a period that is unknown or lies in
    the future.
    """
    if not request.metrics:
        raise UserError("no_metric")
    splits = tuple(split(name, context.attributes) for name in dict.fromkeys(request.by))
    found = [_named(name, request, context) for name in request.metrics]
    period = _period(request, context, [_covered(variant, context) for _, variant in found])
    if period.start > context.today:
        raise UserError("period_in_future", period=context.calendar.label(period), today=context.today.isoformat())
    used = tuple(dict.fromkeys((*request.by, *(name for name, _ in request.where))))
    return tuple(_resolved(m, v, request, context, period, used) for m, v in found), splits, period


def variant_of(name: str, context: Context, compare: str | None = None) -> tuple[Metric, Variant]:
    """The metric and variant that `metric` or `metric:variant` names."""
    metric_name, colon, variant_name = name.partition(":")
    metric = registry.find(metric_name)
    chosen = variant_name if colon else context.variants.get(metric.id, metric.default_variant)
    if not colon and isinstance(metric.kind, Shift) and compare in metric.variant_ids:
        chosen = str(compare)
    try:
        return metric, metric.variant(chosen)
    except KeyError:
        raise NotFoundError(
            "unknown_variant",
            name=chosen,
            metric=metric.id,
            suggestions=did_you_mean(chosen, metric.variant_ids) or metric.variant_ids,
        ) from None


def _named(name: str, request: Request, context: Context) -> tuple[Metric, Variant]:
    return variant_of(name, context, request.compare)


def inner_variant(variant: Variant) -> Variant:
    """The variant whose measures are read: of a growth, the metric that grows."""
    if isinstance(variant.kind, Shift):
        shifted = registry.metrics()[variant.kind.metric]
        return shifted.variant(shifted.default_variant)
    return variant


def clocks_of(variant: Variant) -> tuple[Measure, ...]:
    return measures_of(inner_variant(variant).kind)


def _covered(variant: Variant, context: Context) -> Period | None:
    """The days that bound the variant's first measure; its denominators follow it."""
    measure = clocks_of(variant)[0]
    return context.covered.get((covered_name(measure, context), measure.clock))


def _compared(variant: Variant, covered: Period | None) -> Period | None:
    """The days that can be compared: a transition needs the end of the day before."""
    if covered is None or not isinstance(variant.kind, Transition):
        return covered
    return Period(min(covered.start + ONE_DAY, covered.end), covered.end)


def covered_name(measure: Measure, context: Context) -> str:
    """The relation under which the coverage of a measure is kept: each basis of money has a coverage of its own."""
    for condition in measure.where:
        if condition.column == "basis":
            return f"{measure.relation}:{settled(condition, context).values[0]}"
    return measure.relation


def settled(condition: Condition, context: Context) -> Condition:
    """The condition with `@setting` replaced by the company's setting."""
    if condition.values == ("@revenue_basis",):
        return Condition(condition.column, condition.test, (context.revenue_basis,))
    return condition


def _period(request: Request, context: Context, covered: list[Period | None]) -> Period:
    known = [one for one in covered if one is not None]
    if request.period is not None:
        everything = Period(min(p.start for p in known), max(p.end for p in known)) if known else context.all_covered
        return parse_period(request.period, context.calendar, context.today, everything)
    last = max((one.last_day for one in known), default=None)
    if last is None and context.all_covered is not None:
        last = context.all_covered.last_day
    return context.calendar.bucket(last or context.today, "month")


def _resolved(
    metric: Metric, variant: Variant, request: Request, context: Context, period: Period, used: tuple[str, ...]
) -> Resolved:
    covered = _compared(variant, _covered(variant, context))
    against: Against = request.compare or _usual(variant)
    laid = cells(period, request.grain, covered, against, context.calendar)
    shifts = tuple(_shift(cell, variant, against, covered, context) for cell in laid)
    missing = missing_inputs(metric, context)
    refusal = "missing_input" if missing else _unsupported(metric, variant, used, context)
    refusal = refusal or _gap((*metric.warns, *variant.warns), context)
    return Resolved(metric, variant, inner_variant(variant), laid, shifts, covered, used, refusal, missing)


def _gap(warns: tuple[str, ...], context: Context) -> str | None:
    """The gap in the data that withholds a figure, of those that its record warns of."""
    found = {"no_losses_recorded": not context.has_losses, "no_loss_amounts": not context.has_loss_amounts}
    return next((warn for warn in warns if found.get(warn)), None)


def _usual(variant: Variant) -> Against:
    return variant.kind.against if isinstance(variant.kind, Shift) else "previous"


def _shift(
    cell: Cell, variant: Variant, compared: Against, covered: Period | None, context: Context
) -> tuple[Period | None, Period | None]:
    """The growth base of a cell, and the growth base of the cell it is compared with."""
    if not isinstance(variant.kind, Shift):
        return (None, None)
    grown, calendar = variant.kind.against, context.calendar
    own = base_of(cell.bucket, cell.part, covered, grown, calendar)
    if cell.base is None:
        return (own, None)
    return (own, base_of(whole_base(cell.bucket, compared, calendar), cell.base, covered, grown, calendar))


def missing_inputs(metric: Metric, context: Context) -> tuple[str, ...]:
    """What the nearest alternative of the metric's inputs still lacks; empty when it can be computed."""
    lacks = [tuple(name for name in group if name not in context.filled) for group in metric.requires]
    return min(lacks, key=len)


def _unsupported(metric: Metric, variant: Variant, used: tuple[str, ...], context: Context) -> str | None:
    for name in used:
        use = split(name, context.attributes)
        if use.place == "attribute":
            relations = [RELATIONS[measure.relation] for measure in clocks_of(variant)]
            if not all(use.entity in relation.entities for relation in relations):
                return "dimension_not_available"
        elif name not in metric.dimensions:
            return "dimension_not_available"
    return None
