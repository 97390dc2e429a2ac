"""Outside the days that the data cover a figure is unknown; inside, no rows means zero.

A dashboard opened eight years after the export shows zero revenue; a chart drops the empty month between two full ones.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from polso.base.errors import UserError
from polso.base.period import Period
from tests.support.office import Office, deal, order


def test_zero_inside_unknown_outside(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 1)), order(2, date(2026, 3, 31))]})
    values = [
        (answer.period.start.month, answer.value, "outside_data" in answer.flags)
        for answer in office.ask("net_revenue", period="2026-01..2026-05", grain="month")
    ]
    assert values == [(1, 100, False), (2, 0, False), (3, 100, False), (4, None, True), (5, None, True)]
    assert office.one("net_revenue", period="2025-12").value is None


def test_without_a_period_the_last_covered_month_is_answered(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2018, 5, 10)), order(2, date(2018, 6, 30))]})
    assert office.one("net_revenue").period.start == date(2018, 6, 1)


def test_a_group_without_rows_counts_zero_and_keeps_its_comparison(office: Office) -> None:
    office.load(
        {
            "opportunity": [
                deal(1, owner_id="r1", closed_on=date(2026, 1, 1), created_on=date(2025, 12, 1)),
                deal(2, owner_id="r2", closed_on=date(2026, 2, 28), created_on=date(2025, 12, 1)),
            ]
        }
    )
    found = office.by("deals_won", "rep", period="2026-02")
    assert (found[("r1",)].value, found[("r1",)].previous) == (0, 1)
    assert (found[("r2",)].value, found[("r2",)].previous) == (1, 0)


def test_a_future_period_is_refused(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 10))]})
    with pytest.raises(UserError) as caught:
        office.one("net_revenue", period="2027")
    assert caught.value.code == "period_in_future"


def test_what_a_metric_lacks_is_named(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2026, 1, 10))]})
    answers = office.answers("win_rate", period="2026-01")
    assert answers.of("win_rate").missing_inputs == ("opportunity.status", "opportunity.closed_at")
    assert next(iter(answers)).flags == ("missing_input",)


def test_a_filter_that_does_not_apply_is_never_ignored(office: Office) -> None:
    office.load({"opportunity": [deal(1, stage_id="s")], "stage": [{"stage_id": "s", "name": "Offer", "kind": "won"}]})
    answer = office.one("net_revenue", period="2026-01", where={"stage": "Offer"})
    assert answer.value is None
    assert answer.flags == ("dimension_not_available",)


def test_no_losses_recorded_withholds_the_win_rate(office: Office) -> None:
    office.load({"opportunity": [deal(1), deal(2)]})
    answer = office.one("win_rate", period="2026-01")
    assert (answer.value, answer.flags) == (None, ("no_losses_recorded",))


def test_the_past_value_of_a_pipeline_is_not_invented(office: Office) -> None:
    """Sums over today's rows look ahead: of a past pipeline they only hold the deals that were won or lost since."""
    office.load(
        {
            "opportunity": [
                deal(1, created_on=date(2026, 1, 5), closed_on=date(2026, 3, 31), amount=900),
                deal(2, created_on=date(2026, 1, 6), closed_on=None, status="open", amount=50),
            ]
        }
    )
    january = office.one("pipeline_value", period="2026-01")
    assert (january.value, january.n) == (None, 2)
    assert "no_history" in january.flags
    assert office.one("pipeline_value", period="2026-03").value == 50


def test_what_no_extract_described_yet_was_unknown_then(office: Office) -> None:
    office.load({"opportunity": [deal(1), deal(2, status="lost")]}, datetime(2026, 2, 2, 20, tzinfo=UTC))
    later = deal(3, created_on=date(2026, 2, 10), closed_on=date(2026, 3, 30))
    office.load({"opportunity": [deal(1), deal(2, status="lost"), later]}, datetime(2026, 3, 31, 20, tzinfo=UTC))
    then = datetime(2026, 2, 20, 23)  # noqa: DTZ001 - as stored
    asked = {"period": "2026-01..2026-03", "grain": "month", "as_of": then}
    figures = [(answer.value, answer.flags) for answer in office.ask("deals_won", **asked)]
    assert figures == [(1, ("partial",)), (0, ("partial",)), (None, ("outside_data",))]
    february = office.ask("deals_won", **asked)[1]
    assert february.part == Period(date(2026, 2, 1), date(2026, 2, 3))
    assert [answer.value for answer in office.ask("deals_won", period="2026-01..2026-03", grain="month")] == [1, 0, 1]
    assert office.rows("deals_won", period="2026-03", as_of=then).count == 0


def test_an_old_file_was_covered_to_its_own_last_day(office: Office) -> None:
    office.load({"sales_order": [order(1, date(2018, 5, 10)), order(2, date(2018, 6, 30))]})
    asked = {"as_of": datetime(2026, 11, 24, 12)}  # noqa: DTZ001 - as stored
    assert office.one("net_revenue", period="2018-06", **asked).value == 100
    assert office.one("net_revenue", period="2026-10", **asked).value is None


def test_a_win_rate_by_value_needs_the_value_of_a_loss(office: Office) -> None:
    lost = {"status": "lost", "amount": 0}
    office.load({"opportunity": [deal(1), deal(2), deal(3, **lost), deal(4, **lost)]})
    answer = office.one("win_rate:by_value", period="2026-01")
    assert (answer.value, answer.flags) == (None, ("no_loss_amounts",))
    assert office.one("win_rate", period="2026-01").value == 0.5


def test_a_deal_without_a_creation_day_is_open_and_in_no_period(office: Office) -> None:
    undated = {"status": "open", "created_on": None, "closed_on": None}
    office.load({"opportunity": [deal(1, created_on=date(2026, 1, 1)), deal(2, **undated)]})
    created = office.one("opportunities_created", period="2026-01")
    assert created.value == 1
    assert "undated" in created.flags
    assert "undated" not in office.one("deals_won", period="2026-01").flags
    assert office.one("open_deals", period="2026-01").value == 1
