"""The funnel as a table: how many came to each stage, the share and the money that were lost there, the usual days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polso.answers.answer import Answer
from polso.catalog.model import Stock
from polso.i18n.dates import format_date
from polso.web.address import View
from polso.web.building.families import interval_text
from polso.web.building.readings import Reading
from polso.web.building.tiles import name_of, reason_of
from polso.web.building.voice import Voice
from polso.web.views.figures import Fact, Headline
from polso.web.views.frame import Frame, Link
from polso.web.views.funnel import FunnelPage, Segment, Stage

REACHED, OPEN = "funnel_reached", "funnel_reached:open"
LEAKAGE, LOST, VALUE = "funnel_leakage", "funnel_leakage:count", "funnel_leakage:value"
DAYS = "stage_days"
ASKED = (REACHED, OPEN, LEAKAGE, LOST, VALUE, DAYS)
FACTS = ("pipeline_value", "open_deals", "win_rate", "sales_cycle_length")
FEW = 10
"""No stage is named the worst by fewer losses than that."""


@dataclass(frozen=True, slots=True)
class FunnelAnswered:
    """By reading, then by the key of the stage; `ranks` orders the stages, `missing` are the inputs that lack."""

    stages: Mapping[str, Mapping[str, Answer]]
    ranks: Mapping[str, int]
    facts: Sequence[Reading]
    whole: Answer
    missing: tuple[str, ...]
    period: str
    spelled: str


def funnel_page(frame: Frame, asked: FunnelAnswered, view: View, voice: Voice) -> FunnelPage:
    reached = {key: answer for key, answer in asked.stages[REACHED].items() if answer.value}
    # A stage without a rank stands last, and the larger first.
    keys = sorted(
        reached, key=lambda key: (asked.ranks.get(key, len(asked.ranks) + 1), -float(reached[key].value or 0))
    )
    largest = max((float(reached[key].value or 0) for key in keys), default=0.0)
    stages = tuple(_stage(key, asked, largest, view, voice) for key in keys)
    links = (
        Link(voice.say("frame.changes"), view.url_with("/changes", period=None)),
        Link(voice.say("funnel.whole_metric"), view.url_with(f"/metrics/{LEAKAGE}")),
    )
    empty = "" if stages else reason_of(asked.whole, asked.missing, voice)
    remedy = Link(voice.say("data.upload"), "/data") if asked.missing else None
    return FunnelPage(
        frame, _headline(keys, asked, voice), asked.period, stages, _note(asked, voice), empty, remedy, links
    )


def _stage(key: str, asked: FunnelAnswered, largest: float, view: View, voice: Voice) -> Stage:
    def figure(name: str) -> Answer | None:
        return asked.stages[name].get(key)

    reached = asked.stages[REACHED][key]
    leakage, lost, value, still, days = (figure(name) for name in (LEAKAGE, LOST, VALUE, OPEN, DAYS))
    name = reached.group.names[0]
    rows = view.url_with(f"/metrics/{LOST}/rows", where=view.filtered("stage", name or ""), period=asked.spelled)
    return Stage(
        voice.group(name),
        voice.brief(reached.value, "count"),
        _segments(_number(reached), _number(lost), _number(still), largest),
        _text(leakage, voice),
        _interval(leakage, voice),
        _text(lost, voice),
        rows if lost is not None and lost.value else "",
        _text(value, voice) or voice.say("funnel.no_amount"),
        _text(still, voice) or "0",
        _text(days, voice),
        _interval(days, voice),
    )


def _number(answer: Answer | None) -> float:
    return 0.0 if answer is None or answer.value is None else float(answer.value)


def _text(answer: Answer | None, voice: Voice) -> str:
    return "" if answer is None or answer.value is None else voice.brief(answer.value, answer.unit)


def _interval(answer: Answer | None, voice: Voice) -> str:
    return "" if answer is None else interval_text(answer, voice)


def _segments(reached: float, lost: float, still: float, largest: float) -> tuple[Segment, ...]:
    """Gone on, lost here, still open here; what is left over (a stage that is not known) has no mark."""
    found: list[Segment] = []
    begun = 0.0
    for mark, count in (("passed", max(reached - lost - still, 0.0)), ("lost", lost), ("open", still)):
        width = round(100 * count / largest, 2) if largest else 0.0
        if width:
            found.append(Segment(mark, round(begun, 2), width))
            begun += width
    return tuple(found)


def _headline(keys: Sequence[str], asked: FunnelAnswered, voice: Voice) -> Headline | None:
    """Where most is lost, in money where amounts are known, else in number."""
    facts = tuple(
        Fact(
            name_of(one.answer.metric, voice),
            voice.brief(one.answer.value, one.answer.unit),
            _when(one.answer, voice),
        )
        for one in asked.facts
        if one.known
    )
    lost, value = asked.stages[LOST], asked.stages[VALUE]
    worst = max((key for key in keys if key in lost), key=lambda key: _number(lost[key]), default=None)
    if worst is None or _number(lost[worst]) < FEW:
        said = voice.say("funnel.few") if keys else voice.say("funnel.subtitle")
        return Headline(said, "", (), facts) if facts else None
    costly = max((key for key in keys if key in value), key=lambda key: _number(value[key]), default=None)
    sentence = voice.say(
        "funnel.most_lost", stage=voice.group(lost[worst].group.names[0]), count=int(_number(lost[worst]))
    )
    text = ""
    if costly is not None and _number(value[costly]):
        text = voice.say(
            "funnel.most_value",
            stage=voice.group(value[costly].group.names[0]),
            value=voice.brief(value[costly].value, "currency"),
        )
    return Headline(sentence, text, (), facts)


def _when(answer: Answer, voice: Voice) -> str:
    part = answer.part or answer.period
    if isinstance(answer.variant.kind, Stock):
        return voice.say("customers.at_end", day=format_date(part.last_day, voice.language))
    return voice.period(part)


def _note(asked: FunnelAnswered, voice: Voice) -> str:
    said = [voice.say("funnel.note")]
    if not any(answer.value is not None for answer in asked.stages[DAYS].values()):
        said.append(voice.say("funnel.no_days"))
    return " ".join(said)
