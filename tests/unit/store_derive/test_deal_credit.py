"""Shared deals: money by share to the cent, known from when the shares were."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

D = Decimal


def _deal(deal: str, amount: str | None, **more: Any) -> dict[str, Any]:
    return {
        "opportunity_id": deal,
        "status": "won",
        "created_at": "2025-01-10",
        "closed_at": "2025-02-10",
        "amount": amount,
        "currency": "EUR",
        "owner_id": "R1",
        **more,
    }


def _split(deal: str, rep: str, share: str) -> dict[str, Any]:
    return {"opportunity_id": deal, "rep_id": rep, "share": D(share)}


def test_the_parts_add_up_to_the_deal(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("opportunity", _deal("A", "100"), _deal("B", "50"), _deal("C", None))
    thirds = [_split("A", rep, "0.333333") for rep in ("R1", "R2", "R3")]
    facts.put("credit_split", *thirds, _split("C", "R1", "0.5"), _split("C", "R2", "0.5")).derive()
    assert facts.at("deal_credit", "2025-03-02 00:00", "opportunity_id, rep_id, amount, amount_base") == [
        ("A", "R1", D("33.3334"), D("33.3334")),
        ("A", "R2", D("33.3333"), D("33.3333")),
        ("A", "R3", D("33.3333"), D("33.3333")),
        ("B", "R1", D("50"), D("50")),
        ("C", "R1", None, None),
        ("C", "R2", None, None),
    ]


def test_a_share_that_changes_changes_from_then_on(facts: Any) -> None:
    facts.batch("2025-03-01T08:00:00").put("opportunity", _deal("A", "100"))
    facts.put("credit_split", _split("A", "R1", "0.7"), _split("A", "R2", "0.3"))
    facts.batch("2025-04-01T08:00:00").put("credit_split", _split("A", "R1", "0.4"), _split("A", "R2", "0.6")).derive()
    assert facts.at("deal_credit", "2025-03-15 00:00", "rep_id, amount") == [("R1", D("70")), ("R2", D("30"))]
    assert facts.at("deal_credit", "2025-04-15 00:00", "rep_id, amount") == [("R1", D("40")), ("R2", D("60"))]
    assert facts.at("deal_credit", "2025-02-15 00:00", "rep_id, amount") == [("R1", D("70")), ("R2", D("30"))]
