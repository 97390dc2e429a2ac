"""The page of one metric: the figure and a sentence, its history, its parts, what it means and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from polso.answers.answer import Answer, Answers, Figure, MetricAnswers
from polso.answers.beside import Silent
from polso.answers.derived_plan import MADE
from polso.answers.marks import MeanMark
from polso.answers.restated import Restated
from polso.catalog.model import Distribution, Metric, Ratio, Shift, Stock, Unit
from polso.catalog.rules.kinds import measures_of
from polso.i18n.dates import format_date
from polso.i18n.numbers import format_points
from polso.i18n.words import capitalised
from polso.intake.enables import of_files
from polso.store.instants import aware
from polso.web.address import View
from polso.web.building.breakdowns import breakdown_card
from polso.web.building.changes import chip_of, is_tested, verdict_of
from polso.web.building.controls import spelled
from polso.web.building.readings import total_of
from polso.web.building.receipt import receipt_of
from polso.web.building.tiles import (
    counts_records,
    mark_text,
    metric_path,
    reason_of,
    remedy_of,
    said_flags,
    table_name,
    value_texts,
)
from polso.web.building.trends import trend_card
from polso.web.building.variants import bridge_of, variants_of
from polso.web.building.voice import Voice
from polso.web.views.cards import ChartCard, Definition
from polso.web.views.frame import Frame, Link
from polso.web.views.pages import Lead, MetricPage

TREND_HEIGHT = 280
QUIET_FLAGS = ("partial", "few_records", "small_n")
"""What the page says elsewhere already."""


@dataclass(frozen=True, slots=True)
class MetricAnswered:
    """Everything that was asked for one metric's page; `splits` pairs a dimension with the answers by it."""

    now: Answers
    trend: Answers
    variants: Answers
    splits: tuple[tuple[str, MetricAnswers], ...]
    batch: int | None
    moment: datetime
    older: bool = False
    silent: Silent | None = None
    restated: Restated | None = None
    bridge: tuple[Answer, Answer] | None = None
    """The average order and the average revenue a sale, on the page of either."""
    mark: MeanMark | None = None

    @property
    def answer(self) -> Answer:
        return total_of(self.now)

    @property
    def missing(self) -> tuple[str, ...]:
        return self.now.columns[0].missing_inputs


def metric_page(frame: Frame, asked: MetricAnswered, view: View, voice: Voice) -> MetricPage:
    answer = asked.answer
    metric, variant = answer.metric, answer.variant
    path = metric_path(metric, variant)
    period = spelled(answer.period, voice.calendar)
    known = answer.value is not None
    figures = Link(
        voice.say("metric.csv_figures"), view.url_with(f"{path}.csv", period=period, grain="month"), download=True
    )
    rows = Link(voice.say("metric.csv_rows"), view.url_with(f"{path}/rows.csv", period=period), download=True)
    # What is made of other figures has their rows only.
    downloads = (figures,) if isinstance(variant.kind, MADE) else (figures, rows)
    return MetricPage(
        frame,
        _lead(asked, voice),
        _trend(asked, view, voice),
        _definition(answer, voice),
        _breakdowns(asked, view, voice),
        receipt_of(answer, asked.now.receipt, voice, batch=asked.batch, now=asked.moment),
        Link(voice.say("metric.rows"), view.url_with(f"{path}/rows", period=period)) if known else None,
        downloads if known else (),
        "\n\n".join(asked.now.receipt.sql) or voice.say("metric.sql_of_rows" if known else "metric.no_sql"),
        variants_of(asked.variants.columns, answer, view, voice),
        Link(voice.say("changes.title"), view.url_with("/changes", period=None)) if _of_pipeline(answer) else None,
        None if asked.bridge is None else bridge_of(*asked.bridge, view, voice),
    )


def _of_pipeline(answer: Answer) -> bool:
    return any(measure.relation == "deal_span" for measure in measures_of(answer.variant.kind))


def subtitle_of(answer: Answer, voice: Voice) -> str:
    """The formula in words, and which way is good."""
    return f"{answer.metric.formula[voice.language]} · {voice.say(f'metric.direction_{answer.direction}')}"


