"""The life of one deal from what each extract showed of it: open or not, whose, worth what, on every day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
ONE_DAY = timedelta(days=1)


@dataclass
class Look:
    """One version of a deal and the day that it describes."""

    row: Row
    day: date
    later: bool


@dataclass
class State:
    """A deal from a day on: whether it is open, whose it is, what it is worth and how well that is known."""

    day: date
    open: bool
    owner: str | None
    stage: str | None
    amount: Decimal | None
    known: str
    currency: str | None


@dataclass
class OpenDeal:
    row: Row
    states: list[State] = field(default_factory=list)

    def at(self, day: date) -> State | None:
        """The state at the end of a day; None where the deal is not open."""
        now = None
        for state in self.states:
            if state.day <= day:
                now = state
        return now if now is not None and now.open else None


def timeline(looks: list[Look], source_start: date, first_owner: str | None) -> list[State]:
    """The timeline of one deal, from what was seen of it and the days that it tells itself."""
    first, last = looks[0], looks[-1].row
    born = min(last["created_on"] or (first.day if first.later else date.min), first.day)
    runs: list[list[Look]] = []
    for look in looks:
        if runs and (runs[-1][0].row["status"] == "open") == (look.row["status"] == "open"):
            runs[-1].append(look)
        else:
            runs.append([look])
    closings: dict[int, date] = {}
    for number, run in enumerate(runs):
        if run[0].row["status"] != "open":
            told = [look.row["closed_on"] for look in run if look.row["closed_on"]]
            closings[number] = max(min(told[-1] if told else run[0].day, run[0].day), born)
    marks: list[tuple[date, int, int, Row]] = []
    inferred = first.row["status"] == "open" and born > source_start
    amount = first.row["amount"] if inferred else None
    marks.append(
        (
            born,
            0,
            0,
            {
                "open": True,
                "owner": first.row["owner_id"] or first_owner,
                "stage": None,
                "amount": amount,
                "known": "inferred" if inferred else "unknown",
                "currency": first.row["currency"],
            },
        )
    )
    if first.row["status"] == "open" and first.later and born <= source_start < first.day:
        marks.append((source_start, 0, 1, {"amount": first.row["amount"], "known": "inferred"}))
    order = 0
    for number, run in enumerate(runs):
        for look in run:
            order += 1
            if look.row["status"] != "open":
                continue
            seen: Row = {
                "owner": look.row["owner_id"],
                "stage": look.row["stage_id"],
                "amount": look.row["amount"],
                "known": "observed",
                "currency": look.row["currency"],
            }
            closing = closings.get(number + 1)
            if closing is None or closing > look.day:
                seen["open"] = True
            marks.append((look.day, 2, order, seen))
    marks += [(day, 3, number, {"open": False}) for number, day in closings.items()]
    states: list[State] = []
    now: Row = {}
    for day, _, _, change in sorted(marks, key=lambda mark: mark[:3]):
        now = now | change
        states.append(State(day, **now))
    return states
