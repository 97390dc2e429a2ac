"""A request against the catalog and the workspace: metrics found, variants settled, cells laid out, gaps named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from polso.base.errors import NotFoundError, UserError, did_you_mean
from polso.base.period import ONE_DAY, Period
from polso.base.period_text import parse_period
from polso.catalog import formula, registry
from polso.catalog.model import (
    Attainment,
    Condition,
    Derived,
    Measure,
    Metric,
    Model,
    Retention,
    Shift,
    Stock,
    Transition,
    Variant,
)
from polso.catalog.relations import RELATIONS
from polso.catalog.rules.kinds import measures_of
from polso.query import targets
from polso.query.cells import Against, Cell, cells, closing_cell, opening_cell
from polso.query.context import Context
from polso.query.dimensions import Split, split
from polso.query.growths import Growths, growths_of
from polso.query.request import Request
from polso.query.settings import written
from polso.query.targets import Target

PIPELINE = "pipeline_value"
TARGET_METRIC = "metric"
"""The dimension that says which metric a target is of; it chooses, and splits nothing."""


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

    `inner` is the variant whose measures are read (for a growth, those of the metric that grows); `shifts` are the
    windows of each cell's growth and of its comparison's. `dimensions` are those that the
    question splits or filters by: some are read from a finer relation. `refusal` names why nothing is computed.
    """

    metric: Metric
    variant: Variant
    inner: Variant
    cells: tuple[Cell, ...]
    shifts: tuple[Growths, ...]
    covered: Period | None
    dimensions: tuple[str, ...]
    refusal: str | None
    missing: tuple[str, ...]
    operands: tuple[Operand, ...] = ()
    targets: tuple[Target, ...] = ()
    """Of an attainment, the targets of its metric that were in force."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A metric that another one is made of, asked in the same cells, and filtered further by `where`.

    `key` says what it is for: the operand of a formula, or a reading of an attainment.
    """

    key: object
    one: Resolved
    where: tuple[tuple[str, str], ...] = ()


def resolve(request: Request, context: Context) -> tuple[tuple[Resolved, ...], tuple[Split, ...], Period]:
    """Every metric of the request, the dimensions it is split by, and the period asked for.

    Raises NotFoundError for an unknown metric, variant or dimension, UserError for a period that is unknown or lies in
    the future.
    """
    if not request.metrics:
        raise UserError("no_metric")
    splits = tuple(split(name, context.attributes) for name in dict.fromkeys(request.by))
    found = [_named(name, request, context) for name in request.metrics]
    period = _period(request, context, [_covered(variant, context, request) for _, variant in found])
    if period.start > context.today:
        raise UserError("period_in_future", period=context.calendar.label(period), today=context.today.isoformat())
    used = tuple(dict.fromkeys((*request.by, *(name for name, _ in request.where))))
    return tuple(_resolved(m, v, request, context, period, used) for m, v in found), splits, period


def variant_of(name: str, context: Context, compare: str | None = None) -> tuple[Metric, Variant]:
    """The metric and variant that `metric` or `metric:variant` names."""
    metric_name, colon, variant_name = name.partition(":")
    metric = registry.find(metric_name, context.metrics)
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


def leaves_of(variant: Variant, context: Context) -> tuple[Measure, ...]:
    """Every measure that a variant reads, those of the metrics in its formula among them."""
    if isinstance(variant.kind, Derived):
        return tuple(
            measure
            for one in operands_of(variant.kind)
            for measure in leaves_of(variant_of(one.spelled, context)[1], context)
        )
    return clocks_of(variant)


def operands_of(kind: Derived) -> tuple[formula.Operand, ...]:
    """The metrics that a formula names, each once."""
    return tuple(dict.fromkeys(formula.operands(read_formula(kind.formula))))


read_formula = cache(formula.read)


def _covered(variant: Variant, context: Context, request: Request, period: Period | None = None) -> Period | None:
    """The days that bound the variant's first measure (its denominators follow it), or every metric of a formula."""
    if isinstance(variant.kind, Derived):
        return _together(variant.kind, context, request, period)
    if isinstance(variant.kind, Attainment):
        name, _ = target_metric(variant.kind, request, context, period)
        return None if name is None else _covered(variant_of(name, context)[1], context, request, period)
    measure = clocks_of(variant)[0]
    return context.covered.get((covered_name(measure, context), measure.clock))


def _covered_operand(one: formula.Operand, context: Context, request: Request, period: Period | None) -> Period | None:
    variant = variant_of(one.spelled, context)[1]
    covered = _compared(variant, _covered(variant, context, request, period))
    if covered is None or not one.opening:
        return covered
    return Period(min(covered.start + ONE_DAY, covered.end), covered.end)