def _lead(asked: MetricAnswered, voice: Voice) -> Lead:
    answer = asked.answer
    label = " · ".join((voice.period_title(answer.part or answer.period), *_part(answer, voice)))
    if answer.value is None:
        return Lead(
            label,
            None,
            None,
            "",
            reason=reason_of(answer, asked.missing, voice),
            remedy=remedy_of(answer, asked.missing, voice),
        )
    value, _ = value_texts(answer, voice)
    if "few_records" not in answer.flags or not counts_records(answer.variant):
        value = _shown(answer.value, answer.unit, voice)
    second_label, second = ("", mark_text(asked.mark, voice)) if asked.mark else _second(answer, voice)
    return Lead(
        label,
        value,
        chip_of(answer, answer.distinguishable, voice),
        " ".join((*_sentences(answer, voice), *_silent(asked, voice), *_restated(asked, voice), *_older(asked, voice))),
        second_label,
        second,
        " ".join(said_flags(answer, voice, without=QUIET_FLAGS)),
    )


def _part(answer: Answer, voice: Voice) -> tuple[str, ...]:
    """Of what is never told as a whole: which part is shown."""
    return tuple(voice.group(name) for name in answer.group.names)


def _shown(figure: Figure, unit: Unit, voice: Voice) -> str:
    """Rates and durations with a decimal, money whole."""
    return voice.brief(figure, unit) if unit == "currency" else voice.exact(figure, unit)


def _second(answer: Answer, voice: Voice) -> tuple[str, str]:
    """The mean beside a median, the median beside a mean."""
    if answer.mean is None or answer.median is None:
        return "", ""
    unit = answer.unit
    if isinstance(answer.variant.kind, Distribution) and answer.variant.kind.statistic == "median":
        return voice.say("metric.mean"), _shown(answer.mean, unit, voice)
    return voice.say("metric.median"), _shown(answer.median, unit, voice)


def _silent(asked: MetricAnswered, voice: Voice) -> tuple[str, ...]:
    """Offers without an outcome beside a win rate that leaves them out."""
    if asked.silent is None:
        return ()
    rate = _shown(asked.silent.rate, "ratio", voice)
    return (voice.say("metric.silent_beside", count=asked.silent.count, rate=rate),)


def _restated(asked: MetricAnswered, voice: Voice) -> tuple[str, ...]:
    """What was known when the period closed, where something was learned since."""
    then, unit = asked.restated, asked.answer.unit
    if then is None or then.known_then_at is None or not then.restated:
        return ()
    day = voice.calendar.local_date(aware(then.known_then_at))
    change = (
        format_points(then.restated, voice.language)
        if unit == "ratio"
        else voice.exact(then.restated, unit, signed=True)
    )
    shown_day = format_date(day, voice.language)
    return (voice.say("changes.restated", day=shown_day, value=_shown(then.known_then, unit, voice), change=change),)


def _older(asked: MetricAnswered, voice: Voice) -> tuple[str, ...]:
    return (voice.say("metric.older"),) if asked.older else ()


def _sentences(answer: Answer, voice: Voice) -> tuple[str, ...]:
    """The figure with its counts and interval, then the change with what may be said about it."""
    period = capitalised(voice.period(answer.part or answer.period))
    unit = answer.unit
    value = _shown(answer.value, unit, voice)
    if counts_records(answer.variant):
        first = voice.say(
            "metric.rate_is", period=period, value=value, part=str(answer.numerator), whole=str(answer.denominator)
        )
    elif isinstance(answer.variant.kind, Distribution) and answer.variant.kind.statistic == "median":
        first = voice.say("metric.median_is", period=period, value=value, count=answer.n)
    elif isinstance(answer.variant.kind, Shift):
        top, bottom = voice.brief(answer.numerator, "currency"), voice.brief(answer.denominator, "currency")
        first = voice.say("metric.growth_is", period=period, value=value, now=top, before=bottom)
    elif isinstance(answer.variant.kind, Stock):
        day = voice.days(
            type(answer.period)((answer.part or answer.period).last_day, (answer.part or answer.period).end)
        )
        first = voice.say("metric.stock_is", day=day, value=value, count=answer.n)
    else:
        first = voice.say("metric.value_is", period=period, value=value, count=answer.n)
    return (first, *_interval(answer, voice), *_change(answer, voice))


