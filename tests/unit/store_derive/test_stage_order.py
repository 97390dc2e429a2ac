"""Stages without a given order: the one in which deals passed through them, against an oracle in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

Path = tuple[str, str]
"""The stages that a deal was in, one letter each, and how it stands."""


def _put(facts: Any, paths: list[Path], ranks: dict[str, int], source: str = "files") -> None:
    facts.batch("2025-04-10T08:00:00")
    facts.put("stage", {"stage_id": "W", "kind": "won"}, {"stage_id": "L", "kind": "lost"}, source=source)
    facts.put("stage", *({"stage_id": stage, "rank": rank} for stage, rank in ranks.items()), source=source)
    events, deals = [], []
    for number, (path, status) in enumerate(paths):
        names = path + {"won": "W", "lost": "L", "open": ""}[status]
        for place, stage in enumerate(names):
            events.append(
                {
                    "opportunity_id": f"D{number}",
                    "seq": place,
                    "happened_at": f"2025-01-{place + 1:02}",
                    "field": "stage",
                    "old": names[place - 1] if place else None,
                    "new": stage,
                }
            )
        closed = None if status == "open" else f"2025-01-{len(names):02}"
        deals.append(
            {"opportunity_id": f"D{number}", "created_at": "2025-01-01", "status": status, "closed_at": closed}
        )
    facts.put("opportunity_event", *events, source=source).put("opportunity", *deals, source=source).derive()


def _counted(facts: Any) -> dict[str, tuple[int, int, int, int]]:
    rows = facts.ask(
        "select stage_id, count(*), count(*) filter (outcome = 'advanced'), count(*) filter (outcome = 'lost'),"
        " count(*) filter (outcome = 'open') from stage_reach where known_to is null group by stage_id"
    )
    return {stage: tuple(counts) for stage, *counts in rows}


def _oracle(paths: list[Path], ladder: str) -> dict[str, tuple[int, int, int, int]]:
    """Reached, gone on, lost and open of each stage of an ordered ladder, deal by deal."""
    found = {stage: Counter[str]() for stage in ladder}
    for path, status in paths:
        top = max((ladder.index(stage) for stage in path), default=-1)
        for place, stage in enumerate(ladder):
            if status == "won" or place < top:
                found[stage]["advanced"] += 1
            elif place == top:
                found[stage][status] += 1
    return {
        stage: (sum(one.values()), one["advanced"], one["lost"], one["open"])
        for stage, one in found.items()
        if one.total()
    }


def _random_paths(seed: int, ladder: str) -> list[Path]:
    """Ways with skipped stages and moves back: mostly on, sometimes two at once, sometimes one back."""
    chance = random.Random(seed)
    paths: list[Path] = [(ladder, "won")] * 3
    for _ in range(30):
        place, path = 0, ladder[0]
        for step in chance.choices((1, 2, -1), (6, 2, 2), k=chance.randrange(7)):
            after = place + step
            if 0 <= after < len(ladder):
                place, path = after, path + ladder[after]
        paths.append((path, chance.choice(("won", "lost", "lost", "open"))))
    return paths


@pytest.mark.parametrize("is_ranked", [True, False])
def test_skipped_stages_and_moves_back(facts: Any, is_ranked: bool) -> None:
    ladder = "CADB"
    paths = _random_paths(5, ladder)
    assert any("DA" in path or "AC" in path for path, _ in paths)
    assert any("CD" in path or "AB" in path for path, _ in paths)
    _put(facts, paths, {stage: place for place, stage in enumerate(ladder)} if is_ranked else {})
    assert _counted(facts) == _oracle(paths, ladder)
    stays = facts.ask("select count(*) from stage_time where known_to is null and ended_as = 'back'")
    pairs = [(a, b) for path, _ in paths for a, b in pairwise(path)]
    assert stays == [(sum(ladder.index(b) < ladder.index(a) for a, b in pairs),)]


def test_stages_that_no_deal_had_together_stand_each_by_itself(facts: Any) -> None:
    paths = [("A", "open"), ("B", "lost"), ("C", "won"), ("C", "open")]
    _put(facts, paths, {})
    assert _counted(facts) == {"A": (1, 0, 0, 1), "B": (1, 0, 1, 0), "C": (2, 1, 0, 1)}
    assert facts.ask("select distinct rank from stage_reach") == [(0,)]


def test_of_stages_of_one_rank_those_count_that_the_deal_was_in(facts: Any) -> None:
    paths = [("ABD", "lost"), ("ACB", "lost"), ("ABC", "open"), ("AD", "won"), ("A", "lost")]
    _put(facts, paths, {"A": 1, "B": 2, "C": 2, "D": 3})
    assert _counted(facts) == {"A": (5, 4, 1, 0), "B": (3, 2, 1, 0), "C": (2, 1, 0, 1), "D": (2, 1, 1, 0)}


def test_a_source_that_has_ranks_gets_no_order_of_its_own(facts: Any) -> None:
    _put(facts, [("AXB", "lost"), ("AB", "won")], {"A": 1, "B": 2})
    assert _counted(facts) == {"A": (2, 2, 0, 0), "B": (2, 1, 1, 0)}


def test_two_sources_do_not_share_an_order(facts: Any) -> None:
    _put(facts, [("AB", "lost")], {}, source="one")
    facts.batch("2025-04-11T08:00:00")
    day = {"seq": 0, "happened_at": "2025-01-01", "field": "stage", "new": "C"}
    facts.put("opportunity_event", {"opportunity_id": "E", **day}, source="two")
    facts.put("opportunity", {"opportunity_id": "E", "created_at": "2025-01-01", "status": "open"}, source="two")
    facts.derive()
    assert _counted(facts) == {"A": (1, 1, 0, 0), "B": (1, 0, 1, 0), "C": (1, 0, 0, 1)}
