"""Every metric of a family as a dense row: value, change, target, history, interval, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polso.answers.answer import Answer
from polso.answers.flags import FLAGS
from polso.catalog.model import Family, Metric, Shift, Stock
from polso.i18n.numbers import format_integer, format_percent
from polso.i18n.translation import has_message
from polso.web.address import View
from polso.web.building.changes import chip_of
from polso.web.building.readings import Reading
from polso.web.building.tiles import mark_text, metric_path, name_of, reason_of, remedy_of, spark_of, value_texts
from polso.web.building.voice import Voice
from polso.web.views.families import FamilyPage, MetricRow, RowGroup
from polso.web.views.frame import Frame

SPARK = (96, 24)
WHOLE = 0.9995
SHOWN_FLAGS = 3
UNSAID = frozenset({"partial", "outside_data"})
"""What the page says of all figures, or the reason says."""

FAMILY_NAMES: dict[Family, str] = {"performance": "results", "activity": "activity", "productivity": "yield"}


def family_page(
    frame: Frame,
    chosen: Sequence[Metric],
    readings: Mapping[str, Reading],
    reached: Mapping[str, Answer],
    view: View,
    voice: Voice,
) -> FamilyPage:
    """`chosen` are the metrics of the family, `reached` the attainment of those that have a target."""
    main = [metric for metric in chosen if not metric.supporting]
    further = [metric for metric in chosen if metric.supporting]
    groups = [
        RowGroup(voice.say(f"families.{name}"), voice.say(f"families.{name}_note"), rows)
        for name, part in (("main", main), ("supporting", further))
        if (rows := _rows(part, readings, reached, view, voice))
    ]
    return FamilyPage(frame, tuple(groups))


def _rows(
    chosen: Sequence[Metric], readings: Mapping[str, Reading], reached: Mapping[str, Answer], view: View, voice: Voice
) -> tuple[MetricRow, ...]:
    """What is known comes before what is missing; what is always told apart has a row a part."""
    found = [
        (readings[key].known, row_of(readings[key], reached.get(metric.id), view, voice))
        for metric in chosen
        for key in readings
        if key.partition("/")[0] == metric.id
    ]
    found.sort(key=lambda pair: not pair[0])
    return tuple(row for _, row in found)


def row_of(reading: Reading, reached: Answer | None, view: View, voice: Voice) -> MetricRow:
    """One reading as a row."""
    answer = reading.answer
    name = " · ".join((name_of(answer.metric, voice), *(voice.group(part) for part in answer.group.names)))
    href = view.url_with(metric_path(answer.metric))
    if not reading.known:
        return MetricRow(
            name,
            href,
            None,
            reason=reason_of(answer, reading.missing_inputs, voice),
            remedy=remedy_of(answer, reading.missing_inputs, voice),
        )
    value, second = value_texts(answer, voice)
    second = second or mark_text(reading.mark, voice)
    target, note = target_texts(reached, answer, voice)
    return MetricRow(
        name,
        href,
        value,
        second,
        voice.period(answer.period) if reading.older else "",
        chip_of(answer, reading.distinguishable, voice),
        _difference(answer, voice),
        target,
        note,
        spark_of(reading, SPARK),
        interval_text(answer, voice),
        quality_of(answer, voice),
    )


def _difference(answer: Answer, voice: Voice) -> str:
    """The difference in its own unit beside a percentage; the chip of a stock or of a growth says it already."""
    if answer.change is None or answer.change_ratio is None or isinstance(answer.variant.kind, Stock | Shift):
        return ""
    return "" if answer.unit == "ratio" else voice.difference(answer)


def interval_text(answer: Answer, voice: Voice) -> str:
    if answer.low is None or answer.high is None:
        return ""
    return voice.between(answer.low, answer.high, answer.unit)


def target_texts(reached: Answer | None, answer: Answer, voice: Voice) -> tuple[str, str]:
    """What is aimed at, and the share of it that is reached; empty without a target for the shown period."""
    if reached is None or reached.value is None or reached.period != answer.period or answer.group.keys:
        return "", ""
    # Of a figure that is better when lower the target is what is divided.
    target = reached.numerator if answer.direction == "lower" else reached.denominator
    if target is None:
        return "", ""
    share = format_percent(reached.value, voice.language)
    said = voice.say("families.reached_so_far" if reached.partial else "families.reached", share=share)
    return voice.brief(target, answer.unit), said


def quality_of(answer: Answer, voice: Voice) -> tuple[str, ...]:
    """How many records, which share of them is usable, and what is unusual, in short words."""
    said = []
    if answer.n:
        said.append(voice.say("figure.n", count=answer.n) if answer.n < 1000 else _many(answer.n, voice))
    if answer.coverage is not None and answer.coverage < WHOLE:
        # Rounded down, for 99.6 % is not all.
        share = format_percent(int(answer.coverage * 100) / 100, voice.language)
        said.append(voice.say("families.coverage", share=share))
    told = [flag_words(flag, voice) for flag in answer.flags if flag in FLAGS and flag not in UNSAID]
    return (*said, *told[:SHOWN_FLAGS])


def _many(count: int, voice: Voice) -> str:
    return f"n {format_integer(count, voice.language)}"


def flag_words(flag: str, voice: Voice) -> str:
    """In short where there are short words, else the whole sentence."""
    key = f"quality.{flag}"
    return voice.say(key) if has_message(key) else FLAGS[flag][voice.language]
