"""Formulas over metrics, in the same scope, window and comparison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from polso.base.company import Company
from polso.catalog.model import Derived, Uncertainty, Unit
from polso.catalog.registry import metrics
from tests.support.office import Office, order

Ask = Callable[..., Any]


@pytest.fixture
def ask(office: Office, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks for a formula as if it were a metric of the catalog."""
    from dataclasses import replace

    office.load(
        {
            "sales_order": [
                order(1, date(2026, 9, 1), 100, channel="web"),
                order(2, date(2026, 10, 1), 120, channel="web"),
                order(3, date(2026, 10, 2), 200, account_id="a2", channel="shop"),
                order(4, date(2026, 10, 30), "0.01", account_id="a2", channel="shop"),
            ]
        }
    )

    def of(text: str, unit: Unit = "currency", by: tuple[str, ...] = (), **asked: Any) -> Any:
        made = replace(
            metrics()["net_revenue"],
            id="mine",
            unit=unit,
            kind=Derived(text),
            variants=(),
            totals="ratio",
            synonyms=(),
            uncertainty=Uncertainty(),
        )
        context = office.door.context(office.today)
        monkeypatch.setitem(context.metrics, "mine", made)
        return office.by("mine", *by, **asked)

    return of


def test_money_is_divided_exactly_and_rounded_once(ask: Ask) -> None:
    found = ask("net_revenue / order_count / 7", period="2026-10")[()]
    assert found.value == Decimal("15.2386")
    assert found.previous == Decimal("14.2857")
    assert found.change == Decimal("0.9529")
    assert (found.distinguishable, found.low) == (None, None)


def test_each_group_and_the_total_are_computed_anew(ask: Ask) -> None:
    found = ask("net_revenue / order_count", period="2026-10", by=("channel",))
    assert {key: one.value for key, one in found.items()} == {
        ("shop",): Decimal("100.0050"),
        ("web",): Decimal("120.0000"),
        (): Decimal("106.6700"),
    }


def test_an_operand_may_be_filtered_whatever_the_question_filters(ask: Ask) -> None:
    text = 'net_revenue(channel="web") / net_revenue'
    assert ask(text, "ratio", period="2026-10")[()].value == pytest.approx(120 / 320.01)
    assert ask(text, "ratio", period="2026-10", where={"channel": "shop"})[()].value == 0.0


def test_a_filter_by_a_value_that_is_not_there_gives_no_zero(ask: Ask) -> None:
    found = ask('net_revenue(channel="fax") + 1', period="2026-10")[()]
    assert (found.value, found.flags) == (None, ("unknown_filter_value",))


def test_division_by_zero_is_unknown(ask: Ask) -> None:
    found = ask("net_revenue / (order_count - 3)", period="2026-10")[()]
    assert found.value is None
    assert "no_denominator" in found.flags


def test_an_unknown_operand_makes_it_unknown_with_its_reason(ask: Ask) -> None:
    found = ask("net_revenue - pipeline_value", period="2026-10")[()]
    assert (found.value, found.flags) == (None, ("missing_input",))
    assert "no_earlier_data" in ask("sales_growth * 100", "number", period="2026-10", compare="year")[()].flags


def test_sales_velocity_is_money_a_day(office: Office) -> None:
    """Fifty open deals, one in five won, 10,000 each, thirty days: 3,333.33 a day."""
    closed = [
        {
            "opportunity_id": f"D{n}",
            "status": "won" if n % 5 == 0 else "lost",
            "owner_id": "r1",
            "amount": 10_000,
            "currency": "EUR",
            "created_on": date(2026, 9, 5),
            "closed_on": date(2026, 10, 5),
        }
        for n in range(25)
    ]
    still_open = [
        {
            "opportunity_id": f"O{n}",
            "status": "open",
            "owner_id": "r1",
            "amount": 1,
            "currency": "EUR",
            "created_on": date(2026, 10, 1),
        }
        for n in range(50)
    ]
    office.load({"opportunity": [*closed, *still_open]})
    found = office.one("sales_velocity", period="2026-10")
    assert found.value == Decimal("3333.3333")
    assert found.n == 5
    few = office.one("sales_velocity", period="2026-09", compare="none")
    assert (few.value, few.n) == (None, 0)


