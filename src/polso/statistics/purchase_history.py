"""From a list of purchases to what the customer-value models need of each customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, Integers, floats

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseHistory:
    """One entry a customer, shape (customers,), in ascending order of `customer` (the codes given).

    `repeats` is x, the distinct days of purchase after the first; `recency` t_x, weeks from the first to the last of
    them; `age` T, weeks from the first to the day of the look; `spend` the mean amount of a *repeat* day, NaN without
    amounts or without repeats; `first_spend` the amount of the first day, kept apart because it is often unlike the
    later ones. All of a customer's amounts to date are first_spend + repeats · spend.
    """

    customer: Integers
    repeats: Floats
    recency: Floats
    age: Floats
    spend: Floats
    first_spend: Floats

    @property
    def customers(self) -> int:
        return self.customer.size

    @property
    def repeaters(self) -> int:
        return int(np.count_nonzero(self.repeats))


@dataclass(frozen=True, slots=True, eq=False)
class EqualHistories:
    """The distinct (repeats, recency, age), each with the number of `customers` that share it; all of one shape."""

    repeats: Floats
    recency: Floats
    age: Floats
    customers: Floats


def purchase_history(
    customer: ArrayLike,
    day: ArrayLike,
    until: int,
    amount: ArrayLike | None = None,
) -> PurchaseHistory:
    """Histories as they stood at the end of day `until`; later purchases, and customers with no earlier one, are left
    out.

    `customer` (whole numbers), `day` (whole days on any one count, as `date.toordinal`) and `amount` (any one currency,
    refunds netted) are flat and of one length. Purchases of a customer on one day count once, their amounts added.

    Misleads when the records begin in the middle of the company's life: the first purchase seen is not the first.

    >>> history = purchase_history([7, 7, 7, 3, 7], [0, 14, 14, 7, 28], 21, [10, 4, 6, 5, 99])
    >>> history.customer.tolist(), history.repeats.tolist(), history.spend.tolist()
    ([3, 7], [0.0, 1.0], [nan, 10.0])
    >>> history.recency.tolist(), history.age.tolist()
    ([0.0, 2.0], [2.0, 3.0])
    """
    who, when = np.asarray(customer, dtype=np.int64), np.asarray(day, dtype=np.int64)
    paid = np.full(who.shape, np.nan) if amount is None else floats(amount)
    if not who.ndim == 1 or not who.shape == when.shape == paid.shape:
        raise ValueError("customer, day and amount are flat lists of one length")
    seen = when <= until
    who, when, paid = who[seen], when[seen], paid[seen]
    if who.size == 0:
        nobody = np.empty(0)
        return PurchaseHistory(np.empty(0, dtype=np.int64), nobody, nobody, nobody, nobody, nobody)
    order = np.lexsort((when, who))
    who, when, paid = who[order], when[order], paid[order]
    new_customer = np.concatenate(([True], who[1:] != who[:-1]))
    new_day = new_customer | np.concatenate(([True], when[1:] != when[:-1]))
    day_starts = np.flatnonzero(new_day)
    daily = np.add.reduceat(paid, day_starts)
    starts = np.flatnonzero(new_customer[day_starts])
    visits = np.diff(np.concatenate((starts, [day_starts.size])))
    first, last = when[day_starts][starts], when[day_starts][starts + visits - 1]
    repeats = floats(visits - 1)
    first_spend = daily[starts]
    daily[starts] = 0  # not subtracted afterwards: a first amount that is missing leaves the later ones known
    later = np.add.reduceat(daily, starts)
    return PurchaseHistory(
        customer=who[day_starts][starts],
        repeats=repeats,
        recency=(last - first) / DAYS_IN_WEEK,
        age=(until - first) / DAYS_IN_WEEK,
        spend=later / np.where(repeats > 0, repeats, np.nan),
        first_spend=first_spend,
    )


def equal_histories(repeats: ArrayLike, recency: ArrayLike, age: ArrayLike) -> EqualHistories:
    """Customers of equal history counted once: 1,016 rows instead of 2,357 in the CDNOW data.

    Flat and of one length. Raises ValueError for a history that cannot be: fewer than no repeats, a last purchase after
    the day of the look, or a recency without repeats (or none with).

    >>> equal_histories([0, 1, 0], [0, 2, 0], [5, 5, 5]).customers.tolist()
    [2.0, 1.0]
    """
    x, t, total = floats(repeats), floats(recency), floats(age)
    possible = (x >= 0) & (t >= 0) & (t <= total) & ((x > 0) == (t > 0))
    if not np.all(possible):
        raise ValueError("a history has repeats of at least 0, a recency of at most the age, and one with the other")
    rows, customers = np.unique(np.stack((x, t, total), axis=1), axis=0, return_counts=True)
    return EqualHistories(rows[:, 0], rows[:, 1], rows[:, 2], floats(customers))
