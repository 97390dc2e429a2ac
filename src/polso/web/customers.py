"""The customers page: what is asked for it."""

from __future__ import annotations

from polso.answers.answer import MetricAnswers
from polso.answers.cohorts import Cohorts
from polso.base.period import Period
from polso.query.context import SUBSCRIPTIONS
from polso.web.building.controls import spelled
from polso.web.building.customers import FACTS, LINKS, WORTH, WORTH_OF_SUBSCRIBERS, customers_page
from polso.web.building.frame import frame_of
from polso.web.building.readings import read_together
from polso.web.building.tiles import metric_path, name_of
from polso.web.funnel import long_period
from polso.web.pages import FILTERS, controls_for, empty, series_of, surroundings
from polso.web.views.customers import CustomersPage
from polso.web.views.frame import Head, Link
from polso.web.views.pages import EmptyPage
from polso.web.visit import Visit

CLOCK = "happened"


def customers(visit: Visit) -> CustomersPage | EmptyPage:
    """The figures of the period of the address, else of the last twelve whole months."""
    if not visit.desk.has_data:
        return empty(visit)
    voice, context, view = visit.voice, visit.context, visit.view
    period = long_period(visit)
    names = [name for name in FACTS if name in context.metrics]
    readings = read_together(period, *series_of(visit, names, period, 2))
    frame = frame_of(
        Head(voice.say("frame.customers"), voice.say("customers.subtitle"), None, controls_for(visit, period, FILTERS)),
        "customers",
        view,
        voice,
        surroundings(visit),
    )
    links = [
        Link(name_of(context.metrics[name], voice), view.url_with(metric_path(context.metrics[name])))
        for name in LINKS
        if name in context.metrics
    ]
    return customers_page(
        frame, [readings[name] for name in names], _cohorts(visit), _worth(visit, period), links, view, voice
    )


def _cohorts(visit: Visit) -> Cohorts | None:
    """Of all customers: a filter or a narrower view would need cohorts of its own."""
    context = visit.context
    covered = context.covered.get((f"sale:{context.revenue_basis}", CLOCK))
    if covered is None or visit.view.where or visit.desk.session.viewer.sees:
        return None
    return visit.desk.cohorts(context.revenue_basis, covered, visit.as_of())


def _worth(visit: Visit, period: Period) -> tuple[MetricAnswers, ...]:
    names = WORTH_OF_SUBSCRIBERS if visit.context.customer_basis == SUBSCRIPTIONS else WORTH
    return visit.ask(visit.request(names, period=spelled(period, visit.context.calendar), compare="none")).columns
