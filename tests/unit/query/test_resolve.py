"""Names, variants, periods and gaps, settled before anything is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from polso.base.calendar import CompanyCalendar
from polso.base.company import Company
from polso.base.errors import NotFoundError, UserError
from polso.base.period import Period
from polso.query.context import Context
from polso.query.dimensions import split
from polso.query.growths import Growths
from polso.query.plan import plan
from polso.query.request import Request
from polso.query.resolve import resolve

YEARS = Period(date(2024, 1, 1), date(2026, 3, 1))
CONTEXT = Context(
    CompanyCalendar(Company(), frozenset()),
    date(2026, 11, 24),
    1,
    "orders",
    {
        ("deal", "closed"): YEARS,
        ("deal", "created"): YEARS,
        ("deal_span", "span"): YEARS,
        ("sale:orders", "happened"): YEARS,
        ("first_sale:orders", "happened"): YEARS,
        ("rep_day", "day"): YEARS,
    },
    frozenset(
        {
            "opportunity.status",
            "opportunity.closed_at",
            "opportunity.created_at",
            "opportunity.amount",
            "sales_order.ordered_at",
            "sales_order.net_amount",
            "sales_order.account_id",
            "sales_order.rep_id",
        }
    ),
    {"region": ("account",), "colour": ("account", "rep")},
)


def test_the_last_covered_month_is_the_default() -> None:
    _, _, period = resolve(Request(("win_rate",)), CONTEXT)
    assert period == Period(date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("name", "code"),
    [("win_rat", "unknown_metric"), ("win_rate:by_colour", "unknown_variant"), ("", "unknown_metric")],
)
def test_unknown_names(name: str, code: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(Request((name,)), CONTEXT)
    assert caught.value.code == code


def test_a_dimension_of_two_entities_must_be_said_whole() -> None:
    assert split("region", CONTEXT.attributes).entity == "account"
    assert split("rep.colour", CONTEXT.attributes).entity == "rep"
    with pytest.raises(UserError) as caught:
        split("colour", CONTEXT.attributes)
    assert caught.value.parameters["choices"] == ("account.colour", "rep.colour")
    with pytest.raises(NotFoundError):
        split("rep.region", CONTEXT.attributes)


def test_a_company_keeps_its_variant_and_a_question_may_name_another() -> None:
    chosen = replace(CONTEXT, variants={"sales_growth": "previous"})
    (own,), _, _ = resolve(Request(("sales_growth",)), chosen)
    (named,), _, _ = resolve(Request(("sales_growth:year",)), chosen)
    (compared,), _, _ = resolve(Request(("sales_growth",), compare="year"), chosen)
    assert [one.variant.id for one in (own, named, compared)] == ["previous", "year", "year"]


def test_a_growth_reads_its_own_base_and_that_of_its_comparison() -> None:
    (growth,), _, _ = resolve(Request(("sales_growth:year",), period="2026-02"), CONTEXT)
    now, before, long_before = (Period.of_months(year, 2) for year in (2026, 2025, 2024))
    assert growth.shifts == (Growths(now, before, before, long_before),)


def test_the_missing_inputs_are_those_of_the_nearest_alternative() -> None:
    lacking = replace(CONTEXT, filled=frozenset({"sales_order.ordered_at"}))
    (revenue,), _, _ = resolve(Request(("net_revenue",)), lacking)
    assert (revenue.refusal, revenue.missing) == ("missing_input", ("sales_order.net_amount",))


def test_one_scan_reads_a_relation_once_for_all_its_measures() -> None:
    request = Request(
        ("win_rate", "average_deal_size", "sales_cycle_length", "deals_won", "net_revenue", "sales_growth"), by=("rep",)
    )
    resolved, splits, _ = resolve(request, CONTEXT)
    scans = plan(resolved, splits, (), None, CONTEXT).scans
    assert sorted((scan.kind, scan.relation.name, scan.clock) for scan in scans) == [
        ("flow", "deal", "closed"),
        ("flow", "deal_credit", "closed"),
        ("flow", "sale", "happened"),
    ]


def test_the_snapshots_of_a_stock_come_in_order() -> None:
    resolved, splits, _ = resolve(Request(("pipeline_value",), grain="month", period="2025-11..2026-02"), CONTEXT)
    (scan,) = plan(resolved, splits, (), None, CONTEXT).scans
    ends = [window.end for window in scan.windows]
    assert ends == sorted(ends)
    assert all(window.start is None for window in scan.windows)
