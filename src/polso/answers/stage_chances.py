"""What the open deals are worth when each counts as often as deals of its stage were won."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from polso.answers.exchange import Exchange
from polso.answers.figures import Level
from polso.base.money import from_scaled, round_money
from polso.base.period import Period
from polso.catalog.model import Condition, Measure, Model
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.resolve import Resolved
from polso.sql import parts
from polso.sql.expressions import (
    Aggregate,
    And,
    Column,
    Compare,
    Constant,
    Expression,
    IsNull,
    Item,
    Join,
    Or,
    Select,
    Source,
    Statement,
    Value,
    both,
)

PRIOR_DEALS = 10
"""So many deals of the mean chance are added to each stage (METRICS: K = 10)."""
DECIDED_NEEDED = 20
SPAN, DEAL, REACH = "span", "deal", "reach"
Decided = tuple[str | None, date, int, int]
"""Stage, day of the decision, deals won and deals decided on it."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of deals in a stage to be won, and of a deal of any; `decided` deals tell it."""

    by_stage: dict[str, Decimal]
    mean: Decimal
    decided: int

    def of(self, stage: str | None) -> Decimal:
        """A stage that no decided deal ever reached has the mean chance."""
        return self.by_stage.get(stage or "", self.mean)


def chances(deals: Iterable[Decided], reached: Iterable[Decided], end: date) -> Chances | None:
    """From what was decided before `end`: (won + 10 × mean) ÷ (decided + 10) of the deals that reached each stage.

    `deals` count each deal once, `reached` once for each stage that it came to. None without any decided deal.

    >>> day = date(2026, 1, 1)
    >>> found = chances([(None, day, 10, 20)], [("demo", day, 3, 4)], date(2026, 2, 1))
    >>> round(found.of("demo"), 6), found.of("new")
    (Decimal('0.571429'), Decimal('0.5'))
    """
    seen = [one for one in deals if one[1] < end]
    decided = sum(one[3] for one in seen)
    if not decided:
        return None
    mean = Decimal(sum(one[2] for one in seen)) / decided
    counts: dict[str, list[int]] = {}
    for stage, day, won, all_of_them in reached:
        if stage is not None and day < end:
            count = counts.setdefault(stage, [0, 0])
            count[0] += won
            count[1] += all_of_them
    by_stage = {stage: (won + PRIOR_DEALS * mean) / (n + PRIOR_DEALS) for stage, (won, n) in counts.items()}
    return Chances(by_stage, mean, decided)


@dataclass(frozen=True, slots=True)
class Weighted:
    """The history of decided deals, and how to read what is open at the end of a day."""

    measure: Measure
    context: Context
    engine: Engine
    rates: Exchange
    deals: tuple[Decided, ...]
    reached: tuple[Decided, ...]

    def at(self, period: Period) -> Level:
        """Σ amount × chance of what is open when the period ends."""
        found = chances(self.deals, self.reached, period.end)
        decided = 0 if found is None else found.decided
        if found is None or decided < DECIDED_NEEDED:
            return Level(None, None, None, decided, 0, flags=("few_decided_deals",))
        whole, used, absent = Decimal(0), 0, 0
        flags: dict[str, None] = {}
        for stage, currency, state, n, valued, total in self._open(period.end):
            converted = self.rates.to_base(total, currency, period.end)
            if state == "unknown":
                return Level(None, None, None, used, absent + n, flags=("no_history",))
            if converted is None:
                absent += n
                flags["fx_missing"] = None
                continue
            if state == "inferred":
                flags["inferred_history"] = None
            whole += from_scaled(converted) * found.of(stage)
            used += valued
            absent += n - valued
        value = round_money(whole)
        return Level(value, value, None, used, absent, flags=tuple(flags), counted=used + absent)

    def _open(self, end: date) -> list[tuple[Any, ...]]:
        """Stage, currency and state of the amount; deals, those with an amount, and its sum in ten-thousandths."""
        day = Value(end, "date")
        begun, ended = Column(SPAN, "from_on"), Column(SPAN, "to_on")
        where = both(
            parts.known(SPAN, self.context.as_of),
            parts.selects(self.measure.where, SPAN),
            Or((IsNull(begun), Compare("<", begun, day))),
            Or((IsNull(ended), Compare(">=", ended, day))),
        )
        names = ("stage_id", "currency", "amount_state")
        amount = Column(SPAN, "amount")
        items = (
            *(Item(Column(SPAN, name), name) for name in names),
            Item(Aggregate("count"), "n"),
            Item(Aggregate("count", amount), "valued"),
            Item(Aggregate("scaled_sum", amount), "total"),
        )
        found = self.engine.rows(Statement((), Select(items, Source(SPAN_RELATION, SPAN), (), where, (names,))))
        return [(*row[:5], int(row[5] or 0)) for row in found.rows]


SPAN_RELATION = "deal_span"


def load_weighted(one: Resolved, context: Context, engine: Engine, rates: Exchange) -> Weighted:
    """What was decided so far, by stage and day, as known at the question's instant."""
    assert isinstance(one.variant.kind, Model)
    measure = one.variant.kind.measure
    same = Compare("=", Column(REACH, "opportunity_id"), Column(DEAL, "opportunity_id"))
    join = Join("inner", Source("stage_reach", REACH), And((same, parts.known(REACH, context.as_of))))
    return Weighted(
        measure,
        context,
        engine,
        rates,
        _decided(measure, context, engine, (), None),
        _decided(measure, context, engine, (join,), Column(REACH, "stage_id")),
    )


def _decided(
    measure: Measure, context: Context, engine: Engine, joins: tuple[Join, ...], stage: Expression | None
) -> tuple[Decided, ...]:
    """Won and decided deals a day, by stage where one is joined."""
    closed = Condition("status", "in", ("won", "lost"))
    day = Column(DEAL, "decided_on")
    where = both(
        parts.known(DEAL, context.as_of),
        parts.selects((closed, *measure.where), DEAL),
        parts.knows(("decided_on",), DEAL),
    )
    won = Aggregate("count", None, Compare("=", Column(DEAL, "status"), Constant("won")))
    kept = (Item(stage, "stage"),) if stage is not None else ()
    items = (*kept, Item(day, "day"), Item(won, "won"), Item(Aggregate("count"), "n"))
    levels = (tuple(item.name for item in (*kept, Item(day, "day"))),)
    rows = engine.rows(Statement((), Select(items, Source("deal", DEAL), joins, where, levels))).rows
    return tuple((None, *row) if stage is None else tuple(row) for row in rows)
