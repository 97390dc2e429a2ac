"""What every estimator does to its arguments first."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


def floats(values: ArrayLike) -> Floats:
    """The values as float64, whatever their shape; a missing value (`None`) becomes NaN."""
    return np.asarray(values, dtype=np.float64)


def counts_of(values: ArrayLike, name: str) -> Floats:
    """Counts as float64; raises ValueError where one is negative."""
    found = floats(values)
    if np.any(found < 0):
        raise ValueError(f"{name} must not be negative")
    return found


def successes_of(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    """Successes and trials of one shape; no trials become NaN, so that nothing is divided by zero.

    Raises ValueError where there are more successes than trials or fewer than none.
    """
    k, n = np.broadcast_arrays(floats(successes), floats(trials))
    if np.any((k < 0) | (n < 0) | (k > n)):
        raise ValueError("successes must lie between 0 and trials")
    return k, np.where(n > 0, n, np.nan)


def sample_of(values: ArrayLike) -> Floats:
    """One sample as a flat array; raises ValueError where a value is missing or infinite.

    A missing value must be left out, and counted, by the caller: here it would spoil a rank without a trace.
    """
    found = floats(values)
    if found.ndim != 1:
        raise ValueError("a sample is a flat list of values")
    if not np.all(np.isfinite(found)):
        raise ValueError("a sample must hold finite values only")
    return found


@cache
def critical_value(level: float) -> float:
    """Half-width in standard deviations of the two-sided normal interval of that level.

    >>> round(critical_value(0.95), 6)
    1.959964
    """
    if not 0 < level < 1:
        raise ValueError("level must lie strictly between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)
