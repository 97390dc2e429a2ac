"""A metric over time: columns for what adds up, dots with whiskers for rates, a line for the rest; its table beside."""

from __future__ import annotations

from collections.abc import Sequence

from polso.answers.answer import Answer, Figure
from polso.catalog.model import Simple, Stock
from polso.web.address import View
from polso.web.building.controls import spelled
from polso.web.building.rolling import rolling_rates
from polso.web.building.tiles import counts_records, metric_path
from polso.web.building.voice import Voice
from polso.web.charts.columns import columns_chart
from polso.web.charts.lines import line_chart
from polso.web.charts.parts import Axis, Point, Spec, State, nice_ticks
from polso.web.charts.rates import rates_chart
from polso.web.views.cards import ChartCard, LegendEntry, Width
from polso.web.views.frame import Link
from polso.web.views.table import Cell, Column, Table

LABELS = 12
HEIGHT = 240
WHOLE_RATE = 1.0
FAR = 1.6
"""Whiskers are cut where they would go this many times as far as the largest value: the values must stay readable."""


def trend_card(
    answers: Sequence[Answer],
    title: str,
    subtitle: str,
    view: View,
    voice: Voice,
    *,
    width: Width,
    note: str = "",
    link: Link | None = None,
    height: int = HEIGHT,
) -> ChartCard:
    """The buckets of one metric and variant, oldest first; leading ones without data are left out."""
    known = _known(answers)
    metric = answers[0].metric
    card_id = f"trend-{metric.id.replace('_', '-')}"
    if not any(answer.value is not None for answer in known):
        empty = voice.say("trend.nothing")
        return ChartCard(card_id, title, subtitle, None, "", width=width, empty=empty)
    rates = counts_records(known[0].variant)
    rolling = rolling_rates(known) if rates and _monthly(known, voice) else [None] * len(known)
    every = 1 if len(known) <= LABELS else 2
    points = _points(known, rolling, view, voice, every)
    axis = _axis(points, known[0], voice)
    spec = _spec(known[0], _clamped(points, axis), axis, height, every)
    return ChartCard(
        card_id,
        title,
        subtitle,
        spec,
        voice.say("trend.summary", metric=title, first=points[0].tooltip, last=points[-1].tooltip),
        _table(title, known, points, voice),
        height,
        width,
        _legend(known, rolling, voice),
        note,
        link,
    )


def _known(answers: Sequence[Answer]) -> list[Answer]:
    first = next((position for position, one in enumerate(answers) if one.value is not None), 0)
    return list(answers[first:])


def _monthly(answers: Sequence[Answer], voice: Voice) -> bool:
    return all(voice.calendar.grain_of(answer.period) == "month" for answer in answers)


def _points(
    answers: Sequence[Answer], rolling: Sequence[float | None], view: View, voice: Voice, every: int
) -> list[Point]:
    rates = counts_records(answers[0].variant)
    years = _years(answers, every)
    return [
        Point(
            voice.calendar.label(answer.period),
            voice.bucket(answer.period),
            None if answer.value is None else float(answer.value),
            voice.brief(answer.value, answer.unit),
            _tooltip(answer, voice),
            _rows_address(answer, view, voice),
            under=str(answer.n) if rates else years[position],
            state=_state(answer),
            low=_number(answer.low),
            high=_number(answer.high),
            rolling=rolling[position],
        )
        for position, answer in enumerate(answers)
    ]


def _years(answers: Sequence[Answer], every: int) -> list[str]:
    """The year under the first mark with a text of each year, where there is more than one."""
    starts = [answer.period.start.year for answer in answers]
    if len(set(starts)) == 1 or all(answer.period.days > 360 for answer in answers):
        return [""] * len(starts)
    said: list[str] = []
    before = 0
    for position, year in enumerate(starts):
        shown = (len(starts) - 1 - position) % every == 0
        said.append(str(year) if shown and year != before else "")
        before = year if shown else before
    return said


def _state(answer: Answer) -> State:
    return "partial" if answer.partial else "strong"


def _number(figure: Figure) -> float | None:
    return None if figure is None else float(figure)


