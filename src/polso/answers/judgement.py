"""Intervals of levels, and whether a change can be told from chance; all cells of a metric at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from polso.answers.answer import Figure
from polso.answers.figures import FEW, Level
from polso.answers.lifetimes import Lived, differ
from polso.answers.measured import Numbers
from polso.base.errors import InternalError
from polso.base.money import STORED_DECIMALS, from_scaled, round_money
from polso.catalog.model import ChangeTest, Uncertainty
from polso.statistics import gates, means, order_statistics, rates, revenue

SCALE = 10.0**STORED_DECIMALS
MOST_P_VALUES = 64
PERIODS_OF_HISTORY = 6
"""With fewer periods before it nobody can say how restless a count is."""
ALPHA = 0.05
NORMAL_95 = 1.959963985


class Sample(NamedTuple):
    """One cell as the statistics see it: its level, its numbers, the working days it lasted; of records that last, how
    long they do."""

    level: Level
    top: Numbers
    bottom: Numbers
    working_days: int
    lived: Lived | None = None


class Bounds(NamedTuple):
    low: Figure
    high: Figure
    flags: tuple[str, ...] = ()


NO_BOUNDS = Bounds(None, None)


def bounds(uncertainty: Uncertainty, unit: str, samples: Sequence[Sample]) -> list[Bounds]:
    """The 95 % interval of each level; none where the estimator gives none."""
    match uncertainty.level:
        case "survival" | "wilson" if any(one.lived is not None for one in samples):
            return [NO_BOUNDS if one.lived is None else Bounds(one.lived.low, one.lived.high) for one in samples]
        case "value_share":
            return _value_share_bounds(samples) if samples else []
        case "spend_per_count":
            return _spend_bounds(samples, unit)
        case "wilson":
            interval = rates.wilson([one.top.n for one in samples], [one.bottom.n for one in samples])
            pairs = zip(np.atleast_1d(interval.low).tolist(), np.atleast_1d(interval.high).tolist(), strict=True)
            return [NO_BOUNDS if np.isnan(low) else Bounds(low, high) for low, high in pairs]
        case "mean":
            return [_mean_bounds(one, unit) for one in samples]
        case "median":
            return _median_bounds(samples, unit)
        case _:
            return [NO_BOUNDS] * len(samples)


def _value_share_bounds(samples: Sequence[Sample]) -> list[Bounds]:
    """Wilson at Kish's effective number of records; nothing where the share is above one."""
    from polso.statistics.effective_size import effective_size, weighted_wilson

    cells = [(one.top.total / SCALE, one.bottom.total / SCALE, one.bottom.squares) for one in samples]
    told = [
        one.level.value is not None and 0 <= won <= whole and bool(squares)
        for one, (won, whole, squares) in zip(samples, cells, strict=True)
    ]
    # What has no interval is worked out as nothing of nothing.
    won, whole, squares = np.array(
        [cell if shown else (0.0, 0.0, 0.0) for cell, shown in zip(cells, told, strict=True)]
    ).T
    interval, sizes = weighted_wilson(won, whole, squares), effective_size(whole, squares)
    return [
        Bounds(low, high, ("few_deals_dominate",) if size < FEW else ()) if shown else NO_BOUNDS
        for shown, low, high, size in zip(
            told, interval.low.tolist(), interval.high.tolist(), sizes.tolist(), strict=True
        )
    ]


def _spend_bounds(samples: Sequence[Sample], unit: str) -> list[Bounds]:
    """What was spent, money or activities, over Garwood's bounds of the number that it brought."""
    from polso.statistics.unit_cost import unit_cost

    spent = [max(float(one.level.numerator or 0), 0.0) for one in samples]
    cost = unit_cost(spent, [one.bottom.n for one in samples])
    pairs = zip(np.atleast_1d(cost.low).tolist(), np.atleast_1d(cost.high).tolist(), strict=True)
    return [
        NO_BOUNDS
        if one.level.value is None or np.isnan(low) or np.isnan(high)
        else Bounds(_shown(low, unit), _shown(high, unit))
        for one, (low, high) in zip(samples, pairs, strict=True)
    ]