def test_other_figures_of_the_company_may_stand_in_a_formula(ask: Ask, office: Office) -> None:
    office.load(
        {
            "series": [
                {"name": name, "value_date": date(2026, 10, day), "value": value}
                for name, day, value in (("visite", 1, 300), ("visite", 30, 100), ("ore", 2, 7))
            ]
        }
    )
    found = ask('net_revenue / series("visite")', period="2026-10")[()]
    assert found.value == Decimal("0.8000")
    assert ask('net_revenue / series("nulla")', period="2026-10", compare="none")[()].flags == ("unknown_filter_value",)


def test_a_stock_shortens_no_sum_of_its_period(tmp_path: Path) -> None:
    """Who is active is known from 14 October on, a window after the first order; the orders of the month are all."""
    company = Company(name="Prova", active_window_days=14)
    made = Office(tmp_path, company)
    rows = [
        order(number, day, 10, account_id=account)
        for number, (day, account) in enumerate(
            (
                (date(2026, 10, 1), "a1"),
                (date(2026, 10, 2), "a2"),
                (date(2026, 10, 20), "a1"),
                (date(2026, 10, 25), "a2"),
                (date(2026, 11, 20), "a2"),
            )
        )
    ]
    made.load({"sales_order": rows})
    try:
        whole = made.one("orders_per_customer", period="2026-10", compare="none")
        assert (whole.value, whole.numerator, whole.denominator) == (2, 4, 2)
        assert "partial" not in whole.flags
        early = made.one("orders_per_customer", period="2026-10-01..2026-10-10", compare="none")
        assert (early.value, early.flags[0]) == (None, "outside_data")
        weeks = made.ask("orders_per_customer", period="2026-10", grain="week", compare="previous")
        told = [next(flag for flag in one.flags if flag != "partial") for one in weeks[:3]]
        assert told == ["outside_data", "outside_data", "no_denominator"]
        november = made.one("orders_per_customer", period="2026-11", compare="previous")
        # Fifteen working days of either month: three orders until 21 October, when only a1 is active.
        assert (november.value, november.previous) == (1, 3)
    finally:
        made.close()


def test_growth_a_working_day_and_over_twelve_months(office: Office) -> None:
    """March has 21 working days in 2025 and 22 in 2026: the same a day is 22 / 21 of the sum, and no growth."""
    office.load(
        {
            "sales_order": [
                *(order(100 + n, date(2025, 3, 10), 210) for n in range(6)),
                *(order(200 + n, date(2026, 3, 10), 220) for n in range(6)),
                order(1, date(2024, 3, 1), 60),
                order(2, date(2024, 8, 1), 540),
                order(3, date(2026, 4, 2), 1),
            ]
        }
    )
    plain = office.one("sales_growth:year", period="2026-03")
    daily = office.one("sales_growth:per_working_day", period="2026-03")
    assert plain.value == pytest.approx(22 / 21 - 1)
    assert daily.value == pytest.approx(0)
    assert (daily.numerator, daily.denominator) == (1320, 1260)
    lows = [1 + float(one.low or 0) for one in (plain, daily)]
    assert lows[1] * 22 / 21 == pytest.approx(lows[0])
    assert lows[1] * (1 + float(daily.high or 0)) == pytest.approx(1)
    yearly = office.one("sales_growth:trailing_12_months", period="2026-03", compare="none")
    assert (yearly.numerator, yearly.denominator) == (1320, 540 + 1260)
    assert yearly.value == pytest.approx(1320 / 1800 - 1)
    rows = office.rows("sales_growth:trailing_12_months", period="2026-03").as_dicts()
    assert sum(row["denominator"] or 0 for row in rows) == 1800
    early = office.one("sales_growth:trailing_12_months", period="2026-01", compare="none")
    assert (early.value, early.flags) == (None, ("no_earlier_data",))
