"""Plain arithmetic of value, payback and what a customer may cost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polso.statistics.rates import wilson
from polso.statistics.unit_economics import (
    Payments,
    acquisition_budget,
    continuous_payback,
    naive_payback,
    payback_months,
    simple_value,
    value_bound,
    value_within,
    yearly_churn,
)

MARGINS = st.decimals("1", "5000", places=2)
CHURNS = st.decimals("0", "1", places=3)
COSTS = st.decimals("0", "20000", places=2)


@settings(deadline=None)
@given(MARGINS, CHURNS, st.integers(0, 40), st.sampled_from([Decimal(0), Decimal("0.01")]))
def test_the_closed_form_is_the_sum(margin: Decimal, churn: Decimal, months: int, discount: Decimal) -> None:
    ratio = (1 - Fraction(churn)) / (1 + Fraction(discount))
    total = Fraction(margin) * sum((ratio**month for month in range(months)), start=Fraction(0))
    assert float(value_within(margin, churn, months, discount)) == pytest.approx(float(total), rel=1e-12)
    late = value_within(margin, churn, months, discount, Payments.END)
    assert float(late) == pytest.approx(float(total / (1 + Fraction(discount))), rel=1e-12)


@settings(deadline=None)
@given(MARGINS, CHURNS, COSTS)
def test_payback_is_the_first_month_that_reaches_the_cost(margin: Decimal, churn: Decimal, cost: Decimal) -> None:
    months = payback_months(margin, churn, cost)
    if months is None:
        assert churn > 0
        assert Fraction(margin) / Fraction(churn) <= Fraction(cost) or churn == 1
        return
    kept = 1 - Fraction(churn)
    so_far = [sum(Fraction(margin) * kept**month for month in range(end)) for end in (months - 1, months)]
    if months < 400:  # beyond, the exact fractions are dear and the months absurd
        assert so_far[1] >= Fraction(cost) or cost == 0
        assert months == 0 or so_far[0] < Fraction(cost)


def test_payback_at_the_edges() -> None:
    assert payback_months(Decimal(100), Decimal(0), Decimal(600)) == 6
    assert payback_months(Decimal(100), Decimal(0), Decimal("600.01")) == 7
    assert payback_months(Decimal(100), Decimal(0), Decimal(0)) == 0
    assert payback_months(Decimal(0), Decimal("0.05"), Decimal(10)) is None
    assert payback_months(Decimal(-5), Decimal("0.05"), Decimal(10)) is None
    assert payback_months(Decimal(100), Decimal(1), Decimal(100)) == 1
    assert payback_months(Decimal(100), Decimal(1), Decimal(101)) is None
    assert payback_months(Decimal(70), Decimal("0.05"), Decimal(1400)) is None
    assert payback_months(Decimal(70), Decimal("0.05"), Decimal("1399.99")) == 232


def test_naive_payback_is_the_most_hopeful() -> None:
    naive, exact = (
        naive_payback(Decimal(70), Decimal(600)),
        continuous_payback(Decimal(70), Decimal("0.05"), Decimal(600)),
    )
    assert naive is not None
    assert exact is not None
    assert naive < exact < 11
    assert continuous_payback(Decimal(70), Decimal(0), Decimal(600)) == naive
    assert continuous_payback(Decimal(70), Decimal("0.05"), Decimal(1500)) is None
    assert continuous_payback(Decimal(0), Decimal("0.05"), Decimal(600)) is None
    assert naive_payback(Decimal(0), Decimal(600)) is None


def test_no_churn_has_no_value_but_a_bound() -> None:
    assert simple_value(Decimal(70), Decimal(0)) is None
    bound = value_bound(Decimal(70), 0, 50)
    assert bound is not None
    upper = float(wilson(0, 50).high)
    assert float(bound.churn) == pytest.approx(upper, abs=1e-15)
    assert float(bound.at_least) == pytest.approx(70 * (1 - (1 - upper) ** 36) / upper, rel=1e-12)
    assert value_bound(Decimal(70), 0, 0) is None


def test_the_bound_never_looks_beyond_three_years() -> None:
    assert value_bound(Decimal(70), 1, 50, months=60) == value_bound(Decimal(70), 1, 50)
    shorter = value_bound(Decimal(70), 1, 50, months=12)
    assert shorter is not None
    assert shorter.months == 12


def test_the_smaller_budget_counts() -> None:
    budget = acquisition_budget(Decimal(6000), Decimal(70), Decimal("0.05"))
    assert budget.limited_by == "payback"
    assert budget.allowed == budget.by_payback < budget.by_ratio
    with pytest.raises(ValueError, match="above 0"):
        acquisition_budget(Decimal(6000), Decimal(70), Decimal("0.05"), ratio=Decimal(0))


def test_nothing_comes_in_within_no_months() -> None:
    assert value_within(Decimal(70), Decimal(1), 0) == 0


def test_inputs_that_mean_nothing() -> None:
    for churn in (Decimal("-0.01"), Decimal("1.01")):
        with pytest.raises(ValueError, match="churn"):
            yearly_churn(churn)
    with pytest.raises(ValueError, match="horizon"):
        value_within(Decimal(70), Decimal("0.05"), -1)
