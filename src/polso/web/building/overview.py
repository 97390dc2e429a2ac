"""The Overview: a sentence, three families, the history in four charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polso.answers.answer import TOTAL, Answer, Answers, MetricAnswers
from polso.web.address import View
from polso.web.building.breakdowns import breakdown_card
from polso.web.building.headline import headline_of
from polso.web.building.readings import CHART_BUCKETS, Reading
from polso.web.building.tiles import figure_of, metric_path, name_of, target_meter
from polso.web.building.trends import trend_card
from polso.web.building.voice import Voice
from polso.web.views.cards import ChartCard
from polso.web.views.figures import Family
from polso.web.views.frame import Frame, Link
from polso.web.views.pages import OverviewPage

ATTAINMENT = "sales_target_attainment"
MOST_IMPORTANT = ("sales_growth", "cac", "customer_retention_rate")
"""Always shown, or the file that each needs; the fourth is the target, in the meter of revenue."""
FURTHER = ("new_customers", "pipeline_value", "average_order_value", "opportunities_created")
RESULTS = ("net_revenue", *MOST_IMPORTANT, *FURTHER)
YIELD = ("win_rate", "sales_cycle_length", "average_deal_size", "sales_per_rep")
ACTIVITY = ("outreach_count", "meetings_scheduled", "proposals_sent", "follow_ups", "sales_activity_time")
ADDRESSES = {"results": "/performance", "activity": "/activity", "yield": "/productivity"}
INSTEAD = {"pipeline_value": "open_deals"}
"""What is counted where it cannot be valued."""
MOST_ROWS = 4
MOST_BARS = 6
SHOWN = (*RESULTS, ATTAINMENT, *YIELD)
ASKED = (*SHOWN, *ACTIVITY, "open_deals", "deals_won", "deals_lost", "order_count")


def overview_page(
    frame: Frame,
    readings: Mapping[str, Reading],
    months: Answers,
    split: tuple[MetricAnswers, str] | None,
    view: View,
    voice: Voice,
    *,
    has_activities: bool,
    reached: Answer | None = None,
) -> OverviewPage:
    """`months` are the last months of the charted metrics, `split` revenue by a dimension and which, `reached` how
    much of the target of revenue is.
    """
    return OverviewPage(
        frame,
        headline_of(readings, SHOWN, view, voice),
        (
            _results(readings, reached, view, voice),
            _activity(readings, view, voice, has_activities=has_activities),
            _family("yield", YIELD, readings, view, voice),
        ),
        _charts(months, split, view, voice),
    )


def _family(name: str, metrics: Sequence[str], readings: Mapping[str, Reading], view: View, voice: Voice) -> Family:
    """The first metric is the hero, unless only others are known."""
    chosen = [readings[_counted(one, readings)] for one in metrics if one in readings]
    chosen.sort(key=lambda reading: not reading.known)
    hero, *others = chosen
    more = Link(voice.say("overview.all_metrics"), view.url_with(ADDRESSES[name]))
    figures = [figure_of(one, view, voice) for one in others]
    return Family(
        voice.say(f"family.{name}"),
        voice.say(f"family.note_{name}"),
        figure_of(hero, view, voice, hero=True),
        tuple(figures[:MOST_ROWS]),
        more,
    )


def _results(readings: Mapping[str, Reading], reached: Answer | None, view: View, voice: Voice) -> Family:
    """Revenue with its target, then what the article calls most important, known or not, then others that are known."""
    found = [readings[_counted(one, readings)] for one in RESULTS if one in readings]
    hero = next((one for one in found if one.known), found[0])
    meter = target_meter(reached, hero.answer, voice)
    first = [readings[one] for one in MOST_IMPORTANT if one in readings]
    if meter is None and ATTAINMENT in readings:
        first.append(readings[ATTAINMENT])
    others = [one for one in found if one.known and one not in first]
    rows = [one for one in (*first, *others) if one is not hero][:MOST_ROWS]
    shown = figure_of(hero, view, voice, hero=True)
    return Family(
        voice.say("family.results"),
        voice.say("family.note_results"),
        replace(shown, meter=meter or shown.meter),
        tuple(figure_of(one, view, voice) for one in rows),
        Link(voice.say("overview.all_metrics"), view.url_with(ADDRESSES["results"])),
    )


def _counted(metric: str, readings: Mapping[str, Reading]) -> str:
    other = INSTEAD.get(metric)
    if other is None or readings[metric].known or other not in readings or not readings[other].known:
        return metric
    return other


def _activity(readings: Mapping[str, Reading], view: View, voice: Voice, *, has_activities: bool) -> Family:
    """Without any figure of activity: what to load."""
    if any(name in readings and readings[name].known for name in ACTIVITY):
        return _family("activity", ACTIVITY, readings, view, voice)
    return Family(
        voice.say("family.activity"),
        voice.say("family.note_activity"),
        None,
        empty=voice.say("family.activity_kept" if has_activities else "family.activity_empty"),
        drawing="activities",
        remedy=Link(voice.say("frame.data"), "/data"),
    )


def _charts(
    months: Answers, split: tuple[MetricAnswers, str] | None, view: View, voice: Voice
) -> tuple[ChartCard, ...]:
    cards: list[ChartCard] = []
    revenue = _buckets(months, "net_revenue")
    if _any_known(revenue):
        cards.append(
            trend_card(
                revenue,
                voice.say("overview.by_month", metric=name_of(revenue[0].metric, voice)),
                _span(revenue, voice),
                view,
                voice,
                width="seven" if split else "full",
                link=Link(voice.say("overview.whole_metric"), view.url_with(metric_path(revenue[0].metric))),
            )
        )
    if split is not None:
        columns, dimension = split
        cards.append(_split(columns, dimension, view, voice))
    rate = _buckets(months, "win_rate")
    stock = _buckets(months, "pipeline_value")
    stock = stock if _any_known(stock) else _buckets(months, "open_deals")
    both = _any_known(rate) and _any_known(stock)
    for buckets, width in ((rate, "seven"), (stock, "five")):
        if _any_known(buckets):
            metric = buckets[0].metric
            cards.append(
                trend_card(
                    buckets,
                    voice.say("overview.by_month", metric=name_of(metric, voice)),
                    _span(buckets, voice),
                    view,
                    voice,
                    width=width if both else "full",  # type: ignore[arg-type]
                    link=Link(voice.say("overview.whole_metric"), view.url_with(metric_path(metric))),
                )
            )
    return tuple(cards)


def _split(columns: MetricAnswers, dimension: str, view: View, voice: Voice) -> ChartCard:
    total = next(answer for answer in columns if answer.group == TOTAL)
    subtitle = voice.say(
        "overview.sum", period=voice.period(total.part or total.period), value=voice.brief(total.value, "currency")
    )
    title = voice.say(
        "breakdown.title", metric=name_of(columns.metric, voice), dimension=voice.dimension(dimension).lower()
    )
    return breakdown_card(columns, dimension, title, subtitle, view, voice, width="five", most=MOST_BARS)


def _buckets(months: Answers, metric: str) -> list[Answer]:
    try:
        columns = months.of(metric)
    except KeyError:
        return []
    return [answer for answer in columns if answer.group == TOTAL][-CHART_BUCKETS:]


def _any_known(answers: Sequence[Answer]) -> bool:
    return any(answer.value is not None for answer in answers)


def _span(answers: Sequence[Answer], voice: Voice) -> str:
    known = [answer for answer in answers if answer.value is not None]
    said = voice.say("trend.months", count=len(known))
    last = known[-1]
    if last.partial:
        return f"{said} · {voice.say('trend.running', period=voice.period(last.period))}"
    return f"{said} · {voice.say('trend.until', period=voice.period(last.period))}"
