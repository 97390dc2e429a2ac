"""One metric as a figure of a card: value, chip, small line, what a careful reader must know beside it."""

from __future__ import annotations

from collections.abc import Iterator

from polso.answers.answer import Answer
from polso.answers.flags import FLAGS
from polso.answers.marks import MeanMark
from polso.catalog.model import Distribution, Metric, Ratio, Shift, Variant
from polso.i18n.language import NO_BREAK_SPACE
from polso.i18n.numbers import format_percent
from polso.i18n.translation import has_message
from polso.web.address import View
from polso.web.building.changes import chip_of
from polso.web.building.readings import Reading
from polso.web.building.voice import Voice
from polso.web.views.figures import Figure, Meter
from polso.web.views.frame import Link
from polso.web.views.spark import Spark, make_spark

HERO_SPARK = (130, 40)
ROW_SPARK = (60, 24)
HUNDRED = 100
SETTING = "company."
"""Begins the name of a setting where a file would be missing."""
IN_MINUTES = ("minutes", "business_minutes")
REASONS = (
    *("missing_input", "dimension_not_available", "no_losses_recorded", "withheld", "no_history", "outside_data"),
    *("no_earlier_data", "from_zero", "no_denominator"),
)
"""Reasons for a missing figure, the most telling first."""

NO_REASONS = frozenset({"partial", "small_n", "few_records", "low_coverage", "inferred_history", "undated"})
"""What is unusual about a figure and does not take it away."""


def name_of(metric: Metric, voice: Voice) -> str:
    """The short name where there is one."""
    return (metric.short_names or metric.names)[voice.language]


def metric_path(metric: Metric, variant: Variant | None = None) -> str:
    """The page of a metric, or of another variant of it."""
    other = variant is not None and variant.id != metric.default_variant
    return f"/metrics/{metric.id}:{variant.id}" if other and variant else f"/metrics/{metric.id}"


def figure_of(reading: Reading, view: View, voice: Voice, *, hero: bool = False) -> Figure:
    """The tile of one reading; without a value it says why and what to do."""
    answer = reading.answer
    metric = answer.metric
    href = view.url_with(metric_path(metric))
    name = name_of(metric, voice)
    if not reading.known:
        return Figure(
            name,
            href,
            None,
            reason=reason_of(answer, reading.missing_inputs, voice),
            remedy=remedy_of(answer, reading.missing_inputs, voice),
        )
    value, second = value_texts(answer, voice)
    second = second or mark_text(reading.mark, voice)
    return Figure(
        name,
        href,
        value,
        second,
        chip_of(answer, reading.distinguishable, voice),
        _note(answer, voice, hero=hero),
        spark_of(reading, HERO_SPARK if hero else ROW_SPARK),
        _meter(answer, voice) if hero else None,
        period=voice.period(answer.period) if reading.older else "",
    )


def value_texts(answer: Answer, voice: Voice) -> tuple[str, str]:
    """The value, and the other reading that stands beside it as large: median beside mean, mean beside median."""
    unit = answer.unit
    if "few_records" in answer.flags and counts_records(answer.variant):
        return voice.say("figure.of", part=str(answer.numerator), whole=str(answer.denominator)), ""
    value = voice.brief(answer.value, unit)
    other = answer.mean if isinstance(answer.variant.kind, Distribution) else answer.median
    if answer.mean is None or answer.median is None or other is None:
        return value, ""
    if unit in IN_MINUTES:
        return voice.pair(answer.value, other, unit)
    if unit != "days":
        return value, voice.brief(other, unit)
    # The unit is said once, after the second of the two.
    return value.split(NO_BREAK_SPACE)[0], voice.brief(round(float(other), 1), unit)


def mark_text(mark: MeanMark | None, voice: Voice) -> str:
    """The mean of the marks beside the share of the satisfied."""
    return "" if mark is None else mark.words(voice.language)


def counts_records(variant: Variant) -> bool:
    """A share of records, which is better said as "3 of 4" where they are few."""
    return (
        isinstance(variant.kind, Ratio)
        and variant.kind.denominator.column is None
        and variant.uncertainty.level == "wilson"
    )


def spark_of(reading: Reading, size: tuple[int, int]) -> Spark | None:
    """The last buckets; a bucket that the data cut at its beginning would pretend a low, so it is a gap."""
    series = reading.series
    values = [
        None
        if answer.value is None or (answer.partial and position < len(series) - 1 and _adds_up(answer))
        else float(answer.value)
        for position, answer in enumerate(series)
    ]
    if not series:
        return None
    return make_spark(values, width=size[0], height=size[1], partial_last=series[-1].partial)