def growth_bounds(now: Sequence[Numbers], before: Sequence[Numbers]) -> list[Bounds]:
    """The interval of x₁ ÷ x₀ − 1 of sums of independent amounts."""
    interval = revenue.growth_interval(*_money(now), *_money(before))
    pairs = zip(np.atleast_1d(interval.low).tolist(), np.atleast_1d(interval.high).tolist(), strict=True)
    return [NO_BOUNDS if np.isnan(low) or np.isnan(high) else Bounds(low, high) for low, high in pairs]


def _mean_bounds(one: Sample, unit: str) -> Bounds:
    values = one.top.values
    if values is None or not values.size or one.level.value is None:
        return NO_BOUNDS
    interval, told = means.mean_interval(values / SCALE if unit == "currency" else values)
    flags = tuple(flag for flag in told if flag != means.TOO_FEW)
    if interval is None:
        return Bounds(None, None, flags)
    low, high = float(interval.low), float(interval.high)
    return Bounds(_shown(low, unit), _shown(high, unit), flags)


def _median_bounds(samples: Sequence[Sample], unit: str) -> list[Bounds]:
    sizes = [0 if one.top.values is None or one.level.value is None else one.top.values.size for one in samples]
    if not any(sizes):
        return [NO_BOUNDS] * len(sizes)
    different, place = np.unique(sizes, return_inverse=True)
    ranks = order_statistics.median_ranks(different)
    return [
        _between(one, lower, upper, unit)
        for one, lower, upper in zip(samples, ranks.lower[place].tolist(), ranks.upper[place].tolist(), strict=True)
    ]


def _between(one: Sample, lower: int, upper: int, unit: str) -> Bounds:
    """The values of two ranks; a lower rank of 0 is none."""
    values = one.top.values
    if lower == 0 or values is None:
        return NO_BOUNDS
    ordered = np.sort(values)
    low, high = int(ordered[lower - 1]), int(ordered[upper - 1])
    if unit == "currency":
        return Bounds(from_scaled(low), from_scaled(high))
    return Bounds(low, high)


def _shown(bound: float, unit: str) -> Figure:
    """A bound is a statistic: it is rounded to what the unit is stored in."""
    return round_money(Decimal(repr(bound))) if unit == "currency" else bound


class Judgement(NamedTuple):
    """Whether two cells differ by more than chance, None when there are too few records to tell.

    The p-value serves to judge figures shown together; it is left out for long series.
    """

    distinguishable: bool | None
    p_value: float | None


UNDECIDED = Judgement(None, None)


def judge(test: ChangeTest, now: Sequence[Sample], before: Sequence[Sample]) -> list[Judgement]:
    """One judgement a pair of cells."""
    if not now or test == "none":
        return [UNDECIDED] * len(now)
    match test:
        case "survival" | "rates" if any(one.lived is not None for one in now):
            return [_lived(first, second) for first, second in zip(now, before, strict=True)]
        case "survival":
            return [UNDECIDED] * len(now)
        case "rates" if any(isinstance(one.level.denominator, Decimal) for one in (*now, *before)):
            return _rates_of_value(now, before)
        case "rates":
            return _rates(now, before)
        case "counts":
            return _counts(now, before)
        case "history":
            raise InternalError("kind_has_no_figure", kind=test)
        case "money":
            return _revenue(now, before)
        case "values":
            return [_values(first, second) for first, second in zip(now, before, strict=True)]


def judge_by_history(pairs: Sequence[tuple[Sample, Sample]], histories: Sequence[Sequence[Sample]]) -> list[Judgement]:
    """Whether each count lies beyond what the periods before it, and their restlessness, lead one to expect.

    Below `PERIODS_OF_HISTORY` of them nothing can be told. The count must also lie apart from its own comparison, the
    same way round and at that restlessness: one that has been high for long did not rise against the period before.
    """
    from polso.statistics.count_history import gamma_poisson

    found: list[Judgement] = []
    for (now, before), history in zip(pairs, histories, strict=True):
        known = [one for one in history if one.level.value is not None]
        if len(known) < PERIODS_OF_HISTORY or now.level.value is None or before.level.value is None:
            found.append(UNDECIDED)
            continue
        y, days = _events(now), [_days(one) for one in known]
        expected = gamma_poisson(y, [_events(one) for one in known], _days(now), days)
        p = float(expected.p)
        spread = float(expected.dispersion) if bool(expected.overdispersed) else 1.0
        z = _difference(now, before, spread)
        moved = abs(z) > NORMAL_95 and (y - float(expected.expected)) * z > 0
        found.append(UNDECIDED if np.isnan(p) else Judgement(p < ALPHA and moved, p))
    return found


