"""Customer value: what customers have brought, and what a fitted model expects of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polso.answers.answer import TOTAL, MetricAnswers
from polso.answers.assemble import Line, answers_of, line_of
from polso.answers.contracts import load_contracts
from polso.answers.exchange import Exchange
from polso.answers.figures import Level
from polso.answers.judgement import NO_BOUNDS, UNDECIDED, Bounds
from polso.answers.largest import load_sales, sales_columns
from polso.answers.stage_chances import load_weighted
from polso.base.errors import InternalError
from polso.base.money import divide_money, from_scaled, round_money
from polso.base.period import Period
from polso.catalog.model import Model
from polso.engines.engine import Engine
from polso.query.context import Context
from polso.query.resolve import Resolved

if TYPE_CHECKING:
    from polso.statistics.value_model import ValueModel

YEAR = 365
WEEKS = 156
SCALE = 10_000.0
MOST_KEPT = 16
NEEDED = 5
"""Customers below which a mean of them is a list of them."""
MARGIN, REVENUE = "margin", "revenue"


@dataclass(frozen=True, slots=True)
class Purchases:
    """What customers bought: flat codes of customers, days (`date.toordinal`) and ten-thousandths of money.

    Money given back is taken from the purchase before it. `names` are the customers' ids by code.
    """

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.int64]
    names: NDArray[Any]

    def until(self, day: int) -> Purchases:
        """Those before `day`."""
        seen = self.day < day
        return Purchases(self.customer[seen], self.day[seen], self.amount[seen], self.names)

    @property
    def first(self) -> NDArray[np.int64]:
        """Of each purchase, the day of its customer's first one."""
        firsts = np.full(self.names.size, np.iinfo(np.int64).max)
        np.minimum.at(firsts, self.customer, self.day)
        return firsts[self.customer]


def load_purchases(one: Resolved, context: Context, engine: Engine) -> Purchases:
    """Every sale with a customer, a day and an amount on the company's basis, as known at the question's instant."""
    found, days, amounts = sales_columns(one, context, engine, ("account_id", "happened_on", "amount_base"))
    names, codes = np.unique(np.asarray(np.ma.getdata(found), dtype=str), return_inverse=True)
    return _netted(codes.astype(np.int64), days, amounts, names)


def _netted(
    customer: NDArray[np.int64], day: NDArray[np.int64], amount: NDArray[np.int64], names: NDArray[Any]
) -> Purchases:
    order = np.lexsort((day, customer))
    customer, day, amount = customer[order], day[order], amount[order]
    bought = amount >= 0
    sales, paid = np.flatnonzero(bought), amount[bought].copy()
    # Customer and day in one number, so that one search finds the purchase before a refund.
    span = int(day.max()) + 1 if day.size else 1
    places = np.searchsorted(customer[sales] * span + day[sales], customer[~bought] * span + day[~bought], "right") - 1
    back = amount[~bought]
    own = (places >= 0) & (customer[sales][np.maximum(places, 0)] == customer[~bought]) if sales.size else places >= 0
    np.add.at(paid, places[own], back[own])
    return Purchases(customer[sales], day[sales], paid, names)


def margin_share(context: Context) -> Decimal | None:
    """The company's gross margin as a share of revenue, where it is known."""
    return context.calendar.company.gross_margin_share


def assemble_model(one: Resolved, context: Context, engine: Engine, rates: Exchange) -> MetricAnswers:
    """One row a bucket: the figure of the part that is covered, or at its end."""
    read = reader_of(one, context, engine, rates)
    rows: list[tuple[Period, Period | None, Period | None, Any]] = []
    lines: list[Line] = []
    for cell in one.cells:
        rows.append((cell.bucket, cell.part, cell.base, TOTAL))
        if cell.part is None:
            blank = Level(None, None, None, 0, 0)
            lines.append(line_of(blank, NO_BOUNDS, None, UNDECIDED, ("outside_data",)))
            continue
        level, bounds = read(cell.part)
        before = read(cell.base)[0] if cell.base else None
        flags = (*(("partial",) if cell.partial else ()), *level.flags, *bounds.flags)
        lines.append(line_of(level, bounds, before, UNDECIDED, flags))
    return answers_of(one, context.calendar.company.currency, rows, lines)