def _interval(answer: Answer, voice: Voice) -> tuple[str, ...]:
    if answer.low is None or answer.high is None:
        return ()
    unit = answer.unit
    low, high = _shown(answer.low, unit, voice), _shown(answer.high, unit, voice)
    return (voice.say("metric.interval_is", low=low, high=high),)


def _change(answer: Answer, voice: Voice) -> tuple[str, ...]:
    verdict = verdict_of(answer, answer.distinguishable)
    if verdict == "none":
        return (voice.say("metric.no_base"),) if not isinstance(answer.variant.kind, Shift) else ()
    if isinstance(answer.variant.kind, Shift):
        return (voice.say(f"metric.moved_{verdict}"),)
    assert answer.base is not None
    unit = answer.unit
    previous = _shown(answer.previous, unit, voice)
    difference = voice.difference(answer)
    if answer.change_ratio is not None and unit != "ratio":
        difference = f"{difference}, {voice.change(answer)}"
    said = voice.say("metric.was", base=voice.days(answer.base), value=previous, difference=difference)
    if verdict == "undecided" and not is_tested(answer):
        return (said,)
    return (said, voice.say(f"metric.moved_{verdict}"))


def _trend(asked: MetricAnswered, view: View, voice: Voice) -> ChartCard:
    keys = asked.answer.group.keys
    answers = [answer for answer in asked.trend if answer.group.keys == keys] or [asked.answer]
    known = [answer for answer in answers if answer.value is not None]
    subtitle = voice.say("trend.months", count=len(known))
    subtitle = " · ".join((*_part(asked.answer, voice), subtitle))
    if known and known[-1].partial:
        subtitle = f"{subtitle} · {voice.say('trend.running', period=voice.period(known[-1].period))}"
    return trend_card(
        answers, voice.say("metric.trend"), subtitle, view, voice, width="two_thirds", height=TREND_HEIGHT
    )


def _definition(answer: Answer, voice: Voice) -> Definition:
    metric, language = answer.metric, voice.language
    return Definition(
        metric.definition[language],
        answer.variant.names[language] if answer.variant.id != metric.default_variant else metric.formula[language],
        _filled(answer, voice),
        metric.misleads[language],
        needs_of(metric, voice),
    )


def _filled(answer: Answer, voice: Voice) -> str:
    """The formula with the figures in it, for whatever is a division."""
    if answer.value is None or answer.denominator is None or isinstance(answer.variant.kind, Distribution):
        return ""
    money = answer.unit == "currency" or isinstance(answer.variant.kind, Shift)
    top = voice.exact(answer.numerator, "currency" if money or not counts_records(answer.variant) else "count")
    value = voice.exact(answer.value, answer.unit)
    if isinstance(answer.variant.kind, Shift):
        if answer.variant.kind.per_working_day:
            return ""
        return f"{top} ÷ {voice.exact(answer.denominator, 'currency')} − 1 = {value}"
    if not isinstance(answer.variant.kind, Ratio):
        return ""
    count = isinstance(answer.denominator, int) or answer.variant.kind.denominator.per_working_day
    bottom = voice.exact(answer.denominator, "count" if count else "currency")
    return f"{top} ÷ {bottom} = {value}"


def needs_of(metric: Metric, voice: Voice) -> str:
    """The kinds of file of each alternative."""
    alternatives = []
    for group in of_files(metric):
        tables = tuple(dict.fromkeys(name.partition(".")[0] for name in group))
        alternatives.append(" + ".join(table_name(table, voice) for table in tables))
    return f" {voice.say('metric.or')} ".join(dict.fromkeys(alternatives))


def _breakdowns(asked: MetricAnswered, view: View, voice: Voice) -> tuple[ChartCard, ...]:
    answer = asked.answer
    subtitle = voice.period(answer.part or answer.period)
    if counts_records(answer.variant):
        subtitle = f"{subtitle} · {voice.say('breakdown.rate_subtitle')}"
    cards: list[ChartCard] = []
    for position, (dimension, columns) in enumerate(asked.splits):
        last = position == len(asked.splits) - 1 and position % 2 == 0
        title = voice.say("breakdown.by", dimension=voice.dimension(dimension).lower())
        cards.append(
            breakdown_card(
                columns,
                dimension,
                title,
                subtitle,
                view,
                voice,
                width="full" if last else "half",
                explained=position == 0,
            )
        )
    return tuple(cards)
