"""Every reference leads somewhere, nothing happens out of order, and nobody works before joining or after leaving."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from polso.demo import World, state_at, truth
from polso.demo.fold import owner_at

DAYS = [
    (date(2026, 11, 24), 7, 1.0),
    (date(2024, 2, 29), 1, 1.0),
    (date(2026, 1, 1), 42, 1.0),
    (date(2025, 8, 18), 3, 0.1),
    (date(2026, 7, 31), 5, 3.0),
]


@pytest.fixture(scope="module", params=DAYS, ids=lambda case: f"{case[0]}-seed{case[1]}-size{case[2]}")
def any_world(request: pytest.FixtureRequest) -> World:
    today, seed, size = request.param
    return truth(today=today, seed=seed, size=size)


def test_references_exist(any_world: World) -> None:
    world = any_world
    customers = {customer.name for customer in world.customers}
    reps = {rep.key for rep in world.reps}
    works = {product.key for product in world.products if not product.in_shop}
    goods = {product.key for product in world.products if product.in_shop}
    leads = {lead.lead_id for lead in world.leads}
    deals = {deal.deal_id for deal in world.deals}
    orders = {order.number for order in world.orders}
    assert {lead.customer for lead in world.leads} <= customers
    assert {lead.rep for lead in world.leads} <= reps
    assert {lead.deal_id for lead in world.leads} - {None} <= deals
    assert {deal.customer for deal in world.deals} <= customers
    assert {deal.product for deal in world.deals} <= works
    assert {deal.lead_id for deal in world.deals} - {None} <= leads
    assert {event.deal_id for deal in world.deals for event in deal.events} == deals
    assert {event.new for deal in world.deals for event in deal.events if event.field == "owner"} <= reps
    assert {activity.owner for activity in world.activities} <= reps
    assert {activity.deal_id for activity in world.activities} - {None} <= deals
    assert {activity.lead_id for activity in world.activities} - {None} <= leads
    assert {order.customer for order in world.orders} <= customers
    assert {order.product for order in world.orders} <= goods
    assert {refund.number for refund in world.refunds} <= orders
    assert {review.order for review in world.reviews} - {None} <= orders
    assert {review.deal_id for review in world.reviews} - {None} <= deals


def test_keys_are_unique(any_world: World) -> None:
    world = any_world
    for keys in (
        [customer.name.casefold() for customer in world.customers],
        [customer.email for customer in world.customers],
        [lead.lead_id for lead in world.leads],
        [deal.deal_id for deal in world.deals],
        [activity.activity_id for activity in world.activities],
        [order.number for order in world.orders],
        [refund.number for refund in world.refunds],
    ):
        assert len(set(keys)) == len(keys)


def test_nothing_happens_outside_the_history(any_world: World) -> None:
    world = any_world
    start, end = datetime.combine(world.start, time()), datetime.combine(world.today, time())
    instants = [lead.created_at for lead in world.leads]
    instants += [event.at for deal in world.deals for event in deal.events]
    instants += [activity.booked_at for activity in world.activities]
    instants += [order.ordered_at for order in world.orders]
    instants += [review.sent_at for review in world.reviews]
    instants += [review.responded_at for review in world.reviews if review.responded_at is not None]
    instants += [datetime.combine(refund.refunded_on, time(12)) for refund in world.refunds]
    assert start <= min(instants)
    assert max(instants) < end


def test_no_instant_falls_into_the_hours_of_a_clock_change(any_world: World) -> None:
    world = any_world
    instants = [event.at for deal in world.deals for event in deal.events]
    instants += [order.ordered_at for order in world.orders]
    instants += [at for activity in world.activities for at in (activity.booked_at, activity.start, activity.end)]
    instants += [review.responded_at for review in world.reviews if review.responded_at is not None]
    instants += [lead.created_at for lead in world.leads]
    assert min(at.hour for at in instants) >= 7


def test_causes_come_before_effects(any_world: World) -> None:
    world = any_world
    ordered = {order.number: order for order in world.orders}
    created = {deal.deal_id: deal.created_at for deal in world.deals}
    for lead in world.leads:
        assert (lead.converted_at is None) == (lead.deal_id is None)
        assert (lead.status == "converted") == (lead.deal_id is not None)
        if lead.converted_at is not None and lead.deal_id is not None:
            assert lead.created_at < lead.converted_at == created[lead.deal_id]
    for deal in world.deals:
        assert [event.at for event in deal.events] == sorted(event.at for event in deal.events)
    for activity in world.activities:
        assert activity.booked_at <= activity.start < activity.end
        assert (activity.status == "scheduled") == (activity.start.date() >= world.today)
        if activity.deal_id is not None:
            assert activity.start > created[activity.deal_id]
    for refund in world.refunds:
        order = ordered[refund.number]
        assert order.status == "completed"
        assert refund.refunded_on > order.ordered_at.date()
        assert 0 < refund.amount <= order.net
    for review in world.reviews:
        if review.responded_at is not None:
            assert review.responded_at > review.sent_at
            assert review.score in (1, 2, 3, 4, 5)


def test_reps_work_only_while_they_are_there(any_world: World) -> None:
    world = any_world
    reps = {rep.key: rep for rep in world.reps}
    assert any(rep.left is not None for rep in world.reps)
    assert any(rep.joined > world.start for rep in world.reps)
    for activity in world.activities:
        assert reps[activity.owner].works_on(activity.start.date())
    for deal in world.deals:
        assert reps[owner_at(deal, deal.created_at)].works_on(deal.created_at.date())
        for event in deal.events:
            if event.field == "stage":
                assert reps[owner_at(deal, event.at)].works_on(event.at.date()), (deal.deal_id, event)


def test_who_left_owns_no_open_deal(world: World) -> None:
    gone = {rep.key for rep in world.reps if rep.left is not None}
    end = datetime.combine(world.today, time())
    states = [state_at(deal, end) for deal in world.deals]
    assert gone
    assert any(state is not None and state.owner in gone for state in states)
    assert not [state for state in states if state is not None and state.is_open and state.owner in gone]


def test_money_adds_up(any_world: World) -> None:
    for order in any_world.orders:
        assert order.net + order.vat == order.total
        assert abs(order.vat - order.net * Decimal("0.22")) <= Decimal("0.005")
        assert order.net > 0
    for expense in any_world.expenses:
        assert expense.amount >= 0


def test_work_is_done_on_working_days(world: World) -> None:
    import holidays

    feasts = holidays.country_holidays("IT", years=range(2023, 2028))
    days = {event.at.date() for deal in world.deals for event in deal.events}
    days |= {activity.start.date() for activity in world.activities}
    assert not [day for day in days if day.isoweekday() > 5 or day in feasts]
    assert not days & set(world.closed_days)


def test_pending_orders_are_recent(world: World) -> None:
    pending = [order for order in world.orders if order.status == "pending"]
    assert pending
    assert all((world.today - order.ordered_at.date()).days <= 6 for order in pending)


def test_prices_of_orders_come_from_the_list(world: World) -> None:
    prices = {product.key: product.price for product in world.products}
    assert all(product.cost < product.price for product in world.products)
    recent = [order for order in world.orders if order.ordered_at.date() >= date(world.today.year, 1, 1)]
    shares = {order.net / (prices[order.product] * order.quantity) for order in recent}
    assert Decimal(1) in shares
    assert min(shares) > Decimal("0.84")
    assert max(shares) == 1


def test_quotas_are_whole_quarters_of_reps_who_were_there(world: World) -> None:
    reps = {rep.key: rep for rep in world.reps}
    quotas = [target for target in world.targets if target.rep is not None]
    assert {(quota.first.month, quota.last.month) for quota in quotas} == {(1, 3), (4, 6), (7, 9), (10, 12)}
    for quota in quotas:
        rep = reps[str(quota.rep)]
        assert rep.joined <= quota.last
        assert rep.left is None or rep.left >= quota.first
