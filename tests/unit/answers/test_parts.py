"""What a figure without rows of its own is made of."""

from __future__ import annotations

from datetime import date

from polso.access.viewer import OWNER
from polso.answers.parts import Part, parts_behind
from polso.query.request import Request
from tests.support.office import Office, order

JANUARY = "2026-01-01..2026-01-31"
BOUGHT = (date(2026, 1, 5), date(2026, 1, 31))


def parts(office: Office, metric: str) -> tuple[Part, ...]:
    return parts_behind(office.door, Request((metric,), period="2026-01"), OWNER, office.today)


def test_the_parts_of_a_formula_in_its_period(office: Office) -> None:
    office.load({"sales_order": [order(n, day) for n, day in enumerate((date(2024, 1, 2), *BOUGHT))]})
    assert [(one.name, one.period) for one in parts(office, "orders_per_customer")] == [
        ("order_count", JANUARY),
        ("active_customers", JANUARY),
    ]
    assert office.rows("order_count", period=JANUARY).count == 2


def test_the_value_of_customers_is_made_of_all_their_purchases(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2025, 6, 1)), order(2, date(2026, 1, 31))]})
    (part,) = parts(office, "clv")
    assert part == Part("net_revenue", "2025-06-01..2026-01-31", ())
    assert office.rows(part.name, period=part.period).count == 2


def test_what_has_rows_is_made_of_no_parts(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 31))]})
    assert parts(office, "net_revenue") == ()
    assert parts(office, "sales_velocity") == ()
