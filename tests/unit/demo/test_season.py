"""A small firm's numbers: few deals a month, a dip in August, a peak in autumn, mild growth."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from statistics import mean

from polso.demo import World, truth


def monthly(instants: list[datetime], today: date) -> Counter[tuple[int, int]]:
    """Counts by month, the unfinished last month left out."""
    return Counter((at.year, at.month) for at in instants if (at.year, at.month) != (today.year, today.month))


def test_volumes_are_those_of_a_firm_of_twelve(world: World) -> None:
    deals = monthly([deal.created_at for deal in world.deals], world.today)
    orders = monthly([order.ordered_at for order in world.orders], world.today)
    assert len(deals) == len(orders) == 36
    assert 25 <= mean(deals.values()) <= 36
    assert 70 <= mean(orders.values()) <= 110
    assert min(deals.values()) >= 5
    assert max(deals.values()) <= 75
    assert min(orders.values()) >= 25
    assert max(orders.values()) <= 160


def test_august_dips_and_autumn_peaks() -> None:
    for seed in (7, 1, 42):
        world = truth(today=date(2026, 11, 24), seed=seed)
        for instants in (
            [deal.created_at for deal in world.deals],
            [order.ordered_at for order in world.orders],
        ):
            counts = monthly(instants, world.today)
            usual = mean(counts.values())
            assert mean(counts[year, 8] for year in (2024, 2025, 2026)) < 0.65 * usual
            assert mean(counts[year, month] for year in (2024, 2025) for month in (9, 10, 11)) > 1.12 * usual


def test_business_grows_mildly(world: World) -> None:
    def year(number: int) -> int:
        first, last = date(2023 + number, 11, 1), date(2024 + number, 11, 1)
        return sum(1 for order in world.orders if first <= order.ordered_at.date() < last)

    assert 1.02 < year(2) / year(0) < 1.5


def test_amounts_are_skewed_and_round(world: World) -> None:
    prices = [event.new for deal in world.deals for event in deal.events if event.field == "amount"]
    amounts = sorted(float(str(price)) for price in prices)
    assert all(amount % 10 == 0 for amount in amounts)
    assert all(amount % 100 == 0 for amount in amounts if amount >= 5000)
    assert 3000 < amounts[len(amounts) // 2] < 7000
    assert mean(amounts) > 1.15 * amounts[len(amounts) // 2]


def test_customers_of_the_shop_come_back(world: World) -> None:
    orders = Counter(order.customer for order in world.orders)
    again = sum(1 for count in orders.values() if count > 1)
    assert 0.2 < again / len(orders) < 0.6
    assert len(orders) > 1000
    deals = {deal.customer for deal in world.deals}
    assert len(deals & orders.keys()) > 20


def test_some_first_customers_are_old_ones(world: World) -> None:
    before = [customer for customer in world.customers if customer.since is not None and customer.since < world.start]
    assert len(before) > 50
