"""Whatever the subscriptions: movements are the change, churn and retention are one, GRR is the less."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polso.base.company import Company
from tests.support.office import Office

FIRST, EXTRACTED = date(2025, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC)
MOVEMENTS = ("mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churn", "mrr_reactivation")
PERIODS = ("2025-03", "2025-Q2", "2025-W29", "2025-08-31", "2025-02..2025-12")
quiet = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])

days = st.integers(0, 360).map(lambda day: FIRST + timedelta(days=day))
fees = st.sampled_from([Decimal(0), Decimal(10), Decimal("33.3333"), Decimal("0.0001")]) | st.decimals(0, 900, places=4)


@st.composite
def subscriptions(draw: st.DrawFn, currencies: tuple[str, ...] = ("EUR",)) -> list[dict[str, Any]]:
    """Spans that overlap, follow each other late, end on the day they begin, are trials or have no account.

    The first one begins on the first day, so that the data cover the year; the last extract told them all.
    """
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 16))):
        start = FIRST if number == 0 else draw(days)
        length = draw(st.none() | st.integers(0, 200))
        rows.append(
            {
                "subscription_id": f"S{draw(st.integers(0, 7))}",
                "account_id": draw(st.sampled_from(["a", "b", "c", "d", None])),
                "valid_from": start,
                "valid_to": None if length is None else start + timedelta(length),
                "mrr": draw(fees),
                "currency": draw(st.sampled_from(currencies)),
                "is_trial": draw(st.sampled_from([False, False, False, True])),
            }
        )
    return list({(row["subscription_id"], row["valid_from"]): row for row in rows}.values())


def asked(rows: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    """The figures of every period; a stock also at the end of the day before it."""
    rates = [
        {"rate_date": FIRST + timedelta(7 * week), "currency": "USD", "to_base": Decimal("0.9")} for week in range(53)
    ]
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), Company(name="Prova", customer_model="subscription"))
        try:
            office.load({"subscription_span": rows, "fx_rate": rates}, EXTRACTED)
            found: dict[tuple[str, str], Any] = {}
            names = (
                "customer_churn_rate",
                "customer_retention_rate",
                "gross_revenue_retention",
                "net_revenue_retention",
            )
            for period in PERIODS:
                answers = office.answers("mrr", *MOVEMENTS, "mrr_fx_revaluation", *names, period=period, compare="none")
                found |= {(one.metric.id, period): one for one in answers}
                day = (answers.period.start - timedelta(1)).isoformat()
                found["before", period] = office.one("mrr", period=day, compare="none")
            return found
        finally:
            office.close()


@quiet
@given(subscriptions())
def test_movements_add_up_and_who_stays_and_who_goes_are_all(rows: list[dict[str, Any]]) -> None:
    found = asked(rows)
    for period in PERIODS:
        change = found["mrr", period].value - found["before", period].value
        assert sum(found[name, period].value for name in MOVEMENTS) == change, (period, rows)
        assert found["mrr_fx_revaluation", period].value == 0
        churn, stay = found["customer_churn_rate", period], found["customer_retention_rate", period]
        assert (churn.value is None) == (stay.value is None)
        if stay.value is not None:
            assert (churn.numerator or 0) + (stay.numerator or 0) == stay.denominator == churn.denominator
            assert churn.value + stay.value == pytest.approx(1, abs=1e-12)
        capped, whole = found["gross_revenue_retention", period].value, found["net_revenue_retention", period].value
        assert (capped is None) == (whole is None)
        if capped is not None:
            assert 0 <= capped <= min(1, whole)


@quiet
@given(subscriptions(("EUR", "USD")))
def test_a_rate_makes_no_movement_and_the_rest_closes(rows: list[dict[str, Any]]) -> None:
    found = asked(rows)
    for period in PERIODS:
        parts = sum(found[name, period].value for name in (*MOVEMENTS, "mrr_fx_revaluation"))
        assert parts == found["mrr", period].value - found["before", period].value, (period, rows)