def reader_of(
    one: Resolved, context: Context, engine: Engine, rates: Exchange
) -> Callable[[Period], tuple[Level, Bounds]]:
    """How the figure of a period is read, with what is needed for all periods loaded."""
    assert isinstance(one.variant.kind, Model)
    reading, _, counted = one.variant.kind.model.partition(":")
    match reading:
        case "largest":
            sales = load_sales(one, context, engine)
            return lambda period: (sales.share_of(int(counted), period), NO_BOUNDS)
        case "stage_chances":
            weighted = load_weighted(one, context, engine, rates)
            return lambda period: (weighted.at(period), NO_BOUNDS)
        case "contract":
            contracts = load_contracts(one, context, engine, rates)
            share, told = _share(context, counted)
            return lambda period: (contracts.value(period.end, share, told), NO_BOUNDS)
        case _:
            purchases = load_purchases(one, context, engine)
            return lambda period: _value(one, purchases, period.end, context)


def _value(one: Resolved, purchases: Purchases, end: date, context: Context) -> tuple[Level, Bounds]:
    assert isinstance(one.variant.kind, Model)
    reading, _, counted = one.variant.kind.model.partition(":")
    share, flags = _share(context, counted)
    seen = purchases.until(end.toordinal())
    match reading:
        case "historic":
            return _mean_of(seen, share, flags)
        case "first_year":
            return _first_year(seen, end.toordinal(), share, flags)
        case "simple" | "monthly" | "loss":
            return _simple(seen, end.toordinal(), share, flags, context, reading), NO_BOUNDS
        case "expected" | "new_customer":
            return _expected(seen, end, share, flags, context, of_new=reading == "new_customer")
        case _:
            raise InternalError("kind_has_no_figure", kind=one.variant.kind.model)


def _share(context: Context, counted: str) -> tuple[Decimal, tuple[str, ...]]:
    """What is left of revenue where the margin counts; the whole, which is said, where no margin is known."""
    if counted == REVENUE:
        return Decimal(1), ()
    known = margin_share(context)
    return (Decimal(1), ("revenue_not_margin",)) if known is None else (known, ())


