"""The page of one metric: what is asked for it."""

from __future__ import annotations

from polso.answers.answer import Answer, Answers, MetricAnswers
from polso.answers.beside import Silent, silent_of, silent_request
from polso.answers.marks import SATISFIED, MeanMark, mark_of, mark_request
from polso.answers.restated import restated
from polso.base.period import Period
from polso.catalog.model import Metric, Ratio
from polso.query.resolve import variant_of
from polso.web.building.breakdowns import may_split
from polso.web.building.controls import spelled
from polso.web.building.frame import family_link, frame_of
from polso.web.building.metric import MetricAnswered, metric_page, subtitle_of
from polso.web.building.readings import read_together, total_of
from polso.web.building.variants import BRIDGED
from polso.web.pages import DIMENSIONS, back, controls_for, empty, period_of, series_of, surroundings
from polso.web.views.frame import Head
from polso.web.views.pages import EmptyPage, MetricPage
from polso.web.visit import Visit


def metric_page_of(visit: Visit, name: str) -> MetricPage | EmptyPage:
    context = visit.context
    chosen, variant = variant_of(name, context, visit.view.compare)
    if not visit.desk.has_data:
        return empty(visit)
    spelled_name = f"{chosen.id}:{variant.id}"
    period, now, older = _shown_period(visit, spelled_name)
    answer = total_of(now)
    months = back(context.calendar.bucket(period.last_day, "month"), "month", visit)
    batches = visit.desk.batches()
    asked = MetricAnswered(
        now,
        visit.ask(visit.request((spelled_name,), grain="month", period=months)),
        visit.ask(
            visit.request(
                [f"{chosen.id}:{one}" for one in chosen.variant_ids], period=spelled(period, context.calendar)
            )
        ),
        _splits(visit, spelled_name, chosen, period) if answer.value is not None else (),
        batches[-1].batch_id if batches else None,
        visit.desk.session.now(),
        older,
        _silent(visit, now),
        restated(visit.desk.session.door, now, visit.desk.session.viewer, visit.desk.today())[0],
        _bridge(visit, chosen, period),
        _mark(visit, answer),
    )
    view, voice = visit.view, visit.voice
    above = family_link(chosen, view, voice)
    names = variant.names[voice.language] if variant.id != chosen.default_variant else chosen.names[voice.language]
    frame = frame_of(
        Head(names, subtitle_of(answer, voice), above, controls_for(visit, period, _own_dimensions(chosen))),
        chosen.families[0],
        view,
        voice,
        surroundings(visit),
        charts=True,
    )
    return metric_page(frame, asked, view, voice)


def _bridge(visit: Visit, chosen: Metric, period: Period) -> tuple[Answer, Answer] | None:
    """The two averages of a sale, on the page of either; only orders can be both."""
    if chosen.id not in BRIDGED or visit.context.revenue_basis != "orders":
        return None
    both = visit.ask(visit.request(BRIDGED, period=spelled(period, visit.context.calendar)))
    return total_of(both.columns[0]), total_of(both.columns[1])


def _mark(visit: Visit, answer: Answer) -> MeanMark | None:
    beside = mark_request(answer, visit.request((SATISFIED,)))
    return None if beside is None else mark_of(visit.ask(beside), visit.context.best_mark)


def _silent(visit: Visit, now: Answers) -> Silent | None:
    beside = silent_request(now)
    return silent_of(visit.ask(beside)) if beside is not None else None


def _own_dimensions(chosen: Metric) -> tuple[str, ...]:
    return tuple(one for one in DIMENSIONS if one in chosen.dimensions)


def _shown_period(visit: Visit, name: str) -> tuple[Period, Answers, bool]:
    """The period asked for, or, where the metric has nothing yet in it, the last month that it has something in."""
    period = period_of(visit, (name,))
    calendar = visit.context.calendar
    now = visit.ask(visit.request((name,), period=spelled(period, calendar)))
    answer = total_of(now)
    if answer.value is not None or visit.view.period is not None:
        return period, now, False
    readings = read_together(period, *series_of(visit, (name,), period))
    reading = next(iter(readings.values()))
    if not reading.older:
        return period, now, False
    earlier = reading.answer.period
    return earlier, visit.ask(visit.request((name,), period=spelled(earlier, calendar))), True


def _splits(visit: Visit, name: str, chosen: Metric, period: Period) -> tuple[tuple[str, MetricAnswers], ...]:
    """The metric by each dimension that it declares and the data have."""
    company, taken = visit.desk.session.company, {dimension for dimension, _ in visit.view.where}
    found: list[tuple[str, MetricAnswers]] = []
    spelled_period = spelled(period, visit.context.calendar)
    for dimension in (*_own_dimensions(chosen), *visit.desk.attributes()):
        values = visit.desk.values(dimension)
        own = dimension not in DIMENSIONS
        if dimension in taken or not values:
            continue
        if not may_split(chosen, dimension, company):
            continue
        columns = visit.ask(visit.request((name,), by=(dimension,), period=spelled_period)).columns[0]
        if _worth_a_chart(columns, own=own):
            found.append((dimension, columns))
    return tuple(found)


def _worth_a_chart(columns: MetricAnswers, *, own: bool) -> bool:
    """Some group is named; of a user's own column, which may be rarely filled, most records are."""
    sizes = {answer.group.names: answer.n for answer in columns}
    named = sum(size for names, size in sizes.items() if names not in ((), (None,)))
    if _spent_nowhere(columns):
        return False
    return named > 0 and (not own or 2 * named >= sizes.get((), 0))


def _spent_nowhere(columns: MetricAnswers) -> bool:
    """Money of which none is known by a name: every named group would seem to have cost nothing."""
    if not isinstance(columns.variant.kind, Ratio) or columns.metric.unit != "currency":
        return False
    sums = {answer.group.names: float(answer.numerator or 0) for answer in columns}
    return sums.get((), 0.0) != 0 and not any(sums[names] for names in sums if names not in ((), (None,)))
