"""What a page asks about targets: how much of each is reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.answers.answer import Answer
from polso.base.period import Period
from polso.catalog.model import Metric
from polso.query.resolve import TARGET_METRIC
from polso.query.targets import COMPANY, candidates, in_force
from polso.web.building.controls import spelled
from polso.web.building.readings import total_of
from polso.web.visit import Visit

ATTAINMENT = "sales_target_attainment"


def reached(visit: Visit, chosen: Sequence[Metric], period: Period) -> dict[str, Answer]:
    """The attainment of each metric that the company has a target for in the period."""
    context = visit.context
    if ATTAINMENT not in context.metrics or not context.targets:
        return {}
    company = [one for one in in_force(context.targets, visit.as_of(), context.today) if one.scope == COMPANY]
    names = set(candidates(company, period))
    found: dict[str, Answer] = {}
    for metric in chosen:
        if metric.id in names:
            asked = visit.request((ATTAINMENT,), period=spelled(period, context.calendar))
            found[metric.id] = total_of(visit.ask(replace(asked, where=(*asked.where, (TARGET_METRIC, metric.id)))))
    return found
