"""A person's word on two customers: one and the same, or two. It is entered by hand and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from polso.base.errors import NotFoundError, UserError, did_you_mean
from polso.base.ids import name_key
from polso.intake.by_hand import Statement, enter
from polso.intake.merging.proposals import Customer, customers
from polso.store.batches import BatchResult

if TYPE_CHECKING:
    from polso.store.workspace import Workspace

PAIRS = "hand"
"""The source of what people say of two customers."""
PART = "\x1f"


def merge(workspace: Workspace, keep: Customer, others: Sequence[Customer], now: datetime) -> BatchResult:
    """From now on `others` count as `keep`, with everything that was ever theirs; as known earlier they do not.

    Raises UserError `merge_with_itself`.
    """
    if any(other.account_id == keep.account_id for other in others):
        raise UserError("merge_with_itself", name=keep.name)
    statements = [
        Statement("account", other.source_system, other.external_id, {"merged_into": keep.account_id})
        for other in others
    ]
    return enter(workspace, [*statements, *(_said(keep, other, "same") for other in others)], now)


def tell_apart(workspace: Workspace, one: Customer, two: Customer, now: datetime) -> BatchResult:
    """The two are different customers and are not proposed again. Raises UserError `merge_with_itself`."""
    if one.account_id == two.account_id:
        raise UserError("merge_with_itself", name=one.name)
    return enter(workspace, [_said(one, two, "different")], now)


def find_customer(workspace: Workspace, text: str) -> Customer:
    """The customer of that id, else the only one of that name. Raises NotFoundError `unknown_customer`."""
    with workspace.cursor() as cursor:
        known = customers(cursor)
    by_id = [one for one in known if text in (one.account_id, one.external_id)]
    by_name = [one for one in known if name_key(one.name) == name_key(text)]
    for found in (by_id, by_name):
        if len(found) == 1:
            return found[0]
    if len(by_name) > 1:
        raise UserError("customer_ambiguous", name=text, ids=tuple(one.account_id for one in by_name))
    near = did_you_mean(text, [one.name for one in known])
    raise NotFoundError("unknown_customer", name=text, suggestions=near)


def _said(one: Customer, two: Customer, verdict: str) -> Statement:
    first, second = sorted((one.account_id, two.account_id))
    said = {"first_id": first, "second_id": second, "verdict": verdict}
    return Statement("account_pair", PAIRS, f"{first}{PART}{second}", said)
