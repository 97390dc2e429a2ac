"""What each of a few events cost: a sum spent over a count."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, counts_of, floats
from polso.statistics.counts import garwood


class UnitCost(NamedTuple):
    """Cost of one event with its bounds, in the unit of the spend; arrays of one shape."""

    cost: Floats
    low: Floats
    high: Floats


def unit_cost(spend: ArrayLike, events: ArrayLike, level: float = 0.95) -> UnitCost:
    """`spend` / `events`, and the spend over Garwood's bounds of the count; arguments broadcast.

    The spend is taken as known and only the number of events (new customers, leads) as chance. NaN without events:
    nothing was bought for a price, and it is not 0.

    Misleads where the events come later than the spend that brought them, or in clusters; and by its look: the interval
    is not symmetric, few customers leave the cost open mainly upwards.

    >>> cost = unit_cost(12_000, [8, 0])
    >>> [bound.round(2).tolist() for bound in cost]
    [[1500.0, nan], [761.27, nan], [3474.4, nan]]
    """
    y = counts_of(events, "events")
    y = np.where(y > 0, y, np.nan)
    bounds = garwood(y, level)
    money = counts_of(spend, "spend")
    return UnitCost(floats(money / y), floats(money / bounds.high), floats(money / bounds.low))
