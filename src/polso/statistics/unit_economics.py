"""What a customer is worth and may cost, by plain arithmetic on a constant margin and a constant churn.

Money, hence Decimal, unlike the rest of the package. `margin` is the monthly margin of a customer (margin share ×
revenue a month, or orders a month × order value × margin share), `churn` the share lost a month, `discount` a ratio a
month.
Payments stand at the start of each month unless said. Not rounded: round what is shown.

All of it assumes one churn for all. Where customers differ, the value is understated (the loyal stay much longer than
the average churn says) and which customers stay is not told at all: see `shifted_beta_geometric` and `customer_value`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ONE = Decimal(1)
LONGEST_MONTHS = 36
USUAL_RATIO = Decimal(3)
USUAL_PAYBACK_MONTHS = 12


class Payments(StrEnum):
    """When the margin of a month comes in; only a discount can tell the difference."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class ValueBound:
    """`at_least` is a lower bound of the value, from the highest `churn` that the customers lost allow."""

    at_least: Decimal
    churn: Decimal
    months: int


@dataclass(frozen=True, slots=True)
class AcquisitionBudget:
    """What the next customer may cost: the smaller of both, `limited_by` "ratio" or "payback"."""

    allowed: Decimal
    by_ratio: Decimal
    by_payback: Decimal
    limited_by: str


def monthly_discount(yearly: Decimal) -> Decimal:
    """(1 + d)^(1/12) - 1.

    >>> round(monthly_discount(Decimal("0.10")), 8)
    Decimal('0.00797414')
    """
    return (ONE + yearly) ** (ONE / 12) - ONE


def yearly_churn(monthly: Decimal) -> Decimal:
    """1 - (1 - c)^12: of those who stay fewer can leave, so it is less than 12·c.

    >>> round(yearly_churn(Decimal("0.05")), 6)          # not 60 %
    Decimal('0.459640')
    """
    return ONE - (ONE - _share(monthly)) ** 12


def simple_value(
    margin: Decimal,
    churn: Decimal,
    discount: Decimal = Decimal(0),
    payments: Payments = Payments.START,
) -> Decimal | None:
    """Value without end: m/c, or m(1+d)/(d+c) with payments at the start, m/(d+c) at the end. None where d + c = 0.

    No churn is not an infinite value but too little seen: see `value_bound`.

    >>> simple_value(Decimal(70), Decimal("0.05")) == 1400, simple_value(Decimal(70), Decimal(0))
    (True, None)
    """
    leaving = _share(churn) + discount
    if leaving <= 0:
        return None
    return margin * (ONE + discount if payments is Payments.START else ONE) / leaving


def value_within(
    margin: Decimal,
    churn: Decimal,
    months: int,
    discount: Decimal = Decimal(0),
    payments: Payments = Payments.START,
) -> Decimal:
    """Value of the first `months`: Σ_{t=1..months} m(1-c)^(t-1)/(1+d)^(t-1), or ^t with payments at the end.

    >>> round(value_within(Decimal(70), Decimal("0.05"), 36), 4)
    Decimal('1179.1091')
    """
    if months < 0:
        raise ValueError("a horizon has no fewer than 0 months")
    ratio = (ONE - _share(churn)) / (ONE + discount)
    if months == 0:
        return Decimal(0)  # Decimal leaves 0 to the power of 0 undefined
    total = Decimal(months) if ratio == ONE else (ONE - ratio**months) / (ONE - ratio)
    return margin * total / (ONE if payments is Payments.START else ONE + discount)


def value_bound(
    margin: Decimal,
    lost: int,
    at_start: int,
    months: int = LONGEST_MONTHS,
    level: float = 0.95,
) -> ValueBound | None:
    """Value of `months`, at most 36, under Wilson's upper limit of the monthly churn `lost` / `at_start`.

    For the month in which nobody left, or few did. None without customers at the start.

    >>> bound = value_bound(Decimal(70), 0, 50)
    >>> round(bound.churn, 4), round(bound.at_least, 2)
    (Decimal('0.0713'), Decimal('912.81'))
    """
    from polso.statistics.rates import wilson

    if at_start == 0:
        return None
    churn = Decimal(repr(float(wilson(lost, at_start, level).high)))
    horizon = min(months, LONGEST_MONTHS)
    return ValueBound(value_within(margin, churn, horizon), churn, horizon)


def payback_months(margin: Decimal, churn: Decimal, cost: Decimal) -> int | None:
    """Smallest n with Σ_{t≤n} m(1-c)^(t-1) ≥ cost; None is *never*: all the margin to come, m/c, does not reach it.

    Whole months, since margin comes in by the month; 0 where nothing was spent.

    >>> [payback_months(Decimal(70), Decimal("0.05"), Decimal(cost)) for cost in (600, 1400, 1500)]
    [11, None, None]
    """
    if cost <= 0:
        return 0
    if margin <= 0:
        return None
    limit = simple_value(margin, churn)
    if limit is not None and cost >= limit and churn < 1:
        return None
    if churn == 1:
        return 1 if cost <= margin else None
    exact = continuous_payback(margin, churn, cost)
    months = int(exact) if exact is not None else 0
    while months > 0 and value_within(margin, churn, months) >= cost:
        months -= 1
    while value_within(margin, churn, months) < cost:
        months += 1
    return months


def continuous_payback(margin: Decimal, churn: Decimal, cost: Decimal) -> Decimal | None:
    """The same as if margin came in evenly: ln(1 - cost·c/m)/ln(1 - c), cost/m without churn. None is never.

    >>> round(continuous_payback(Decimal(70), Decimal("0.05"), Decimal(600)), 6)
    Decimal('10.910116')
    """
    if margin <= 0:
        return None
    naive = naive_payback(margin, cost)
    if churn == 0 or naive is None:
        return naive
    left = ONE - naive * _share(churn)
    return left.ln() / (ONE - churn).ln() if left > 0 and churn < 1 else None


def naive_payback(margin: Decimal, cost: Decimal) -> Decimal | None:
    """cost/m, as if nobody left: always the most hopeful. None without a margin.

    >>> round(naive_payback(Decimal(70), Decimal(600)), 6)
    Decimal('8.571429')
    """
    return cost / margin if margin > 0 else None


def acquisition_budget(
    value: Decimal,
    margin: Decimal,
    churn: Decimal,
    ratio: Decimal = USUAL_RATIO,
    months: int = USUAL_PAYBACK_MONTHS,
) -> AcquisitionBudget:
    """The smaller of value / ratio and the margin of the first `months`.

    Misleads as a budget for the *next* customer when it rests on averages: the latest spend usually buys the dearest.

    >>> budget = acquisition_budget(Decimal("1178.3333"), Decimal(70), Decimal("0.05"))
    >>> round(budget.allowed, 2), round(budget.by_payback, 2), budget.limited_by
    (Decimal('392.78'), Decimal('643.50'), 'ratio')
    """
    if ratio <= 0:
        raise ValueError("the ratio of value to cost is above 0")
    by_ratio, by_payback = value / ratio, value_within(margin, churn, months)
    limited_by = "ratio" if by_ratio <= by_payback else "payback"
    return AcquisitionBudget(min(by_ratio, by_payback), by_ratio, by_payback, limited_by)


def _share(churn: Decimal) -> Decimal:
    if not 0 <= churn <= 1:
        raise ValueError("churn lies between 0 and 1")
    return churn
