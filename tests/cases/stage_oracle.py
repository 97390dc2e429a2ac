"""How far deals came, worked out in plain Python from histories: it shares no code with the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations


@dataclass(slots=True)
class Seen:
    """A deal: the open stages that it was in, in the order of time, and how it stands."""

    stages: list[str] = field(default_factory=list)
    status: str = "open"


def places(deals: Sequence[Seen], given: Mapping[str, float]) -> dict[str, float]:
    """The place of each stage: that of a list of stages, else how many it comes before less how many it comes after,
    as most deals with both had it; a stage that no deal had with another has none."""
    told = {stage for deal in deals for stage in deal.stages}
    if told & given.keys():
        return {stage: given[stage] for stage in told | given.keys() if stage in given}
    before: Counter[tuple[str, str]] = Counter()
    for deal in deals:
        before.update(combinations(dict.fromkeys(deal.stages), 2))
    paired = {stage for pair in before for stage in pair}
    return {
        stage: -sum(
            (before[stage, other] > before[other, stage]) - (before[stage, other] < before[other, stage])
            for other in paired
        )
        for stage in paired
    }


def leakage(deals: Sequence[Seen], given: Mapping[str, float]) -> dict[str, tuple[int, int, int]]:
    """Of each stage: deals that came there, those that ended or went on, and those that were lost there."""
    place = places(deals, given)
    told = {stage for deal in deals for stage in deal.stages}
    found: dict[str, Counter[str]] = {stage: Counter() for stage in told | place.keys()}
    alone = Counter(place.values())
    for deal in deals:
        top = max((place[stage] for stage in deal.stages if stage in place), default=None)
        for stage, counts in found.items():
            was_in = stage in deal.stages
            if stage not in place or alone[place[stage]] > 1:
                came, is_last = was_in, bool(deal.stages) and deal.stages[-1] == stage
            else:
                came = deal.status == "won" or (top is not None and place[stage] <= top)
                is_last = top == place[stage]
            if came:
                counts["came"] += 1
                counts["resolved"] += deal.status != "open" or not is_last
                counts["lost"] += deal.status == "lost" and is_last
    return {stage: (one["came"], one["resolved"], one["lost"]) for stage, one in found.items() if one["came"]}
