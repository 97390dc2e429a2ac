"""Would the models have foretold what customers then did? Fit on the past, compare with what was held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polso.statistics.arrays import Floats, Integers, floats
from polso.statistics.bg_nbd import BG_NBD
from polso.statistics.buy_till_you_die import PurchaseModel
from polso.statistics.mbg_nbd import MBG_NBD
from polso.statistics.purchase_history import DAYS_IN_WEEK, PurchaseHistory, equal_histories, purchase_history

HISTORIC_RATE = "historic_rate"
LONGEST_DAYS = 52 * DAYS_IN_WEEK
TIE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class HoldOutSplit:
    """What was known at the cut, and `later`, shape (customers,): days of purchase of the same customers after it."""

    calibration: PurchaseHistory
    later: Floats
    weeks: float


@dataclass(frozen=True, slots=True)
class HoldOutScore:
    """One way to foretell. `predicted` purchases in all; `error` |predicted - actual| / actual, a ratio;
    `error_per_customer` the mean absolute error in purchases. NaN where the fit failed or nothing was bought.
    """

    method: str
    predicted: float
    error: float
    error_per_customer: float


@dataclass(frozen=True, slots=True)
class HoldOut:
    """`scores` are MBG/NBD, BG/NBD and the historic rate, in this order; `chosen` is the model to use.

    `weeks` is the length of the period held out, `actual` the purchases in it of the `customers` known at the `cut`.
    """

    cut: int
    weeks: float
    customers: int
    actual: float
    scores: tuple[HoldOutScore, ...]
    chosen: PurchaseModel

    @property
    def error(self) -> float:
        """That of the model chosen; NaN where it could not be found out."""
        return next(score.error for score in self.scores if score.method == self.chosen.name)

    @property
    def better_than_historic_rate(self) -> bool:
        return self.error < self.scores[-1].error


def usual_cut(day: ArrayLike, until: int) -> int:
    """Last day of the calibration: the later half of the history is held out, at most 52 weeks.

    >>> usual_cut([0, 3, 90], 99), usual_cut([0], 3_650)
    (49, 3286)
    """
    days = np.asarray(day, dtype=np.int64)
    first = int(days.min()) if days.size else until
    return until - min((until - first + 1) // 2, LONGEST_DAYS)


def split(customer: ArrayLike, day: ArrayLike, cut: int, until: int) -> HoldOutSplit:
    """Histories up to `cut`, and the purchases in (cut, until] of the customers known by then.

    Arguments as in `purchase_history`. Those who came after the cut are in neither.

    >>> found = split([1, 1, 1, 2, 3], [0, 7, 30, 5, 25], 20, 40)
    >>> found.calibration.customer.tolist(), found.later.tolist()
    ([1, 2], [1.0, 0.0])
    """
    who, when = np.asarray(customer, dtype=np.int64), np.asarray(day, dtype=np.int64)
    calibration = purchase_history(who, when, cut)
    after = (when > cut) & (when <= until) & np.isin(who, calibration.customer)
    visits: Integers = np.unique(np.stack((who[after], when[after]), axis=1), axis=0)[:, 0]
    places = np.searchsorted(calibration.customer, visits)
    later = np.bincount(places, minlength=calibration.customers)
    return HoldOutSplit(calibration, floats(later), (until - cut) / DAYS_IN_WEEK)


def hold_out(customer: ArrayLike, day: ArrayLike, until: int, cut: int | None = None) -> HoldOut:
    """Both models, and "each goes on at the own rate so far" (x/T a week), against what then happened.

    Chosen is the model of smaller error; MBG/NBD where they are within one point of each other or neither has one.
    `cut` is `usual_cut` unless given. Arguments as in `purchase_history`.

    Misleads where the period held out holds an event that the calibration does not (a closed shop, one Christmas), and
    by luck: errors of the customers cancel in the total, hence the error per customer beside it.
    """
    at = usual_cut(day, until) if cut is None else cut
    found = split(customer, day, at, until)
    known, actual = found.calibration, float(found.later.sum())
    histories = equal_histories(known.repeats, known.recency, known.age)
    scores = []
    for model in (MBG_NBD, BG_NBD):
        estimate = model.fit(histories)
        foretold = np.full(known.customers, np.nan)
        if not estimate.degenerate:
            place = known.repeats, known.recency, known.age, found.weeks
            foretold = model.expected_further(estimate.parameters.tolist(), *place)
        scores.append(_score(model.name, foretold, found.later))
    pace = known.repeats / np.where(known.age > 0, known.age, np.inf)
    scores.append(_score(HISTORIC_RATE, pace * found.weeks, found.later))
    modified, plain = scores[0].error, scores[1].error
    better = np.isfinite(plain) and not modified <= plain + TIE
    return HoldOut(at, found.weeks, known.customers, actual, tuple(scores), BG_NBD if better else MBG_NBD)


def _score(method: str, foretold: Floats, later: Floats) -> HoldOutScore:
    predicted, actual = float(foretold.sum()), float(later.sum())
    if not (actual > 0 and np.isfinite(predicted)):
        return HoldOutScore(method, predicted if later.size else np.nan, np.nan, np.nan)
    error = abs(predicted - actual) / actual
    return HoldOutScore(method, predicted, error, float(np.abs(foretold - later).mean()))