def _tooltip(answer: Answer, voice: Voice) -> str:
    unit = answer.unit
    said = f"{voice.period_title(answer.part or answer.period)}: {voice.exact(answer.value, unit)}"
    if counts_records(answer.variant) and answer.denominator is not None:
        counted = voice.say("figure.of", part=str(answer.numerator), whole=str(answer.denominator))
        said = f"{said} ({counted})"
    if answer.low is not None and answer.high is not None:
        low, high = voice.exact(answer.low, unit), voice.exact(answer.high, unit)
        said = f"{said}, {voice.say('figure.between', low=low, high=high)}"
    return said


def _rows_address(answer: Answer, view: View, voice: Voice) -> str:
    path = f"{metric_path(answer.metric, answer.variant)}/rows"
    return view.url_with(path, period=spelled(answer.period, voice.calendar))


def _axis(points: Sequence[Point], answer: Answer, voice: Voice) -> Axis:
    values = [point.value for point in points if point.value is not None]
    largest = max((abs(value) for value in values), default=0.0)
    bounds = [
        max(-largest * FAR, min(largest * FAR, bound))
        for point in points
        for bound in (point.low, point.high)
        if bound is not None
    ]
    low, high = min([*values, *bounds]), max([*values, *bounds])
    if answer.unit == "ratio" and counts_records(answer.variant):
        high = min(max(high, 0.1), WHOLE_RATE)
    if isinstance(answer.variant.kind, Simple) and answer.unit == "count":
        high = max(high, 4.0)
    ticks = nice_ticks(low, high)
    return Axis(ticks, voice.axis(ticks, answer.unit))


def _clamped(points: Sequence[Point], axis: Axis) -> list[Point]:
    from dataclasses import replace

    lowest, highest = axis.values[0], axis.values[-1]

    def held(bound: float | None) -> float | None:
        return None if bound is None else min(max(bound, lowest), highest)

    return [replace(point, low=held(point.low), high=held(point.high)) for point in points]


def _spec(answer: Answer, points: Sequence[Point], axis: Axis, height: int, every: int) -> Spec:
    if counts_records(answer.variant):
        return rates_chart(points, axis, height=height, every=every)
    if isinstance(answer.variant.kind, Simple):
        return columns_chart(points, axis, height=height, every=every)
    return line_chart(points, axis, height=height, every=every)


def _legend(answers: Sequence[Answer], rolling: Sequence[float | None], voice: Voice) -> tuple[LegendEntry, ...]:
    first = answers[0]
    partial = any(answer.partial for answer in answers)
    entries: list[LegendEntry] = []
    if isinstance(first.variant.kind, Simple):
        if partial:
            entries = [
                LegendEntry("strong", voice.say("trend.whole")),
                LegendEntry("partial", voice.say("trend.partial")),
            ]
    elif any(answer.low is not None for answer in answers):
        entries.append(LegendEntry("dot", voice.say("trend.with_interval")))
    if any(rate is not None for rate in rolling):
        entries.append(LegendEntry("line", voice.say("trend.rolling")))
    if counts_records(first.variant):
        entries.append(LegendEntry("none", voice.say("trend.n_below")))
    return tuple(entries)


def _table(title: str, answers: Sequence[Answer], points: Sequence[Point], voice: Voice) -> Table:
    unit = answers[0].unit
    bounded = any(answer.low is not None for answer in answers)
    counted = not isinstance(answers[0].variant.kind, Stock)
    columns = [Column(voice.say("trend.period")), Column(voice.say("trend.value"), "number")]
    columns += [Column(voice.say("trend.interval"), "number")] if bounded else []
    columns += [Column("n", "number")] if counted else []
    rows = []
    for answer, point in zip(reversed(answers), reversed(points), strict=True):
        cells = [
            Cell(
                voice.period_title(answer.period),
                point.href if answer.value is not None else None,
                note=voice.say("trend.partial") if answer.partial else "",
            ),
            Cell(voice.exact(answer.value, unit)),
        ]
        if bounded:
            known = answer.low is not None
            cells.append(Cell(f"{voice.exact(answer.low, unit)} … {voice.exact(answer.high, unit)}" if known else ""))
        if counted:
            cells.append(Cell(voice.exact(answer.n, "count"), quiet=True))
        rows.append(tuple(cells))
    return Table(title, tuple(columns), tuple(rows))