def _adds_up(answer: Answer) -> bool:
    return answer.variant.totals in ("additive", "distinct")


def _note(answer: Answer, voice: Voice, *, hero: bool) -> str:
    notes: list[str] = []
    if answer.mean is not None and answer.median is not None:
        half_first = isinstance(answer.variant.kind, Distribution)
        notes.append(voice.say("figure.median_mean" if half_first else "figure.mean_median"))
    if "small_n" in answer.flags or ("few_records" in answer.flags and not counts_records(answer.variant)):
        notes.append(voice.say("figure.n", count=answer.n))
    if isinstance(answer.variant.kind, Shift) and answer.denominator is not None:
        notes.append(voice.say("figure.was", value=voice.short(answer.denominator, "currency")))
    if not notes and answer.change is not None and answer.unit == "currency" and answer.change_ratio is not None:
        notes.append(voice.difference(answer))
    if answer.metric.id == "pipeline_value":
        notes = [voice.say("figure.deals", count=answer.n)]
    if "first_seen_in_file" in answer.flags:
        notes = [voice.say("figure.first_seen")]
    return " · ".join(notes) if hero or notes else ""


def _meter(answer: Answer, voice: Voice) -> Meter | None:
    """The interval of a rate, drawn over 0 to 100 %."""
    if answer.unit != "ratio" or answer.low is None or answer.high is None or answer.value is None:
        return None
    if not counts_records(answer.variant):
        return None
    low, high, value = (float(bound) * HUNDRED for bound in (answer.low, answer.high, answer.value))
    interval = voice.say("figure.between", low=voice.brief(answer.low, "ratio"), high=voice.brief(answer.high, "ratio"))
    counted = voice.say("figure.of", part=str(answer.numerator), whole=str(answer.denominator))
    return Meter(low=round(low, 1), high=round(high, 1), dot=round(value, 1), left=counted, right=interval)


def target_meter(reached: Answer | None, answer: Answer, voice: Voice) -> Meter | None:
    """How much of the target is reached, with a notch where the working days that have passed would have it by now."""
    if reached is None or reached.value is None or reached.denominator is None or reached.period != answer.period:
        return None
    share = float(reached.value)
    said = voice.say(
        "figure.of_target",
        share=format_percent(share, voice.language),
        target=voice.short(reached.denominator, answer.unit),
    )
    part, calendar = reached.part, voice.calendar
    if part is None or not reached.partial:
        return Meter(filled=round(HUNDRED * share, 1), left=said, reached=share >= 1)
    days = calendar.working_days(reached.period)
    expected = calendar.working_days(part) / days if days else 1.0
    return Meter(
        filled=round(HUNDRED * share, 1),
        notch=round(HUNDRED * min(expected, 0.99), 1),
        left=said,
        right=voice.say("figure.expected_today", share=format_percent(expected, voice.language)),
        reached=share >= 1,
    )


def reason_of(answer: Answer, missing: tuple[str, ...], voice: Voice) -> str:
    """Why there is no figure."""
    if "missing_input" in answer.flags:
        return " ".join(_needs(missing, voice))
    others = (flag for flag in answer.flags if flag not in NO_REASONS)
    for flag in (*REASONS, *others, *answer.flags):
        if flag in answer.flags and flag in FLAGS:
            return FLAGS[flag][voice.language]
    return FLAGS["outside_data"][voice.language]


def _needs(missing: tuple[str, ...], voice: Voice) -> Iterator[str]:
    tables = tuple(dict.fromkeys(name.partition(".")[0] for name in missing if not name.startswith(SETTING)))
    if tables:
        yield voice.say("figure.needs", files=tuple(table_name(table, voice) for table in tables))
    settings = tuple(name.removeprefix(SETTING) for name in missing if name.startswith(SETTING))
    if settings:
        words = tuple(voice.say(f"column.company_{name}") for name in settings)
        yield voice.say("figure.needs_setting", settings=words)


def remedy_of(answer: Answer, missing: tuple[str, ...], voice: Voice) -> Link | None:
    """Where a missing file can be given."""
    if "missing_input" in answer.flags and not all(name.startswith(SETTING) for name in missing):
        return Link(voice.say("data.upload"), "/data")
    return None


def table_name(table: str, voice: Voice) -> str:
    """A kind of record in words."""
    key = f"question.table_{table}"
    return voice.say(key) if has_message(key) else table.replace("_", " ")


def said_flags(answer: Answer, voice: Voice, *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The sentences of what is unusual about a figure."""
    return tuple(FLAGS[flag][voice.language] for flag in answer.flags if flag in FLAGS and flag not in without)
