"""The pages of the families and the glossary: what is asked for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.answers.answer import Answers
from polso.base.period import Period
from polso.catalog.model import Derived, Family, Metric, Model
from polso.query.resolve import variant_of
from polso.web.building.controls import spelled
from polso.web.building.families import FAMILY_NAMES, family_page
from polso.web.building.frame import frame_of
from polso.web.building.glossary import glossary_page
from polso.web.building.readings import SPARK_BUCKETS, Reading, read_together
from polso.web.pages import (
    FILTERS,
    controls_for,
    empty,
    period_of,
    plain_frame,
    series_of,
    subtitle_for,
    surroundings,
    with_mark,
)
from polso.web.targets import reached
from polso.web.views.families import FamilyPage
from polso.web.views.frame import Head
from polso.web.views.glossary import GlossaryPage
from polso.web.views.pages import EmptyPage
from polso.web.visit import Visit

FITTED = ("expected", "new_customer")
"""Readings of a model that are fitted anew for each period: too slow for a history."""


def family(visit: Visit, name: Family) -> FamilyPage | EmptyPage:
    """All metrics of the family, in one question, with their last buckets."""
    if not visit.desk.has_data:
        return empty(visit)
    voice = visit.voice
    chosen = [metric for metric in visit.context.metrics.values() if name in metric.families]
    period = period_of(visit, [metric.id for metric in chosen])
    said = FAMILY_NAMES[name]
    frame = frame_of(
        Head(
            voice.say(f"family.{said}"),
            f"{voice.say(f'family.note_{said}')} · {subtitle_for(visit, period)}",
            None,
            controls_for(visit, period, FILTERS),
        ),
        name,
        visit.view,
        voice,
        surroundings(visit),
    )
    readings = with_mark(visit, readings_of(visit, chosen, period))
    return family_page(frame, chosen, readings, reached(visit, chosen, period), visit.view, voice)


def readings_of(visit: Visit, chosen: Sequence[Metric], period: Period) -> dict[str, Reading]:
    """The readings of the period and their history, judged together; what is slow to fit has no history."""
    slow = [metric.id for metric in chosen if is_slow(metric, visit)]
    quick = [metric.id for metric in chosen if metric.id not in slow]
    if not quick:
        return {}
    now, series = series_of(visit, quick, period, SPARK_BUCKETS)
    if slow:
        alone = visit.ask(visit.request(slow, period=spelled(period, visit.context.calendar)))
        now = None if now is None else _with(now, alone)
        series = _with(series, alone)
    return read_together(period, now, series)


def _with(answers: Answers, more: Answers) -> Answers:
    return replace(answers, columns=(*answers.columns, *more.columns))


def is_slow(metric: Metric, visit: Visit) -> bool:
    """Whether the company's reading of the metric is fitted by a model, itself or in what it is made of."""
    kind = variant_of(metric.id, visit.context)[1].kind
    if isinstance(kind, Model):
        return kind.model.startswith(FITTED)
    return isinstance(kind, Derived) and "clv(" in kind.formula.replace(" ", "")


def glossary(visit: Visit) -> GlossaryPage:
    """All metrics in words; it needs no data."""
    voice, query = visit.voice, visit.view.parameter("q").strip()
    frame = plain_frame(visit, voice.say("frame.glossary"), voice.say("glossary.subtitle"), "glossary")
    return glossary_page(frame, tuple(visit.context.metrics.values()), query, visit.view, voice)
