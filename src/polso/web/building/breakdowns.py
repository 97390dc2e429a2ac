"""A metric split by one dimension: bars for what adds up, cautious estimates for rates, never a ranking by chance."""

from __future__ import annotations

from collections.abc import Sequence

from polso.answers.answer import Answer, MetricAnswers
from polso.base.company import Company
from polso.catalog.model import Metric, Shift, Simple, Stock
from polso.i18n.numbers import format_percent
from polso.i18n.words import capitalised
from polso.web.address import View
from polso.web.building.controls import spelled
from polso.web.building.tiles import counts_records, metric_path
from polso.web.building.voice import Voice
from polso.web.charts.bars import bars_chart
from polso.web.charts.parts import Axis, Point, Spec, State, near_ticks
from polso.web.charts.rates import intervals_chart
from polso.web.views.cards import ChartCard, Width
from polso.web.views.frame import Link
from polso.web.views.table import Cell, Column, Table

MOST_DRAWN = 8
STAGE = "stage"
FEW = 5
"""A growth of fewer sales than that is not drawn."""

ROW_HEIGHT = 40
LEAST_HEIGHT = 80
REPS_STRENGTH, OTHER_STRENGTH = 20.0, 10.0


def may_split(metric: Metric, dimension: str, company: Company) -> bool:
    """Whether people may be shown one by one: activity only where the company has switched it on."""
    return not ("activity" in metric.families and dimension == "rep" and not company.activity_by_person)


def breakdown_card(
    columns: MetricAnswers,
    dimension: str,
    title: str,
    subtitle: str,
    view: View,
    voice: Voice,
    *,
    width: Width,
    most: int = MOST_DRAWN,
    explained: bool = True,
) -> ChartCard:
    """The groups of one dimension in one period, at most `most` of them drawn and all in the table.

    Without `explained` the note on how to read cautious estimates is left to another card of the page.
    """
    groups = _present([answer for answer in columns if len(answer.group.dimensions) == 1])
    total = next((answer for answer in columns if not answer.group.dimensions), None)
    card_id = f"by-{dimension.replace('.', '-').replace('_', '-')}"
    table_link = csv_link(columns, dimension, view, voice)
    rates = counts_records(columns.variant) and len([one for one in groups if one.n]) > 1
    points, note = (
        ([], "")
        if not groups
        else _rate_points(groups, dimension, view, voice)
        if rates
        else _bar_points(groups, total, dimension, view, voice)
    )
    if not points:
        return ChartCard(card_id, title, subtitle, None, "", width=width, empty=voice.say("breakdown.nothing"))
    note = note if explained else ""
    drawn = points[:most]
    spec = _intervals(drawn, total, voice) if rates else bars_chart(drawn, names=150)
    if len(points) > len(drawn):
        note = " ".join((voice.say("breakdown.first", shown=str(len(drawn)), all=str(len(points))), note)).strip()
    extra = ROW_HEIGHT if rates else 0
    return ChartCard(
        card_id,
        title,
        subtitle,
        spec,
        voice.say("breakdown.summary", count=len(points)),
        _table(title, dimension, groups, points, total, voice),
        max(LEAST_HEIGHT, ROW_HEIGHT * len(drawn) + extra),
        width,
        note=note,
        link=table_link,
    )


def csv_link(columns: MetricAnswers, dimension: str, view: View, voice: Voice) -> Link:
    """All groups as a file."""
    path = f"{metric_path(columns.metric, columns.variant)}.csv"
    return Link(voice.say("breakdown.csv"), view.url_with(path, by=dimension), download=True)


def _present(groups: Sequence[Answer]) -> list[Answer]:
    """Groups that have something: an empty one says only that the name exists."""
    return [one for one in groups if one.n or (one.value is not None and one.value != 0)]


