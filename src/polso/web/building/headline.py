"""The sentence over the Overview: what was sold, against what, and whether it can be told from chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polso.answers.answer import Answer
from polso.base.period import Period
from polso.i18n.words import capitalised
from polso.web.address import View
from polso.web.building.changes import tone_of, verdict_of
from polso.web.building.controls import spelled
from polso.web.building.readings import Reading
from polso.web.building.tiles import metric_path, name_of
from polso.web.building.voice import Voice
from polso.web.views.figures import Fact, Headline
from polso.web.views.frame import Link

FIRST = ("net_revenue", "opportunities_created", "win_rate", "open_deals")
"""What the sentence is about: the first of these that is known in the period."""
NAMED_TOO = 3


def headline_of(readings: Mapping[str, Reading], shown: Sequence[str], view: View, voice: Voice) -> Headline | None:
    """None where none of the main figures is known in the period itself."""
    subject = next((readings[name] for name in FIRST if name in readings and _present(readings[name])), None)
    if subject is None:
        return None
    answer = subject.answer
    period = spelled(answer.period, voice.calendar)
    path = metric_path(answer.metric)
    return Headline(
        _sentence(subject, voice),
        _others([readings[name] for name in shown if name in readings], answer, voice),
        (
            Link(voice.say("overview.open_rows"), view.url_with(f"{path}/rows", period=period)),
            Link(voice.say("overview.how_computed"), view.url_with(path)),
        ),
        _facts(readings, voice),
    )


def _present(reading: Reading) -> bool:
    return reading.known and not reading.older


def _sentence(reading: Reading, voice: Voice) -> str:
    answer = reading.answer
    value = voice.brief(answer.value, answer.unit)
    period = capitalised(_period(answer, voice))
    so_far = "_so_far" if answer.partial else ""
    if answer.metric.id == "net_revenue":
        said = voice.say(f"overview.sold{so_far}", period=period, value=value)
    else:
        said = voice.say("overview.figure", period=period, metric=name_of(answer.metric, voice).lower(), value=value)
    verdict = verdict_of(answer, reading.distinguishable)
    if verdict == "none" or answer.base is None:
        return f"{said}; {voice.say('overview.no_base')}"
    change = voice.say(
        f"overview.{verdict}",
        change=voice.change(answer),
        against=voice.against(answer.base, answer.period, spelled_out=True),
    )
    return f"{said}, {change}"


def _period(answer: Answer, voice: Voice) -> str:
    """A month that is running is named by itself; how far it has come stands under the title."""
    return voice.period(answer.period)


def _others(readings: Sequence[Reading], subject: Answer, voice: Voice) -> str:
    moved = [
        reading
        for reading in readings
        if reading.answer.metric.id != subject.metric.id
        and not reading.older
        and verdict_of(reading.answer, reading.distinguishable) in ("rose", "fell")
    ]
    if not moved:
        return voice.say("overview.nothing_else")
    moved.sort(key=lambda reading: _order(reading.answer))
    said = tuple(_moved(reading, voice) for reading in moved[:NAMED_TOO])
    return voice.say("overview.moved", figures="; ".join(said))


def _order(answer: Answer) -> float:
    return 1.0 if answer.p_value is None else answer.p_value


def _moved(reading: Reading, voice: Voice) -> str:
    answer = reading.answer
    verdict = verdict_of(answer, reading.distinguishable)
    words = voice.say(f"change.{verdict}")
    if tone_of(answer, verdict) != "neutral":
        words = f"{words}, {voice.say(f'change.{tone_of(answer, verdict)}')}"
    base = "" if answer.base is None else voice.against(answer.base, answer.period)
    value = voice.brief(answer.value, answer.unit)
    return (
        f"{name_of(answer.metric, voice).lower()} {value} ({' '.join((voice.change(answer), base)).strip()}, {words})"
    )


def _facts(readings: Mapping[str, Reading], voice: Voice) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    won, rate = readings.get("deals_won"), readings.get("win_rate")
    if won is not None and _present(won):
        whole = rate.answer.denominator if rate is not None and _present(rate) else None
        note = "" if whole is None else voice.say("overview.of_closed", count=int(whole))
        facts.append(Fact(voice.say("overview.won"), voice.brief(won.answer.value, "count"), note))
    pipeline, deals = readings.get("pipeline_value"), readings.get("open_deals")
    if pipeline is not None and _present(pipeline):
        note = voice.say("figure.deals", count=pipeline.answer.n)
        facts.append(Fact(name_of(pipeline.answer.metric, voice), voice.short(pipeline.answer.value, "currency"), note))
    elif deals is not None and _present(deals):
        facts.append(Fact(name_of(deals.answer.metric, voice), voice.brief(deals.answer.value, "count")))
    return tuple(facts)


def footnote(period: Period, answers: Sequence[Answer], voice: Voice) -> tuple[str, ...]:
    """What "vs Oct" means for a period that is running: as many working days of it."""
    for answer in answers:
        if answer.base is not None and answer.part is not None and answer.partial and answer.period == period:
            days = voice.calendar.working_days(answer.part)
            return (
                voice.say(
                    "overview.base_note",
                    against=voice.against(answer.base, answer.period),
                    count=days,
                    days=voice.days(answer.base),
                ),
            )
    return ()
