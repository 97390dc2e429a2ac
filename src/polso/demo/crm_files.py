"""The export files of the CRM: deals, their history, activities. The CRM exports English headers in any language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from polso.demo.company import CURRENCY
from polso.demo.fold import last_touch, pipeline
from polso.demo.records import DealEvent, Value, World
from polso.demo.words import Words
from polso.demo.writing import ENGLISH_CRM, write_csv

DEALS_HEADER = (
    "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Deal owner,Close Date,Create Date,Deal source,Product,"
    "Associated Company,Lost reason,Last Activity Date"
)
HISTORY_HEADER = "Record ID,Property,Old value,New value,Changed at"
ACTIVITIES_HEADER = "Activity ID,Type,Direction,Status,Booked at,Start,End,Owner,Deal ID,Contact ID"
_PROPERTIES = {
    "created": "Create Date",
    "stage": "Deal Stage",
    "amount": "Amount",
    "owner": "Deal owner",
    "expected_close": "Close Date",
}


def write_deals(path: Path, world: World, words: Words, as_of: date) -> Path:
    """The list of deals as the CRM showed it on the morning of `as_of`."""
    return write_csv(path, ENGLISH_CRM, DEALS_HEADER.split(","), _deals(world, words, as_of))


def write_history(path: Path, world: World, words: Words) -> Path:
    """Every change of stage, amount, owner and close date, in order of time."""
    events = [event for deal in world.deals for event in deal.events]
    events.sort(key=lambda event: event.at)
    names = _names(world)
    return write_csv(path, ENGLISH_CRM, HISTORY_HEADER.split(","), (_event(event, words, names) for event in events))


def write_activities(path: Path, world: World, words: Words) -> Path:
    names = _names(world)
    rows = (
        (
            activity.activity_id,
            words.say("activity", activity.kind),
            words.say("direction", activity.direction),
            words.say("held", activity.status),
            _moment(activity.booked_at),
            _moment(activity.start),
            _moment(activity.end),
            names[activity.owner],
            activity.deal_id or "",
            activity.lead_id or "",
        )
        for activity in world.activities
    )
    return write_csv(path, ENGLISH_CRM, ACTIVITIES_HEADER.split(","), rows)


def _deals(world: World, words: Words, as_of: date) -> Iterator[tuple[str, ...]]:
    names, touched = _names(world), last_touch(world, as_of)
    deals = {deal.deal_id: deal for deal in world.deals}
    for state in pipeline(world, as_of):
        deal = deals[state.deal_id]
        product = words.say("product", deal.product)
        yield (
            deal.deal_id,
            f"{product} - {deal.customer}",
            words.say("stage", state.stage),
            words.say("", "pipeline"),
            _value(state.amount),
            CURRENCY,
            names[state.owner],
            _moment(state.close_date),
            _moment(deal.created_at),
            words.say("source", deal.source),
            product,
            deal.customer,
            words.say("reason", deal.loss_reason) if state.stage == "lost" else "",
            _moment(touched.get(deal.deal_id)),
        )


def _event(event: DealEvent, words: Words, names: dict[str, str]) -> tuple[str, ...]:
    def shown(value: Value) -> str:
        if value is None:
            return ""
        if event.field == "stage":
            return words.say("stage", str(value))
        return names[str(value)] if event.field == "owner" else _value(value)

    return (event.deal_id, _PROPERTIES[event.field], shown(event.old), shown(event.new), _moment(event.at))


def _names(world: World) -> dict[str, str]:
    return {rep.key: rep.name for rep in world.reps}


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return _moment(value) if isinstance(value, datetime) else value or ""


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"
