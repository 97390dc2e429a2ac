"""Which share of the revenue of a period comes from the largest customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polso.answers.figures import ENOUGH_COVERAGE, LEAST_COVERAGE, Level
from polso.base.money import from_scaled
from polso.base.period import Period
from polso.catalog.model import Model
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.resolve import Resolved, settled
from polso.sql import parts
from polso.sql.expressions import Call, Column, Item, Select, Source, Statement, both

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Sales:
    """Every sale and refund on its own day (`date.toordinal`): flat codes of customers, -1 where nobody knows who."""

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.int64]

    def share_of(self, most: int, period: Period) -> Level:
        """What the `most` largest customers of the period brought over all revenue of it, of anybody.

        `n` counts the sales whose customer is known, `missing` the others. Null where revenue is not above zero.
        """
        within = (self.day >= period.start.toordinal()) & (self.day < period.end.toordinal())
        customer, amount = self.customer[within], self.amount[within]
        known = customer >= 0
        whole = int(amount.sum())
        sums = np.zeros(int(customer.max()) + 1 if known.any() else 0, dtype=np.int64)
        np.add.at(sums, customer[known], amount[known])
        largest = int(np.sort(sums)[::-1][:most].sum())
        n, missing = int(known.sum()), int((~known).sum())
        money = from_scaled(largest), from_scaled(whole)
        if whole <= 0:
            return Level(None, *money, n, missing, flags=("no_denominator",))
        coverage = n / (n + missing)
        told = ("low_coverage",) if coverage < ENOUGH_COVERAGE else ()
        share = largest / whole if coverage >= LEAST_COVERAGE else None
        return Level(share, *money, n, missing, flags=told)


def load_sales(one: Resolved, context: Context, engine: Engine) -> Sales:
    """What was sold on the company's basis, as known at the question's instant."""
    customers, days, amounts = sales_columns(one, context, engine, ("happened_on", "amount_base"))
    return Sales(_codes(customers), days, amounts)


def sales_columns(
    one: Resolved, context: Context, engine: Engine, needed: tuple[str, ...]
) -> tuple[Any, NDArray[np.int64], NDArray[np.int64]]:
    """Customers (masked where unknown), days (`date.toordinal`) and ten-thousandths of the rows that have `needed`."""
    assert isinstance(one.variant.kind, Model)
    measure = one.variant.kind.measure
    fact = "fact"
    tests = tuple(settled(condition, context) for condition in measure.where)
    items = (
        Item(Column(fact, "account_id"), "account_id"),
        Item(Column(fact, "happened_on"), "day"),
        Item(Call("scaled_money", (Column(fact, "amount_base"),)), "amount"),
    )
    where = both(parts.known(fact, context.as_of), parts.selects(tests, fact), parts.knows(needed, fact))
    found = engine.columns(Statement((), Select(items, Source(measure.relation, fact), where=where)))
    days = np.asarray(np.ma.getdata(found["day"]), dtype="datetime64[D]").astype(np.int64) + EPOCH
    return found["account_id"], days, np.asarray(found["amount"], dtype=np.int64)


def _codes(names: Any) -> NDArray[np.int64]:
    unknown = np.ma.getmaskarray(names)
    codes = np.full(unknown.shape, -1, dtype=np.int64)
    _, inverse = np.unique(np.asarray(np.ma.getdata(names), dtype=str)[~unknown], return_inverse=True)
    codes[~unknown] = inverse
    return codes
