"""What an interval estimator returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from polso.statistics.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Lower and upper bounds, one pair a cell, in the shape of the arguments (0-d for a single cell).

    The level is that of the *process* behind a small company's deals ("with so few deals the underlying rate could lie
    between ..."), not of a survey. NaN where no interval is defined. `method` is the name of the estimator.
    """

    low: Floats
    high: Floats
    level: float
    method: str


class Difference(NamedTuple):
    """First minus second, with its bounds; arrays of one shape."""

    difference: Floats
    low: Floats
    high: Floats
