"""From the history of a deal to its state at an instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import cast

from polso.demo.records import Deal, DealState, Stage, World


def state_at(deal: Deal, before: datetime) -> DealState | None:
    """The state after all events earlier than `before`; None where the deal did not exist yet."""
    stage: Stage | None = None
    amount: Decimal | None = None
    owner = ""
    close: datetime | None = None
    for event in deal.events:
        if event.at >= before:
            break
        if event.field == "stage":
            stage = cast("Stage", event.new)
        elif event.field == "amount":
            amount = cast("Decimal | None", event.new)
        elif event.field == "owner":
            owner = cast("str", event.new)
        elif event.field == "expected_close":
            close = cast("datetime | None", event.new)
    return None if stage is None else DealState(deal.deal_id, stage, amount, owner, close)


def pipeline(world: World, as_of: date) -> tuple[DealState, ...]:
    """Every deal known on the morning of `as_of`, in order of creation, as the CRM showed it."""
    before = datetime.combine(as_of, time())
    states = (state_at(deal, before) for deal in world.deals)
    return tuple(state for state in states if state is not None)


def last_touch(world: World, as_of: date) -> dict[str, datetime]:
    """By deal, the latest activity that was held before the morning of `as_of`."""
    before = datetime.combine(as_of, time())
    touched: dict[str, datetime] = {}
    for activity in world.activities:
        deal = activity.deal_id
        if deal is not None and activity.status == "done" and activity.start < before:
            touched[deal] = max(touched.get(deal, activity.start), activity.start)
    return touched


def owner_at(deal: Deal, at: datetime) -> str:
    """The rep who had the deal at `at`; the first one where `at` is earlier than the deal."""
    owners: Iterable[tuple[datetime, str]] = (
        (event.at, cast("str", event.new)) for event in deal.events if event.field == "owner"
    )
    current = ""
    for since, owner in owners:
        if since <= at or not current:
            current = owner
    return current
