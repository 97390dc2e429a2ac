"""What things are called changes no figure: another currency for all, other ids of records, customers and people."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.answers.answer import Answer
from polso.base.company import Company
from tests.support.office import Office, deal, order

FIRST, EXTRACTED = date(2026, 1, 1), datetime(2026, 4, 1, tzinfo=UTC)
METRICS = (
    "net_revenue",
    "average_order_value",
    "average_revenue_per_sale",
    "net_revenue:bookings",
    "win_rate",
    "win_rate:by_value",
    "average_deal_size",
    "sales_cycle_length",
    "pipeline_value",
    "new_customers",
    "active_customers",
)
amounts = st.none() | st.decimals(0, 10**6, places=4)


@st.composite
def trade(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Orders, deals and refunds of a quarter in the company's currency, some of it without an amount."""
    deals, orders, refunds = [], [], []
    for number in range(draw(st.integers(1, 10))):
        created = FIRST + timedelta(draw(st.integers(0, 60)))
        status = draw(st.sampled_from(["won", "lost", "open"]))
        closed = None if status == "open" else created + timedelta(draw(st.integers(0, 25)))
        more = {"amount": draw(amounts), "owner_id": draw(st.sampled_from(["r1", "r2", None]))}
        deals.append(deal(number, status=status, created_on=created, closed_on=closed, **more))
    for number in range(draw(st.integers(1, 10))):
        day = FIRST + timedelta(draw(st.integers(0, 85)))
        account = f"a{draw(st.integers(0, 4))}"
        orders.append(order(number, day, draw(amounts), account_id=account, rep_id=draw(st.sampled_from(["r1", None]))))
        back = draw(st.none() | st.decimals(1, 500, places=2))
        if back is not None:
            given_back = {"refund_id": f"F{number}", "order_id": f"O{number}", "amount": back, "currency": "EUR"}
            refunds.append(given_back | {"refunded_on": day + timedelta(draw(st.integers(0, 40)))})
    deals.append(deal(99, status="lost", created_on=FIRST, closed_on=date(2026, 3, 30), amount=1))
    orders += [order(98, FIRST, 1), order(99, date(2026, 3, 30), 1)]
    return {"opportunity": deals, "sales_order": orders, "refund": refunds}


def told(one: Answer) -> tuple[str | int, ...]:
    figures = (one.value, one.low, one.high, one.previous, one.n, one.missing, *sorted(one.flags))
    return one.metric.id, one.variant.id, one.period.start.isoformat(), len(one.group.keys), *map(str, figures)


def picture(tables: dict[str, list[dict[str, Any]]], currency: str) -> list[tuple[str | int, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), Company(name="Prova", currency=currency, revenue_basis="orders"))
        try:
            office.load({name: rows for name, rows in tables.items() if rows}, EXTRACTED)
            found = office.answers(*METRICS, by=("rep",), grain="month", period="2026-Q1")
            return sorted(told(one) for one in found)
        finally:
            office.close()


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """Every id as another one, in another order than before."""
    ids = [name for name, value in row.items() if name.endswith("_id") and value is not None]
    return row | {name: f"{str(row[name])[::-1]}-x" for name in ids}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trade())
def test_names_and_the_label_of_the_currency_change_no_figure(tables: dict[str, list[dict[str, Any]]]) -> None:
    francs = {
        name: [row | ({"currency": "CHF"} if "currency" in row else {}) for row in rows]
        for name, rows in tables.items()
    }
    others = {name: [renamed(row) for row in rows] for name, rows in tables.items()}
    plain = picture(tables, "EUR")
    assert picture(francs, "CHF") == plain
    assert picture(others, "EUR") == plain
