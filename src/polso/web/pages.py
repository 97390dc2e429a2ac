"""The pages: what is asked for each, and the record that its template is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polso.answers.answer import Answer, Answers, MetricAnswers
from polso.answers.beside import Silent, silent_of, silent_request
from polso.answers.marks import SATISFIED, MeanMark, mark_of, mark_request
from polso.answers.parts import Part, parts_behind
from polso.answers.restated import restated
from polso.base.errors import UserError
from polso.base.period import Grain, Period, shift_months
from polso.base.period_text import parse_period
from polso.catalog.model import Metric, Ratio
from polso.i18n.dates import format_date
from polso.query.resolve import variant_of
from polso.web.building import catalogue, overview
from polso.web.building.breakdowns import may_split
from polso.web.building.controls import Choices, controls_of, spelled
from polso.web.building.empty import empty_page
from polso.web.building.frame import Surroundings, family_link, frame_of
from polso.web.building.headline import footnote
from polso.web.building.imports import data_page
from polso.web.building.metric import MetricAnswered, metric_page, subtitle_of
from polso.web.building.parts import parts_page
from polso.web.building.readings import CHART_BUCKETS, Reading, read_together, total_of
from polso.web.building.receipt import receipt_of
from polso.web.building.rows import MOST_CHECKED, PAGE_ROWS, Listed, rows_page, search
from polso.web.building.tiles import metric_path, name_of
from polso.web.building.variants import BRIDGED
from polso.web.targets import reached
from polso.web.views.frame import Controls, Frame, Head, Link, Notice
from polso.web.views.pages import DataPage, EmptyPage, MetricPage, MetricsPage, OverviewPage, PartsPage, RowsPage
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
        return None, visit.ask(visit.request(metrics, grain=grain, period=_back(period, grain, visit, count)))
    months = _back(calendar.bucket(period.last_day, "month"), "month", visit, count)
    now = visit.ask(visit.request(metrics, period=spelled(period, calendar)))
    return now, visit.ask(visit.request(metrics, grain="month", period=months))


def with_mark(visit: Visit, readings: dict[str, Reading]) -> dict[str, Reading]:
    """The share of satisfied customers with the mean mark beside it, of the same period."""
    known = readings.get(SATISFIED)
    beside = None if known is None else mark_request(known.answer, visit.request((SATISFIED,)))
    if known is None or beside is None:
        return readings
    return {**readings, SATISFIED: replace(known, mark=mark_of(visit.ask(beside), visit.context.best_mark))}


def _back(last: Period, grain: Grain, visit: Visit, count: int = CHART_BUCKETS) -> str:
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
    return visit.ask(visit.request(metrics, grain="month", period=_back(last, "month", visit)))


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


def metric(visit: Visit, name: str) -> MetricPage | EmptyPage:
    context = visit.context
    chosen, variant = variant_of(name, context, visit.view.compare)
    if not visit.desk.has_data:
        return empty(visit)
    spelled_name = f"{chosen.id}:{variant.id}"
    period, now, older = _shown_period(visit, spelled_name)
    answer = total_of(now)
    months = _back(context.calendar.bucket(period.last_day, "month"), "month", visit)
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


def rows(visit: Visit, name: str) -> RowsPage | PartsPage:
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
