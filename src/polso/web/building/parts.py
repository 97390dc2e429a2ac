"""The parts of a figure that has no rows of its own, each with its value and the way to its rows."""

from __future__ import annotations

from collections.abc import Sequence

from polso.answers.answer import Answer
from polso.answers.parts import Part
from polso.web.address import View
from polso.web.building.tiles import metric_path
from polso.web.building.voice import Voice
from polso.web.views.frame import Frame, Link
from polso.web.views.pages import PartsPage
from polso.web.views.table import Cell, Column, Table


def parts_page(
    frame: Frame, answer: Answer, parts: Sequence[tuple[Part, Answer]], view: View, voice: Voice
) -> PartsPage:
    metric = answer.metric
    title = voice.say("rows.made_title")
    columns = (
        Column(voice.say("rows.made_part")),
        Column(voice.say("families.value"), "number"),
        Column(voice.say("rows.behind")),
    )
    rows = tuple(_row(part, found, view, voice) for part, found in parts)
    return PartsPage(
        frame,
        voice.say("rows.made_of", formula=metric.formula[voice.language]),
        Table(title, columns, rows),
        Link(metric.names[voice.language], view.url_with(metric_path(metric, answer.variant))),
    )


def _row(part: Part, found: Answer, view: View, voice: Voice) -> tuple[Cell, ...]:
    named = (found.variant if found.variant.id != found.metric.default_variant else found.metric).names[voice.language]
    values = [voice.group(pair[1]) for pair in part.where if pair not in view.where]
    where = tuple(dict.fromkeys((*view.where, *part.where)))
    path = metric_path(found.metric, found.variant)
    period = voice.period(found.part or found.period)
    return (
        Cell(" · ".join((named, *values)), view.url_with(path, where=where, period=part.period), note=period),
        Cell(voice.exact(found.value, found.unit)),
        Cell(voice.say("metric.rows"), view.url_with(f"{path}/rows", where=where, period=part.period)),
    )
