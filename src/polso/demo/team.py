"""Who takes an enquiry, and who takes over when somebody leaves."""

from __future__ import annotations

import random
from datetime import date

from polso.demo.company import SHARE_OF_WORK
from polso.demo.records import Kind, Rep

_STRAY_SHARE = 0.08


class Team:
    """The reps by the days they work."""

    __slots__ = ("_by_key", "reps")

    def __init__(self, reps: tuple[Rep, ...]) -> None:
        self.reps = reps
        self._by_key = {rep.key: rep for rep in reps}

    def rep(self, key: str) -> Rep:
        return self._by_key[key]

    def pick(self, rng: random.Random, kind: Kind, day: date) -> str:
        """A rep at work on `day`: private people go to one team, companies to the other, with a few exceptions."""
        team = "trade" if kind == "company" else "homes"
        if rng.random() < _STRAY_SHARE:
            team = "homes" if team == "trade" else "trade"
        return self._draw(rng, team, day)

    def colleague(self, rng: random.Random, key: str, day: date) -> str:
        """Somebody of the same team at work on `day`, not `key`."""
        return self._draw(rng, self.rep(key).team, day, without=key)

    def keeper(self, rng: random.Random, key: str, day: date) -> str:
        """`key` while at work on `day`, else somebody of the same team."""
        return key if self.rep(key).works_on(day) else self._draw(rng, self.rep(key).team, day)

    def _draw(self, rng: random.Random, team: str, day: date, without: str = "") -> str:
        reps = [rep for rep in self.reps if rep.team == team and rep.works_on(day) and rep.key != without]
        return rng.choices(reps, [SHARE_OF_WORK[rep.role] for rep in reps])[0].key