def _together(kind: Derived, context: Context, request: Request, period: Period | None) -> Period | None:
    """What is summed must be known on all its days; a stock is read at the end, and shortens no beginning."""
    known: list[Period] = []
    summed: list[Period] = []
    for one in operands_of(kind):
        covered = _covered_operand(one, context, request, period)
        if covered is None:
            return None
        known.append(covered)
        if not reads_the_end(one, context):
            summed.append(covered)
    start, end = max(one.start for one in summed or known), min(one.end for one in known)
    return Period(start, end) if start < end else None


def reads_the_end(one: formula.Operand, context: Context) -> bool:
    """Whether a metric in a formula says what is there when the period ends, and nothing of the days before."""
    if one.opening:
        return False
    kind = variant_of(one.spelled, context)[1].kind
    if isinstance(kind, Derived):
        return all(reads_the_end(inner, context) for inner in operands_of(kind))
    return isinstance(kind, Stock | Model)


def target_metric(
    kind: Attainment, request: Request, context: Context, period: Period | None
) -> tuple[str | None, str | None]:
    """The metric whose target is asked for, as the target spells it, or why it is none.

    It is the one of `--where metric=ID`, else the only one with a target of this kind in the period, else net revenue.
    """
    asked = [value for name, value in request.where if name == TARGET_METRIC]
    usable = targets.of_kind(targets.in_force(context.targets, context.as_of, context.today), kind.kind)
    there = targets.candidates(usable, period) if period else tuple(sorted({one.metric for one in usable}))
    if kind.kind == "quota":
        there = tuple(sorted({one.metric for one in usable if one.scope[0] == "rep" and one.metric in there}))
    if len(set(asked)) > 1:
        return None, "several_targets"
    if asked:
        metric = registry.find(asked[0].partition(":")[0], context.metrics)
        spelled = [one for one in there if one in (asked[0], metric.id) or one.partition(":")[0] == metric.id]
        return (spelled[0], None) if spelled else (None, "no_target")
    if len(there) == 1:
        return there[0], None
    sales = [one for one in there if one.partition(":")[0] == "net_revenue"]
    if len(sales) == 1:
        return sales[0], None
    return None, "several_targets" if there else "no_target"


def _compared(variant: Variant, covered: Period | None) -> Period | None:
    """The days that can be compared: what compares two instants needs the end of the day before."""
    if covered is None or not isinstance(variant.kind, Transition | Retention):
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
    if any(value.startswith("@") for value in condition.values):
        return replace(condition, values=tuple(written(value, context) for value in condition.values))
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
    metric: Metric,
    variant: Variant,
    request: Request,
    context: Context,
    period: Period,
    used: tuple[str, ...],
    given: tuple[Cell, ...] | None = None,
) -> Resolved:
    """`given` are the cells of the metric that this one is an operand of."""
    covered = _compared(variant, _covered(variant, context, request, period))
    against: Against = request.compare or _usual(variant)
    laid = cells(period, request.grain, covered, against, context.calendar) if given is None else given
    shifts = tuple(growths_of(cell, variant, against, covered, context.calendar) for cell in laid)
    missing = missing_inputs(replace(metric, requires=variant.requires or metric.requires), context)
    refusal = "missing_input" if missing else _unsupported(metric, variant, used, context)
    refusal = refusal or _gap((*metric.warns, *variant.warns), context)
    whole = Resolved(metric, variant, inner_variant(variant), laid, shifts, covered, used, refusal, missing)
    if refusal is not None:
        return whole
    if isinstance(variant.kind, Derived):
        return _of_formula(whole, variant.kind, request, context, period)
    if isinstance(variant.kind, Attainment):
        return _of_targets(whole, variant.kind, request, context, period)
    return whole


def _of_formula(whole: Resolved, kind: Derived, request: Request, context: Context, period: Period) -> Resolved:
    made = []
    for operand in operands_of(kind):
        metric, variant = variant_of(operand.spelled, context)
        laid = whole.cells
        if operand.opening:
            laid = tuple(opening_cell(cell) for cell in laid)
        elif reads_the_end(operand, context):
            own = _covered(variant, context, request, period)
            laid = tuple(closing_cell(cell, own) for cell in laid)
        one = _resolved(metric, variant, request, context, period, whole.dimensions, laid)
        used = tuple(dict.fromkeys((*one.dimensions, *(name for name, _ in operand.where))))
        made.append(Operand(operand, replace(one, dimensions=used), operand.where))
    return _with(whole, tuple(made))


