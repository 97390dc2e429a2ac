"""What a subscriber is expected to bring: how long customers keep paying, and what one pays a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from polso.answers.exchange import Exchange
from polso.answers.figures import Level
from polso.base.money import from_scaled, round_money
from polso.base.period import MONTHS_OF_YEAR, shift_months
from polso.catalog.model import Model
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.resolve import Resolved, settled
from polso.sql import parts
from polso.sql.expressions import Call, Column, Item, Select, Source, Statement, both

if TYPE_CHECKING:
    from polso.statistics.shifted_beta_geometric import RenewalRecord

MONTHS = 36
FACT = "fact"
State = tuple[str, date, date | None, str, int]
"""Customer, the day from which and before which it paid, currency and ten-thousandths a month."""


@dataclass(frozen=True, slots=True)
class Life:
    """An unbroken time `[begins, ends)` in which a customer paid something; it goes on without `ends`."""

    begins: date
    ends: date | None


def lives(states: Iterable[State]) -> Iterator[Life]:
    """The states of each customer in order, those that follow each other joined.

    >>> day = date(2026, 1, 1)
    >>> steps = [("a", day, date(2026, 2, 1), "EUR", 10), ("a", date(2026, 2, 1), None, "EUR", 20)]
    >>> list(lives(steps)) == [Life(day, None)]
    True
    """
    for _, own in groupby(sorted(states, key=lambda state: (state[0], state[1])), key=lambda state: state[0]):
        begins: date | None = None
        ends: date | None = None
        for _, start, end, _, _ in own:
            if begins is not None and (ends is None or start > ends):
                yield Life(begins, ends)
                begins = None
            begins, ends = begins or start, end
        if begins is not None:
            yield Life(begins, ends)


def renewals(found: Iterable[Life], end: date) -> RenewalRecord:
    """Pooled by age in months, as seen before `end`: who was lost at each monthly renewal, and who went on after it.

    Whoever leaves in the middle of a month had renewed for it. Whoever has not come to a renewal yet tells nothing.
    """
    from polso.statistics.shifted_beta_geometric import RenewalRecord

    lost: dict[int, int] = {}
    kept: dict[int, int] = {}
    for life in found:
        if life.begins >= end:
            continue
        if life.ends is not None and life.ends <= end:
            whole = _whole_months(life.begins, life.ends)
            age = whole + (shift_months(life.begins, whole) < life.ends)
            lost[age] = lost.get(age, 0) + 1
        elif (age := _whole_months(life.begins, end)) > 0:
            kept[age] = kept.get(age, 0) + 1
    ages = range(1, max((*lost, *kept), default=0) + 1)
    return RenewalRecord(
        np.array([lost.get(age, 0) for age in ages], dtype=float),
        np.array([kept.get(age, 0) for age in ages], dtype=float),
    )


def expected_terms(record: RenewalRecord, yearly_discount: float) -> float:
    """Expected payments of a new subscriber in 36 months, each at the start of its month, discounted.

    By the shifted beta-geometric (Fader and Hardie 2007); where customers do not differ, by one loss rate for all.
    """
    from polso.statistics import shifted_beta_geometric as sbg

    monthly = (1 + yearly_discount) ** (1 / MONTHS_OF_YEAR) - 1
    ages = np.arange(MONTHS)
    estimate = sbg.fit(record)
    if estimate.degenerate:
        renewal = np.arange(1, record.lost.size + 1)
        offered = float((record.lost + record.open) @ renewal)
        staying = (1 - float(record.lost.sum()) / offered) ** ages
    else:
        staying = sbg.survival(estimate.parameters.tolist(), ages)
    return float(staying @ (1 + monthly) ** -ages.astype(float))


@dataclass(frozen=True, slots=True)
class Contracts:
    """What every customer paid, step by step, as known at the question's instant."""

    states: tuple[State, ...]
    rates: Exchange
    yearly_discount: float

    def value(self, end: date, share: Decimal, flags: tuple[str, ...]) -> Level:
        """Margin of what a customer pays a month at the end × the months that a new one is expected to pay."""
        paying = [one for one in self.states if one[1] < end and (one[2] is None or one[2] >= end)]
        if not paying:
            return Level(None, None, 0, 0, 0, flags=("no_denominator", *flags))
        record = renewals(lives(self.states), end)
        seen = int(record.lost.sum() + record.open.sum())
        if not record.enough:
            return Level(None, None, None, seen, 0, flags=("few_renewals", *flags))
        whole, missing = Decimal(0), 0
        for _, _, _, currency, amount in paying:
            converted = self.rates.to_base(amount, currency, end)
            if converted is None:
                missing += 1
            else:
                whole += from_scaled(converted)
        if missing:
            return Level(None, None, None, seen, missing, flags=("fx_missing", *flags))
        monthly = whole * share / len({one[0] for one in paying})
        if not record.lost.any():
            return _at_least(monthly, record, seen, flags)
        terms = Decimal(repr(expected_terms(record, self.yearly_discount)))
        return Level(round_money(monthly * terms), round_money(monthly), None, seen, 0, flags=flags)


def _at_least(monthly: Decimal, record: RenewalRecord, seen: int, flags: tuple[str, ...]) -> Level:
    """Nobody left: that is too little seen, not a customer without end."""
    from polso.statistics.unit_economics import value_bound

    offered = int(record.open @ np.arange(1, record.open.size + 1))
    bound = value_bound(monthly, 0, offered, MONTHS)
    assert bound is not None
    return Level(round_money(bound.at_least), round_money(monthly), None, seen, 0, flags=("lower_bound", *flags))


def load_contracts(one: Resolved, context: Context, engine: Engine, rates: Exchange) -> Contracts:
    """What customers pay a month, from when to when."""
    assert isinstance(one.variant.kind, Model)
    measure = one.variant.kind.measure
    tests = tuple(settled(condition, context) for condition in measure.where)
    items = (
        *(Item(Column(FACT, name), name) for name in ("account_id", "from_on", "to_on", "currency")),
        Item(Call("scaled_money", (Column(FACT, "amount"),)), "amount"),
    )
    where = both(
        parts.known(FACT, context.as_of),
        parts.selects(tests, FACT),
        parts.knows(("account_id", "from_on", "currency", "amount"), FACT),
    )
    rows = engine.rows(Statement((), Select(items, Source(measure.relation, FACT), where=where))).rows
    states = tuple((str(who), start, end, str(coin), int(paid)) for who, start, end, coin, paid in rows)
    return Contracts(states, rates, float(context.calendar.company.discount_rate_annual))


def _whole_months(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS_OF_YEAR + last.month - first.month - (last.day < first.day)