def _difference(now: Sample, before: Sample, spread: float) -> float:
    """How many standard deviations two counts lie apart at one pace, each with `spread` times Poisson's variance."""
    y1, y0, w1, w0 = _events(now), _events(before), _days(now), _days(before)
    return (y1 * w0 - y0 * w1) / float(np.sqrt(spread * w0 * w1 * (y0 + y1))) if y0 + y1 else 0.0


def _events(one: Sample) -> float:
    return max(float(one.level.value or 0), 0.0)


def _days(one: Sample) -> int:
    return max(one.working_days, 1)


def judge_growth(now: Sequence[Numbers], before: Sequence[Numbers]) -> list[Judgement]:
    """Whether a growth can be told from none."""
    verdicts = gates.money_differs(*_money(now), _records(now), *_money(before), _records(before))
    return _paired(verdicts, revenue.normal_p(revenue.revenue_z(*_money(now), *_money(before))))


def _money(numbers: Sequence[Numbers]) -> tuple[list[float], list[float]]:
    return [one.total / SCALE for one in numbers], [one.squares for one in numbers]


def _records(numbers: Sequence[Numbers]) -> list[int]:
    return [one.n for one in numbers]


def _paired(verdicts: ArrayLike, p_values: ArrayLike | None) -> list[Judgement]:
    chosen = gates.as_optional(verdicts)
    numbers = [float("nan")] * len(chosen) if p_values is None else np.ravel(np.asarray(p_values, dtype=float)).tolist()
    return [
        Judgement(one, None if one is None or np.isnan(p) else float(p)) for one, p in zip(chosen, numbers, strict=True)
    ]


def _rates(now: Sequence[Sample], before: Sequence[Sample]) -> list[Judgement]:
    from polso.statistics.fisher import fisher

    cells = (
        [one.top.n for one in now],
        [one.bottom.n for one in now],
        [one.top.n for one in before],
        [one.bottom.n for one in before],
    )
    return _paired(gates.rates_differ(*cells), fisher(*cells).mid_p if len(now) <= MOST_P_VALUES else None)


def _lived(now: Sample, before: Sample) -> Judgement:
    if now.lived is None or before.lived is None:
        return UNDECIDED
    return Judgement(*differ(now.lived, before.lived))


def _rates_of_value(now: Sequence[Sample], before: Sequence[Sample]) -> list[Judgement]:
    """Shares of value, each as one of its effective number of records; no verdict on a share above one."""
    first, second = np.array([_effective(one) for one in now]), np.array([_effective(one) for one in before])
    return _paired(gates.rates_differ(first[:, 0], first[:, 1], second[:, 0], second[:, 1]), None)


def _effective(one: Sample) -> tuple[float, float]:
    from polso.statistics.effective_size import effective_size

    won, whole, squares = one.top.total / SCALE, one.bottom.total / SCALE, one.bottom.squares
    if not squares or not 0 <= won <= whole:
        return 0.0, 0.0
    size = float(effective_size(whole, squares))
    return won / whole * size, size


def _counts(now: Sequence[Sample], before: Sequence[Sample]) -> list[Judgement]:
    from polso.statistics.counts import conditional_test

    k1, k0 = [one.top.n for one in now], [one.top.n for one in before]
    w1, w0 = [max(one.working_days, 1) for one in now], [max(one.working_days, 1) for one in before]
    p = conditional_test(k1, k0, w1, w0, mid_p=True) if len(now) <= MOST_P_VALUES else None
    return _paired(gates.counts_differ(k1, k0, w1, w0), p)


def _revenue(now: Sequence[Sample], before: Sequence[Sample]) -> list[Judgement]:
    return judge_growth([one.top for one in now], [one.top for one in before])


def _values(first: Sample, second: Sample) -> Judgement:
    from polso.statistics.mann_whitney import mann_whitney

    now, before = first.top.values, second.top.values
    if now is None or before is None:
        return UNDECIDED
    verdict = gates.samples_differ(now, before)
    if verdict == gates.Verdict.INSUFFICIENT:
        return UNDECIDED
    return Judgement(verdict == gates.Verdict.YES, float(mann_whitney(now, before).p))
