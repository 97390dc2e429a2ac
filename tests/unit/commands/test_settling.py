"""What a first import decides stays decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from polso.access.viewer import OWNER
from polso.base.period import Period
from polso.commands.receipt_lines import receipt_lines
from polso.commands.session import Session
from polso.commands.settling import is_long, other_bases, settle
from polso.query.request import Request
from tests.support.records import load_records


def orders(*days: date) -> list[dict[str, Any]]:
    return [
        {
            "order_id": f"O{number}",
            "ordered_at": None,
            "ordered_on": day,
            "status": "completed",
            "net_amount": Decimal(100),
            "currency": "EUR",
        }
        for number, day in enumerate(days)
    ]


def deals(*days: date) -> list[dict[str, Any]]:
    return [
        {
            "opportunity_id": f"D{number}",
            "status": "won",
            "amount": Decimal(100),
            "currency": "EUR",
            "created_on": day,
            "closed_on": day,
        }
        for number, day in enumerate(days)
    ]


def test_nothing_is_settled_without_money(session: Session) -> None:
    load_records(session.workspace, {"account": [{"account_id": "A", "name": "Rossi"}]})
    assert settle(session) == {}
    assert session.company.revenue_basis is None


def test_basis_and_growth_are_settled_once(session: Session) -> None:
    load_records(session.workspace, {"opportunity": deals(date(2026, 1, 5), date(2026, 6, 5))})
    assert settle(session) == {"company.revenue_basis": "won_deals", "variants.sales_growth": "previous"}
    assert session.company.revenue_basis == "won_deals"
    assert dict(session.company.variants) == {"sales_growth": "previous"}
    load_records(session.workspace, {"sales_order": orders(date(2024, 1, 5), date(2026, 6, 5))})
    assert settle(session) == {}
    assert session.company.revenue_basis == "won_deals"
    assert other_bases(session) == ("orders",)


def test_orders_come_before_won_deals_and_thirteen_months_compare_with_the_year(session: Session) -> None:
    tables = {"sales_order": orders(date(2025, 5, 1), date(2026, 6, 30)), "opportunity": deals(date(2026, 6, 1))}
    load_records(session.workspace, tables)
    assert settle(session) == {"company.revenue_basis": "orders", "variants.sales_growth": "year"}
    assert other_bases(session) == ()


def test_a_choice_of_the_company_is_left_alone(session: Session) -> None:
    session.workspace.change_settings({"company.revenue_basis": "won_deals", "variants.sales_growth": "year"})
    load_records(session.workspace, {"sales_order": orders(date(2026, 5, 1))})
    assert settle(session) == {}


def test_a_currency_is_taken_only_when_it_is_given(session: Session) -> None:
    load_records(session.workspace, {"sales_order": orders(date(2026, 5, 1))})
    assert settle(session, "USD")["company.currency"] == "USD"
    assert session.company.currency == "USD"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 1, 1), date(2026, 2, 1), True),
        (date(2025, 1, 2), date(2026, 2, 1), False),
        (date(2024, 2, 29), date(2025, 3, 29), True),
    ],
)
def test_thirteen_months_are_calendar_months(start: date, end: date, expected: bool) -> None:
    assert is_long(Period(start, end)) is expected


def test_the_clock_is_the_companys(session: Session) -> None:
    late = Session(session.workspace, session.door, now=lambda: datetime.fromisoformat("2026-11-24T23:30:00+00:00"))
    assert late.today() == date(2026, 11, 25)


def test_the_maturity_of_leads_is_that_of_nine_in_ten_of_the_conversions_once_there_are_twenty(
    session: Session,
) -> None:
    first = date(2026, 1, 1)
    leads = [{"lead_id": f"L{number}", "created_on": first} for number in range(21)]
    won = [
        deal | {"lead_id": f"L{number}", "created_on": first}
        for number, deal in enumerate(deals(*(first + timedelta(days=day) for day in range(1, 21))))
    ]
    load_records(session.workspace, {"lead": leads, "opportunity": won[:19]})
    assert "company.lead_maturity_days" not in settle(session)
    load_records(session.workspace, {"opportunity": won[19:]})
    assert settle(session)["company.lead_maturity_days"] == 18
    assert settle(session) == {}


@pytest.mark.parametrize(("median", "lag"), [(29, 0), (45, 30), (46, 61)])
def test_spending_comes_before_the_customer_by_as_much_as_half_of_the_leads_took(
    session: Session, median: int, lag: int
) -> None:
    """Ten leads are won by the median, ten later; in months of 30.42 days, and only once something was spent."""
    first = date(2025, 1, 1)
    leads = [{"lead_id": f"L{number}", "created_on": first} for number in range(20)]
    days = [median - number % 10 if number < 10 else median + 50 + number for number in range(20)]
    won = [
        deal | {"lead_id": f"L{number}", "created_on": first}
        for number, deal in enumerate(deals(*(first + timedelta(days=day) for day in days)))
    ]
    load_records(session.workspace, {"lead": leads, "opportunity": won})
    assert "company.cac_lag_days" not in settle(session)
    spent = {"expense_id": "E", "span_start": first, "amount": 100, "currency": "EUR", "category": "ads"}
    load_records(session.workspace, {"expense": [spent]})
    assert settle(session) == {"company.cac_lag_days": lag}
    assert settle(session) == {}
    with session.workspace.cursor() as cursor:
        assert cursor.execute("select lagged_day - day from expense_day").fetchall() == [(lag,)]


@pytest.mark.parametrize(("linked", "variant"), [(16, "from_lead"), (15, "default")])
def test_the_sales_cycle_begins_with_the_lead_where_four_in_five_won_deals_have_one(
    session: Session, linked: int, variant: str
) -> None:
    """20 deals won in one day, their leads 10 days older: 16 linked are 80 %, 15 are 75 %. The choice then stands."""
    first = date(2026, 1, 11)
    leads = [{"lead_id": f"L{number}", "created_on": date(2026, 1, 1)} for number in range(20)]
    won = [
        deal | {"closed_on": date(2026, 1, 16), "lead_id": f"L{number}" if number < linked else None}
        for number, deal in enumerate(deals(*[first] * 20))
    ]
    load_records(session.workspace, {"opportunity": won[:19]})
    assert "variants.sales_cycle_length" not in settle(session)
    load_records(session.workspace, {"lead": leads, "opportunity": won[19:]})
    assert settle(session)["variants.sales_cycle_length"] == variant
    answer = next(iter(session.door.ask(Request(("sales_cycle_length",), period="2026-01"), OWNER, session.today())))
    assert (answer.variant.id, answer.value) == (variant, 15 if variant == "from_lead" else 5)
    load_records(session.workspace, {"opportunity": [one | {"lead_id": None} for one in won[:10]]})
    assert settle(session) == {}


def test_the_days_that_a_figure_rests_on_are_printed_with_it(session: Session) -> None:
    load_records(session.workspace, {"sales_order": orders(date(2026, 5, 1))})
    for name, said in (
        ("cac:lagged", "cac_lag_days: 0 days"),
        ("customer_retention_rate", "active_window_days: 365 days"),
    ):
        answers = session.door.ask(Request((name,)), OWNER, session.today())
        assert said in receipt_lines(answers, session, "en")
    plain = receipt_lines(session.door.ask(Request(("net_revenue",)), OWNER, session.today()), session, "en")
    assert not any("days" in line for line in plain)
