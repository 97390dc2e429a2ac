"""The pages: what is asked for each, and the record that its template is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.answers.answer import Answers, MetricAnswers
from polso.answers.marks import SATISFIED, mark_of, mark_request
from polso.base.errors import UserError
from polso.base.period import Grain, Period, shift_months
from polso.base.period_text import parse_period
from polso.i18n.dates import format_date
from polso.web.building import catalogue, overview
from polso.web.building.controls import Choices, controls_of, spelled
from polso.web.building.empty import empty_page
from polso.web.building.frame import Surroundings, frame_of
from polso.web.building.headline import footnote
from polso.web.building.imports import data_page
from polso.web.building.readings import CHART_BUCKETS, Reading, read_together
from polso.web.targets import reached
from polso.web.views.frame import Controls, Frame, Head, Link, Notice
from polso.web.views.pages import DataPage, EmptyPage, MetricsPage, OverviewPage
from polso.web.visit import Visit

SPLITS = ("rep", "source", "product", "channel", "team")
"""By what the revenue of the Overview is split: the first of these that most of it is known by."""
DIMENSIONS = ("rep", "team", "source", "product", "segment", "channel", "stage")
FILTERS = DIMENSIONS[:-1]
MOST_CHOICES = 40
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
ACTIVITY_INPUT = "activity"


def surroundings(visit: Visit) -> Surroundings:
    desk = visit.desk
    covered = desk.context().all_covered
    return Surroundings(
        desk.session.company.name,
        desk.has_data,
        bool(desk.sample_files()),
        None if covered is None else covered.last_day,
        desk.today(),
        len(desk.drafts.waiting()),
    )


def plain_frame(
    visit: Visit,
    title: str,
    subtitle: str,
    place: str,
    *,
    notices: tuple[Notice, ...] = (),
    above: Link | None = None,
) -> Frame:
    """A frame without controls."""
    return frame_of(Head(title, subtitle, above), place, visit.view, visit.voice, surroundings(visit), notices=notices)


# Questions that several pages ask


def period_of(visit: Visit, metrics: Sequence[str]) -> Period:
    """The period that the address asks for, else the last month that the metrics cover."""
    context = visit.context
    if visit.view.period is not None:
        period = parse_period(visit.view.period, context.calendar, context.today, context.all_covered)
        if period.start > context.today:
            raise UserError("period_in_future", period=context.calendar.label(period), today=context.today.isoformat())
        return period
    return visit.ask(visit.request(metrics[:1])).period if len(metrics) == 1 else _last_covered(visit)


def _last_covered(visit: Visit) -> Period:
    context = visit.context
    covered = context.all_covered
    # Something planned may be known of days to come.
    last = context.today if covered is None else min(covered.last_day, context.today)
    return context.calendar.bucket(last, "month")


def series_of(
    visit: Visit, metrics: Sequence[str], period: Period, count: int = CHART_BUCKETS
) -> tuple[Answers | None, Answers]:
    """The figures of the period and the last `count` buckets of its kind; one question where it is such a bucket."""
    calendar = visit.context.calendar
    grain = calendar.grain_of(period)
    if grain is not None and period == calendar.bucket(period.start, grain):
        return None, visit.ask(visit.request(metrics, grain=grain, period=back(period, grain, visit, count)))
    months = back(calendar.bucket(period.last_day, "month"), "month", visit, count)
    now = visit.ask(visit.request(metrics, period=spelled(period, calendar)))
    return now, visit.ask(visit.request(metrics, grain="month", period=months))


def with_mark(visit: Visit, readings: dict[str, Reading]) -> dict[str, Reading]:
    """The share of satisfied customers with the mean mark beside it, of the same period."""
    known = readings.get(SATISFIED)
    beside = None if known is None else mark_request(known.answer, visit.request((SATISFIED,)))
    if known is None or beside is None:
        return readings
    return {**readings, SATISFIED: replace(known, mark=mark_of(visit.ask(beside), visit.context.best_mark))}


def back(last: Period, grain: Grain, visit: Visit, count: int = CHART_BUCKETS) -> str:
    """The range of the buckets that end with `last`."""
    calendar = visit.context.calendar
    first = last
    for _ in range(count - 1):
        first = calendar.bucket(
            shift_months(first.start, -1) if grain == "month" else calendar.previous(first).start, grain
        )
    return f"{first.start.isoformat()}..{last.last_day.isoformat()}"


def choices_for(visit: Visit, dimensions: Sequence[str]) -> tuple[Choices, ...]:
    """The dimensions of a page that have values to choose from; long lists of a user's own are left to the address."""
    desk = visit.desk
    found = [Choices(one, desk.values(one)) for one in (*dimensions, *desk.attributes())]
    return tuple(one for one in found if 1 <= len(one.names) <= MOST_CHOICES)


# Pages


