"""Contracts, quotes, invoices, requests, social counters: each belongs to something that happened, and is told once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest

from polso.demo import World, truth
from polso.demo.social import RESET_DAYS

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def told() -> World:
    return truth(today=TODAY)


def test_what_the_office_writes_belongs_to_deals_jobs_and_people_that_there_are(told: World) -> None:
    customers, reps = {one.name for one in told.customers}, {one.key for one in told.reps}
    assert {one.customer for one in told.contracts} <= customers
    assert {one.customer for one in told.requests} <= customers
    assert {one.deal_id for one in told.quotes} <= {deal.deal_id for deal in told.deals}
    assert {one.rep for one in told.quotes} <= reps
    assert {one.answered_by for one in told.requests} - {None} <= reps
    assert {one.job for one in told.invoices} <= {job.number for job in told.job_orders}


def test_stretches_of_a_contract_never_overlap(told: World) -> None:
    stretches = defaultdict(list)
    for one in told.contracts:
        stretches[one.number].append(one)
    assert len(stretches) > 60
    for parts in stretches.values():
        for before, after in pairwise(parts):
            assert before.last is not None
            assert before.last < after.first
        assert all(one.last is None or one.first <= one.last < TODAY for one in parts)
    # Some were given up, some taken up again after a pause, some changed their fee in mid-year.
    assert any(parts[-1].last is not None for parts in stretches.values())
    gaps = [
        (after.first - before.last).days
        for parts in stretches.values()
        for before, after in pairwise(parts)
        if before.last is not None
    ]
    assert max(gaps) > 31


def test_versions_of_a_quote_follow_each_other_from_the_first_proposal(told: World) -> None:
    versions = defaultdict(list)
    for one in told.quotes:
        versions[one.deal_id].append(one)
    for sent in versions.values():
        assert [one.version for one in sent] == list(range(1, len(sent) + 1))
        assert len({one.number for one in sent}) == 1
        assert all(before.sent_at < after.sent_at for before, after in pairwise(sent))
    stages = [event for deal in told.deals for event in deal.events if event.field == "stage"]
    proposed = {event.deal_id for event in stages if event.new == "proposal"}
    assert set(versions) <= proposed


def test_the_invoices_of_a_delivered_job_are_its_amount(told: World) -> None:
    amount = {job.number: job.net for job in told.job_orders}
    billed: dict[str, Decimal] = defaultdict(Decimal)
    kinds: dict[str, list[str]] = defaultdict(list)
    for one in told.invoices:
        billed[one.job] += one.net
        kinds[one.job].append(one.kind)
        assert one.issued_on < TODAY
        assert one.paid_on is None or one.issued_on <= one.paid_on < TODAY
    assert len({one.number for one in told.invoices}) == len(told.invoices)
    for job, parts in kinds.items():
        assert billed[job] == amount[job] if sorted(parts) == ["deposit", "invoice"] else billed[job] < amount[job]
    unpaid = [one for one in told.invoices if one.paid_on is None]
    assert any(one.due_on < TODAY for one in unpaid)


def test_requests_are_answered_after_they_come_or_not_at_all(told: World) -> None:
    end = datetime.combine(TODAY, time())
    for one in told.requests:
        assert one.received_at < end
        assert one.answered_at is None or one.received_at <= one.answered_at < end
        assert (one.answered_by is None) == (one.answered_at is None or one.is_automatic)
    assert {one.channel for one in told.requests} == {"phone", "email", "chat", "form"}
    assert any(one.answered_at is None for one in told.requests)


def test_social_counters_grow_and_one_begins_again_once(told: World) -> None:
    by_platform = defaultdict(list)
    for one in told.social:
        by_platform[one.platform].append(one)
    resets = {
        (platform, after.day)
        for platform, days in by_platform.items()
        for before, after in pairwise(days)
        if after.likes < before.likes
    }
    assert {(platform, (TODAY - day).days) for platform, day in resets} == {("Instagram", RESET_DAYS)}


def test_an_evening_with_the_trade_is_one_event_of_one_or_two(told: World) -> None:
    evenings = defaultdict(set)
    for one in told.activities:
        if one.kind == "event":
            evenings[one.start].add(one.owner)
    assert len(evenings) > 20
    assert {len(people) for people in evenings.values()} == {1, 2}
