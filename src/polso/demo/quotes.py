"""The quotes that were sent: one when a deal comes to its proposal, another with each later price."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import cast

from polso.demo.deals import Begun
from polso.demo.fold import owner_at
from polso.demo.office_types import Quote


def quotes(begun: list[Begun], today: datetime) -> tuple[Quote, ...]:
    """Every version sent before `today`, in order of sending."""
    found: list[tuple[datetime, str, int, Decimal, str, str]] = []
    for entry in begun:
        deal, amount, version, sent = entry.deal, None, 0, False
        for event in deal.events:
            if event.at >= today:
                break
            if event.field == "amount":
                amount = cast("Decimal | None", event.new)
            sent = sent or (event.field == "stage" and event.new == "proposal")
            is_new = event.field in ("amount", "stage") and event.new in ("proposal", amount)
            if sent and amount is not None and is_new:
                if found and found[-1][:2] == (event.at, deal.deal_id):
                    found.pop()
                    version -= 1
                version += 1
                found.append((event.at, deal.deal_id, version, amount, deal.customer, owner_at(deal, event.at)))
    found.sort()
    numbers: dict[str, str] = {}
    for at, deal_id, *_ in found:
        numbers.setdefault(deal_id, f"PR-{at.year}-{len(numbers) + 1:04d}")
    return tuple(
        Quote(numbers[deal_id], version, at, deal_id, customer, rep, amount)
        for at, deal_id, version, amount, customer, rep in found
    )
