"""Targets and quotas: to date, at pace, by presence, as they were set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.office import Office, deal, order

MAY_15 = datetime(2025, 5, 15, 20, tzinfo=UTC)
TODAY = date(2025, 5, 16)


def target(value: Any = 120_000, **changed: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "target_id": f"t{value}{sorted(changed.items())}",
        "metric_id": "net_revenue",
        "scope_type": "company",
        "period_start": date(2025, 4, 1),
        "period_end": date(2025, 7, 1),
        "value": value,
        "currency": "EUR",
        "kind": "goal",
        "profile": "business_days",
    }
    return row | changed


@pytest.fixture
def make(new_office: Callable[..., Office]) -> Callable[..., Office]:
    def of(*targets: dict[str, Any], orders: Any = None, **tables: Any) -> Office:
        office = new_office(today=TODAY)
        rows = orders or [order(1, date(2025, 4, 1), 20_000), order(2, date(2025, 5, 15), 40_000)]
        office.load({"sales_order": rows, "target": list(targets), **tables}, extracted_at=MAY_15)
        return office

    return of


def test_the_pace_of_a_quarter_by_working_days(make: Callable[..., Office]) -> None:
    """T32: 61 working days, 30 gone by 15 May: 59,016.39 are due, 60,000 are there."""
    office = make(target())
    full = office.one("sales_target_attainment", period="2025-Q2")
    pace = office.one("sales_target_attainment:pace", period="2025-Q2")
    assert full.value == 0.5
    assert str(pace.denominator) == "59016.3934"
    assert pace.value == pytest.approx(1.016667, abs=1e-6)
    assert pace.partial


def test_the_pace_by_calendar_days(make: Callable[..., Office]) -> None:
    pace = make(target(profile="calendar_days")).one("sales_target_attainment:pace", period="2025-Q2")
    assert pace.value == pytest.approx(1.011111, abs=1e-6)


def test_a_target_of_the_end_is_not_due_before(make: Callable[..., Office]) -> None:
    pace = make(target(profile="end_of_period")).one("sales_target_attainment:pace", period="2025-Q2")
    assert pace.value is None
    assert "nothing_due_yet" in pace.flags


def test_a_seasonal_target_without_two_years_is_not_judged(make: Callable[..., Office]) -> None:
    office = make(target(profile="seasonal"))
    assert "no_season" in office.one("sales_target_attainment:pace", period="2025-Q2").flags
    assert office.one("sales_target_attainment", period="2025-Q2").value == 0.5


def test_a_seasonal_target_follows_last_year(make: Callable[..., Office]) -> None:
    """Last year a quarter of the quarter's revenue was there after as many working days."""
    orders = [
        order(1, date(2023, 3, 1), 1),
        order(2, date(2024, 4, 10), 10_000),
        order(3, date(2024, 6, 20), 30_000),
        order(4, date(2025, 5, 15), 60_000),
    ]
    pace = make(target(profile="seasonal"), orders=orders).one("sales_target_attainment:pace", period="2025-Q2")
    assert pace.value == pytest.approx(2.0)


def test_somebody_who_joins_halfway_owes_a_part(make: Callable[..., Office]) -> None:
    """T33: from 5 May on, 40 of 61 working days: 78,688.52 of 120,000."""
    office = make(
        target(kind="quota", scope_type="rep", scope_id="r1"),
        rep=[{"rep_id": "r1", "name": "Anna", "hired_on": date(2025, 5, 5)}],
        orders=[order(1, date(2025, 5, 6), 60_000, rep_id="r1")],
    )
    found = office.by("rep_quota_attainment", "rep", period="2025-Q2")
    assert str(found["Anna",].denominator) == "78688.5246"
    assert found["Anna",].value == pytest.approx(60_000 / 78_688.5246)
    assert "quota_by_presence" in found["Anna",].flags


def test_the_total_of_quotas_takes_those_who_have_one(make: Callable[..., Office]) -> None:
    people = [{"rep_id": key, "name": name} for key, name in (("r1", "Anna"), ("r2", "Bruno"), ("r3", "Carla"))]
    quotas = [target(100, kind="quota", scope_type="rep", scope_id=key) for key in ("r1", "r2")]
    office = make(
        *quotas,
        target(250),
        rep=people,
        orders=[
            order(1, date(2025, 5, 6), 150, rep_id="r1"),
            order(2, date(2025, 5, 7), 900, rep_id="r3"),
            order(3, date(2025, 5, 15), 20),
        ],
    )
    found = office.by("rep_quota_attainment", "rep", period="2025-Q2")
    assert (found["Anna",].value, found["Bruno",].value, found["Carla",].value) == (1.5, 0.0, None)
    assert "no_target" in found["Carla",].flags
    assert found[()].value == 0.75
    assert "quotas_differ_from_target" in found[()].flags
    reached = office.by("rep_quota_attainment:reached", "rep", period="2025-Q2")[()]
    assert (reached.value, reached.numerator, reached.denominator) == (0.5, 1, 2)


def test_the_target_set_last_counts_and_the_first_is_kept(make: Callable[..., Office]) -> None:
    office = make(
        target(100_000, set_on=date(2025, 3, 1)),
        target(120_000, set_on=date(2025, 4, 20)),
        target(240_000, set_on=date(2025, 6, 1)),
    )
    assert office.one("sales_target_attainment", period="2025-Q2").value == 0.5
    assert office.one("sales_target_attainment:original", period="2025-Q2").value == pytest.approx(0.6)


