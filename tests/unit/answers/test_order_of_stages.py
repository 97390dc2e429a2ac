"""Stages stand in the order that deals go through them."""

from __future__ import annotations

from typing import Any

from tests.support.office import Office, deal


def test_stages_by_rank_then_those_without_one_then_the_unknown(office: Office) -> None:
    stages: list[dict[str, Any]] = [
        {"stage_id": "z", "name": "Zeta", "rank": 1},
        {"stage_id": "a", "name": "Alfa", "rank": 2},
        {"stage_id": "m", "name": "Mu", "rank": None},
    ]
    deals = [
        deal(number, stage_id=stage, status="open", closed_on=None)
        for number, stage in enumerate(("a", "m", None, "z"))
    ]
    office.load({"stage": stages, "opportunity": deals})
    found = office.ask("open_deals", period="2026-01-01", by=("stage",))
    assert [answer.group.names for answer in found] == [("Zeta",), ("Alfa",), ("Mu",), (None,), ()]