def _of_targets(whole: Resolved, kind: Attainment, request: Request, context: Context, period: Period) -> Resolved:
    name, reason = target_metric(kind, request, context, period)
    if TARGET_METRIC in request.by:
        return replace(whole, refusal="dimension_not_available")
    if name is None:
        return replace(whole, refusal=reason)
    select = targets.first_set if kind.reading == "original" else targets.in_force
    found = select(context.targets, context.as_of, context.today)
    own = tuple(one for one in targets.of_kind(found, kind.kind) if one.metric == name)
    metric, variant = variant_of(name, context)
    used = tuple(one for one in whole.dimensions if one != TARGET_METRIC)
    made = [Operand("actual", _resolved(metric, variant, request, context, period, used, whole.cells))]
    seasons = tuple(
        cell
        for part in dict.fromkeys(one.period for one in own if one.profile == "seasonal")
        for cell in _season(part, whole, context)
    )
    if seasons:
        made.append(Operand("season", _resolved(metric, variant, request, context, period, used, seasons)))
    if kind.reading in ("open", "closing"):
        made += _pipelines(whole, kind, request, context, period, used)
    return replace(_with(whole, tuple(made)), targets=own)


def _pipelines(
    whole: Resolved, kind: Attainment, request: Request, context: Context, period: Period, used: tuple[str, ...]
) -> list[Operand]:
    """The open pipeline at the end of every cell; of `closing`, in each what should close within its own bucket."""
    metric, variant = variant_of(PIPELINE, context)
    own = _covered(variant, context, request, period)
    laid = tuple(closing_cell(cell, own) for cell in whole.cells)
    if kind.reading == "open":
        return [Operand(PIPELINE, _resolved(metric, variant, request, context, period, used, laid))]
    made = []
    for cell in laid:
        one = _resolved(metric, variant, request, context, period, used, (cell,))
        days = f"{cell.bucket.start.isoformat()}..{cell.bucket.last_day.isoformat()}"
        wider = replace(one, dimensions=tuple(dict.fromkeys((*used, "closing"))))
        made.append(Operand(PIPELINE, wider, (("closing", days),)))
    return made


def _season(part: Period, whole: Resolved, context: Context) -> tuple[Cell, ...]:
    """The part of a target's period a year ago, whole and as far as it is gone now, for each cell within it."""
    found: dict[Cell, None] = {}
    calendar, covered = context.calendar, whole.covered
    before = calendar.year_before(part)
    if covered is None or covered.start > calendar.year_before(before).start:
        return ()
    for cell in whole.cells:
        until = cell.part.end if cell.part else part.start
        if part.start < until < part.end:
            like = calendar.like_part(Period(part.start, until), part, before)
            for one in (before, like):
                found[Cell(one, one, None)] = None
    return tuple(found)


def _with(whole: Resolved, made: tuple[Operand, ...]) -> Resolved:
    """Refused for the reason of its first operand that is."""
    refused = next((one.one for one in made if one.one.refusal is not None), None)
    if refused is not None:
        return replace(whole, refusal=refused.refusal, missing=refused.missing)
    return replace(whole, operands=made)


def _gap(warns: tuple[str, ...], context: Context) -> str | None:
    """The gap in the data that withholds a figure, of those that its record warns of."""
    found = {"no_losses_recorded": not context.has_losses, "no_loss_amounts": not context.has_loss_amounts}
    return next((warn for warn in warns if found.get(warn) or warn in context.gaps), None)


def _usual(variant: Variant) -> Against:
    return variant.kind.against if isinstance(variant.kind, Shift) else "previous"


def missing_inputs(metric: Metric, context: Context) -> tuple[str, ...]:
    """What the nearest alternative of the metric's inputs still lacks; empty when it can be computed."""
    if not metric.requires:
        return ()
    lacks = [tuple(name for name in group if name not in context.filled) for group in metric.requires]
    return min(lacks, key=lambda names: (any(name.startswith("company.") for name in names), len(names)))


def _unsupported(metric: Metric, variant: Variant, used: tuple[str, ...], context: Context) -> str | None:
    if "rep" in used and metric.families == ("activity",) and not context.calendar.company.activity_by_person:
        return "by_person_off"
    for name in used:
        use = split(name, context.attributes)
        if use.place == "attribute":
            relations = [RELATIONS[measure.relation] for measure in leaves_of(variant, context)]
            if not all(use.entity in relation.entities for relation in relations):
                return "dimension_not_available"
        elif name not in metric.dimensions:
            return "dimension_not_available"
    return None
