"""Metrics that are never told without a split: a phone call, an e-mail and a chat are not averaged together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.answers.answer import Answers, MetricAnswers, Receipt
from polso.catalog.model import Attainment, Variant
from polso.query.context import Context
from polso.query.request import Request
from polso.query.resolve import resolve, variant_of


def apart(request: Request, context: Context) -> tuple[Request, ...]:
    """The request, or where it names no split one for all metrics that are always split alike, over the same period."""
    if request.by == ("team",):
        return _of_people(request, context)
    if request.by or not request.metrics:
        return (request,)
    together: dict[tuple[str, ...], list[str]] = {}
    for name in request.metrics:
        metric, _ = variant_of(name, context, request.compare)
        together.setdefault(metric.always_by, []).append(name)
    if tuple(together) == ((),):
        return (request,)
    _, _, period = resolve(request, context)
    spelled = f"{period.start}..{period.last_day}" if request.period is None else request.period
    return tuple(replace(request, metrics=tuple(names), by=by, period=spelled) for by, names in together.items())


def _of_people(request: Request, context: Context) -> tuple[Request, ...]:
    """By team, a quota is that of its people: they are asked too."""
    quotas = [name for name in request.metrics if _is_quota(variant_of(name, context, request.compare)[1])]
    if not quotas:
        return (request,)
    others = tuple(name for name in request.metrics if name not in quotas)
    _, _, period = resolve(request, context)
    spelled = f"{period.start}..{period.last_day}" if request.period is None else request.period
    asked = replace(request, metrics=tuple(quotas), by=("team", "rep"), period=spelled)
    return (replace(request, metrics=others, period=spelled), asked) if others else (asked,)


def _is_quota(variant: Variant) -> bool:
    return isinstance(variant.kind, Attainment) and variant.kind.kind == "quota"


def together(request: Request, asked: Sequence[Request], answers: Sequence[Answers]) -> Answers:
    """The answers to the parts as those to the whole; what is always split has no totals."""
    if asked[0] == request:
        return answers[0]
    columns: dict[str, list[MetricAnswers]] = {}
    for one, found in zip(asked, answers, strict=True):
        for name, column in zip(one.metrics, found.columns, strict=True):
            # What all people reached together is a figure of its own.
            is_whole = not one.by or isinstance(column.variant.kind, Attainment)
            told = _down_to(column, len(request.by)) if request.by else column if is_whole else _without_totals(column)
            columns.setdefault(name, []).append(told)
    dimensions = request.by or tuple(dict.fromkeys(name for one in asked for name in one.by))
    ordered = tuple(columns[name].pop(0) for name in request.metrics)
    return Answers(
        replace(request, by=dimensions), answers[0].period, ordered, _receipt([one.receipt for one in answers])
    )


def _without_totals(column: MetricAnswers) -> MetricAnswers:
    deepest = max((len(group.keys) for _, _, _, group in column.rows), default=0)
    return _rows_at(column, [position for position, row in enumerate(column.rows) if len(row[3].keys) == deepest])


def _down_to(column: MetricAnswers, depth: int) -> MetricAnswers:
    return _rows_at(column, [position for position, row in enumerate(column.rows) if len(row[3].keys) <= depth])


def _rows_at(column: MetricAnswers, at: list[int]) -> MetricAnswers:
    figures = {name: [values[position] for position in at] for name, values in column.figures.items()}
    return replace(column, rows=[column.rows[position] for position in at], figures=figures)


def _receipt(receipts: Sequence[Receipt]) -> Receipt:
    return replace(
        receipts[0],
        sql=tuple(text for one in receipts for text in one.sql),
        planning_seconds=sum(one.planning_seconds for one in receipts),
        sql_seconds=sum(one.sql_seconds for one in receipts),
        assembly_seconds=sum(one.assembly_seconds for one in receipts),
    )
