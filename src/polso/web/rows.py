"""The page of the rows behind a figure: what is asked for it."""

from __future__ import annotations

from dataclasses import replace

from polso.answers.answer import Answer
from polso.answers.parts import Part, parts_behind
from polso.query.resolve import variant_of
from polso.web.building.frame import frame_of
from polso.web.building.parts import parts_page
from polso.web.building.readings import total_of
from polso.web.building.receipt import receipt_of
from polso.web.building.rows import MOST_CHECKED, PAGE_ROWS, Listed, rows_page, search
from polso.web.building.tiles import metric_path, name_of
from polso.web.pages import surroundings
from polso.web.views.frame import Frame, Head, Link
from polso.web.views.pages import PartsPage, RowsPage
from polso.web.visit import Visit


def rows_page_of(visit: Visit, name: str) -> RowsPage | PartsPage:
    """The rows behind a figure; of one that is made of others, those others."""
    context, voice, view = visit.context, visit.voice, visit.view
    chosen, variant = variant_of(name, context, view.compare)
    spelled_name = f"{chosen.id}:{variant.id}"
    request = visit.request((spelled_name,))
    answers = visit.ask(request)
    answer = total_of(answers)
    parts = parts_behind(visit.desk.session.door, request, visit.desk.session.viewer, visit.desk.today())
    if parts:
        return parts_page(_rows_frame(visit, answer), answer, [(one, _part(visit, one)) for one in parts], view, voice)
    everything = visit.rows(request, limit=MOST_CHECKED)
    page = _page_number(view.parameter("page"))
    query = view.parameter("find").strip()
    start = (page - 1) * PAGE_ROWS
    if query:
        matching = search(everything, query)
        listed = Listed(matching[start : start + PAGE_ROWS], start, len(matching))
    elif start < len(everything.rows):
        listed = Listed(everything.rows[start : start + PAGE_ROWS], start, everything.count)
    else:
        listed = Listed(visit.rows(request, limit=PAGE_ROWS, offset=start).rows, start, everything.count)
    batches = visit.desk.batches()
    receipt = receipt_of(
        answer, answers.receipt, voice, batch=batches[-1].batch_id if batches else None, now=visit.desk.session.now()
    )
    traced = visit.desk.origins(everything.names, listed.rows)
    return rows_page(_rows_frame(visit, answer), answer, everything, listed, receipt, traced, view, voice)


def _rows_frame(visit: Visit, answer: Answer) -> Frame:
    view, voice, chosen = visit.view, visit.voice, answer.metric
    above = Link(name_of(chosen, voice), view.url_with(metric_path(chosen, answer.variant)))
    filters = ", ".join(voice.group(value or None) for _, value in view.where)
    subtitle = voice.period_title(answer.part or answer.period) + (f" · {filters}" if filters else "")
    head = Head(voice.say("rows.title", metric=name_of(chosen, voice)), subtitle, above)
    return frame_of(head, chosen.families[0], view, voice, surroundings(visit))


def _part(visit: Visit, part: Part) -> Answer:
    asked = visit.request((part.name,), period=part.period, compare="none")
    return total_of(visit.ask(replace(asked, where=part.where)))


def _page_number(given: str) -> int:
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1
