"""Who comes back, by the quarter of the first purchase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pytest

from polso.answers.cohorts import Cohorts, cohorts_of
from polso.base.company import Company
from polso.base.period import Period
from tests.support.office import Office, order

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
COVERED = Period(date(2026, 1, 1), date(2026, 11, 25))
MADE = (
    # customer, day: two begin in the first quarter, one in the second; the fourth quarter is not over.
    ("a", date(2026, 1, 5)),
    ("a", date(2026, 4, 5)),
    ("a", date(2026, 4, 20)),
    ("b", date(2026, 3, 31)),
    ("b", date(2026, 7, 1)),
    ("c", date(2026, 6, 30)),
    ("d", date(2026, 10, 1)),
)


@pytest.fixture
def office(new_office: Callable[..., Office]) -> Office:
    made = new_office(Company(name="Prova", revenue_basis="orders"))
    made.load({"sales_order": [order(n, day, account_id=name) for n, (name, day) in enumerate(MADE)]})
    return made


def cohorts(office: Office, as_of: datetime | None = None, most: int = 12) -> Cohorts:
    found = cohorts_of(office.workspace, "orders", COVERED, as_of=as_of, most=most)
    assert found is not None
    return found


def test_each_customer_belongs_to_the_quarter_of_the_first_purchase(office: Office) -> None:
    found = cohorts(office)
    assert found.starts == (date(2026, 1, 1), date(2026, 4, 1))
    assert found.table.size.tolist() == [2, 1]
    np.testing.assert_array_equal(found.table.active, [[2, 1, 1], [1, 0, np.nan]])
    np.testing.assert_array_equal(found.table.total_active, [3, 1, 1])
    np.testing.assert_array_equal(found.table.total_size, [3, 3, 2])


def test_the_oldest_cohort_may_be_older_than_the_data(office: Office) -> None:
    assert cohorts(office).first_is_older
    assert not cohorts(office, most=1).first_is_older


def test_only_the_last_cohorts_are_kept_with_the_ages_that_they_have(office: Office) -> None:
    found = cohorts(office, most=1)
    assert found.starts == (date(2026, 4, 1),)
    assert found.table.rate.tolist() == [[1.0, 0.0]]


def test_nothing_was_known_before_the_import(office: Office) -> None:
    assert cohorts_of(office.workspace, "orders", COVERED, as_of=LONG_AGO) is None
    assert cohorts_of(office.workspace, "invoices", COVERED) is None


def test_without_a_whole_quarter_there_are_no_cohorts(office: Office) -> None:
    assert cohorts_of(office.workspace, "orders", Period(date(2026, 1, 1), date(2026, 3, 31))) is None