def overview_or_empty(visit: Visit) -> OverviewPage | EmptyPage:
    if not visit.desk.has_data:
        return empty(visit)
    voice, view = visit.voice, visit.view
    known = visit.context.metrics
    asked = [name for name in overview.ASKED if name in known]
    period = period_of(visit, asked)
    now, series = series_of(visit, asked, period)
    months = _months(visit, asked, period, series)
    readings = read_together(period, now, series)
    frame = frame_of(
        Head(voice.say("frame.today"), subtitle_for(visit, period), None, controls_for(visit, period, FILTERS)),
        "today",
        view,
        voice,
        surroundings(visit),
        footer=footnote(period, [reading.answer for reading in readings.values()], voice),
        charts=True,
    )
    return overview.overview_page(
        frame,
        readings,
        months,
        _revenue_split(visit, readings["net_revenue"]),
        view,
        voice,
        has_activities=_has_activities(visit),
        reached=reached(visit, [known["net_revenue"]], period).get("net_revenue"),
    )


def _months(visit: Visit, metrics: Sequence[str], period: Period, series: Answers) -> Answers:
    if series.request.grain == "month":
        return series
    last = visit.context.calendar.bucket(period.last_day, "month")
    return visit.ask(visit.request(metrics, grain="month", period=back(last, "month", visit)))


def _revenue_split(visit: Visit, revenue: Reading) -> tuple[MetricAnswers, str] | None:
    """Revenue by whom or by what, whichever most of it is known by."""
    if not revenue.known:
        return None
    best: tuple[float, MetricAnswers, str] | None = None
    taken = {name for name, _ in visit.view.where}
    for dimension in SPLITS:
        if dimension in taken or not visit.desk.values(dimension):
            continue
        period = spelled(revenue.answer.period, visit.context.calendar)
        columns = visit.ask(visit.request(("net_revenue",), by=(dimension,), period=period)).columns[0]
        share = _known_share(columns)
        if best is None or share > best[0] + 0.25:
            best = (share, columns, dimension)
        if share > 0.5:
            break
    return None if best is None or best[0] == 0 else best[1:]


def _known_share(columns: MetricAnswers) -> float:
    values = {answer.group.names: float(answer.value or 0) for answer in columns}
    whole = values.get((), 0.0)
    return 1 - values.get((None,), 0.0) / whole if whole else 0.0


def _has_activities(visit: Visit) -> bool:
    return any(file.table == ACTIVITY_INPUT for batch in visit.desk.batches() for file in batch.files)


def controls_for(visit: Visit, period: Period, dimensions: Sequence[str]) -> Controls:
    return controls_of(period, visit.context.all_covered, visit.view, visit.voice, choices_for(visit, dimensions))


def subtitle_for(visit: Visit, period: Period) -> str:
    """The days, how much of them has passed, and how fresh the data are."""
    voice, covered = visit.voice, visit.context.all_covered
    part = period.intersect(covered) if covered is not None else None
    said = [voice.period_title(part or period)]
    if part is not None and part != period:
        done, whole = voice.calendar.working_days(part), voice.calendar.working_days(period)
        said.append(voice.say("overview.working_days", done=str(done), count=whole))
    elif covered is not None and covered.end > period.end:
        said.append(voice.say("overview.data_until", day=format_date(covered.last_day, voice.language)))
    return " · ".join(said)


def empty(visit: Visit) -> EmptyPage:
    voice = visit.voice
    return empty_page(plain_frame(visit, voice.say("data.empty_title"), voice.say("data.empty_text"), "today"), voice)


def metrics_list(visit: Visit) -> MetricsPage | EmptyPage:
    if not visit.desk.has_data:
        return empty(visit)
    voice, query = visit.voice, visit.view.parameter("q").strip()
    everything = list(visit.desk.context().metrics.values())
    chosen = catalogue.found(everything, query) if query else everything
    # All are asked, so that what stands together is judged together however the list is narrowed.
    ids = [metric.id for metric in everything]
    period = period_of(visit, ids)
    readings = with_mark(visit, read_together(period, *series_of(visit, ids, period)))
    shown = {metric.id: readings[metric.id] for metric in chosen}
    title = voice.say("metrics.found", query=query) if query else voice.say("metrics.title")
    frame = frame_of(
        Head(title, subtitle_for(visit, period), None, controls_for(visit, period, FILTERS)),
        "metrics",
        visit.view,
        voice,
        surroundings(visit),
    )
    return catalogue.metrics_page(frame, shown, query, visit.view, voice)


def data(visit: Visit) -> DataPage:
    voice, desk = visit.voice, visit.desk
    bare = replace(visit.view, path="/data")
    frame = frame_of(
        Head(voice.say("frame.data"), voice.say("data.subtitle")), "data", bare, voice, surroundings(visit)
    )
    return data_page(
        frame,
        desk.batches(),
        desk.context().covered,
        desk.drafts.waiting(),
        voice,
        sample=bool(desk.sample_files()),
    )
