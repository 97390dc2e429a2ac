"""Nothing, only the future, one day in four years, thirty years of weeks, sixty people: an answer or a plain refusal.

Dashboards show NaN for an empty company, compare 29 February with nothing, and stop at a thousand rows.
"""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import pytest

from polso.base.errors import UserError
from polso.catalog import registry
from tests.support.office import Office, deal, order

EVERY = [f"{metric.id}:{variant}" for metric in registry.metrics().values() for variant in metric.variant_ids]


def test_an_empty_company_is_told_what_is_missing(office: Office) -> None:
    for metric in EVERY:
        for asked in ({}, {"period": "2026-01"}, {"period": "2026", "grain": "month"}, {"by": ("rep",)}):
            answers = office.answers(metric, **asked)
            assert {(answer.value, answer.flags) for answer in answers} == {(None, ("missing_input",))}, metric
            assert answers.columns[0].missing_inputs
    with pytest.raises(UserError) as caught:
        office.ask("win_rate", period="all")
    assert caught.value.code == "nothing_covered"


def test_what_only_the_future_holds_is_not_known_yet(office: Office) -> None:
    beyond = {"created_on": date(2027, 1, 1), "closed_on": date(2027, 2, 1)}
    office.load({"opportunity": [deal(1, **beyond), deal(2, status="lost", **beyond)]})
    for metric in ("deals_won", "win_rate", "net_revenue", "new_customers", "open_deals", "pipeline_value"):
        answer = office.one(metric)
        assert (answer.value, answer.flags) == (None, ("outside_data",)), metric


def test_the_day_that_comes_every_four_years(office: Office) -> None:
    days = {date(2023, 2, 28): 10, date(2024, 2, 28): 20, date(2024, 2, 29): 40, date(2025, 2, 28): 80}
    rows = [order(n, day, amount) for n, (day, amount) in enumerate(days.items())]
    office.load({"sales_order": [order(8, date(2023, 1, 1), 0), *rows, order(9, date(2025, 12, 31), 0)]})
    day = office.one("net_revenue", period="2024-02-29", compare="year")
    assert (day.value, day.previous) == (40, 10)
    longer = office.one("net_revenue", period="2024-02", compare="year")
    assert (longer.value, longer.previous) == (60, 10)
    after = office.one("net_revenue", period="2025-02", compare="year")
    assert (after.value, after.previous) == (80, 60)
    by_day = office.ask("net_revenue", period="2024-02", grain="day", compare="none")
    assert (len(by_day), by_day[-1].value) == (29, 40)


def test_thirty_years_by_week_are_all_there_and_add_up(office: Office) -> None:
    first = date(1996, 1, 1)
    office.load({"sales_order": [order(n, first + timedelta(days=2 * n), n % 97) for n in range(5478)]})
    whole = office.one("net_revenue", period="all", compare="none")
    weeks = office.ask("net_revenue", period="all", grain="week", compare="none")
    assert len(weeks) == 1565
    assert sum(answer.value for answer in weeks) == whole.value == sum(n % 97 for n in range(5478))  # type: ignore[misc]


def test_sixty_people_and_three_years_are_answered_at_once(office: Office) -> None:
    first = date(2023, 11, 1)
    rows = [
        deal(
            n,
            owner_id=f"r{n % 60}",
            amount=n % 977,
            status=("won", "lost", "open")[n % 7 % 3],
            created_on=first + timedelta(days=n % 1000),
            closed_on=None if n % 7 % 3 == 2 else first + timedelta(days=n % 1000 + n % 41),
        )
        for n in range(6000)
    ]
    office.load({"opportunity": rows})
    for metric in ("win_rate", "sales_cycle_length", "pipeline_value"):
        started = perf_counter()
        answers = office.ask(metric, by=("rep",), period="2023-11..2026-10", grain="month")
        assert perf_counter() - started < 1.5, metric
        assert len(answers) == 36 * 61