def test_monthly_targets_make_up_a_quarter(make: Callable[..., Office]) -> None:
    months = [
        target(40_000, period_start=date(2025, month, 1), period_end=date(2025, month + 1, 1)) for month in (4, 5, 6)
    ]
    assert make(*months).one("sales_target_attainment", period="2025-Q2").value == 0.5
    missing = make(*months[:2]).one("sales_target_attainment", period="2025-Q2")
    assert (missing.value, "no_target" in missing.flags) == (None, True)


def test_a_figure_that_is_better_lower_is_turned_round(make: Callable[..., Office]) -> None:
    office = make(
        target(10, metric_id="deals_lost", currency=None),
        opportunity=[
            {
                "opportunity_id": f"D{n}",
                "status": "lost",
                "created_on": date(2025, 4, 1),
                "closed_on": date(2025, 5, 1),
            }
            for n in range(20)
        ],
    )
    assert office.one("sales_target_attainment", period="2025-Q2").value == 0.5


@pytest.mark.parametrize("value", [0, -5])
def test_a_target_of_nothing_divides_nothing(make: Callable[..., Office], value: int) -> None:
    found = make(target(value)).one("sales_target_attainment", period="2025-Q2")
    assert (found.value, "target_not_positive" in found.flags) == (None, True)


def test_several_targets_are_chosen_among(make: Callable[..., Office]) -> None:
    office = make(target(120_000), target(4, metric_id="new_customers", currency=None))
    assert office.one("sales_target_attainment", period="2025-Q2").value == 0.5
    chosen = office.one("sales_target_attainment", period="2025-Q2", where={"metric": "new_customers"})
    assert (chosen.numerator, chosen.denominator) == (2, 4)
    assert "no_target" in office.one("sales_target_attainment", period="2025-Q2", where={"metric": "win_rate"}).flags


def test_a_target_in_another_currency_is_taken_at_the_first_day(make: Callable[..., Office]) -> None:
    rates = [{"rate_date": date(2025, 4, 1), "currency": "USD", "to_base": "0.5"}]
    found = make(target(240_000, currency="USD"), fx_rate=rates).one("sales_target_attainment", period="2025-Q2")
    assert found.value == 0.5
    unknown = make(target(240_000, currency="USD")).one("sales_target_attainment", period="2025-Q2")
    assert (unknown.value, "fx_missing" in unknown.flags) == (None, True)


def test_without_any_target_the_input_is_missing(make: Callable[..., Office]) -> None:
    found = make().one("sales_target_attainment", period="2025-Q2")
    assert (found.value, found.flags) == (None, ("missing_input",))


def test_the_pipeline_covers_what_the_target_lacks(new_office: Callable[..., Office]) -> None:
    """16,000 open on 8,000 still missing: twice; by person, and against the month before."""
    office = new_office()

    def opened(number: int, amount: int, created: date, due: date | None, rep: str) -> dict[str, object]:
        return deal(
            number,
            status="open",
            amount=amount,
            created_on=created,
            closed_on=None,
            expected_close_on=due,
            owner_id=rep,
        )

    months = ((date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 4, 1)))
    office.load(
        {
            "rep": [{"rep_id": "r1", "name": "Anna"}, {"rep_id": "r2", "name": "Bruno"}],
            "sales_order": [
                order(9, date(2026, 1, 30), 1, rep_id="r1"),
                order(1, date(2026, 2, 2), 5000, rep_id="r1"),
                order(2, date(2026, 3, 3), 2000, rep_id="r1"),
                order(3, date(2026, 3, 31), 0, rep_id="r2"),
            ],
            "opportunity": [
                opened(1, 10_000, date(2026, 2, 10), date(2026, 3, 31), "r1"),
                opened(2, 6_000, date(2026, 3, 5), date(2026, 4, 1), "r2"),
                deal(3, status="lost", closed_on=date(2026, 3, 31)),
            ],
            "target": [
                *(
                    {
                        "target_id": f"c{n}",
                        "metric_id": "net_revenue",
                        "period_start": a,
                        "period_end": b,
                        "value": 10_000,
                    }
                    for n, (a, b) in enumerate(months)
                ),
                {
                    "target_id": "r",
                    "metric_id": "net_revenue",
                    "scope_type": "rep",
                    "scope_id": "r1",
                    "period_start": months[1][0],
                    "period_end": months[1][1],
                    "value": 2000,
                },
            ],
        }
    )
    found = office.one("pipeline_coverage", period="2026-03", compare="previous")
    assert (found.value, found.numerator, found.denominator, found.n) == (2.0, 16_000, 8_000, 2)
    # Without a history of amounts nobody knows what the deals of February were worth then.
    assert found.previous is None
    assert office.one("pipeline_coverage:closing", period="2026-03").value == 1.25
    months_apart = office.ask("pipeline_coverage:closing", period="2026-02..2026-03", grain="month")
    assert [one.value for one in months_apart] == [0.0, 1.25]
    by = office.by("pipeline_coverage", "rep", period="2026-03")
    assert (by["Anna",].value, "target_reached" in by["Anna",].flags) == (None, True)
    assert "no_target" in by["Bruno",].flags
