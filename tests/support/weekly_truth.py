"""What ten weekly exports can tell of a pipeline, worked out in plain Python from its true event log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from polso.demo.weekly import MovingDeal, Weekly

Mode = Literal["now", "then"]
Split = Literal["", "rep", "stage", "closing"]
CENT_OF_CENT = Decimal("0.0001")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A deal as one export shows it."""

    outcome: str
    stage: str
    owner: str
    amount: Decimal | None
    currency: str
    expected: date | None
    created: date
    closed: date | None


@dataclass(frozen=True)
class Run:
    """A stretch of days `[start, end)` in which a deal was open, and how it ended."""

    start: date
    end: date | None
    outcome: str | None
    reopened: bool


@dataclass(frozen=True)
class Open:
    """An open deal at the end of a day; `known` is false where nobody knows what it was worth, `priced` where it had
    no amount."""

    owner: str
    stage: str | None
    amount: Decimal
    priced: bool
    currency: str
    expected: date | None
    created: date
    reopened: bool
    known: bool

    def key(self, split: Split) -> str | None:
        if split == "rep":
            return self.owner
        if split == "stage":
            return self.stage
        if split == "closing":
            return None if self.expected is None else f"{self.expected.year}-Q{(self.expected.month + 2) // 3}"
        return ""