def _mean_of(seen: Purchases, share: Decimal, flags: tuple[str, ...]) -> tuple[Level, Bounds]:
    """All that customers bought ÷ customers, with an interval that their spread allows."""
    from polso.statistics import means

    if not seen.customer.size:
        return Level(None, None, 0, 0, 0, flags=("no_denominator", *flags)), NO_BOUNDS
    present, codes = np.unique(seen.customer, return_inverse=True)
    totals = np.zeros(present.size, dtype=np.int64)
    np.add.at(totals, codes, seen.amount)
    whole = round_money(from_scaled(int(totals.sum())) * share)
    small = ("few_records",) if present.size < NEEDED else ()
    ordered = np.sort(totals)
    middle = from_scaled(int(ordered[(present.size - 1) // 2])) + from_scaled(int(ordered[present.size // 2]))
    mean = divide_money(whole, present.size)
    level = Level(
        mean,
        whole,
        int(present.size),
        int(present.size),
        0,
        mean,
        divide_money(middle * share, 2),
        (*flags, *small),
    )
    estimate = means.estimate_mean(totals / SCALE * float(share))
    told = tuple(flag for flag in estimate.flags if flag != means.TOO_FEW)
    if estimate.interval is None:
        return level, Bounds(None, None, told)
    return level, Bounds(_money(estimate.interval.low), _money(estimate.interval.high), told)


def _first_year(seen: Purchases, end: int, share: Decimal, flags: tuple[str, ...]) -> tuple[Level, Bounds]:
    """Only customers whose first purchase is at least twelve months old, and what they bought within them."""
    first = seen.first
    kept = (first + YEAR <= end) & (seen.day < first + YEAR)
    young = int(np.unique(seen.customer[first + YEAR > end]).size)
    chosen = Purchases(seen.customer[kept], seen.day[kept], seen.amount[kept], seen.names)
    level, bounds = _mean_of(chosen, share, flags)
    if level.value is None and young:
        return Level(None, None, 0, 0, 0, flags=("immature", *flags)), NO_BOUNDS
    return level, bounds


def _simple(seen: Purchases, end: int, share: Decimal, flags: tuple[str, ...], context: Context, reading: str) -> Level:
    """Margin of a year of an active customer × the years that one stays, at most three; or its margin of a month, or
    the share of customers lost in one.

    Active in a year are those who bought in it; lost are those of the year before who did not buy in the last one.
    """
    from polso.statistics.unit_economics import LONGEST_MONTHS, value_bound, value_within

    window = context.calendar.company.active_window_days
    begun = seen.day.min() if seen.day.size else end
    if end - int(begun) < 2 * window:
        return Level(None, None, None, 0, 0, flags=("too_little_history", *flags))
    last, before = seen.day >= end - window, (seen.day < end - window) & (seen.day >= end - 2 * window)
    active, earlier = np.unique(seen.customer[last]), np.unique(seen.customer[before])
    if not active.size or not earlier.size:
        return Level(None, None, int(earlier.size), 0, 0, flags=("no_denominator", *flags))
    lost = int(np.setdiff1d(earlier, active).size)
    months = Decimal(window) * 12 / YEAR
    monthly = from_scaled(int(seen.amount[last].sum())) * share / active.size / months
    if reading == "monthly":
        return Level(round_money(monthly), None, None, int(active.size), 0, flags=flags)
    if reading == "loss":
        share_lost = 1 - (1 - Decimal(lost) / int(earlier.size)) ** (1 / months)
        told = flags if lost else ("lower_bound", *flags)
        return Level(float(share_lost), lost, int(earlier.size), int(earlier.size), 0, flags=told)
    if lost == 0:
        # Nobody left: that is too little seen, not a customer without end.
        bound = value_bound(monthly * months, 0, int(earlier.size), int(LONGEST_MONTHS / months) or 1)
        assert bound is not None
        return Level(round_money(bound.at_least), None, None, int(earlier.size), 0, flags=("lower_bound", *flags))
    churn = Decimal(lost) / int(earlier.size)
    monthly_churn = 1 - (1 - churn) ** (1 / months) if churn < 1 else Decimal(1)
    value = value_within(monthly, monthly_churn, LONGEST_MONTHS)
    return Level(round_money(value), round_money(monthly), None, int(earlier.size), 0, flags=flags)


def _expected(
    seen: Purchases, end: date, share: Decimal, flags: tuple[str, ...], context: Context, *, of_new: bool
) -> tuple[Level, Bounds]:
    """The model's 36 months, discounted: the mean of today's customers, or a new one's with the first purchase."""
    if not seen.customer.size:
        return Level(None, None, 0, 0, 0, flags=("no_denominator", *flags)), NO_BOUNDS
    model = fitted(seen, end)
    closed = tuple(f"gate_{gate}" for gate in model.gates.failed)
    customers = model.history.customers
    if closed:
        return Level(None, None, None, customers, 0, flags=(*closed, *flags)), NO_BOUNDS
    rate = float(context.calendar.company.discount_rate_annual)
    if of_new:
        value = _money(model.value_of_new(float(share), WEEKS, rate))
        return Level(value, None, None, customers, 0, flags=flags), NO_BOUNDS
    values = model.values(float(share), WEEKS, rate)
    mean = _money(values.mean())
    level = Level(mean, None, None, customers, 0, mean, _money(np.median(values)), flags)
    interval = model.mean_interval(float(share), WEEKS, rate)
    low, high = float(interval.low), float(interval.high)
    return level, NO_BOUNDS if np.isnan(low) or np.isnan(high) else Bounds(_money(low), _money(high))


def _money(value: Any) -> Decimal | None:
    number = float(value)
    return round_money(Decimal(repr(number))) if np.isfinite(number) else None


_KEPT: OrderedDict[bytes, ValueModel] = OrderedDict()
_LOCK = Lock()


def fitted(seen: Purchases, end: date) -> ValueModel:
    """The model fitted on the purchases before `end`; the same purchases are fitted once."""
    from polso.statistics.value_model import fit_value_model

    until = (end - timedelta(days=1)).toordinal()
    digest = blake2b(until.to_bytes(8, "little"), digest_size=16)
    for column in (seen.customer, seen.day, seen.amount):
        digest.update(np.ascontiguousarray(column).tobytes())
    key = digest.digest()
    with _LOCK:
        known = _KEPT.get(key)
    if known is None:
        known = fit_value_model(seen.customer, seen.day, seen.amount / SCALE, until)
        with _LOCK:
            _KEPT[key] = known
            while len(_KEPT) > MOST_KEPT:
                _KEPT.popitem(last=False)
    return known
