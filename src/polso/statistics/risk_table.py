"""Who was still open, and how many ended, at each age: what every estimator of time starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Flags, Floats, counts_of, floats, sample_of

OPEN = 0


@dataclass(frozen=True, slots=True, eq=False)
class RiskTable:
    """One column an age at which at least one record ended or was last seen; ages ascending.

    `time`, `at_risk` (records followed up to that age and not ended before it) and `left` (last seen, still open, at
    that age) have the shape (ages,), `events` the shape (causes, ages). `truncated` tells whether some records were
    followed only from a later age on, and `unseen` how many were never followed at all, being known only at one
    instant; those are in no other number.
    """

    time: Floats
    at_risk: Floats
    events: Floats
    left: Floats
    truncated: bool
    unseen: float


def risk_table(
    durations: ArrayLike,
    outcomes: ArrayLike,
    causes: int,
    entry: ArrayLike | None = None,
    records: ArrayLike | None = None,
) -> RiskTable:
    """The table of records, shape (records,): the age at which each ended, or at which it was last seen open.

    `outcomes` is 0 for a record still open and 1 to `causes` for what ended it. `entry` is the age from which a record
    was followed (left truncation: a deal that was already 40 days old when the data begin would not be known had it
    ended earlier); 0 or less is from the start. `records` tells how many equal records a row stands for, so that a
    million may come as a few hundred rows. Ages in any one unit, 0 allowed. At one age what ended comes before what was
    last seen.

    Raises ValueError for missing or negative ages, an entry after the end, an unknown outcome, unequal lengths.

    >>> table = risk_table([10, 20, 20, 30], [1, 0, 2, 0], causes=2)
    >>> table.at_risk.tolist(), table.events.tolist(), table.left.tolist()
    ([4.0, 3.0, 1.0], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], [0.0, 1.0, 1.0])
    """
    ages = sample_of(durations)
    if np.any(ages < 0):
        raise ValueError("durations must not be negative")
    kinds = _outcomes(outcomes, causes, ages.size)
    weights = np.ones(ages.size) if records is None else counts_of(sample_of(records), "records")
    starts = np.zeros(ages.size) if entry is None else sample_of(entry)
    if not ages.size == kinds.size == weights.size == starts.size:
        raise ValueError("durations, outcomes, entry and records must have one length")
    if np.any(starts > ages):
        raise ValueError("a record must not end before it is followed")
    seen = ((starts <= 0) | (starts < ages)) & (weights > 0)
    unseen = float(weights.sum() - weights[seen].sum())
    if not seen.all():
        ages, kinds, weights, starts = ages[seen], kinds[seen], weights[seen], starts[seen]

    order = np.argsort(ages, kind="stable")
    ordered = ages[order]
    first = np.ones(ordered.size, dtype=np.bool_)
    first[1:] = ordered[1:] > ordered[:-1]
    time = ordered[first]
    cell = kinds[order] * time.size + np.cumsum(first) - 1
    by_kind = floats(np.bincount(cell, weights[order], minlength=(causes + 1) * time.size))
    by_kind = by_kind.reshape(causes + 1, time.size)
    gone = by_kind.sum(axis=0)
    at_risk = weights.sum() - np.cumsum(gone) + gone
    late = starts > 0
    if late.any():
        at_risk = at_risk - _not_yet_followed(starts[late], weights[late], time)
    return RiskTable(time, floats(at_risk), by_kind[1:], by_kind[OPEN], bool(late.any()), unseen)


def value_at(time: Floats, steps: Floats, ages: ArrayLike, before: float, settled: bool) -> Floats:
    """A step function, constant from each `time` to the next, at any ages: `before` the first one and, after the last,
    the last step if all is `settled` (nothing was open any more), else NaN: nobody was seen at that age.
    """
    wanted = floats(ages)
    place = np.searchsorted(time, wanted, side="right")
    found = np.concatenate([[before], steps])[place]
    known = np.isfinite(wanted) if settled else np.isfinite(wanted) & (wanted <= (time[-1] if time.size else -np.inf))
    return floats(np.where(known & (wanted >= 0), found, np.nan))


def first_time(time: Floats, reached: Flags, never: float) -> float:
    """The first age at which something is reached."""
    places = np.flatnonzero(reached)
    return float(time[places[0]]) if places.size else never


def _outcomes(outcomes: ArrayLike, causes: int, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    given = sample_of(outcomes)
    kinds = given.astype(np.int64)
    if np.any(kinds != given) or (size and (kinds.min(initial=0) < OPEN or kinds.max(initial=0) > causes)):
        raise ValueError(f"an outcome is a whole number from 0 (open) to {causes}")
    return kinds


def _not_yet_followed(starts: Floats, weights: Floats, time: Floats) -> Floats:
    """How many of the records are followed only from an age not below each time on."""
    order = np.argsort(starts, kind="stable")
    followed = np.concatenate([[0.0], np.cumsum(weights[order])])
    return floats(followed[-1] - followed[np.searchsorted(starts[order], time, side="left")])
