"""Many questions asked at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Flags, Floats, floats


def adjusted_p(p_values: ArrayLike) -> Floats:
    """p-values adjusted by Benjamini and Hochberg (1995), in the shape given: the smallest q at which each is rejected.

    The i-th smallest of m becomes min over j ≥ i of p₍ⱼ₎·m/j, at most 1. NaN is a question that could not be asked: it
    stays NaN and does not count in m. Valid for independent and positively dependent tests. Raises ValueError outside
    [0, 1].

    Misleads when the question was picked because it looked striking: all that were looked at belong in the run.

    >>> adjusted_p([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    ...             0.6528, 0.759, 1.0])[:4].round(6).tolist()
    [0.0015, 0.003, 0.0095, 0.035625]
    """
    p = floats(p_values)
    if np.any((p < 0) | (p > 1)):
        raise ValueError("p-values must lie between 0 and 1")
    flat = p.ravel()
    order = np.argsort(flat)  # NaN sorts last
    asked = order[: int(np.isfinite(flat).sum())]
    stepped = flat[asked] * (asked.size / np.arange(1, asked.size + 1))
    adjusted = np.full(flat.shape, np.nan)
    adjusted[asked] = np.minimum(1.0, np.minimum.accumulate(stepped[::-1])[::-1])
    return adjusted.reshape(p.shape)


def rejected(p_values: ArrayLike, q: float = 0.10) -> Flags:
    """Which hypotheses are rejected so that at most a share q of the rejections is expected to be false.

    >>> int(rejected([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    ...               0.6528, 0.759, 1.0], q=0.05).sum())
    4
    """
    return np.asarray(adjusted_p(p_values) <= q)
