"""How much business a day brings: the time of year, mild growth, and the chance around both."""

from __future__ import annotations

import math
import random
from datetime import date

_DEALS = (0.85, 0.95, 1.05, 1.05, 1.10, 1.00, 0.90, 0.45, 1.20, 1.35, 1.20, 0.75)
_SHOP = (0.80, 0.85, 1.00, 1.05, 1.05, 1.00, 0.90, 0.45, 1.05, 1.15, 1.45, 1.15)
_JOBS = (0.95, 0.95, 1.00, 1.05, 1.10, 1.05, 1.15, 0.50, 0.85, 1.05, 1.30, 1.05)
_FIRST_JOBS = (0.10, 0.45, 0.75)
_DAYS_A_MONTH = 30.4
_DEAL_GROWTH = 0.07
_SHOP_GROWTH = 0.12
_JOB_GROWTH = 0.07


def deal_rate(day: date, start: date) -> float:
    """Share of an average month of enquiries that falls on `day`, of all seven weekdays."""
    return _DEALS[day.month - 1] * _growth(day, start, _DEAL_GROWTH) / _DAYS_A_MONTH


def shop_rate(day: date, start: date) -> float:
    """Share of an average month of first shop orders that falls on `day`."""
    return _SHOP[day.month - 1] * _growth(day, start, _SHOP_GROWTH) / _DAYS_A_MONTH


def shop_mood(day: date) -> float:
    """How willing customers of the shop are to buy again in that month, between 0 and 1."""
    return _SHOP[day.month - 1] / max(_SHOP)


def shop_plan(day: date, start: date) -> float:
    """The factor on an average month's revenue that the owner plans for the month of `day`."""
    return _SHOP[day.month - 1] * _growth(day, start, _SHOP_GROWTH)


def job_plan(day: date, start: date) -> float:
    """The factor on an average month's job orders that the owner plans for the month of `day`.

    Jobs come some weeks after the deals, which start with the history: the first months are planned lower.
    """
    age = (day.year - start.year) * 12 + day.month - start.month
    beginning = _FIRST_JOBS[age] if age < len(_FIRST_JOBS) else 1.0
    return beginning * _JOBS[day.month - 1] * _growth(day, start, _JOB_GROWTH)


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson count by products of uniforms (Knuth); meant for means below some hundreds."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def days_drawn(rng: random.Random, median: float, sigma: float) -> int:
    """A log-normal count of days with the given median."""
    return round(median * math.exp(rng.gauss(0.0, sigma)))


def _growth(day: date, start: date, yearly: float) -> float:
    return 1.0 + yearly * (day - start).days / 365.25
