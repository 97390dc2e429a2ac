"""Which share of each cohort is still active at each age, and of all cohorts together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Flags, Floats, counts_of
from polso.statistics.interval import Interval
from polso.statistics.rates import wilson


@dataclass(frozen=True, slots=True, eq=False)
class CohortCounts:
    """`cohort`, shape (cohorts,), ascending; `size` its customers; `active`, shape (cohorts, ages), those active at age
    0, 1 ...; `observed` how many ages, from 0 on, are complete.
    """

    cohort: Floats
    size: Floats
    active: Floats
    observed: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CohortTable:
    """Rows are cohorts, columns ages; everything is NaN where the age is not complete.

    `active`, `rate` and the bounds of `interval` have shape (cohorts, ages). The totals, shape (ages,), are those of
    the cohorts that have completed the age: `total_rate` = `total_active` / `total_size`, so that a cohort weighs by
    its customers. `complete`, shape (cohorts, ages), masks money of the same cells.
    """

    size: Floats
    complete: Flags
    active: Floats
    rate: Floats
    interval: Interval
    total_size: Floats
    total_active: Floats
    total_rate: Floats
    total_interval: Interval


def cohort_counts(customer: ArrayLike, period: ArrayLike, last_complete: int) -> CohortCounts:
    """Counts from a flat list of who was active in which period (whole numbers, a month or a quarter each).

    The cohort of a customer is the first such period; repeated pairs count once. Periods after `last_complete` are left
    out, and so are customers first seen then.

    Misleads when the records begin in the middle of the company's life: the first cohort is then all old customers.

    >>> counts = cohort_counts([1, 1, 2, 3, 3, 4], [0, 2, 0, 1, 2, 3], last_complete=2)
    >>> counts.size.tolist(), counts.active.tolist(), counts.observed.tolist()
    ([2.0, 1.0], [[2.0, 0.0, 1.0], [1.0, 1.0, 0.0]], [3.0, 2.0])
    """
    pairs = np.stack((np.asarray(customer, dtype=np.int64), np.asarray(period, dtype=np.int64)), axis=1)
    pairs = np.unique(pairs[pairs[:, 1] <= last_complete], axis=0)
    if pairs.size == 0:
        return CohortCounts(np.empty(0), np.empty(0), np.empty((0, 0)), np.empty(0))
    who, when = pairs[:, 0], pairs[:, 1]
    new = np.concatenate(([True], who[1:] != who[:-1]))
    begun = when[new][np.cumsum(new) - 1]
    cohorts, row = np.unique(begun, return_inverse=True)
    size = np.bincount(row[new], minlength=cohorts.size)
    active = np.zeros((cohorts.size, int(last_complete - cohorts[0]) + 1))
    np.add.at(active, (row, when - begun), 1)
    return CohortCounts(
        cohort=cohorts.astype(np.float64),
        size=size.astype(np.float64),
        active=active,
        observed=(last_complete - cohorts + 1).astype(np.float64),
    )


def cohort_table(size: ArrayLike, active: ArrayLike, observed: ArrayLike, level: float = 0.95) -> CohortTable:
    """Shares k/n with Wilson's interval for each cohort and age, and weighted over the cohorts.

    `size` (cohorts,), `active` (cohorts, ages) and `observed` (cohorts,) as in `CohortCounts`. Raises ValueError where
    more are active at a complete age than the cohort has.

    The mean of the rates of a column is not given: one customer of a cohort of one would weigh as much as a hundred of
    another. Misleads when read along the totals: each age is of other cohorts, so the total may rise with age; compare
    cells of one row, or of one column.

    >>> table = cohort_table([100, 1], [[100, 40], [1, 1]], [2, 2])
    >>> table.rate[:, 1].tolist(), round(float(table.total_rate[1]), 4)
    ([0.4, 1.0], 0.4059)
    """
    n, k = counts_of(size, "size"), counts_of(active, "active")
    ages = np.arange(k.shape[1])
    complete: Flags = ages[None, :] < counts_of(observed, "observed")[:, None]
    shown = np.where(complete, k, np.nan)
    trials = np.where(complete, n[:, None], np.nan)
    if np.any(shown > trials):
        raise ValueError("more are active than the cohort has")
    cells = wilson(np.where(complete, k, 0.0), np.where(complete, n[:, None], 0.0), level)
    total_active = np.where(complete, k, 0.0).sum(axis=0)
    total_size = np.where(complete, n[:, None], 0.0).sum(axis=0)
    seen = complete.any(axis=0)
    return CohortTable(
        size=n,
        complete=complete,
        active=shown,
        rate=shown / np.where(trials > 0, trials, np.nan),
        interval=cells,
        total_size=np.where(seen, total_size, np.nan),
        total_active=np.where(seen, total_active, np.nan),
        total_rate=total_active / np.where(total_size > 0, total_size, np.nan),
        total_interval=wilson(total_active, total_size, level),
    )
