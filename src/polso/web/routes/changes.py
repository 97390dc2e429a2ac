"""Addresses of what changed, and of the history of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from polso.answers.answer import Figure
from polso.base.period import ONE_DAY, Period
from polso.base.period_text import parse_period
from polso.catalog.schema import IMPORTABLE
from polso.commands.changes import learned_since, previous_extract, since_of
from polso.commands.history import find_history
from polso.commands.instants import end_instant
from polso.commands.record_words import PART, is_made, record_name
from polso.i18n.columns import table_words
from polso.i18n.words import capitalised
from polso.web import pages
from polso.web.building.changed import METRICS, PATH, Changed, changes_page, controls, nothing_page
from polso.web.building.frame import frame_of
from polso.web.building.record import record_page
from polso.web.routes.reading import shown, visit_for
from polso.web.routes.steady import steady_route
from polso.web.views.changes import ChangesPage
from polso.web.views.frame import Frame, Head, Link
from polso.web.views.pages import EmptyPage
from polso.web.visit import Visit

if TYPE_CHECKING:
    from polso.web.desk import Desk

MOST_DEALS = 2000
PERIODS = {"since_import": None, "this_week": "this-week", "this_month": "this-month"}


def changes_routes(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False, route_class=steady_route(desk))

    @router.get(PATH)
    def changed(request: Request) -> Response:
        visit = visit_for(desk, request)
        return shown(visit, "pages/changes.html", _changes(visit))

    @router.get("/records/{table}/{record:path}")
    def record(table: str, record: str, request: Request) -> Response:
        visit = visit_for(desk, request)
        told = find_history(desk.session, table, record)
        newest = told.versions[-1].version
        kind = capitalised(table_words(table, visit.language))
        above = Link(visit.voice.say("changes.title"), visit.view.url_with(PATH))
        name = record_name(newest, visit.language, visit.voice.calendar.company.zone)
        shown_id = newest.record_id.replace(PART, "/")
        below = kind if name == shown_id or is_made(newest) else f"{kind} · {shown_id}"
        frame = pages.plain_frame(visit, name, below, "changes", above=above)
        return shown(visit, "pages/record.html", record_page(frame, told, visit.voice))

    return router


def _changes(visit: Visit) -> ChangesPage | EmptyPage:
    if not visit.desk.has_data:
        return pages.empty(visit)
    period = _period(visit)
    # With one export alone only what its own dated changes tell can be compared.
    is_first = visit.view.period is None and previous_extract(visit.desk.session) is None
    if period is None:
        return nothing_page(_frame(visit, None), visit.voice)
    mode = "now" if is_first or visit.view.parameter("known") == "now" else "then"
    asked = _asked(visit, period, mode)
    if asked is None or (is_first and asked.total.value is None):
        return nothing_page(_frame(visit, period), visit.voice)
    return changes_page(_frame(visit, asked.period), asked, visit.view, visit.voice)


def _frame(visit: Visit, period: Period | None) -> Frame:
    voice = visit.voice
    head = Head(voice.say("changes.title"), voice.say("changes.subtitle"))
    if period is not None:
        head = Head(head.title, head.subtitle, None, controls(visit.view, voice, period, PERIODS))
    return frame_of(head, "changes", visit.view, voice, pages.surroundings(visit), charts=period is not None)


def _period(visit: Visit) -> Period | None:
    """The days asked for, else those since the last extract but one, or the last month where there are no two."""
    context = visit.context
    covered = context.covered.get(("deal_span", "span"))
    if covered is None:
        return None
    if visit.view.period is not None:
        return parse_period(visit.view.period, context.calendar, context.today, covered)
    before = previous_extract(visit.desk.session)
    if before is None or before >= covered.last_day:
        return context.calendar.bucket(covered.last_day, "month")
    return Period.including(before + ONE_DAY, covered.last_day)


def _asked(visit: Visit, period: Period, mode: str) -> Changed | None:
    days = f"{period.start}..{period.last_day}"
    metric = METRICS[mode]
    parts = tuple(visit.ask(visit.request((metric,), by=("movement",), period=days, compare="none")))
    part = parts[-1].part
    if part is None:
        return None
    first, last = (_value(visit, day, mode) for day in (part.start - ONE_DAY, part.last_day))
    deals = visit.rows(visit.request((metric,), period=days), limit=MOST_DEALS)
    since = since_of(visit.desk.session, (part.start - ONE_DAY).isoformat())
    until = end_instant(part.last_day.isoformat(), visit.desk.session.company.zone)
    learned = [
        one for one in learned_since(visit.desk.session, since, IMPORTABLE, limit=0) if one.batch.extracted_at <= until
    ]
    return Changed(part, parts, (first, last), deals, learned, mode)


def _value(visit: Visit, day: date, mode: str) -> Figure:
    request = visit.request(("pipeline_value",), period=day.isoformat(), compare="none")
    if mode == "then":
        then = end_instant(day.isoformat(), visit.desk.session.company.zone).replace(tzinfo=None)
        request = replace(request, as_of=then if request.as_of is None else min(then, request.as_of))
    return next(iter(visit.ask(request))).value
