"""Each won deal becomes one job order of its amount, some working days later; shop and jobs make the revenue."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from polso.demo import World, truth
from polso.demo.records import Deal
from polso.demo.workdays import WorkCalendar

DAYS = [
    (date(2026, 11, 24), 7, 1.0),
    (date(2024, 2, 29), 1, 1.0),
    (date(2026, 1, 1), 42, 1.0),
    (date(2025, 9, 2), 5, 3.0),
]


@pytest.fixture(scope="module", params=DAYS, ids=lambda case: f"{case[0]}-seed{case[1]}-size{case[2]}")
def any_world(request: pytest.FixtureRequest) -> World:
    today, seed, size = request.param
    return truth(today=today, seed=seed, size=size)


def won(world: World) -> dict[str, tuple[Deal, datetime, Decimal]]:
    """By deal that ended as won: the deal, the instant of the win and the last amount."""
    found = {}
    for deal in world.deals:
        last = [event for event in deal.events if event.field == "stage"][-1]
        amounts = [event.new for event in deal.events if event.field == "amount"]
        if last.new == "won" and isinstance(amounts[-1], Decimal):
            found[deal.deal_id] = (deal, last.at, amounts[-1])
    return found


def test_each_job_is_a_won_deal_of_the_same_amount_and_customer(any_world: World) -> None:
    deals = won(any_world)
    jobs = {job.deal_id: job for job in any_world.job_orders}
    assert len(jobs) == len(any_world.job_orders)
    for deal_id, job in jobs.items():
        deal, _, amount = deals[deal_id]
        assert (job.net, job.customer, job.product) == (amount, deal.customer, deal.product)
        assert job.rep == [event.new for event in deal.events if event.field == "owner"][-1]
        assert job.vat == amount * 22 / 100
        assert job.total == job.net + job.vat


def test_jobs_are_entered_within_four_working_days_and_never_in_the_future(any_world: World) -> None:
    world = any_world
    calendar = WorkCalendar(world.start, world.today)
    deals = won(world)
    reps = {rep.key: rep for rep in world.reps}
    delays = []
    for job in world.job_orders:
        day = deals[job.deal_id][1].date()
        assert day <= job.ordered_on < world.today
        assert calendar.is_open(job.ordered_on)
        assert reps[job.rep].works_on(job.ordered_on)
        delays.append(calendar.between(day, job.ordered_on))
    assert set(delays) == {0, 1, 2, 3, 4}


def test_only_deals_won_in_the_last_days_have_no_job_yet(any_world: World) -> None:
    calendar = WorkCalendar(any_world.start, any_world.today)
    entered = {job.deal_id for job in any_world.job_orders}
    for deal_id, (_, at, _) in won(any_world).items():
        if calendar.between(at.date(), any_world.today) > 4:
            assert deal_id in entered


def test_some_deal_waits_for_its_job() -> None:
    worlds = [truth(today=date(2026, 11, day)) for day in (20, 24, 27)]
    assert any(len(world.job_orders) < len(won(world)) for world in worlds)


def test_numbers_run_by_year_and_day_and_are_none_of_the_shop(any_world: World) -> None:
    jobs = any_world.job_orders
    numbers = [job.number for job in jobs]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(job.number.startswith(f"OV-{job.ordered_on.year}-") for job in jobs)
    assert [job.ordered_on for job in jobs] == sorted(job.ordered_on for job in jobs)
    assert not set(numbers) & {order.number for order in any_world.orders}
    assert all(order.number.isdigit() for order in any_world.orders)


def test_old_jobs_are_completed_and_young_ones_are_not(any_world: World) -> None:
    calendar = WorkCalendar(any_world.start, any_world.today)
    for job in any_world.job_orders:
        age = calendar.between(job.ordered_on, any_world.today)
        if age <= 15:
            assert job.status == "confirmed"
        if age > 60:
            assert job.status == "completed"
    assert {job.status for job in any_world.job_orders} == {"confirmed", "completed"}


@pytest.mark.parametrize("seed", [7, 1, 2, 3, 42])
def test_shop_and_jobs_reach_most_of_the_company_targets(seed: int) -> None:
    world = truth(today=date(2026, 11, 24), seed=seed)
    months = {target.first: target.value for target in world.targets if target.scope == "company"}
    assert min(months) == world.start
    assert max(months) == date(2026, 12, 1)
    end = date(2026, 11, 1)
    planned = sum((value for month, value in months.items() if month < end), Decimal(0))
    shop = sum(
        (order.net for order in world.orders if order.status == "completed" and order.ordered_at.date() < end),
        Decimal(0),
    )
    refunded = sum((refund.amount for refund in world.refunds if refund.refunded_on < end), Decimal(0))
    jobs = sum((job.net for job in world.job_orders if job.ordered_on < end), Decimal(0))
    assert Decimal("0.80") < (shop + jobs - refunded) / planned < Decimal("1.10")
    assert Decimal("0.55") < jobs / (shop + jobs) < Decimal("0.80")
