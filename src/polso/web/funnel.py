"""The funnel page: what is asked for it."""

from __future__ import annotations

from polso.answers.answer import Answer
from polso.base.period import Period
from polso.base.period_text import parse_period
from polso.web.building.controls import spelled, twelve_months
from polso.web.building.frame import frame_of
from polso.web.building.funnel import ASKED, FACTS, LEAKAGE, FunnelAnswered, funnel_page
from polso.web.building.readings import read_together
from polso.web.pages import FILTERS, controls_for, empty, series_of, surroundings
from polso.web.views.frame import Head
from polso.web.views.funnel import FunnelPage
from polso.web.views.pages import EmptyPage
from polso.web.visit import Visit

STAGE = "stage"


def funnel(visit: Visit) -> FunnelPage | EmptyPage:
    """The stages over the period of the address, else over the last twelve whole months."""
    if not visit.desk.has_data:
        return empty(visit)
    voice, context = visit.voice, visit.context
    period = long_period(visit)
    # The figures to date are of the period of the address, or of the last month.
    names = [name for name in FACTS if name in context.metrics]
    facts = read_together(period, *series_of(visit, names, period, 2))
    frame = frame_of(
        Head(voice.say("frame.deals"), voice.say("funnel.subtitle"), None, controls_for(visit, period, FILTERS)),
        "deals",
        visit.view,
        voice,
        surroundings(visit),
    )
    asked = visit.ask(visit.request(ASKED, by=(STAGE,), period=spelled(period, context.calendar), compare="none"))
    stages: dict[str, dict[str, Answer]] = {}
    for name, columns in zip(ASKED, asked.columns, strict=True):
        stages[name] = {
            answer.group.keys[0]: answer for answer in columns if answer.group.keys and answer.group.keys[0] is not None
        }
    leakage = asked.columns[ASKED.index(LEAKAGE)]
    return funnel_page(
        frame,
        FunnelAnswered(
            stages,
            visit.desk.stage_ranks(),
            tuple(facts[name] for name in names),
            next(iter(leakage)),
            leakage.missing_inputs,
            voice.period(period),
            spelled(period, context.calendar),
        ),
        visit.view,
        voice,
    )


def long_period(visit: Visit) -> Period:
    """The period of the address, else the last twelve whole months: what is slow is not read from one month."""
    context = visit.context
    if visit.view.period is not None:
        return parse_period(visit.view.period, context.calendar, context.today, context.all_covered)
    covered = context.all_covered
    if covered is None:
        return context.calendar.bucket(context.today, "year")
    return twelve_months(min(covered.last_day, context.today), covered, context.calendar)
