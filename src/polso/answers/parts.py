"""What a figure is made of that has no rows of its own: the figures whose rows are behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from polso.access.viewer import Viewer, narrowed
from polso.answers.derived_plan import MADE
from polso.answers.door import Door
from polso.base.period import Period
from polso.catalog.model import Attainment, Model
from polso.query.context import Context
from polso.query.request import Request
from polso.query.resolve import TARGET_METRIC, Resolved, resolve

SALES, PIPELINE, RECURRING = "net_revenue", "pipeline_value", "mrr"
OF_ONE_PERIOD = {"largest": SALES, "stage_chances": PIPELINE, "contract": RECURRING}
"""What a model reads within its period; every other one reads all purchases until its end."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the figures, as it is asked for: `name` with its reading, `period` as days."""

    name: str
    period: str
    where: tuple[tuple[str, str], ...]


def parts_behind(door: Door, request: Request, viewer: Viewer, today: date) -> tuple[Part, ...]:
    """The parts of the one metric of `request` in its period; none of a metric that has rows, or that is refused."""
    with door.steady():
        request = narrowed(request, viewer)
        context = door.context_of(request, today)
        one = resolve(replace(request, by=(), grain=None), context)[0][0]
        if one.refusal is not None or not isinstance(one.variant.kind, MADE):
            return ()
        if isinstance(one.variant.kind, Model):
            return _of_model(one, one.variant.kind, request, context)
        where = request.where
        if isinstance(one.variant.kind, Attainment):
            where = tuple(pair for pair in where if pair[0] != TARGET_METRIC)
        found: dict[Part, None] = {}
        for operand in one.operands:
            for cell in operand.one.cells[:1]:
                if cell.part is not None and operand.key != "season":
                    found[Part(_spelled(operand.one), _days(cell.part), (*where, *operand.where))] = None
        return tuple(found)


def _of_model(one: Resolved, kind: Model, request: Request, context: Context) -> tuple[Part, ...]:
    part, covered = one.cells[0].part, context.all_covered
    if part is None or covered is None:
        return ()
    name = OF_ONE_PERIOD.get(kind.model.partition(":")[0])
    if name is None:
        part = Period(min(covered.start, part.start), part.end)
    return (Part(name or SALES, _days(part), request.where),)


def _spelled(one: Resolved) -> str:
    usual = one.variant.id == one.metric.default_variant
    return one.metric.id if usual else f"{one.metric.id}:{one.variant.id}"


def _days(period: Period) -> str:
    return f"{period.start.isoformat()}..{period.last_day.isoformat()}"