def _rate_points(groups: Sequence[Answer], dimension: str, view: View, voice: Voice) -> tuple[list[Point], str]:
    """Estimates drawn towards the common rate by how uncertain they are; ordered by them, never by the raw rate.

    Stages keep the order that deals go through them.
    """
    from polso.statistics.shrinkage import shrink

    counted = [one for one in groups if one.denominator]
    wins, closed = [int(one.numerator or 0) for one in counted], [int(one.denominator or 0) for one in counted]
    strength = REPS_STRENGTH if dimension == "rep" else OTHER_STRENGTH
    rates = shrink(wins, closed, strength)
    points = []
    for position, answer in enumerate(counted):
        estimate = float(rates.rate[position])
        low, high = float(rates.low[position]), float(rates.high[position])
        name, counts = (
            _name(answer, voice),
            voice.say("figure.of", part=str(wins[position]), whole=str(closed[position])),
        )
        raw = voice.exact(answer.value, "ratio")
        points.append(
            Point(
                _key(answer),
                name,
                estimate,
                voice.brief(estimate, "ratio"),
                voice.say(
                    "breakdown.rate_tip", name=name, estimate=voice.brief(estimate, "ratio"), raw=raw, counts=counts
                ),
                _address(answer, dimension, view, voice),
                share=counts,
                low=low if low == low else None,
                high=high if high == high else None,
                raw=None if answer.value is None else float(answer.value),
            )
        )
    if dimension != STAGE:
        points.sort(key=lambda point: (point.key == "", -(point.value or 0.0), point.label.casefold()))
    return points, voice.say("breakdown.rate_note", rate=voice.brief(rates.centre, "ratio"))


def _bar_points(
    groups: Sequence[Answer], total: Answer | None, dimension: str, view: View, voice: Voice
) -> tuple[list[Point], str]:
    adds = isinstance(groups[0].variant.kind, Simple | Stock)
    whole = float(total.value) if adds and total is not None and total.value else None
    points = [
        Point(
            _key(answer),
            _name(answer, voice),
            None if answer.value is None else float(answer.value),
            voice.brief(answer.value, answer.unit),
            f"{_name(answer, voice)}: {voice.exact(answer.value, answer.unit)}",
            _address(answer, dimension, view, voice),
            share=_share(answer, whole, voice),
            state=_state(answer),
        )
        for answer in groups
    ]
    sizes = {_key(answer): answer.n for answer in groups}
    if dimension == STAGE:
        return points, ""
    if adds:
        points.sort(key=lambda point: (point.key == "", -(point.value or 0.0), point.label.casefold()))
        return points, ""
    # A mean of few is high or low by chance, so the order is that of how many there are.
    points.sort(key=lambda point: (point.key == "", -sizes[point.key], point.label.casefold()))
    if isinstance(groups[0].variant.kind, Shift):
        points = [point for point in points if sizes[point.key] >= FEW]
        return points, voice.say("breakdown.growth_note")
    return points, voice.say("breakdown.by_number")


def _state(answer: Answer) -> State:
    """A growth that chance may have made is drawn pale, as arithmetic."""
    if answer.group.names[0] is None:
        return "neutral"
    return "pale" if isinstance(answer.variant.kind, Shift) and not answer.distinguishable else "strong"


def _share(answer: Answer, whole: float | None, voice: Voice) -> str:
    if whole is None:
        return f"n {voice.exact(answer.n, 'count')}"
    return "" if answer.value is None else format_percent(float(answer.value) / whole, voice.language)


def _name(answer: Answer, voice: Voice) -> str:
    return capitalised(voice.group(answer.group.names[0]))


def _key(answer: Answer) -> str:
    """The unassigned group has the empty key."""
    return answer.group.names[0] or ""


def _address(answer: Answer, dimension: str, view: View, voice: Voice) -> str:
    path = f"{metric_path(answer.metric, answer.variant)}/rows"
    where = view.filtered(dimension, _key(answer))
    return view.url_with(path, where=where, period=spelled(answer.period, voice.calendar))


def _intervals(points: Sequence[Point], total: Answer | None, voice: Voice) -> Spec:
    bounds = [
        bound for point in points for bound in (point.low, point.high, point.value, point.raw) if bound is not None
    ]
    ticks = near_ticks(min(bounds), max(bounds))
    team = None if total is None or total.value is None else float(total.value)
    return intervals_chart(points, Axis(ticks, voice.axis(ticks, "ratio")), names=150, team=team)


def _table(
    title: str, dimension: str, groups: Sequence[Answer], points: Sequence[Point], total: Answer | None, voice: Voice
) -> Table:
    answers = {_key(answer): answer for answer in groups}
    unit = groups[0].unit
    rows = tuple(
        (
            Cell(point.label, point.href),
            Cell(voice.exact(answers[point.key].value, unit)),
            Cell(voice.exact(answers[point.key].n, "count"), quiet=True),
        )
        for point in points
    )
    end = (
        None
        if total is None
        else (
            Cell(voice.say("breakdown.total")),
            Cell(voice.exact(total.value, unit)),
            Cell(voice.exact(total.n, "count")),
        )
    )
    columns = (Column(voice.dimension(dimension)), Column(voice.say("trend.value"), "number"), Column("n", "number"))
    return Table(title, columns, rows, end)
