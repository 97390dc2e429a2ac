"""`merge`: customers that are probably one, and a person's word on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polso.commands import arguments as read
from polso.commands.progress import Progress
from polso.commands.session import Session
from polso.intake.merging.deciding import find_customer, merge, tell_apart
from polso.intake.merging.proposals import Customer, Proposal, customers, propose, told_apart


def proposals(session: Session) -> tuple[Proposal, ...]:
    """What is proposed now, the surest first."""
    with session.workspace.cursor() as cursor:
        return propose(customers(cursor), told_apart(cursor))


def merge_customers(session: Session, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Without `keep` the `proposals` (`keep`, `other`, `why`); else `others` become it, or with `different` stay apart.

    `keep` and `others` are ids or names. The result of a decision has `batch`, `keep` and `others`. Raises
    NotFoundError `unknown_customer`; UserError `customer_ambiguous`, `merge_with_itself`.
    """
    text = read.text(arguments, "keep")
    if text is None:
        return {
            "proposals": [
                {"keep": _said(one.keep), "other": _said(one.other), "why": one.why} for one in proposals(session)
            ]
        }
    workspace, now = session.workspace, session.now()
    keep = find_customer(workspace, text)
    others = [find_customer(workspace, other) for other in read.texts(arguments, "others")]
    if read.flag(arguments, "different"):
        batches = [tell_apart(workspace, keep, other, now).batch_id for other in others]
    else:
        batches = [merge(workspace, keep, others, now).batch_id]
    return {"batch": batches[-1], "keep": _said(keep), "others": [_said(other) for other in others]}


def _said(one: Customer) -> dict[str, Any]:
    return {"id": one.account_id, "name": one.name, "vat_number": one.vat_number, "records": one.records}
