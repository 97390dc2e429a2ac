"""The receipt: everything that a figure rests on."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from polso.answers.answer import Answer, Receipt
from polso.catalog.model import Variant
from polso.catalog.rules.kinds import measures_of
from polso.i18n.dates import format_moment
from polso.i18n.numbers import format_integer
from polso.query.resolve import inner_variant
from polso.query.settings import days_used
from polso.store.instants import aware
from polso.web.building.voice import Voice
from polso.web.views.cards import ReceiptLine


def receipt_of(
    answer: Answer, receipt: Receipt, voice: Voice, *, batch: int | None, now: datetime
) -> tuple[ReceiptLine, ...]:
    """Definition, period, filters, records, interval and test, instant of knowledge, basis, zone, import."""
    say = voice.say
    lines = [
        (say("receipt.definition"), f"{answer.metric.id}:{answer.variant.id}"),
        (say("receipt.period"), _period(answer, voice)),
        (say("receipt.filters"), _filters(receipt, voice)),
        (say("receipt.records"), format_integer(answer.n, voice.language)),
        (
            say("receipt.left_out"),
            say("receipt.missing", count=answer.missing) if answer.missing else say("receipt.none_missing"),
        ),
    ]
    if answer.base is not None:
        lines.insert(2, (say("receipt.base"), voice.days(answer.base)))
    if answer.variant.uncertainty.level != "none":
        lines.append((say("receipt.interval"), say(f"receipt.level_{answer.variant.uncertainty.level}")))
    if answer.variant.uncertainty.change != "none":
        lines.append((say("receipt.test"), say(f"receipt.change_{answer.variant.uncertainty.change}")))
    if uses_basis(answer.variant):
        lines.append((say("receipt.basis"), say(f"cli.basis_{receipt.revenue_basis}")))
    for name, days in days_used(answer.variant, voice.calendar.company):
        lines.append((say("receipt.setting"), say("cli.receipt_days", name=name, count=days)))
    if answer.currency is not None:
        lines.append((say("receipt.currency"), receipt.currency))
    known = now if receipt.as_of is None else aware(receipt.as_of)
    lines.append((say("receipt.known_at"), format_moment(known.astimezone(ZoneInfo(receipt.timezone)), voice.language)))
    lines.append((say("receipt.zone"), receipt.timezone))
    said = say("receipt.version", version=str(receipt.data_version))
    lines.append((say("receipt.data"), said if batch is None else say("receipt.import", number=str(batch))))
    return tuple(ReceiptLine(label, text) for label, text in lines)


def uses_basis(variant: Variant) -> bool:
    """Whether the figure is money on the company's basis of revenue."""
    return any(
        condition.values == ("@revenue_basis",)
        for measure in measures_of(inner_variant(variant).kind)
        for condition in measure.where
    )


def _period(answer: Answer, voice: Voice) -> str:
    said = voice.days(answer.part or answer.period)
    if answer.part is None or not answer.partial:
        return said
    done, whole = voice.calendar.working_days(answer.part), voice.calendar.working_days(answer.period)
    return f"{said} · {voice.say('overview.working_days', done=str(done), count=whole)}"


def _filters(receipt: Receipt, voice: Voice) -> str:
    if not receipt.filters:
        return voice.say("receipt.no_filters")
    return " · ".join(f"{voice.dimension(name)}: {voice.group(value or None)}" for name, value in receipt.filters)
