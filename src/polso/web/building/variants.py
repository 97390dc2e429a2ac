"""The readings of one name side by side, each with what it counts and its interval; and how two figures reconcile."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from polso.answers.answer import Answer, Figure, MetricAnswers
from polso.answers.flags import FLAGS
from polso.base.money import divide_money
from polso.web.address import View
from polso.web.building.readings import total_of
from polso.web.building.tiles import metric_path, name_of, reason_of
from polso.web.building.voice import Voice
from polso.web.views.figures import Meter
from polso.web.views.pages import Bridge, BridgeStep, Variant

TOLD_FLAGS = ("low_coverage", "one_deal_dominates", "fx_missing", "immature", "indicative")
"""What one must know even of a reading that stands in a list."""

BRIDGED = ("average_order_value", "average_revenue_per_sale")
FULL = 100.0


def variants_of(columns: Sequence[MetricAnswers], current: Answer, view: View, voice: Voice) -> tuple[Variant, ...]:
    """None where the name has one reading only. Those of one unit are drawn on one scale."""
    if len(columns) < 2:
        return ()
    answers = [total_of(one, current.group.keys) for one in columns]
    return tuple(
        _variant(one, answer, current, _scale(answers, answer), view, voice)
        for one, answer in zip(columns, answers, strict=True)
    )


def _variant(
    columns: MetricAnswers, answer: Answer, current: Answer, scale: float, view: View, voice: Voice
) -> Variant:
    shown = columns.variant.id == current.variant.id
    variant = columns.variant
    note = ""
    if answer.value is None:
        note = reason_of(answer, columns.missing_inputs, voice)
    else:
        said = [voice.say("metric.in_use")] if shown else []
        said += [voice.say("figure.n", count=answer.n)] if answer.n else []
        said += [] if shown else _apart(answer, current, voice)
        note = " · ".join((*said, *(FLAGS[flag][voice.language] for flag in TOLD_FLAGS if flag in answer.flags)))
    return Variant(
        variant.names[voice.language],
        shown_figure(answer, voice),
        note,
        view.url_with(metric_path(columns.metric, variant)),
        shown,
        variant.definition[voice.language] if variant.definition else "",
        _meter(answer, current, scale, voice),
    )


def shown_figure(answer: Answer, voice: Voice) -> str:
    """Rates and durations with a decimal, money whole."""
    return (
        voice.brief(answer.value, answer.unit) if answer.unit == "currency" else voice.exact(answer.value, answer.unit)
    )


def _apart(answer: Answer, current: Answer, voice: Voice) -> list[str]:
    """How far it lies from the one shown, where both are in one unit: arithmetic, no judgement."""
    if answer.unit != current.unit or answer.value is None or current.value is None or answer.unit == "count":
        return []
    exact = Decimal(repr(answer.value)) if isinstance(answer.value, float) else Decimal(answer.value)
    shown = Decimal(repr(current.value)) if isinstance(current.value, float) else Decimal(current.value)
    difference = exact - shown
    said = voice.points(difference) if answer.unit == "ratio" else voice.exact(difference, answer.unit, signed=True)
    return [voice.say("metric.apart", difference=said)]


def _scale(answers: Sequence[Answer], like: Answer) -> float:
    """The largest value or bound among the readings of one unit; a rate is drawn on its whole range if it needs it."""
    known = [
        float(bound) for one in answers if one.unit == like.unit for bound in (one.value, one.high) if bound is not None
    ]
    return max(known, default=0.0)


def _meter(answer: Answer, current: Answer, scale: float, voice: Voice) -> Meter | None:
    if answer.value is None or scale <= 0 or float(answer.value) < 0 or (answer.low is not None and answer.low < 0):
        return None

    def at(figure: Figure) -> float | None:
        return None if figure is None else round(FULL * min(float(figure) / scale, 1.0), 1)

    bounded = answer.low is not None and answer.high is not None
    text = voice.between(answer.low, answer.high, answer.unit) if bounded else voice.say("metric.no_interval")
    notch = at(current.value) if current.unit == answer.unit and current.variant.id != answer.variant.id else None
    if not bounded and notch is None:
        return None
    return Meter(
        low=at(answer.low) if bounded else None,
        high=at(answer.high) if bounded else None,
        dot=at(answer.value),
        notch=notch,
        left=text,
    )


def bridge_of(orders: Answer, revenue: Answer, view: View, voice: Voice) -> Bridge | None:
    """From the average order to the average revenue a sale: what is paid back lies between them.

    None where they are not made of the same sales: then no sum leads from one to the other.
    """
    if orders.value is None or revenue.value is None or orders.denominator != revenue.denominator:
        return None
    top, bottom, count = orders.numerator, revenue.numerator, revenue.denominator
    if not isinstance(top, Decimal) or not isinstance(bottom, Decimal) or not isinstance(count, int) or not count:
        return None
    back = divide_money(top - bottom, count)
    return Bridge(
        BridgeStep(name_of(orders.metric, voice), voice.exact(orders.value, "currency"), _address(orders, view)),
        BridgeStep(voice.say("metric.refunds_per_order"), voice.exact(back, "currency"), None),
        BridgeStep(name_of(revenue.metric, voice), voice.exact(revenue.value, "currency"), _address(revenue, view)),
        voice.say(
            "metric.bridge_note",
            count=count,
            sales=voice.exact(top, "currency"),
            refunds=voice.exact(top - bottom, "currency"),
        ),
    )


def _address(answer: Answer, view: View) -> str:
    return view.url_with(metric_path(answer.metric))
