"""Where the time of one request goes: planning, SQL, assembling answers, rendering."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from polso.answers.answer import Answers

THOUSAND = 1000


@dataclass(slots=True)
class Timing:
    """Seconds by stage, in the order in which they began."""

    started: float = field(default_factory=perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = perf_counter()
        try:
            yield
        finally:
            self.add(name, perf_counter() - begun)

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def add_answers(self, answers: Answers, seconds: float) -> None:
        """What an answer took; one that was kept from before took next to nothing and is not split."""
        receipt = answers.receipt
        parts = {"plan": receipt.planning_seconds, "sql": receipt.sql_seconds, "assembly": receipt.assembly_seconds}
        if sum(parts.values()) > seconds:
            parts = {"plan": seconds, "sql": 0.0, "assembly": 0.0}
        for name, one in parts.items():
            self.add(name, one)

    def header(self) -> str:
        """The value of `Server-Timing`, milliseconds."""
        stages = {"plan": 0.0, "sql": 0.0, "assembly": 0.0, "render": 0.0} | self.seconds
        stages["total"] = perf_counter() - self.started
        return ", ".join(f"{name};dur={seconds * THOUSAND:.1f}" for name, seconds in stages.items())