class WeeklyTruth:
    """The samples of the Mondays and what follows from them, as known after each."""

    def __init__(self, weekly: Weekly, rates: dict[date, Decimal], base: str) -> None:
        self.days, self.rates, self.base = weekly.days, rates, base
        self.samples: list[dict[str, Row]] = []
        for day in weekly.days:
            rows = {}
            for moving in weekly.deals:
                row = _row(moving, datetime.combine(day, time()), weekly)
                if row is not None:
                    rows[moving.deal.deal_id] = row
            self.samples.append(rows)
        self.ids = sorted({deal for rows in self.samples for deal in rows})

    def seen(self, deal: str, known: int) -> list[tuple[int, Row]]:
        return [(week, self.samples[week][deal]) for week in range(known + 1) if deal in self.samples[week]]

    def runs(self, deal: str, known: int) -> list[Run]:
        seen = self.seen(deal, known)
        if not seen:
            return []
        born = min(seen[0][1].created, self.days[seen[0][0]])
        groups: list[list[tuple[int, Row]]] = []
        for entry in seen:
            if groups and (groups[-1][0][1].outcome == "open") == (entry[1].outcome == "open"):
                groups[-1].append(entry)
            else:
                groups.append([entry])
        found: list[Run] = []
        start: date | None = born
        was_closed = False
        for group in groups:
            first_seen, last = self.days[group[0][0]], group[-1][1]
            if last.outcome == "open":
                if start is None:
                    start = first_seen
                continue
            said = last.closed or first_seen
            end = max(min(said, first_seen), born)
            if start is not None and end > start:
                found.append(Run(start, end, last.outcome, was_closed))
            start, was_closed = None, True
        if start is not None:
            gone = next((week for week in range(seen[-1][0] + 1, known + 1)), None)
            end_day = None if gone is None else self.days[gone]
            found.append(Run(start, end_day, None if gone is None else "removed", was_closed))
        return found

    def state(self, deal: str, day: date, known: int) -> Open | None:
        """The deal at the end of `day` as known after the export number `known`; None where it is not open."""
        run = next((r for r in self.runs(deal, known) if r.start <= day and (r.end is None or r.end > day)), None)
        if run is None:
            return None
        seen = self.seen(deal, known)
        before = [row for week, row in seen if self.days[week] <= day]
        row = before[-1] if before else seen[0][1]
        stage = row.stage if before else None
        is_known = bool(before) or row.outcome == "open"
        amount = (row.amount or Decimal(0)) if is_known else Decimal(0)
        priced = is_known and row.amount is not None
        return Open(row.owner, stage, amount, priced, row.currency, row.expected, row.created, run.reopened, is_known)

    def stock(self, week: int, known: int) -> dict[str, Open]:
        found = {deal: self.state(deal, self.days[week], known) for deal in self.ids}
        return {deal: state for deal, state in found.items() if state is not None}

    def value(self, states: Iterable[Open], week: int) -> Decimal | None:
        """The sum in the base currency, each currency converted at that Monday's rate; None where an amount is
        not known, or where most deals have none."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        every = list(states)
        if sum(state.priced for state in every) * 2 < len(every):
            return None
        for state in every:
            if not state.known:
                return None
            sums[state.currency] += state.amount
        return sum((self.convert(amount, currency, week) for currency, amount in sums.items()), Decimal(0))

    def convert(self, amount: Decimal, currency: str, week: int) -> Decimal:
        return self.exactly(amount, currency, week).quantize(CENT_OF_CENT, ROUND_HALF_UP)

    def exactly(self, amount: Decimal, currency: str, week: int) -> Decimal:
        return amount if currency == self.base else amount * self.rates[self.days[week]]

    def parts(
        self, first: int, last: int, mode: Mode, split: Split
    ) -> dict[tuple[str | None, str], tuple[Decimal, int]]:
        """Value and number of each (group, movement) between two Mondays."""
        known = (first, last) if mode == "then" else (len(self.days) - 1,) * 2
        before, after = self.stock(first, known[0]), self.stock(last, known[1])
        value: dict[tuple[str | None, str], Decimal] = defaultdict(Decimal)
        count: dict[tuple[str | None, str], int] = defaultdict(int)

        def add(group: str | None, movement: str, amount: Decimal) -> None:
            value[(group, movement)] += amount
            count[(group, movement)] += 1

        for deal in self.ids:
            old, new = before.get(deal), after.get(deal)
            if old is None and new is None:
                last_run = self._closed(deal, self.days[last], known[1])
                if last_run is not None and self.days[first] + ONE_DAY < (last_run.end or date.max) <= self.days[last]:
                    state = self.state(deal, (last_run.end or date.max) - ONE_DAY, known[1])
                    assert state is not None
                    add(state.key(split), "came_and_went", Decimal(0))
            elif old is None:
                assert new is not None
                movement = "appeared"
                if new.created > self.days[first]:
                    movement = "created"
                elif new.reopened:
                    movement = "reopened"
                add(new.key(split), movement, self.exactly(new.amount, new.currency, last))
            elif new is None:
                ended = self._closed(deal, self.days[last], known[1])
                movement = ended.outcome if ended is not None and ended.outcome else "removed"
                add(old.key(split), movement, -self.exactly(old.amount, old.currency, first))
            else:
                self._both(old, new, split, first, last, add)
        return {key: (value[key], count[key]) for key in value}

    def _both(self, old: Open, new: Open, split: Split, first: int, last: int, add: object) -> None:
        assert callable(add)
        at_first = self.exactly(old.amount, old.currency, first)
        if old.key(split) != new.key(split):
            out, into = {"rep": ("reassigned",) * 2, "stage": ("moved",) * 2, "closing": ("pushed_out", "pulled_in")}[
                split
            ]
            add(old.key(split), out, -at_first)
            add(new.key(split), into, at_first)
        raised = self.exactly(new.amount - old.amount, new.currency, first)
        if raised:
            add(new.key(split), "amount_up" if raised > 0 else "amount_down", raised)
        rate = self.exactly(new.amount, new.currency, last) - self.exactly(new.amount, new.currency, first)
        if rate:
            add(new.key(split), "exchange_rate", rate)
        if split != "closing" and old.expected and new.expected and old.expected != new.expected:
            add(new.key(split), "pulled_in" if new.expected < old.expected else "pushed_out", Decimal(0))

    def _closed(self, deal: str, day: date, known: int) -> Run | None:
        """The run that had ended by the end of `day`, unless the deal was open again then."""
        ended = [run for run in self.runs(deal, known) if run.end is not None and run.end <= day]
        again = [run for run in self.runs(deal, known) if run.start <= day and (run.end is None or run.end > day)]
        return None if again or not ended else ended[-1]


def _row(moving: MovingDeal, before: datetime, weekly: Weekly) -> Row | None:
    """One deal folded from the log to a morning."""
    if moving.entered_at >= before or (moving.deleted_at is not None and moving.deleted_at < before):
        return None
    told = {event.field: event.new for event in moving.deal.events if event.at < before}
    stage = str(told["stage"])
    outcome = stage if stage in ("won", "lost") else "open"
    close = told.get("expected_close")
    day = close.date() if isinstance(close, datetime) else None
    amount = told.get("amount")
    return Row(
        outcome,
        weekly.stages[stage],
        weekly.names[str(told["owner"])],
        amount if isinstance(amount, Decimal) else None,
        moving.currency,
        day if outcome == "open" else None,
        moving.deal.created_at.date(),
        day if outcome != "open" else None,
    )
